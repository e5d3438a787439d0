import { openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, type Template, until } from '#bench/harness/installation.ts'
import { multiply } from '#bench/harness/multiply.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import { makeApiKeys } from '#bench/harness/stores.ts'
import type { PostFindings } from '#bench/load/api-load.ts'
import { storeIdOf } from './api.ts'

const DATABASE = 'bench_import'
/** A key may write 6,000 times a minute. */
const KEYS = 100

/** A catalog on its way in by the API, one product a call; and one of many thousands on its way to Meta. */
export const importing: Bench = {
  name: 'import',
  unit: 'products/s in',
  about: 'products in through the API, and many thousands to the fake catalog',
  seconds: 10,
  runs: 1,
  queues: ['postgres'],
  prepare: (stage) => makeTemplate(stage, 1),
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const databaseUrl = await stage.createDatabase(DATABASE, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/api-load.ts', import.meta.url))
  try {
    const sandbox = await installation.startSandbox()
    const { port } = await installation.startServer({ graphUrl: sandbox.url })
    const keys = await makeApiKeys(databaseUrl, storeIdOf(template), KEYS)
    const meter = installation.meter([{ name: 'load', pid: load.pid }])
    meter.start()
    const posted = await load.ask<PostFindings>('postProducts', {
      port,
      keys,
      connections: 16,
      seconds: options.seconds,
    })
    const usage = meter.stop()
    const synced = await sync(installation, { stage, template, options, graphUrl: sandbox.url })
    return {
      value: posted.answers / posted.seconds,
      ...posted.latency,
      operations: posted.answers,
      usage,
      more: { refused: posted.refused, firstRefusal: posted.firstRefusal, sync: synced },
    }
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(DATABASE)
  }
}

type Parts = { stage: Stage; template: Template; options: BenchOptions; graphUrl: string }

/** Meta allows 8 calls of 3,000 items a minute, so more than 24,000 wait for it and not for us. */
async function sync(
  installation: Installation,
  { stage, template, options, graphUrl }: Parts,
): Promise<Record<string, unknown>> {
  const products = options.settings.products ?? 20_000
  const size = { products, shoppers: 0, messages: 0, orders: 0 }
  await multiply(stage, { database: DATABASE, storeId: storeIdOf(template), size })
  await stage.asAdmin(
    DATABASE,
    `insert into catalog_items (variant_id, store_id, dirty_since) select id, store_id, clock_timestamp() - interval '1 minute' from variants
    on conflict (variant_id) do update set dirty_since = excluded.dirty_since`,
  )
  await installation.startWorker({ graphUrl })
  const idle = installation.meter()
  idle.start()
  const idleMb = idle.stop().worker?.rssMb ?? Number.NaN
  const meter = installation.meter()
  meter.start()
  const startedAt = performance.now()
  const open = 'select count(*)::int as open from catalog_items where dirty_since is not null or batch_id is not null'
  await until(
    async () => (await query(installation.databaseUrl, open))[0]?.open === 0,
    'every item is at Meta',
    600_000,
  )
  const seconds = (performance.now() - startedAt) / 1000
  const usage = meter.stop()
  const [items] = await query(
    installation.databaseUrl,
    'select count(*)::int as items from catalog_items where acked_digest is not null',
  )
  return {
    items: items?.items,
    seconds: round(seconds),
    itemsPerSecond: round(Number(items?.items) / seconds),
    workerIdleMb: round(idleMb),
    workerMb: round(usage.worker?.rssMb ?? Number.NaN),
    workerCpuSeconds: round(usage.worker?.cpuSeconds ?? Number.NaN),
    postgresCpuSeconds: round(usage.postgres?.cpuSeconds ?? Number.NaN),
  }
}
