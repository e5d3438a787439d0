import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, path, type Svg, stroke } from '#seeds/drawing/svg.ts'

const turnedBy = (turn: number, inner: Svg): Svg => `<g transform="rotate(${turn})">${inner}</g>`

export function mintLeaf(color: string = ink.leaf): Svg {
  return all(
    path(
      'M-54,0l10,-14l8,-4l8,-8l10,-2l10,-6l12,2l12,-2l12,6l12,4l14,12l8,12l-8,10l-14,10l-14,4l-12,6l-12,-4l-12,2l-10,-6l-10,-2l-10,-8Z',
      color,
    ),
    path('M-54,0H64L50,18L24,28L-8,26L-34,16Z', darker(color, 0.14)),
    stroke('M-66,0H54', lighter(color, 0.45), 4),
    [-26, 0, 26].map((x) => stroke(`M${x},0l18,-14M${x},0l18,14`, lighter(color, 0.3), 3)),
  )
}

/** A sprig that grows upward from its own origin. */
export function mintSprig(color: string = ink.leaf): Svg {
  const pair = (y: number, size: number): Svg =>
    all(
      `<g transform="translate(0 ${y}) rotate(-28) scale(${size})"><g transform="translate(62 0)">${mintLeaf(color)}</g></g>`,
      `<g transform="translate(0 ${y}) rotate(208) scale(${size})"><g transform="translate(62 0)">${mintLeaf(darker(color, 0.1))}</g></g>`,
    )
  const top = `<g transform="translate(0 -206) rotate(-90) scale(.6)">${mintLeaf(lighter(color, 0.12))}</g>`
  return all(stroke('M0,0V-190', darker(color, 0.25), 8), pair(-40, 0.95), pair(-105, 0.85), pair(-165, 0.65), top)
}

/** A rose in full bloom, seen from above. */
export function rose(color: string = ink.rose): Svg {
  const petals = (count: number, reach: number, tone: string): Svg[] =>
    Array.from({ length: count }, (_, n) =>
      turnedBy((360 / count) * n + reach, circle([0, -reach, reach * 0.78], tone)),
    )
  return all(
    petals(6, 34, darker(color, 0.16)),
    petals(5, 24, color),
    petals(4, 14, lighter(color, 0.22)),
    circle([0, 0, 11], darker(color, 0.2)),
    stroke('M-5,2a6,6 0 1 1 8,4', lighter(color, 0.4), 3),
  )
}

/** A closed, dried bud on its calyx. */
export function rosebud(color: string = ink.rose): Svg {
  return all(
    stroke('M0,30L4,52', '#75803f', 7),
    path('M-27,8C-30,-26 -12,-42 2,-44C18,-40 30,-22 27,8C22,32 -22,32 -27,8Z', color),
    path('M2,-44C-8,-20 -12,8 -6,30C-22,28 -27,18 -27,8C-30,-26 -12,-42 2,-44Z', darker(color, 0.14)),
    path('M2,-44C16,-26 18,-6 12,12C4,-8 2,-26 2,-44Z', lighter(color, 0.35)),
    path('M-27,12L-14,20L-8,8L2,20L12,8L17,20L28,12C24,36 -22,36 -27,12Z', '#7f8a48'),
  )
}

/** A dried hibiscus calyx: deep red fingers around a cup. */
export function hibiscus(color = '#8c1f33'): Svg {
  const finger = path('M-11,4C-16,-22 -8,-48 0,-56C8,-48 16,-22 11,4Z', color)
  const vein = stroke('M0,0V-40', darker(color, 0.35), 3)
  return all(
    [-64, -32, 0, 32, 64].map((turn) => turnedBy(turn, finger + vein)),
    ellipse([0, 6, 22, 17], darker(color, 0.28)),
    ellipse([-6, 2, 8, 5], lighter(color, 0.3)),
  )
}

/** Fluffy yellow acacia blossom. */
export function talhBlossom(): Svg {
  const rays = Array.from({ length: 16 }, (_, n) => turnedBy(n * 22.5, stroke('M0,0V-30', ink.gold, 5)))
  return all(rays, circle([0, 0, 21], '#efc95c'), circle([-5, -6, 8], '#f8e2a0'))
}

/** Small leaves on a twig, for sidr and coffee branches. */
export function twig(color: string, fruit: string): Svg {
  const leaves = [0, 1, 2, 3].map((n) => {
    const x = -70 + n * 42
    return (
      path(`M${x},0q14,-46 46,-40q2,36 -46,40Z`, color) +
      path(`M${x + 8},0q24,36 50,22q-8,-30 -50,-22Z`, darker(color, 0.15))
    )
  })
  const berries = [-44, 2, 48].map((x) => circle([x, 8, 13], fruit) + circle([x - 4, 4, 4], lighter(fruit, 0.6)))
  return all(stroke('M-90,0Q0,-14 100,6', '#7a5130', 7), leaves, berries)
}
