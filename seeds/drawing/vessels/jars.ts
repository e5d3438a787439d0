import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, fade, path, place, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { type Knot, outline, turned } from '#seeds/drawing/turned.ts'

export type JarLook = {
  fill: string
  lid: string
  label?: Svg
  level?: number
  shape?: 'round' | 'tall' | 'pot' | 'faceted'
}

const shapes: Record<NonNullable<JarLook['shape']>, Knot[]> = {
  round: [
    [112, -300, 'sharp'],
    [112, -284],
    [152, -256],
    [158, -200],
    [158, -60],
    [148, -10],
    [120, 0, 'sharp'],
  ],
  tall: [
    [96, -370, 'sharp'],
    [96, -352],
    [122, -326],
    [126, -280],
    [126, -50],
    [118, -8],
    [100, 0, 'sharp'],
  ],
  pot: [
    [120, -250, 'sharp'],
    [122, -236],
    [176, -180],
    [186, -110],
    [160, -36],
    [118, 0, 'sharp'],
  ],
  faceted: [
    [120, -300, 'sharp'],
    [120, -276, 'sharp'],
    [160, -240, 'sharp'],
    [160, -30, 'sharp'],
    [132, 0, 'sharp'],
  ],
}

function facets(knots: Knot[]): Svg {
  const lines = [-70, 70].map((x) => stroke(`M${x * 0.86},-272L${x},-240V-30L${x * 0.86},0`, '#fff6e6', 5))
  return within(outline(knots), fade(lines.join(''), 0.4))
}

/** A glass jar standing on y = 0, filled to `level` (0 to 1) under a screwed lid. */
export function jar({ fill, lid, label = '', level = 0.9, shape = 'round' }: JarLook): Svg {
  const knots = shapes[shape]
  const [half, top] = [knots[0]?.[0] ?? 0, knots[0]?.[1] ?? 0]
  const surface = top * level
  const glass = outline(knots)
  return all(
    path(glass, '#f5e8cf'),
    within(glass, within(`M-220,${surface}H220V40H-220Z`, turned(knots, fill, { shine: 0.5 }))),
    within(glass, ellipse([0, surface, 150, 10], lighter(fill, 0.3))),
    fade(stroke(glass, '#ffffff', 5), 0.55),
    shape === 'faceted' ? facets(knots) : '',
    turned(
      [
        [half + 12, top - 56, 'sharp'],
        [half + 14, top - 8, 'sharp'],
        [half + 10, top, 'sharp'],
      ],
      lid,
    ),
    ellipse([0, top - 56, half + 12, 13], lighter(lid, 0.3)),
    label,
  )
}

/** A paper label with a drawing on it, for the front of a jar, tin or pouch. */
export function label(emblem: Svg, { y, half, paper = ink.cream }: { y: number; half: number; paper?: string }): Svg {
  const shape = `M${-half},${y + half * 0.75}V${y - half * 0.2}C${-half},${y - half * 0.7} ${-half * 0.3},${y - half * 0.85} 0,${y - half * 1.1}C${half * 0.3},${y - half * 0.85} ${half},${y - half * 0.7} ${half},${y - half * 0.2}V${y + half * 0.75}Z`
  return all(path(shape, paper), fade(stroke(shape, ink.brass, 5), 0.9), place(emblem, { y, scale: half / 90 }))
}

/** Cloth tied over a jar's lid, as on homemade things. */
export function clothCap(color: string, y: number): Svg {
  return all(
    path(
      `M-132,${y + 66}C-150,${y + 20} -120,${y - 26} 0,${y - 30}C120,${y - 26} 150,${y + 20} 132,${y + 66}L110,${y + 46}L88,${y + 70}L62,${y + 48}L36,${y + 74}L8,${y + 50}L-20,${y + 74}L-46,${y + 50}L-72,${y + 72}L-98,${y + 48}Z`,
      color,
    ),
    path(`M60,${y - 22}C124,${y - 12} 148,${y + 24} 132,${y + 66}L110,${y + 46}L88,${y + 70}Z`, darker(color, 0.16)),
    stroke(`M-126,${y + 30}Q0,${y + 48} 126,${y + 30}`, ink.straw, 9),
    stroke(`M-10,${y + 40}q-40,26 -46,64M6,${y + 40}q30,30 24,66`, ink.straw, 7),
  )
}

/** A syrup bottle: wide shoulders, short neck and a flat cap, standing on y = 0. */
export function bottle({ fill, cap, label: paper = '' }: { fill: string; cap: string; label?: Svg }): Svg {
  const knots: Knot[] = [
    [54, -350, 'sharp'],
    [56, -330],
    [104, -282],
    [122, -220],
    [104, -150],
    [122, -70],
    [120, -16],
    [106, 0, 'sharp'],
  ]
  return all(
    turned(knots, fill, { shine: 0.6 }),
    fade(stroke(outline(knots), '#ffffff', 4), 0.35),
    turned(
      [
        [64, -404, 'sharp'],
        [68, -350, 'sharp'],
        [62, -342, 'sharp'],
      ],
      cap,
    ),
    ellipse([0, -404, 64, 11], lighter(cap, 0.3)),
    paper,
  )
}

/** Wooden honey dipper, its head at the origin and its handle pointing up and right. */
export function dipper(drip: string): Svg {
  const grooves = [0, 1, 2, 3].map((n) =>
    rect([-46 + Math.abs(n - 1.5) * 8, -36 + n * 24, 92 - Math.abs(n - 1.5) * 16, 16, 8], lighter(ink.wood, 0.16)),
  )
  const tool = all(
    rect([-9, -270, 18, 250, 8], ink.wood),
    rect([-30, -38, 60, 100, 20], darker(ink.wood, 0.3)),
    grooves,
  )
  return all(
    `<g transform="rotate(38)">${tool}</g>`,
    path('M-46,30C-60,60 -30,84 -40,118C-34,130 -20,122 -22,108C-18,84 4,70 10,48Z', drip),
  )
}
