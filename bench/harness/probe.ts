const PARSES = 1_000
const STEPS = 1_000_000
/** 32 MB: more than the cores have for themselves. */
const PLACES = 2 ** 23
const STRIDE = 5_000_011

export type Probe = { parseUs: number; memoryNs: number }

/**
 * How fast this machine is just now: microseconds to read a fixed text of JSON, nanoseconds to follow a chain through
 * memory. A rented core shares its caches with strangers, and the same commit has made twice the turns an hour later.
 */
export function probe(): Probe {
  const text = JSON.stringify(
    Array.from({ length: 200 }, (_, id) => ({ id, name: 'x'.repeat(id % 20), v: [id, id + 1] })),
  )
  const parse = () => JSON.parse(text)
  const chain = Int32Array.from({ length: PLACES }, (_, place) => (place + STRIDE) % PLACES)
  let place = 0
  const step = () => {
    place = chain[place] ?? 0
  }
  return { parseUs: each(parse, PARSES) / 1_000, memoryNs: each(step, STEPS) }
}

/** Nanoseconds of one, after a few to warm up. */
function each(work: () => void, times: number): number {
  for (let n = 0; n < times / 4; n += 1) work()
  const startedAt = performance.now()
  for (let n = 0; n < times; n += 1) work()
  return Math.round(((performance.now() - startedAt) * 1e6) / times)
}
