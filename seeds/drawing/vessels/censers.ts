import { smoke } from '#seeds/drawing/bits/resins.ts'
import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, path, place, rect, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { type Knot, mouth, outline, turned } from '#seeds/drawing/turned.ts'

/** A square-topped wooden mabkhara studded with brass, its four corners rising like a fort's. */
export function woodenCenser(color: string): Svg {
  const tiles = (y: number, half: number): Svg[] =>
    [-2, -1, 0, 1, 2].map((n) => {
      const x = n * half * 0.38
      return path(`M${x},${y - 15}l13,15l-13,15l-13,-15Z`, ink.brass) + circle([x + half * 0.19, y, 5], ink.gold)
    })
  return all(
    path('M-118,-236H118L96,-224H-96Z', darker(color, 0.6)),
    ellipse([0, -238, 74, 20], ink.iron),
    [-34, 4, 34].map((x, n) => ellipse([x, -246 - n * 3, 22, 12], n === 1 ? '#e2622c' : '#7b3a28')),
    path(
      'M-132,-300L-96,-236H96L132,-300L128,-190C110,-160 60,-148 44,-140V-84C60,-66 110,-50 122,0H-122C-110,-50 -60,-66 -44,-84V-140C-60,-148 -110,-160 -128,-190Z',
      color,
    ),
    path(
      'M132,-300L128,-190C110,-160 60,-148 44,-140V-84C60,-66 110,-50 122,0H54C46,-60 20,-80 20,-112C20,-150 70,-170 74,-236H96Z',
      darker(color, 0.2),
    ),
    tiles(-202, 104),
    tiles(-24, 96),
    rect([-46, -128, 92, 30, 6], ink.brass),
    stroke('M-30,-113H30', darker(ink.brass, 0.4), 5),
    stroke('M-120,-226Q0,-214 120,-226', lighter(color, 0.35), 5),
    place(smoke(), { y: -262 }),
  )
}

/** A turned brass incense burner with a pierced belly, alight. */
export function brassCenser(color: string = ink.brass): Svg {
  const knots: Knot[] = [
    [96, -190, 'sharp'],
    [100, -150],
    [56, -96],
    [20, -74],
    [24, -46],
    [82, -12],
    [90, 0, 'sharp'],
  ]
  const holes = [-58, -20, 20, 58].map((x) => path(`M${x},-160q14,14 0,32q-14,-18 0,-32Z`, darker(color, 0.6)))
  return all(
    mouth([96, -190, 24], color),
    [-40, 0, 38].map((x, n) => ellipse([x, -192, 26, 14], n === 1 ? '#e2622c' : '#6f3326')),
    turned(knots, color, { lip: 24, shine: 0.6 }),
    within(outline(knots, { lip: 24 }), holes.join('')),
    stroke('M-96,-190A96,24 0 0 0 96,-190', lighter(color, 0.5), 7),
    place(smoke(), { y: -206 }),
  )
}

/** A palm-sized electric burner: a capsule with a light, a plate on top and a cable. */
export function electricCenser(color: string): Svg {
  const knots: Knot[] = [
    [92, -270, 'sharp'],
    [106, -230],
    [110, -120],
    [104, -30],
    [84, 0, 'sharp'],
  ]
  const windows = [-3, -2, -1, 0, 1, 2, 3].map((n) => rect([n * 27 - 6, -226, 12, 60, 6], ink.gold))
  return all(
    stroke('M96,-26C190,-30 150,24 260,10', ink.iron, 10),
    rect([252, -2, 44, 24, 6], ink.iron),
    turned(knots, color, { shine: 0.7 }),
    within(outline(knots), windows.join('')),
    rect([-107, -148, 214, 8], ink.gold),
    circle([0, -84, 22], darker(color, 0.12)),
    circle([0, -84, 13], '#e2622c'),
    ellipse([0, -270, 92, 24], ink.gold),
    ellipse([0, -272, 76, 17], darker(ink.iron, 0.1)),
    [-24, 18].map((x) => ellipse([x, -277, 24, 11], '#8a5633')),
    place(smoke(), { y: -284 }),
  )
}
