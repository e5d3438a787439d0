import { type Agent, openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, syncCatalogs, type Template, until } from '#bench/harness/installation.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import type { CallFindings } from '#bench/load/api-load.ts'
import type { TurnFindings, TurnPlan } from '#bench/load/turn-load.ts'
import { bodyOf, callerNumbered, entryOf, messageValue, webhookHead } from '#bench/load/webhook-bodies.ts'
import { pricesIn, settled } from './turns.ts'

const CROWDS = [50, 500]
const DATABASE = 'bench_race'

/** Many at the same moment, and exactly one effect. */
export const race: Bench = {
  name: 'race',
  unit: 'ms until the last of 500 shoppers for one thing is answered',
  about: 'the last unit for 50 and 500 shoppers, 50 equal writes, 200 copies of one webhook: one effect each',
  seconds: 1,
  runs: 3,
  queues: ['postgres', 'redis'],
  lowerIsBetter: true,
  prepare: async (stage, options) => {
    const template = await makeTemplate(stage, 1)
    await syncCatalogs(template, { stage, options })
    return template
  },
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const databaseUrl = await stage.createDatabase(DATABASE, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using talk = await openAgent(new URL('../load/turn-load.ts', import.meta.url))
  await using calls = await openAgent(new URL('../load/api-load.ts', import.meta.url))
  try {
    const graphPort = await talk.ask<number>('graph', { latencyMs: 0 })
    const graphUrl = `http://127.0.0.1:${graphPort}`
    const { port } = await installation.startServer({ graphUrl })
    await installation.startWorker({ graphUrl })
    const parts = { installation, template, port, stage, talk, calls }
    const meter = installation.meter([{ name: 'load', pid: talk.pid }])
    meter.start()
    const more: Record<string, unknown> = {}
    let last: TurnFindings | undefined
    for (const crowd of CROWDS) {
      last = await raceForLast(crowd, parts)
      more[`last unit, ${crowd} shoppers`] = { allAnsweredMs: last.latency.maxMs, ...last.latency, orders: 1 }
    }
    more['50 equal writes'] = await equalWrites(parts)
    more['200 copies of a webhook'] = await copies(parts)
    if (last === undefined) throw new Error('nobody raced')
    return { value: last.latency.maxMs, ...last.latency, operations: last.turns, usage: meter.stop(), more }
  } finally {
    await installation[Symbol.asyncDispose]()
    await stage.dropDatabase(DATABASE)
  }
}

type Parts = { installation: Installation; template: Template; port: number; stage: Stage; talk: Agent; calls: Agent }

/** Everybody has the thing in the cart and is asked to confirm; then one is left, and all say yes at once. */
async function raceForLast(crowd: number, { installation, template, port, stage, talk }: Parts): Promise<TurnFindings> {
  const { databaseUrl } = installation
  const { appSecret, stores } = template.world
  await stage.asAdmin(DATABASE, 'set session_replication_role = replica; update stock set on_hand = committed + 1000')
  const [before] = await query(databaseUrl, 'select count(*)::int as orders from orders')
  const plan: TurnPlan = {
    ports: [port],
    appSecret,
    lines: stores,
    prices: await pricesIn(databaseUrl),
    script: 'wantLast',
    shoppers: crowd,
    firstShopper: crowd * 1_000,
    statusEveryMs: 50,
    statusesPerPost: 100,
  }
  await talk.ask('gather', plan)
  for (let step = 0; step < 5; step += 1) await talk.ask('everyone')
  await settled(databaseUrl)
  await stage.asAdmin(DATABASE, 'set session_replication_role = replica; update stock set on_hand = committed + 1')
  const found = await talk.ask<TurnFindings>('everyone')
  await settled(databaseUrl)
  const [after] = await query(databaseUrl, 'select count(*)::int as orders from orders')
  const placed = Number(after?.orders) - Number(before?.orders)
  if (placed !== 1) throw new Error(`${placed} orders were placed for the last unit`)
  if (found.turns !== crowd) throw new Error(`${crowd} raced and ${found.turns} were answered`)
  return found
}

/** This caller is nobody the load knows, so nobody reads the answer. */
async function answered(databaseUrl: string): Promise<void> {
  await until(async () => (await query(databaseUrl, UNANSWERED)).length === 0, 'the copies were answered', 30_000)
}

const UNANSWERED = `select 1 from inbox where outcome is null
  union all select 1 from messages where state in ('queued', 'sending')`

async function equalWrites({ installation, template, port, calls }: Parts): Promise<Record<string, unknown>> {
  const [store] = template.world.stores
  const body = JSON.stringify({
    title: { en: 'One and only' },
    variants: [{ sku: 'ONE-AND-ONLY', price: { amount: 1_000, currency: 'SAR' } }],
  })
  const call = { line: 'POST /v1/products', headers: { 'idempotency-key': 'the-same-for-all' }, body }
  const found = await calls.ask<CallFindings>('callAtOnce', {
    port,
    key: store?.apiKey,
    calls: Array.from({ length: 50 }, () => call),
  })
  const [row] = await query(
    installation.databaseUrl,
    `select count(*)::int as made from variants where sku = 'ONE-AND-ONLY'`,
  )
  if (row?.made !== 1) throw new Error(`${row?.made} products were made by equal writes: ${found.bodies[0]}`)
  return { statuses: found.statuses, allAnsweredMs: found.latency.maxMs, made: row.made }
}

async function copies({ installation, template, port, calls }: Parts): Promise<Record<string, unknown>> {
  const { stores, appSecret } = template.world
  const [line] = stores
  if (line === undefined) throw new Error('there is no number to write to')
  const value = messageValue(callerNumbered(77_777_777), { id: 'wamid.copied', type: 'text', text: { body: 'Hello' } })
  const body = bodyOf([entryOf(line, value)])
  const signature = /x-hub-signature-256: (\S+)/.exec(webhookHead(appSecret, body))?.[1] ?? ''
  const call = { line: 'POST /webhooks/whatsapp', headers: { 'x-hub-signature-256': signature }, body }
  const found = await calls.ask<CallFindings>('callAtOnce', {
    port,
    key: '',
    calls: Array.from({ length: 200 }, () => call),
  })
  await answered(installation.databaseUrl)
  const [row] = await query(
    installation.databaseUrl,
    `select count(*)::int as kept, (select count(*)::int from messages where cause_kind = 'inbox' and cause_id = min(i.id)::text) as answers
    from inbox i where dedupe_key like '%wamid.copied'`,
  )
  if (row?.kept !== 1 || row.answers !== 1) throw new Error(`a copied webhook: ${JSON.stringify(row)}`)
  return { statuses: found.statuses, allAnsweredMs: found.latency.maxMs, ...row }
}
