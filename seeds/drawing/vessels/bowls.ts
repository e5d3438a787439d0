import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, ellipse, path, rect, ring, type Svg, stroke, within } from '#seeds/drawing/svg.ts'
import { girdle, type Knot, mouth, outline, turned } from '#seeds/drawing/turned.ts'

export type BowlLook = { color: string; contents: Svg; band?: (knots: Knot[]) => Svg }

const lip = 36

/** A deep bowl 400 wide standing on y = 0; its contents rise behind the rim, so they are drawn from y = -150. */
export function bowl({ color, contents, band }: BowlLook): Svg {
  const knots: Knot[] = [
    [200, -165, 'sharp'],
    [190, -110],
    [140, -44],
    [84, -20, 'sharp'],
    [92, 0, 'sharp'],
  ]
  return all(
    mouth([200, -165, lip], color),
    contents,
    turned(knots, color, { lip }),
    band?.(knots) ?? '',
    stroke(`M-200,-165A200,${lip} 0 0 0 200,-165`, lighter(color, 0.4), 6),
  )
}

/** A row of painted triangles for a bowl or a cup. */
export function triangles(color: string, [top, bottom]: [number, number]): (knots: Knot[]) => Svg {
  return (knots) => {
    const teeth = Array.from({ length: 15 }, (_, n) => {
      const x = -225 + n * 30
      return path(`M${x},${top + 12}L${x + 30},${top + 12}L${x + 15},${bottom}Z`, color)
    })
    return girdle(knots, [top - 30, bottom], all(rect([-240, top, 480, 8], color), teeth))
  }
}

/** A shallow plate seen from a little above; contents stand around y = -30. */
export function plate(color: string, rim: string, contents: Svg): Svg {
  return all(
    path('M-250,-34C-240,10 -130,34 0,34C130,34 240,10 250,-34Z', darker(color, 0.25)),
    ellipse([0, -34, 250, 60], color),
    ring([0, -34, 238, 54], rim, 6),
    ellipse([0, -28, 190, 40], darker(color, 0.08)),
    contents,
  )
}

/** A footed stand for few, fine things. */
export function stand(color: string, contents: Svg): Svg {
  const knots: Knot[] = [
    [26, -150, 'sharp'],
    [18, -110],
    [24, -60],
    [90, -14],
    [110, 0, 'sharp'],
  ]
  return all(
    turned(knots, color),
    path('M-230,-176C-220,-140 -120,-124 0,-124C120,-124 220,-140 230,-176Z', darker(color, 0.2)),
    ellipse([0, -176, 230, 46], lighter(color, 0.2)),
    ellipse([0, -172, 196, 34], color),
    contents,
  )
}

/** A palm-frond basket; contents are drawn from y = -150. */
export function basket(color: string, contents: Svg): Svg {
  const knots: Knot[] = [
    [215, -160, 'sharp'],
    [206, -90],
    [168, -10, 'sharp'],
    [166, 0, 'sharp'],
  ]
  const plaits = Array.from({ length: 4 }, (_, row) =>
    Array.from({ length: 13 }, (_, n) => {
      const x = -240 + n * 40 + (row % 2) * 20
      const tone = (n + row) % 3 === 0 ? ink.maroon : darker(color, 0.24)
      return path(`M${x},${-128 + row * 36}l20,-16l20,16l-20,16Z`, tone)
    }).join(''),
  )
  return all(
    mouth([215, -160, lip], color),
    contents,
    turned(knots, color, { lip, shine: 0.2 }),
    within(outline(knots, { lip }), plaits.join('')),
    stroke(`M-215,-160A215,${lip} 0 0 0 215,-160`, darker(color, 0.3), 16),
    stroke(`M-215,-162A215,${lip} 0 0 0 215,-162`, lighter(color, 0.4), 6),
  )
}

/** A wooden board lying on the table, 2×`half` wide. */
export function board(half: number, contents: Svg): Svg {
  return all(
    path(`M${-half},-12L${-half + 40},-66H${half - 40}L${half},-12Z`, lighter(ink.wood, 0.25)),
    stroke(`M${-half + 60},-46H${half - 110}M${-half + 110},-30H${half - 60}`, ink.wood, 3),
    rect([-half, -12, half * 2, 26, 8], ink.wood),
    contents,
  )
}

/** An oblong dish; contents are drawn around y = -70. */
export function dish(color: string, contents: Svg): Svg {
  return all(
    ellipse([0, -66, 280, 48], lighter(color, 0.25)),
    ellipse([0, -62, 256, 38], darker(color, 0.28)),
    contents,
    path(
      'M-280,-66C-270,10 -150,12 -110,12H110C150,12 270,10 280,-66C250,-36 140,-18 0,-18C-140,-18 -250,-36 -280,-66Z',
      color,
    ),
    path('M120,-22C200,-28 258,-42 280,-66C270,10 150,12 110,12H60C90,10 112,0 120,-22Z', darker(color, 0.18)),
    stroke('M-280,-66C-250,-36 -140,-18 0,-18C140,-18 250,-36 280,-66', lighter(color, 0.45), 6),
  )
}
