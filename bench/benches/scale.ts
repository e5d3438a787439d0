import { openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, type Template } from '#bench/harness/installation.ts'
import type { Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import { measureTurns, turns } from './turns.ts'

/** So many servers and as many workers, on one PostgreSQL. */
const PROCESSES = [1, 2, 4]

/** The same turns with more processes: near-linear while cores last, and never a message out of order or twice. */
export const scale: Bench = {
  name: 'scale',
  unit: 'turns/s with 4 servers and 4 workers',
  about: 'turns with 1, 2 and 4 servers and workers, three messages in one breath; every one answered once, in order',
  seconds: 20,
  runs: 1,
  queues: ['postgres', 'redis'],
  prepare: turns.prepare,
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const found: Record<string, unknown> = {}
  let last: Figures | undefined
  for (const count of PROCESSES) {
    const figures = await runWith(count, { stage, template, options })
    const { full, checks } = figures.more ?? {}
    requireOrder(checks)
    found[`${count} of each`] = { turnsPerSecond: round(figures.value), p99Ms: figures.p99Ms, full, checks }
    options.say(`  ${count} of each: ${Math.round(figures.value)} turns/s`)
    last = figures
  }
  if (last === undefined) throw new Error('nothing was measured')
  return { ...last, more: found }
}

function requireOrder(checks: unknown): void {
  const { whole, disordered } = checks as { whole: boolean; disordered: number }
  if (!whole || disordered > 0) throw new Error(`lost, doubled or out of order: ${JSON.stringify(checks)}`)
}

type Parts = { stage: Stage; template: Template; options: BenchOptions }

async function runWith(count: number, { stage, template, options }: Parts): Promise<Figures> {
  const database = `bench_scale_${count}`
  const databaseUrl = await stage.createDatabase(database, template.name)
  const settings = { breath: 3, ...options.settings, servers: count, workers: count }
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/turn-load.ts', import.meta.url))
  try {
    return await measureTurns(installation, { stage, template, load, database, options: { ...options, settings } })
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(database)
  }
}
