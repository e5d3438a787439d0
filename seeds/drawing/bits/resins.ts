import { darker, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, fade, path, type Svg, stroke } from '#seeds/drawing/svg.ts'

/** A split piece of agarwood with its dark resin veins; even and odd pieces are cut differently. */
export function oudChip(n: number, color = '#7a4a2a'): Svg {
  const even = n % 2 === 0
  const shape = even
    ? 'M-62,-10L-30,-24L40,-20L66,-4L50,16L-20,24L-58,12Z'
    : 'M-52,-18L4,-28L58,-12L48,14L6,26L-44,20L-64,2Z'
  const side = even
    ? 'M-58,12L-20,24L50,16L66,-4L64,12L46,32L-22,38L-56,24Z'
    : 'M-44,20L6,26L48,14L58,-12L62,4L50,30L4,42L-46,34Z'
  return all(
    path(side, darker(color, 0.45)),
    path(shape, color),
    stroke('M-46,-4Q-10,-16 46,-8', darker(color, 0.5), 5),
    stroke('M-40,8Q0,-2 36,6', darker(color, 0.5), 4),
    stroke('M-24,-17L24,-16', lighter(color, 0.35), 4),
  )
}

/** A drop of frankincense. */
export function tear(color = '#d7dcae'): Svg {
  return all(
    path('M-34,6C-40,-20 -10,-36 8,-30C34,-24 44,2 30,20C14,38 -28,34 -34,6Z', color),
    fade(path('M30,20C14,38 -28,34 -34,6C-14,22 12,20 36,-6C38,4 36,12 30,20Z', darker(color, 0.5)), 0.45),
    fade(ellipse([-8, -14, 13, 7], '#ffffff'), 0.8),
  )
}

/** A pressed tablet of bakhoor. */
export function tablet(color = '#5d3a2c'): Svg {
  return all(
    path('M-36,0V14C-36,34 36,34 36,14V0Z', darker(color, 0.35)),
    ellipse([0, 0, 36, 19], color),
    ellipse([0, 0, 22, 11], darker(color, 0.18)),
    stroke('M-24,-9Q-8,-16 10,-15', lighter(color, 0.4), 4),
  )
}

/** A splinter of loose oud. */
export function shaving(n: number): Svg {
  const color = ['#6a3f27', '#8f5a36', '#4a2a1b', '#a8703f'][n % 4] ?? '#6a3f27'
  const thin = 7 + (n % 3) * 4
  return all(
    path(`M-40,${-thin * 0.4}L-8,${-thin}L34,${-thin * 0.7}L42,2L8,${thin}L-34,${thin * 0.6}Z`, color),
    stroke(`M-30,0L32,-1`, darker(color, 0.35), 3),
  )
}

/** Two curls of smoke that rise from the origin. */
export function smoke(color = '#fff6e6'): Svg {
  return fade(
    all(
      stroke('M-8,0C-60,-60 50,-110 -6,-180C-40,-224 0,-260 14,-280', color, 15),
      stroke('M22,-10C62,-60 -14,-100 30,-160C50,-190 40,-214 30,-226', color, 10),
    ),
    0.62,
  )
}

/** A lighter wisp over something hot to drink. */
export function steam(color = '#fff6e6'): Svg {
  return fade(all(stroke('M-18,0q-22,-30 0,-58t0,-56', color, 10), stroke('M20,-6q-20,-28 0,-50t0,-46', color, 8)), 0.7)
}
