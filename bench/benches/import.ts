import { openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, type Template, until } from '#bench/harness/installation.ts'
import type { Usage } from '#bench/harness/meter.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import type { FileFindings } from '#bench/load/import-load.ts'
import { publicId } from '#shared/ids.ts'

const DATABASE = 'bench_import'
const PRODUCTS = 100_000
/** What Meta lets in at once: four calls of 3,000 items; after them one call every twenty seconds. */
const SYNCED = 12_000

/** A whole catalog on its way in as one file, and on to the fake catalog. */
export const importing: Bench = {
  name: 'import',
  unit: 'products/s in',
  about: `a file of ${PRODUCTS} products in through the API (--set products=n), and n of them on to Meta (--set synced=n)`,
  seconds: 40,
  runs: 1,
  queues: ['postgres'],
  prepare: (stage) => makeTemplate(stage, 1),
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const databaseUrl = await stage.createDatabase(DATABASE, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/import-load.ts', import.meta.url))
  try {
    const sandbox = await installation.startSandbox()
    const { port } = await installation.startServer({ graphUrl: sandbox.url })
    await installation.startWorker({ graphUrl: sandbox.url })
    const idle = await idleMegabytes(installation)
    const meter = installation.meter([{ name: 'load', pid: load.pid }])
    meter.start()
    const found = await load.ask<FileFindings>('importFile', await planOf(template, { port, databaseUrl, options }))
    const usage = meter.stop()
    const synced = await sync(installation, options)
    return figuresOf(found, usage, { idle, synced })
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(DATABASE)
  }
}

type Parts = { port: number; databaseUrl: string; options: BenchOptions }

async function planOf({ world }: Template, { port, databaseUrl, options }: Parts) {
  const [store] = world.stores
  const [image] = await query(databaseUrl, 'select media_id as id from product_images limit 1')
  if (store === undefined || image === undefined) throw new Error('the template has no store with a picture')
  const imageId = publicId('image', String(image.id))
  return { port, key: store.apiKey, products: options.settings.products ?? PRODUCTS, imageId }
}

/** Resident memory before there is anything to do. */
async function idleMegabytes(installation: Installation): Promise<Usage> {
  const meter = installation.meter()
  meter.start()
  return meter.stop()
}

function figuresOf(found: FileFindings, usage: Usage, more: { idle: Usage; synced: Record<string, unknown> }): Figures {
  const growth = (name: string) => round((usage[name]?.rssMb ?? Number.NaN) - (more.idle[name]?.rssMb ?? Number.NaN))
  return {
    value: found.created / found.seconds,
    // One file, so there is one time: how long its sender waited for the acknowledgement.
    ...{ p50Ms: 0, p95Ms: 0, p99Ms: round(found.uploadSeconds * 1000) },
    operations: found.created,
    usage,
    more: {
      ...{ state: found.state, created: found.created, errors: found.errors, megabytes: round(found.bytes / 1e6) },
      ...{ uploadSeconds: round(found.uploadSeconds), seconds: round(found.seconds) },
      aboveIdleMb: { server: growth('server'), worker: growth('worker') },
      sync: more.synced,
    },
  }
}

/** Lets the worker go on until Meta has so many items more than when the import ended. */
async function sync(installation: Installation, { settings }: BenchOptions): Promise<Record<string, unknown>> {
  const { databaseUrl } = installation
  const [all] = await query(databaseUrl, 'select count(*)::int as items from catalog_items')
  const acked = 'select count(*)::int as items from catalog_items where acked_digest is not null'
  const wanted = Math.min(settings.synced ?? SYNCED, Number(all?.items))
  const meter = installation.meter()
  meter.start()
  const startedAt = performance.now()
  await until(
    async () => Number((await query(databaseUrl, acked))[0]?.items) >= wanted,
    'the items are at Meta',
    900_000,
  )
  const usage = meter.stop()
  const seconds = (performance.now() - startedAt) / 1000
  return {
    ...{ marked: all?.items, atMeta: wanted, secondsAfterImport: round(seconds) },
    workerMb: round(usage.worker?.rssMb ?? Number.NaN),
    workerCpuSeconds: round(usage.worker?.cpuSeconds ?? Number.NaN),
  }
}
