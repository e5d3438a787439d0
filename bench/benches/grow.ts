import { openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, syncCatalogs, type Template } from '#bench/harness/installation.ts'
import type { Usage } from '#bench/harness/meter.ts'
import { multiply, type Size } from '#bench/harness/multiply.ts'
import type { Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import { makeApiKeys } from '#bench/harness/stores.ts'
import { measureApi, storeIdOf } from './api.ts'
import { measureTurns } from './turns.ts'

/** Of one of the stores; `--set part=0.1` makes everything a tenth of it. */
const SIZES: Readonly<Record<string, Size>> = {
  small: { products: 1_000, shoppers: 1_000, messages: 1_000, orders: 1_000 },
  middle: { products: 100_000, shoppers: 100_000, messages: 1_000_000, orders: 10_000 },
  large: { products: 1_000_000, shoppers: 1_000_000, messages: 10_000_000, orders: 100_000 },
}

/** What a turn and a page cost as a store grows: the shopper should not feel how much is sold to others. */
export const grow: Bench = {
  name: 'grow',
  unit: 'times the CPU per turn of a small store',
  about: 'turns and API at 1 thousand, 100 thousand and 1 million products and shoppers, 10 million messages',
  seconds: 10,
  runs: 1,
  queues: ['postgres'],
  lowerIsBetter: true,
  prepare: async (stage, options) => {
    const template = await makeTemplate(stage, 1)
    await syncCatalogs(template, { stage, options })
    return template
  },
  run,
}

type Parts = { stage: Stage; template: Template; options: BenchOptions }

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const part = options.settings.part ?? 1
  const found: { name: string; turns: Figures; api: Figures }[] = []
  for (const [name, size] of Object.entries(SIZES)) {
    const scaled = Object.fromEntries(Object.entries(size).map(([what, count]) => [what, Math.ceil(count * part)]))
    options.say(`  ${name}: ${JSON.stringify(scaled)}`)
    found.push({ name, ...(await runAt(scaled as Size, { stage, template, options })) })
  }
  const [small, large] = [found[0], found.at(-1)]
  if (small === undefined || large === undefined) throw new Error('nothing was measured')
  const more = Object.fromEntries(found.map(({ name, turns, api }) => [name, summaryOf(turns, api)]))
  return { ...large.turns, value: cpuPerTurn(large.turns) / cpuPerTurn(small.turns), more }
}

function summaryOf(turns: Figures, api: Figures) {
  const { checks, kinds } = turns.more ?? {}
  return {
    turnsPerSecond: round(turns.value),
    cpuUsPerTurn: round(cpuPerTurn(turns)),
    p99Ms: turns.p99Ms,
    checks,
    kinds,
    api: api.more,
  }
}

const OURS: readonly (keyof Usage)[] = ['server', 'worker', 'postgres']

function cpuPerTurn({ usage, operations }: Figures): number {
  const seconds = OURS.reduce((sum, name) => sum + (usage[name]?.cpuSeconds ?? 0), 0)
  return (seconds * 1e6) / operations
}

async function runAt(size: Size, { stage, template, options }: Parts): Promise<{ turns: Figures; api: Figures }> {
  const database = 'bench_grow'
  const databaseUrl = await stage.createDatabase(database, template.name)
  await multiply(stage, { database, storeId: storeIdOf(template), size })
  try {
    const turns = await withInstallation(
      { stage, template, options, databaseUrl },
      'turn-load.ts',
      (installation, load) => measureTurns(installation, { stage, template, load, database, options }),
    )
    const api = await withInstallation(
      { stage, template, options, databaseUrl },
      'api-load.ts',
      async (installation, load) => {
        const { port } = await installation.startServer({ graphUrl: 'http://127.0.0.1:9' })
        const keys = await makeApiKeys(databaseUrl, storeIdOf(template), 200)
        return measureApi(installation, {
          port,
          keys,
          load,
          options: { ...options, seconds: Math.min(5, options.seconds) },
        })
      },
    )
    return { turns, api }
  } finally {
    await stage.dropDatabase(database)
  }
}

type Agent = Awaited<ReturnType<typeof openAgent>>

async function withInstallation(
  parts: Parts & { databaseUrl: string },
  script: string,
  work: (installation: Installation, load: Agent) => Promise<Figures>,
): Promise<Figures> {
  const { stage, template, options, databaseUrl } = parts
  await using installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL(`../load/${script}`, import.meta.url))
  return await work(installation, load)
}
