import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, fade, path, type Svg, stroke } from '#seeds/drawing/svg.ts'

export function cashew(color = '#e9c587'): Svg {
  const body =
    'M-44,6C-48,-26 -14,-42 12,-34C44,-26 52,2 38,18C28,30 10,24 14,10C18,-4 2,-12 -8,-2C-16,8 -14,24 -26,26C-38,28 -43,18 -44,6Z'
  return all(
    path(body, color),
    fade(path('M38,18C28,30 10,24 14,10C20,20 34,14 44,-4C46,6 44,12 38,18Z', darker(color, 0.5)), 0.5),
    stroke('M-34,-6C-28,-24 -6,-30 10,-25', lighter(color, 0.6), 6),
  )
}

export function almond(color = '#a9683a'): Svg {
  return all(
    path('M-46,0C-34,-30 14,-32 48,0C14,32 -34,30 -46,0Z', color),
    fade(path('M-40,8C-20,30 16,26 48,0C22,14 -14,18 -40,8Z', darker(color, 0.5)), 0.6),
    stroke('M-30,-4Q0,-16 30,-3', darker(color, 0.28), 3),
    stroke('M-28,6Q0,2 28,4', darker(color, 0.28), 3),
    stroke('M-26,-13Q-4,-21 14,-15', lighter(color, 0.5), 4),
  )
}

/** In its half-open shell. */
export function pistachio(): Svg {
  const [shell, kernel] = ['#e6cfa3', '#8aa04c']
  return all(
    path('M-42,2C-36,-30 20,-36 46,-8C20,-6 -12,-2 -42,2Z', shell),
    path('M-40,2C-14,-14 22,-16 44,-6C40,10 -8,18 -40,2Z', kernel),
    fade(path('M-28,2C0,-8 20,-8 36,-4C20,6 -4,8 -28,2Z', '#7b4a63'), 0.5),
    path('M-42,2C-10,12 20,8 46,-6C44,30 -22,40 -42,2Z', darker(shell, 0.1)),
    stroke('M-24,-10C-8,-22 10,-24 24,-19', lighter(shell, 0.7), 5),
  )
}

export function hazelnut(): Svg {
  return all(
    path('M-34,4C-34,-28 -10,-36 0,-42C10,-36 34,-28 34,4C34,24 18,36 0,36C-18,36 -34,24 -34,4Z', '#9a5a2e'),
    path('M-26,18C-12,8 12,8 26,18C18,32 10,36 0,36C-10,36 -18,32 -26,18Z', '#d6ac74'),
    stroke('M-20,-8C-18,-20 -10,-24 -6,-27', '#d19a63', 6),
  )
}

/** Cashew, almond, pistachio and hazelnut in turn. */
export function mixedNut(n: number): Svg {
  const kinds = [cashew, almond, pistachio, hazelnut]
  return (kinds[n % kinds.length] ?? hazelnut)()
}

/** A peeled, slivered kernel for scattering on sweets. */
export function sliver(color: string): Svg {
  return path('M-18,0Q0,-13 18,0Q0,13 -18,0Z', color) + stroke('M-10,-2Q0,-7 10,-2', lighter(color, 0.5), 3)
}

export function sesame(color = '#f3dfb2'): Svg {
  return path('M-9,0C-6,-8 6,-7 10,0C6,7 -6,8 -9,0Z', color)
}

export function lime(color = '#4d3426'): Svg {
  return all(
    ellipse([0, 0, 44, 40], color),
    fade(path('M8,-38C40,-30 52,18 18,38C0,44 -24,36 -32,26C10,32 26,-2 8,-38Z', '#1d100a'), 0.45),
    stroke('M-14,-34C-34,-12 -30,14 -18,30', darker(color, 0.4), 3),
    stroke('M2,-38C-10,-12 -8,16 2,36', darker(color, 0.4), 3),
    fade(ellipse([-18, -16, 8, 12], lighter(color, 0.6)), 0.5),
    circle([2, -37, 6], '#a98558'),
  )
}

/** A cut lime showing its dry segments. */
export function limeHalf(): Svg {
  const spokes = [0, 45, 90, 135].map((turn) => {
    const angle = (turn * Math.PI) / 180
    const [x, y] = [Math.cos(angle) * 32, Math.sin(angle) * 32]
    return stroke(`M${-x},${-y}L${x},${y}`, '#8d6a43', 4)
  })
  return all(circle([0, 0, 43], '#4d3426'), circle([0, 0, 35], '#6f4a2c'), spokes, circle([0, 0, 7], ink.straw))
}
