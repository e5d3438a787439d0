import { play, type Result, type Size } from './scenario.ts'
import { type Bug, bugs } from './world.ts'

export type Campaign = {
  seeds: number
  seedsPerSecond: number
  /** Seeds after which something did not hold. */
  failing: number[]
  /** Planted bugs that were caught, out of all. */
  plantedCaught: string
  shortcomings: string[]
}

/** Seeds that once failed are played for ever. */
const regressions: readonly number[] = []
const PLANTED_SEEDS = 200

/** Layer one: plays fresh seeds and those that ever failed, then plants each known mistake and expects to see it. */
export function simulate(firstSeed: number, count: number, say: (line: string) => void): Campaign {
  const began = performance.now()
  const seeds = [...regressions, ...Array.from({ length: count }, (_, n) => firstSeed + n)]
  const failing = seeds.filter((seed) => play(seed).broken.length > 0)
  const seedsPerSecond = Math.round(seeds.length / ((performance.now() - began) / 1_000))
  for (const seed of failing.slice(0, 1)) for (const line of explain(seed)) say(line)
  const missed = bugs.filter((bug) => !isCaught(bug, firstSeed))
  return {
    ...{ seeds: seeds.length, seedsPerSecond, failing },
    plantedCaught: `${bugs.length - missed.length}/${bugs.length}`,
    shortcomings: missed.map((bug) => `the planted bug ${bug} was not caught`),
  }
}

function isCaught(bug: Bug, firstSeed: number): boolean {
  return Array.from({ length: PLANTED_SEEDS }, (_, n) => firstSeed + n).some(
    (seed) => play(seed, { planted: [bug] }).broken.length > 0,
  )
}

const sizes: readonly Size[] = [
  { shoppers: 1, messages: 1 },
  { shoppers: 1, messages: 3 },
  { shoppers: 2, messages: 3 },
  { shoppers: 3, messages: 5 },
]

/** The smallest scenario in which this seed still fails, and what happened in it. */
function explain(seed: number): string[] {
  for (const size of sizes) {
    const result: Result = play(seed, { size, traced: true })
    if (result.broken.length > 0) {
      return [
        `simulation, seed ${seed}, ${JSON.stringify(size)}:`,
        ...result.broken,
        ...(result.trace ?? []).slice(-80),
      ]
    }
  }
  return [`simulation, seed ${seed}, fails no more`]
}
