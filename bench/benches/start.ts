import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Phone } from '#app/demo/phone.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { type Child, dukkan, startChild } from '#bench/harness/child.ts'
import { Installation, makeTemplate, type Template } from '#bench/harness/installation.ts'
import type { Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import { freePorts } from '#platform/free-ports.ts'
import { seedStores } from '#seeds/content/index.ts'

/** From the command to the first answer on a shopper's phone; and what an installation takes while nobody comes. */
export const start: Bench = {
  name: 'start',
  unit: 's from a warm start to the first reply',
  about: 'cold and warm `dukkan start` to the first reply, and the memory of an idle server and worker',
  seconds: 10,
  runs: 3,
  queues: ['postgres'],
  lowerIsBetter: true,
  prepare: (stage) => makeTemplate(stage, 1),
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const dataDir = join(stage.folder, `start-${Date.now()}`)
  const cold = await startAndTalk(stage.folder, dataDir)
  const warm = await startAndTalk(stage.folder, dataDir)
  const idle = await idleMemory(stage, { template, options })
  return {
    value: warm.seconds,
    p50Ms: round(warm.replyMs),
    p95Ms: round(warm.replyMs),
    p99Ms: round(warm.replyMs),
    operations: 1,
    usage: idle,
    more: { coldSeconds: round(cold.seconds), warmSeconds: round(warm.seconds), idleMb: round(idleMb(idle)) },
  }
}

function idleMb(usage: Figures['usage']): number {
  return (usage.server?.rssMb ?? Number.NaN) + (usage.worker?.rssMb ?? Number.NaN)
}

async function startAndTalk(folder: string, dataDir: string): Promise<{ seconds: number; replyMs: number }> {
  const [port = 0, metrics = 0, sandbox = 0] = await freePorts(3)
  const startedAt = performance.now()
  await using _child: Child = await startChild({
    name: 'dukkan start',
    command: dukkan('start'),
    environment: {
      DUKKAN_DATA_DIR: dataDir,
      PORT: String(port),
      METRICS_PORT: String(metrics),
      SANDBOX_PORT: String(sandbox),
      DATABASE_URL: '',
      REDIS_URL: '',
    },
    logFile: join(folder, `start-${port}.log`),
    ready: String(port),
  })
  const phone = await Phone.open(`http://127.0.0.1:${sandbox}`, seedStores[0]?.phoneNumberId ?? '', {
    name: 'First',
    phone: '+966500000001',
  })
  await phone.say('Hello')
  return { seconds: (performance.now() - startedAt) / 1000, replyMs: phone.replyTimes[0] ?? Number.NaN }
}

async function idleMemory(stage: Stage, { template, options }: { template: Template; options: BenchOptions }) {
  const database = 'bench_start'
  const databaseUrl = await stage.createDatabase(database, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  try {
    await installation.startServer({ graphUrl: 'http://127.0.0.1:9' })
    await installation.startWorker({ graphUrl: 'http://127.0.0.1:9' })
    await sleep(options.seconds * 1000)
    const meter = installation.meter()
    meter.start()
    await sleep(1_000)
    return meter.stop()
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(database)
  }
}
