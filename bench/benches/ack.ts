import { openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, type Template } from '#bench/harness/installation.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { round } from '#bench/harness/stats.ts'
import type { AckFindings, AckPlan } from '#bench/load/ack-load.ts'

const SIZES = [1, 10, 100]
/** Nobody listens there: nothing is sent in this bench. */
const NOWHERE = 'http://127.0.0.1:9'

/** Signed webhooks, stored before they are acknowledged; no worker runs. */
export const ack: Bench = {
  name: 'ack',
  unit: 'events/s in posts of 1',
  about: 'signed webhooks of 1, 10 and 100 messages or statuses, durable before the 200',
  seconds: 10,
  runs: 3,
  queues: ['postgres', 'redis'],
  prepare: (stage) => makeTemplate(stage, 2),
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const name = 'bench_ack'
  const databaseUrl = await stage.createDatabase(name, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  try {
    return await measure(installation, template, options)
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(name)
  }
}

async function measure(installation: Installation, template: Template, options: BenchOptions): Promise<Figures> {
  const { world } = template
  const { port } = await installation.startServer({ graphUrl: NOWHERE })
  await using load = await openAgent(new URL('../load/ack-load.ts', import.meta.url))
  const plan = {
    port,
    appSecret: world.appSecret,
    lines: world.stores,
    connections: options.settings.connections ?? 64,
    shoppers: 5_000,
  }
  const post = (part: Pick<AckPlan, 'kind' | 'perPost' | 'seconds'>) =>
    load.ask<AckFindings>('post', { ...plan, ...part })
  await post({ kind: 'message', perPost: 1, seconds: Math.min(3, options.seconds) })
  await query(installation.databaseUrl, 'truncate inbox, envelopes, mailboxes')
  const meter = installation.meter([{ name: 'load', pid: load.pid }])
  meter.start()
  const singles = await post({ kind: 'message', perPost: 1, seconds: options.seconds })
  const usage = meter.stop()
  const others: Record<string, unknown> = {}
  let acknowledged = singles.acknowledged
  let refused = singles.refused
  for (const kind of ['message', 'status'] as const) {
    for (const perPost of SIZES) {
      if (kind === 'message' && perPost === 1) continue
      const found = await post({ kind, perPost, seconds: options.seconds / 2 })
      acknowledged += found.acknowledged
      refused += found.refused
      const { p50Ms, p99Ms } = found.latency
      others[`${kind} × ${perPost}`] = { perSecond: round(found.acknowledged / found.seconds), p50Ms, p99Ms }
    }
  }
  const [stored] = await query(installation.databaseUrl, 'select count(*)::int as n from inbox')
  if (stored?.n !== acknowledged)
    throw new Error(`${acknowledged} events were acknowledged and ${stored?.n} are stored`)
  return {
    value: singles.acknowledged / singles.seconds,
    ...singles.latency,
    operations: singles.acknowledged,
    usage,
    more: { others, stored: acknowledged, refused },
  }
}
