import { type Agent, openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, syncCatalogs, type Template } from '#bench/harness/installation.ts'
import { deskOf } from '#bench/harness/order-desk.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { costliestStatements, forgetStatements } from '#bench/harness/statements.ts'
import { round } from '#bench/harness/stats.ts'
import type { OrderFindings } from '#bench/load/order-load.ts'
import type { TurnFindings, TurnPlan } from '#bench/load/turn-load.ts'
import { pricesIn, settled } from './turns.ts'

const DATABASE = 'bench_journey'
const STORES = 4

/** Whole purchases: browses, sends WhatsApp's cart, says where, chooses cash, says yes. Six turns each. */
export const journey: Bench = {
  name: 'journey',
  unit: 'chat orders/s',
  about: 'cash orders through the chat, from the first word to the confirmation that was read; then through the API',
  seconds: 30,
  runs: 3,
  queues: ['postgres', 'redis'],
  prepare: async (stage, options) => {
    const template = await makeTemplate(stage, STORES)
    await syncCatalogs(template, { stage, options })
    // Nobody is to be told that something is sold out, however long the run.
    await stage.asAdmin(template.name, 'set session_replication_role = replica; update stock set on_hand = 10000000')
    return template
  },
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const databaseUrl = await stage.createDatabase(DATABASE, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/turn-load.ts', import.meta.url))
  try {
    return await measure(installation, { template, options, load, stage })
  } finally {
    await installation[Symbol.asyncDispose]()
    if (options.profile) options.say(await costliestStatements(stage, DATABASE))
    await stage.dropDatabase(DATABASE)
  }
}

type Parts = { template: Template; options: BenchOptions; load: Agent; stage: Stage }

async function measure(installation: Installation, { template, options, load, stage }: Parts): Promise<Figures> {
  const { seconds, settings } = options
  const graphPort = await load.ask<number>('graph', { latencyMs: settings.graphMs ?? 0 })
  const graphUrl = `http://127.0.0.1:${graphPort}`
  const { port } = await installation.startServer({ graphUrl })
  await installation.startWorker({ graphUrl })
  const { appSecret, stores } = template.world
  const plan: TurnPlan = {
    ports: [port],
    appSecret,
    lines: stores,
    prices: await pricesIn(installation.databaseUrl),
    script: 'buy',
    shoppers: settings.outstanding ?? 300,
    statusEveryMs: settings.statusMs ?? 50,
    statusesPerPost: settings.statusesPerPost ?? 100,
  }
  await load.ask('gather', plan)
  const pace = (given: Record<string, number>) => load.ask<TurnFindings>('run', given)
  await pace({ outstanding: 100, turns: 3_000 })
  await settled(installation.databaseUrl)
  await query(installation.databaseUrl, 'analyze')
  const [before] = await query(installation.databaseUrl, COUNT)
  if (options.profile) await forgetStatements(stage, DATABASE)
  const meter = installation.meter([{ name: 'load', pid: load.pid }])
  meter.start()
  const startedAt = performance.now()
  const found = await pace({ outstanding: plan.shoppers, seconds })
  await settled(installation.databaseUrl)
  const elapsed = (performance.now() - startedAt) / 1000
  const usage = meter.stop()
  const [after] = await query(installation.databaseUrl, COUNT)
  const orders = Number(after?.orders) - Number(before?.orders)
  const throughApi = await takeOrders(installation, { template, options, port })
  const complaints = installation.logOf('worker').match(/"level":"(?:warn|error)"[^\n]*/g) ?? []
  return {
    value: orders / elapsed,
    ...found.whole,
    operations: orders,
    usage,
    more: {
      orders,
      finished: found.finished,
      turnsPerSecond: round(found.turns / elapsed),
      turn: found.latency,
      trouble: { refused: found.refused, unanswered: found.unanswered, unasked: found.unasked },
      throughApi,
      complaints: complaints.length,
      firstComplaint: complaints[0]?.slice(0, 300),
      books: (await query(installation.databaseUrl, COUNT))[0],
    },
  }
}

const KEYS_PER_STORE = 10

/** The same goods in the same shop, ordered by the owner's own system; their confirmations are sent as well. */
async function takeOrders(
  installation: Installation,
  { template, options, port }: Pick<Parts, 'template' | 'options'> & { port: number },
): Promise<Record<string, unknown>> {
  const { databaseUrl } = installation
  const desks = await Promise.all(
    template.world.stores.map(({ storeId }) => deskOf(databaseUrl, storeId, KEYS_PER_STORE)),
  )
  await using load = await openAgent(new URL('../load/order-load.ts', import.meta.url))
  const plan = { port, desks, connections: options.settings.connections ?? 32, linesPerOrder: 3 }
  await load.ask('takeOrders', { ...plan, seconds: Math.min(5, options.seconds / 2) })
  const meter = installation.meter([{ name: 'load', pid: load.pid }])
  meter.start()
  const found = await load.ask<OrderFindings>('takeOrders', { ...plan, seconds: options.seconds / 2 })
  const usage = meter.stop()
  await settled(databaseUrl)
  const cpuUs = Object.entries(usage).map(([name, { cpuSeconds }]) => [name, round((cpuSeconds * 1e6) / found.taken)])
  return {
    perSecond: round(found.taken / found.seconds),
    ...found.latency,
    refused: found.refused,
    firstRefusal: found.firstRefusal,
    cpuUs: Object.fromEntries(cpuUs),
  }
}

/** Orders, and what must be nought: orders whose goods are not reserved, carts with two orders. */
const COUNT = `select (select count(*)::int from orders) as orders,
  (select count(*)::int from orders where status <> 'placed') as "notPlaced",
  (select count(*)::int from order_lines l where not exists (
    select 1 from holds h where h.order_id = l.order_id and h.variant_id = l.variant_id and h.state = 'committed')) as "notReserved",
  (select (sum(committed) - (select sum(quantity) from order_lines))::int from stock) as "driftOfStock"`
