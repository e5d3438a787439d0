import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, fade, path, ring, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { type Knot, mouth, outline, turned } from '#seeds/drawing/turned.ts'
import { triangles } from './bowls.ts'

const cup: Knot[] = [
  [78, -112, 'sharp'],
  [74, -74],
  [52, -26],
  [34, -12, 'sharp'],
  [38, 0, 'sharp'],
]

/** A small handleless coffee cup, 156 wide, with a gilded rim; `coffee` is what stands in it. */
export function finjan({ color, band, coffee }: { color: string; band: string; coffee?: string }): Svg {
  const lip = 17
  return all(
    mouth([78, -112, lip], color),
    coffee === undefined ? '' : ellipse([0, -108, 66, 12], coffee) + ellipse([-14, -110, 30, 4], lighter(coffee, 0.35)),
    turned(cup, color, { lip }),
    within(outline(cup, { lip }), triangles(band, [-78, -54])(cup)),
    stroke(`M-78,-112A78,${lip} 0 0 0 78,-112`, ink.gold, 6),
  )
}

export type GlassLook = { drink: string; gilded?: boolean; waist?: 'istikana' | 'straight' }

const glasses: Record<NonNullable<GlassLook['waist']>, Knot[]> = {
  istikana: [
    [76, -210, 'sharp'],
    [68, -160],
    [50, -118],
    [60, -72],
    [64, -36],
    [46, -6],
    [38, 0, 'sharp'],
  ],
  straight: [
    [86, -230, 'sharp'],
    [82, -120],
    [72, -10, 'sharp'],
    [66, 0, 'sharp'],
  ],
}

/** A tea glass on y = 0, filled nearly to the rim. */
export function teaGlass({ drink, gilded = true, waist = 'istikana' }: GlassLook): Svg {
  const knots = glasses[waist]
  const [half, top] = [knots[0]?.[0] ?? 0, knots[0]?.[1] ?? 0]
  const level = top * 0.8
  const glass = outline(knots, { lip: 15 })
  return all(
    fade(ellipse([0, top, half, 15], '#ffffff'), 0.55),
    fade(path(outline(knots), '#ffffff'), 0.5),
    within(outline(knots), within(`M-120,${level}H120V20H-120Z`, turned(knots, drink, { shine: 0.55 }))),
    ellipse([0, level, half * 0.86, 12], lighter(drink, 0.3)),
    fade(stroke(glass, '#ffffff', 5), 0.75),
    gilded ? ring([0, top, half, 15], ink.gold, 5) : ring([0, top, half, 15], '#ffffff', 4),
    gilded ? within(outline(knots), stroke(`M-110,${level + 34}Q0,${level + 52} 110,${level + 34}`, ink.gold, 5)) : '',
    fade(
      stroke(`M${-half * 0.62},${top + 26}Q${-half * 0.55},${top * 0.7} ${-half * 0.4},${top * 0.62}`, '#ffffff', 8),
      0.8,
    ),
  )
}

/** The saucer below a glass; its glass stands at the origin. */
export function saucer(color: string, paint: string): Svg {
  return all(
    path('M-118,-8C-110,18 -60,26 0,26C60,26 110,18 118,-8Z', darker(color, 0.22)),
    ellipse([0, -8, 118, 26], color),
    ring([0, -8, 104, 21], paint, 6),
    ellipse([0, -6, 56, 11], darker(color, 0.12)),
  )
}

/** A mug of milky tea. */
export function mug(color: string, drink: string): Svg {
  const knots: Knot[] = [
    [112, -210, 'sharp'],
    [112, -40],
    [92, 0, 'sharp'],
  ]
  return all(
    stroke('M100,-170C190,-190 190,-50 96,-60', darker(color, 0.16), 28),
    mouth([112, -210, 26], color),
    ellipse([0, -204, 98, 19], drink),
    ellipse([-22, -207, 44, 6], lighter(drink, 0.4)),
    turned(knots, color, { lip: 26 }),
    within(outline(knots, { lip: 26 }), triangles(ink.terracotta, [-120, -86])(knots)),
    stroke('M-112,-210A112,26 0 0 0 112,-210', lighter(color, 0.6), 5),
  )
}
