import { type Agent, openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, type Template } from '#bench/harness/installation.ts'
import { multiply } from '#bench/harness/multiply.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { costliestStatements, forgetStatements } from '#bench/harness/statements.ts'
import { round } from '#bench/harness/stats.ts'
import { makeApiKeys } from '#bench/harness/stores.ts'
import type { ApiFindings } from '#bench/load/api-load.ts'
import { publicId } from '#shared/ids.ts'

const NOWHERE = 'http://127.0.0.1:9'
/** A key may ask 6,000 times a minute: enough of them that the limit is not what is measured. */
const KEYS = 200

/** What an owner's system asks for most, as the API answers it. */
export const api: Bench = {
  name: 'api',
  unit: 'product lists of 20/s',
  about: 'a list of 20 products, a product by id, a list of 20 orders',
  seconds: 10,
  runs: 3,
  queues: ['postgres'],
  prepare: async (stage) => {
    const template = await makeTemplate(stage, 1)
    const size = { products: 1_000, shoppers: 1_000, orders: 1_000, messages: 0 }
    await multiply(stage, { database: template.name, storeId: storeIdOf(template), size })
    return template
  },
  run,
}

export function storeIdOf({ world }: Template): string {
  const [store] = world.stores
  if (store === undefined) throw new Error('the template has no store')
  return store.storeId
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const database = 'bench_api'
  const databaseUrl = await stage.createDatabase(database, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/api-load.ts', import.meta.url))
  try {
    const { port } = await installation.startServer({ graphUrl: NOWHERE })
    const keys = await makeApiKeys(databaseUrl, storeIdOf(template), KEYS)
    if (options.profile) await forgetStatements(stage, database)
    return await measureApi(installation, { port, keys, load, options })
  } finally {
    await installation[Symbol.asyncDispose]()
    if (options.profile) options.say(await costliestStatements(stage, database))
    await stage.dropDatabase(database)
  }
}

export type ApiParts = { port: number; keys: string[]; load: Agent; options: BenchOptions }

/** Asks each of the three for a while; the first is the one the bench is judged by. */
export async function measureApi(
  installation: Installation,
  { port, keys, load, options }: ApiParts,
): Promise<Figures> {
  const products = await query(installation.databaseUrl, 'select id from products order by random() limit 500')
  const questions = {
    products: ['/v1/products?limit=20'],
    product: products.map(({ id }) => `/v1/products/${publicId('product', String(id))}`),
    orders: ['/v1/orders?limit=20'],
  }
  const ask = (paths: string[], seconds: number) =>
    load.ask<ApiFindings>('ask', { port, keys, paths, connections: options.settings.connections ?? 16, seconds })
  const found: Record<string, unknown> = {}
  const figures: Figures[] = []
  for (const [name, paths] of Object.entries(questions)) {
    await ask(paths, Math.min(2, options.seconds))
    const meter = installation.meter([{ name: 'load', pid: load.pid }])
    meter.start()
    const answered = await ask(paths, options.seconds)
    const usage = meter.stop()
    if (answered.refused > 0) throw new Error(`${answered.refused} were refused: ${answered.firstRefusal}`)
    const value = answered.answers / answered.seconds
    const cpuUs = Object.fromEntries(
      Object.entries(usage).map(([process, { cpuSeconds }]) => [process, round((cpuSeconds * 1e6) / answered.answers)]),
    )
    found[name] = {
      perSecond: round(value),
      ...answered.latency,
      bytes: Math.round(answered.bytes / answered.answers),
      cpuUs,
    }
    figures.push({ value, ...answered.latency, operations: answered.answers, usage })
  }
  const [first] = figures
  if (first === undefined) throw new Error('nothing was asked')
  return { ...first, more: found }
}
