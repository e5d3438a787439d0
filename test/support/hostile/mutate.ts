import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import type { Dice } from './dice.ts'

type Spot = { holder: Record<string, unknown> | unknown[]; key: string | number }

const strangers: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e21,
  4_294_967_296,
  '',
  'x',
  '0',
  [],
  {},
  [[]],
  [null],
  { a: { b: {} } },
  [1, 'a', null, {}],
]

/** A copy with so many random changes, and what they were. */
export function mutate(
  original: unknown,
  { dice, times }: { dice: Dice; times: number },
): { value: unknown; how: string[] } {
  const root = { value: structuredClone(original) }
  const how: string[] = []
  for (let n = 0; n < times; n += 1) {
    const spots = spotsIn(root)
    if (spots.length === 0) break
    const name = dice.pick(Object.keys(changes))
    changes[name]?.(dice.pick(spots), { dice, spots })
    how.push(name)
  }
  return { value: root.value ?? null, how }
}

type Change = (spot: Spot, around: { dice: Dice; spots: readonly Spot[] }) => void

const changes: Record<string, Change> = {
  drop: ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  },
  retype: (spot, { dice }) => put(spot, structuredClone(dice.pick(strangers))),
  rewrite: (spot, { dice }) => put(spot, dice.pick(naughtyStrings).text),
  nest: (spot, { dice }) => {
    for (let depth = dice.below(3); depth >= 0; depth -= 1)
      put(spot, dice.chance(0.5) ? [take(spot)] : { value: take(spot) })
  },
  swap: (spot, { dice, spots }) => {
    const other = dice.pick(spots)
    const [one, two] = [structuredClone(take(spot)), structuredClone(take(other))]
    put(other, one)
    put(spot, two)
  },
  repeat: ({ holder, key }) => {
    if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
    else holder[`${key}_again`] = structuredClone(holder[key])
  },
  reorder: (spot) => {
    const value = take(spot)
    if (Array.isArray(value)) put(spot, value.toReversed())
    else if (typeof value === 'object' && value !== null)
      put(spot, Object.fromEntries(Object.entries(value).toReversed()))
  },
}

function take({ holder, key }: Spot): unknown {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key]
}

function put({ holder, key }: Spot, value: unknown): void {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else holder[key] = value
}

function spotsIn(root: Record<string, unknown>): Spot[] {
  const spots: Spot[] = []
  const walk = (holder: Spot['holder']): void => {
    for (const key of Object.keys(holder)) {
      const spot = { holder, key: Array.isArray(holder) ? Number(key) : key }
      spots.push(spot)
      const value = take(spot)
      if (typeof value === 'object' && value !== null) walk(value as Spot['holder'])
    }
  }
  walk(root)
  return spots
}
