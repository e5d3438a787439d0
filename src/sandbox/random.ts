/** Seeded randomness (mulberry32): the same seed gives the same ids, faults and shuffles. */
export type Random = {
  /** In [0, 1). */
  next: () => number
  hex: (length: number) => string
  digits: (length: number) => string
  alphanumeric: (length: number) => string
  shuffle: <T>(items: readonly T[]) => T[]
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const pick = (from: string, length: number) => {
    let text = ''
    while (text.length < length) text += from[Math.floor(next() * from.length)]
    return text
  }
  return {
    next,
    hex: (length) => pick('0123456789ABCDEF', length),
    digits: (length) => pick('123456789', 1) + pick('0123456789', length - 1),
    alphanumeric: (length) => pick(alphabet, length),
    shuffle: (items) => shuffled(items, next),
  }
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
