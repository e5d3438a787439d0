import { darker, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, fade, path, type Svg, stroke, within } from '#seeds/drawing/svg.ts'

export type DateLook = {
  color: string
  /** The other half of a two-colored date. */
  tip?: string
  /** Length against width; 1.8 is an ordinary date. */
  long?: number
  wrinkles?: boolean
}

const plump = (length: number): string => {
  const end = length / 2
  return `M${-end},0C${-end},-27 ${-end * 0.45},-32 0,-31C${end * 0.6},-30 ${end},-20 ${end},2C${end},22 ${end * 0.55},31 0,31C${-end * 0.5},31 ${-end},25 ${-end},0Z`
}

/** One date lying on its side, its cap to the left. */
export function date({ color, tip, long = 1.8, wrinkles = true }: DateLook): Svg {
  const length = 62 * long
  const end = length / 2
  const shape = plump(length)
  const folds = [-15, -2, 12].map((y, n) => {
    return stroke(
      `M${-end * 0.7},${y}q${end * 0.6},${n % 2 === 0 ? -7 : 8} ${end * (1.25 - n * 0.1)},${n - 2}`,
      darker(color, 0.34),
      3,
    )
  })
  return all(
    path(shape, color),
    within(
      shape,
      all(
        tip === undefined ? '' : path(`M${end * 0.05},-40Q${end * 0.3},0 ${-end * 0.05},40H${end * 1.2}V-40Z`, tip),
        ellipse([end * 0.1, 34, end * 1.1, 20], darker(tip ?? color, 0.3)),
        wrinkles ? folds : '',
        fade(ellipse([-end * 0.2, -19, end * 0.5, 6], lighter(color, 0.7)), 0.65),
      ),
    ),
    ellipse([-end + 3, 0, 8, 12], '#caa06a'),
    ellipse([-end + 1, 0, 4, 6], '#8a6336'),
  )
}

/** A date opened along its back around a nut or a strip of fruit. */
export function stuffedDate(color: string, filling: string): Svg {
  return all(
    date({ color, long: 1.75, wrinkles: false }),
    path('M-42,-6Q0,-34 44,-4Q2,18 -42,-6Z', darker(color, 0.4)),
    path('M-36,-8Q0,-36 38,-6Q2,10 -36,-8Z', filling),
    stroke('M-22,-12Q0,-24 24,-11', lighter(filling, 0.5), 4),
  )
}

/** A date under chocolate, with a drizzle across. */
export function dippedDate(chocolate: string, drizzle: string): Svg {
  const shape = plump(112)
  const lines = [-38, -20, -2, 16, 34].map((x) => stroke(`M${x},-34L${x + 16},34`, drizzle, 5))
  return all(
    path(shape, chocolate),
    within(shape, all(ellipse([6, 36, 66, 22], darker(chocolate, 0.3)), lines)),
    fade(ellipse([-12, -20, 26, 6], '#ffffff'), 0.45),
  )
}

/** Round and fresh, as barhi hangs on its strand. */
export function freshDate(color: string): Svg {
  return all(
    ellipse([0, 4, 32, 36], color),
    fade(ellipse([10, 14, 20, 24], darker(color, 0.35)), 0.5),
    fade(ellipse([-11, -8, 8, 13], '#ffffff'), 0.55),
    circle([0, -32, 8], '#b98a4c'),
  )
}

/** Ice on frozen fruit. */
export function snowflake(color: string): Svg {
  const arms = [0, 60, 120].map((turn) => {
    const angle = (turn * Math.PI) / 180
    const [x, y] = [Math.cos(angle) * 36, Math.sin(angle) * 36]
    return stroke(`M${-x},${-y}L${x},${y}`, color, 7)
  })
  return all(arms, circle([0, 0, 10], color))
}
