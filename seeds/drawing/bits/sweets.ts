import { darker, ink, lighter } from '#seeds/drawing/color.ts'
import { all, circle, ellipse, path, place, ring, type Svg, stroke } from '#seeds/drawing/svg.ts'
import { sliver } from './nuts.ts'

/** A maamoul pressed in a wooden mold: scalloped edge, carved top. */
export function maamoul(color = '#dfb173'): Svg {
  const petals = Array.from({ length: 12 }, (_, n) => {
    const angle = (n * Math.PI) / 6
    return circle([Math.cos(angle) * 38, Math.sin(angle) * 38, 13], color)
  })
  const carving = Array.from({ length: 6 }, (_, n) => {
    const angle = (n * Math.PI) / 3
    return stroke(
      `M${Math.cos(angle) * 12},${Math.sin(angle) * 12}L${Math.cos(angle) * 36},${Math.sin(angle) * 36}`,
      darker(color, 0.24),
      5,
    )
  })
  return all(
    circle([3, 7, 49], darker(color, 0.38)),
    petals,
    circle([0, 0, 42], lighter(color, 0.16)),
    carving,
    circle([0, 0, 9], darker(color, 0.24)),
  )
}

/** A butter biscuit with one pistachio. */
export function ghraiba(color = '#f3e2bd'): Svg {
  return all(
    path('M-52,4C-52,30 52,30 52,4Z', darker(color, 0.22)),
    ellipse([0, 0, 52, 27], color),
    ellipse([-10, -8, 26, 9], lighter(color, 0.7)),
    ellipse([0, -2, 15, 9], darker(color, 0.16)),
    place(sliver('#8ba34b'), { y: -3, scale: 0.9, turn: -12 }),
  )
}

/** A wafer rolled into a finger, seen from its open end on the right. */
export function roll(color = '#d99a4e'): Svg {
  return all(
    path('M-130,-30H120V30H-130C-146,16 -146,-16 -130,-30Z', color),
    path('M-138,8H120V30H-130Z', darker(color, 0.2)),
    stroke('M-126,-18H112', lighter(color, 0.45), 7),
    [-96, -48, 0, 48, 92].map((x) => stroke(`M${x},-30q22,28 4,60`, darker(color, 0.16), 4)),
    ellipse([120, 0, 17, 30], darker(color, 0.3)),
    ring([120, 0, 11, 21], lighter(color, 0.35), 5),
    ring([121, 0, 4, 10], lighter(color, 0.35), 4),
  )
}

/** Crystals for dusting. */
export function sugar(): Svg {
  return circle([0, 0, 4], ink.white)
}

function waxCell(column: number, row: number, color: string): Svg {
  const [x, y] = [column * 58 + (row % 2) * 29, row * 44]
  const full = (column * 5 + row * 3) % 4 !== 0
  return all(
    path(`M${x - 25},${y - 13}l25,-14l25,14v27l-25,14l-25,-14Z`, full ? lighter(color, 0.3) : darker(color, 0.3)),
    stroke(`M${x - 15},${y - 8}l15,-9`, full ? ink.cream : darker(color, 0.1), 5),
  )
}

/** A hive's cells, most of them full, to be cut to the shape of a slab; 460 by 220 from the origin. */
export function comb(color = '#e3a02c'): Svg {
  return Array.from({ length: 54 }, (_, n) => waxCell(n % 9, Math.floor(n / 9), color)).join('')
}
