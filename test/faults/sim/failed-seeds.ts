import { readFile, writeFile } from 'node:fs/promises'

const file = new URL('../failed-seeds.json', import.meta.url)

type FailedSeeds = { simulation: number[] }

/** Seeds that ended badly once are played for ever. */
export async function readFailedSeeds(): Promise<number[]> {
  return (JSON.parse(await readFile(file, 'utf8')) as FailedSeeds).simulation
}

/** Adds seeds to those that are kept with the code. */
export async function keepFailedSeeds(seeds: readonly number[]): Promise<void> {
  const known = await readFailedSeeds()
  const all = [...new Set([...known, ...seeds])]
  if (all.length > known.length) await writeFile(file, `${JSON.stringify({ simulation: all })}\n`)
}
