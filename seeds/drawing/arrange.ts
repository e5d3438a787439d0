import { path, place, type Spot, type Svg } from './svg.ts'

/** Numbers from 0 to 1 that look thrown but repeat for the same seed, so a picture never changes by itself (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws the n-th piece of a heap; pieces may differ. */
export type Bit = (n: number) => Svg

export type Heap = {
  width: number
  height: number
  rows: number
  /** Pieces in the widest row. */
  across: number
  scale: number
  seed?: number
  /** Where the mound stands. */
  y?: number
  /** Fills the gaps between pieces that do not cover one another. */
  under?: string
  /** How far pieces may turn from lying flat, in degrees. */
  spin?: number
}

/** A mound, back and top pieces first, so nearer ones lie over them. */
export function heap(bit: Bit, shape: Heap): Svg {
  const { width, height, rows, across, scale, seed = 1, spin = 60, y: ground = 0, under } = shape
  const roll = dice(seed)
  const spread = (amount: number): number => (roll() - 0.5) * amount
  const pieces: Svg[] = []
  for (let row = rows - 1; row >= 0; row -= 1) {
    const level = row / rows
    const span = width * Math.sqrt(1 - level * level)
    const count = Math.max(1, Math.round((across * span) / width))
    const gap = span / count
    for (let at = 0; at < count; at += 1) {
      const x = -span / 2 + gap * (at + 0.5) + spread(gap * 0.3)
      const y = ground - height * level + spread(height * 0.08)
      pieces.push(place(bit(pieces.length), { x, y, scale: scale * (0.94 + roll() * 0.12), turn: spread(2 * spin) }))
    }
  }
  const mound = `M${-width / 2},${ground}A${width / 2} ${height * 0.9} 0 0 1 ${width / 2},${ground}Z`
  return (under === undefined ? '' : path(mound, under)) + pieces.join('')
}

/** Pieces in straight rows from the back, as in a confectioner's box. */
export function rowsOf(bit: Bit, spots: { columns: number; rows: number; dx: number; dy: number; scale: number }): Svg {
  const { columns, rows, dx, dy, scale } = spots
  return Array.from({ length: columns * rows }, (_, n) => {
    const x = ((n % columns) - (columns - 1) / 2) * dx
    const y = (Math.floor(n / columns) - (rows - 1) / 2) * dy
    return place(bit(n), { x, y, scale })
  }).join('')
}

/** Single pieces exactly where the eye wants them. */
export function strewn(bit: Bit, spots: Spot[]): Svg {
  return spots.map((spot, n) => place(bit(n), spot)).join('')
}
