import { darker, lighter } from './color.ts'
import { all, ellipse, fade, path, type Svg, within } from './svg.ts'

/** Half the width at a height, as on a potter's wheel; `sharp` makes a corner where the curve would flow through. */
export type Knot = [halfWidth: number, y: number, corner?: 'sharp']

export type Turned = {
  /** Half the height of the opening's ellipse: the body's upper edge dips by it, so contents show behind the rim. */
  lip?: number
  /** How much the bottom bulges toward the viewer. */
  foot?: number
  shine?: number
}

const point = (x: number, y: number): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`

function slope(knots: Knot[], at: number): [number, number] | undefined {
  const [before, here, after] = [knots[at - 1], knots[at], knots[at + 1]]
  if (before === undefined || after === undefined || here?.[2] === 'sharp') return undefined
  return [(after[0] - before[0]) / 2, (after[1] - before[1]) / 2]
}

/** Cubic curves through the knots (Catmull-Rom), with every half width multiplied by `wide`. */
function edge(knots: Knot[], wide: number): string {
  const curves: string[] = []
  for (let at = 0; at + 1 < knots.length; at += 1) {
    const [from, to] = [knots[at], knots[at + 1]]
    if (from === undefined || to === undefined) break
    const straight: [number, number] = [to[0] - from[0], to[1] - from[1]]
    const leave = slope(knots, at) ?? straight
    const arrive = slope(knots, at + 1) ?? straight
    const first = point((from[0] + leave[0] / 3) * wide, from[1] + leave[1] / 3)
    const second = point((to[0] - arrive[0] / 3) * wide, to[1] - arrive[1] / 3)
    curves.push(`C${first} ${second} ${point(to[0] * wide, to[1])}`)
  }
  return curves.join('')
}

function ends(knots: Knot[]): { top: Knot; bottom: Knot } {
  const [top, bottom] = [knots[0], knots.at(-1)]
  if (top === undefined || bottom === undefined) throw new Error('a turned body needs knots')
  return { top, bottom }
}

/** The closed outline of the body. */
export function outline(knots: Knot[], { lip = 0, foot = 0.08 }: Turned = {}): string {
  const { top, bottom } = ends(knots)
  const base = `A${bottom[0]} ${bottom[0] * foot} 0 0 1 ${point(-bottom[0], bottom[1])}`
  const rim = lip > 0 ? `A${top[0]} ${lip} 0 0 0 ${point(top[0], top[1])}` : ''
  return `M${point(top[0], top[1])}${edge(knots, 1)}${base}${edge(knots.toReversed(), -1)}${rim}Z`
}

/** A strip of the body between two shares of its width (-1 is the left edge, 1 the right). */
function strip(knots: Knot[], from: number, to: number): string {
  const { top, bottom } = ends(knots)
  const below = bottom[1] + bottom[0] * 0.2
  const turn = `L${point(bottom[0] * from, below)}L${point(bottom[0] * to, below)}L${point(bottom[0] * to, bottom[1])}`
  return `M${point(top[0] * from, top[1])}${edge(knots, from)}${turn}${edge(knots.toReversed(), to)}Z`
}

/** A round vessel lit from the upper left: base color, shade on the right, a gleam on the left. */
export function turned(knots: Knot[], color: string, shape: Turned = {}): Svg {
  const d = outline(knots, shape)
  const shading = all(
    path(strip(knots, 0.4, 1.02), darker(color, 0.14)),
    path(strip(knots, 0.78, 1.02), darker(color, 0.28)),
    fade(path(strip(knots, -0.8, -0.58), lighter(color, 0.7)), shape.shine ?? 0.4),
  )
  return path(d, color) + within(d, shading)
}

/** A band around the body between two heights, for painted rims and patterns. */
export function girdle(knots: Knot[], [from, to]: [number, number], inner: Svg): Svg {
  const d = outline(knots)
  const wide = Math.max(...knots.map(([half]) => half))
  return within(d, within(`M${-wide},${from}H${wide}V${to}H${-wide}Z`, inner))
}

/** The opening of a vessel: its rim and the dark inside. */
export function mouth([half, y, lip]: [number, number, number], color: string): Svg {
  return ellipse([0, y, half, lip], lighter(color, 0.25)) + ellipse([0, y, half * 0.92, lip * 0.82], darker(color, 0.5))
}
