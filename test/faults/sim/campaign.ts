import { playAll } from './crew.ts'
import { readFailedSeeds } from './failed-seeds.ts'
import { play, type Result, type Size } from './scenario.ts'
import { type Bug, bugs } from './world.ts'

export type Campaign = {
  seeds: number
  seedsPerSecond: number
  /** Seeds after which something did not hold. */
  failing: number[]
  planted: number
  /** Planted bugs that no seed gave away. */
  missed: Bug[]
}

const PLANTED_SEEDS = 200

/** Layer one: plays fresh seeds and those that ever failed, then plants each known mistake and expects to see it. */
export async function simulate(firstSeed: number, count: number, say: (line: string) => void): Promise<Campaign> {
  const began = performance.now()
  const fresh = Array.from({ length: count }, (_, n) => firstSeed + n)
  const seeds = [...(await readFailedSeeds()), ...fresh]
  const played = await playAll(seeds)
  const seconds = (performance.now() - began) / 1_000
  const failing = played.flatMap((each) => each.failing)
  const slowest = played.map((each) => each.slowest).toSorted((one, other) => other.ms - one.ms)[0]
  say(
    `${seeds.length} seeds simulated in ${seconds.toFixed(1)} s, the slowest (${slowest?.seed}) in ${slowest?.ms.toFixed(0)} ms`,
  )
  for (const seed of failing.slice(0, 1)) for (const line of explain(seed)) say(line)
  const missed = bugs.filter((bug) => seedThatCatches(bug, firstSeed) === null)
  return {
    ...{ seeds: seeds.length, failing, missed },
    seedsPerSecond: Math.round(seeds.length / seconds),
    planted: bugs.length,
  }
}

/** The first seed of some that gives a planted mistake away; null when none does. */
export function seedThatCatches(bug: Bug, firstSeed: number): number | null {
  const seeds = Array.from({ length: PLANTED_SEEDS }, (_, n) => firstSeed + n)
  return seeds.find((seed) => play(seed, { planted: [bug] }).broken.length > 0) ?? null
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
