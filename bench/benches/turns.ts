import { type Agent, openAgent } from '#bench/harness/agent.ts'
import type { Bench, BenchOptions, Figures } from '#bench/harness/bench.types.ts'
import { Installation, makeTemplate, syncCatalogs, type Template, until } from '#bench/harness/installation.ts'
import { query, type Stage } from '#bench/harness/stage.ts'
import { costliestStatements, forgetStatements } from '#bench/harness/statements.ts'
import { round } from '#bench/harness/stats.ts'
import type { Pace, TurnFindings, TurnPlan } from '#bench/load/turn-load.ts'

const DATABASE = 'bench_turns'
const STORES = 4

/** Shoppers who talk to the shop; a turn is done when its reply is known to have been read. */
export const turns: Bench = {
  name: 'turns',
  unit: 'turns/s',
  about: 'message in, step, reply accepted by Graph, recorded, and its sent, delivered and read stored',
  seconds: 60,
  runs: 3,
  queues: ['postgres', 'redis'],
  prepare: async (stage, options) => {
    const template = await makeTemplate(stage, STORES)
    await syncCatalogs(template, { stage, options })
    return template
  },
  run,
}

async function run(stage: Stage, template: Template, options: BenchOptions): Promise<Figures> {
  const databaseUrl = await stage.createDatabase(DATABASE, template.name)
  const installation = new Installation({ stage, world: template.world, databaseUrl, options })
  await using load = await openAgent(new URL('../load/turn-load.ts', import.meta.url))
  try {
    return await measureTurns(installation, { template, options, load, stage, database: DATABASE })
  } finally {
    await installation[Symbol.asyncDispose]()
    if (options.profile) options.say(await costliestStatements(stage, DATABASE))
    await stage.dropDatabase(DATABASE)
  }
}

export type TurnParts = { template: Template; options: BenchOptions; load: Agent; stage: Stage; database: string }

/** As many turns as go, and then how long they take at four fifths of that. */
export async function measureTurns(
  installation: Installation,
  { template, options, load, stage, database }: TurnParts,
): Promise<Figures> {
  const { seconds, settings } = options
  const graphPort = await load.ask<number>('graph', { latencyMs: settings.graphMs ?? 0 })
  const graphUrl = `http://127.0.0.1:${graphPort}`
  const ports: number[] = []
  for (let n = 0; n < (settings.servers ?? 1); n += 1) ports.push((await installation.startServer({ graphUrl })).port)
  for (let n = 0; n < (settings.workers ?? 1); n += 1) await installation.startWorker({ graphUrl })
  const { appSecret, stores } = template.world
  const prices = await pricesIn(installation.databaseUrl)
  const plan: TurnPlan = { prices, ports, appSecret, lines: stores, ...crowdOf(settings) }
  await load.ask('gather', plan)
  const pace = (given: Pace) => load.ask<TurnFindings>('run', given)
  // Everybody is known to the shop, and PostgreSQL has seen how large its tables are, as after any first minute.
  await pace({ outstanding: 200, turns: plan.shoppers })
  await settled(installation.databaseUrl)
  await query(installation.databaseUrl, 'analyze')
  if (options.profile) await forgetStatements(stage, database)
  const meter = installation.meter([{ name: 'load', pid: load.pid }])
  meter.start()
  const startedAt = performance.now()
  const full = await pace({ outstanding: settings.outstanding ?? 400, seconds })
  await settled(installation.databaseUrl)
  const elapsed = (performance.now() - startedAt) / 1000
  const usage = meter.stop()
  const value = full.turns / elapsed
  const eased = await pace({ perSecond: value * 0.8, seconds: Math.max(3, seconds / 2) })
  await settled(installation.databaseUrl)
  return {
    value,
    ...eased.latency,
    operations: full.turns,
    usage,
    more: {
      full: {
        perSecond: round(full.turns / full.seconds),
        settledAfterMs: Math.round((elapsed - full.seconds) * 1000),
        ...full.latency,
      },
      at80: { perSecond: round(eased.turns / eased.seconds), ...eased.latency },
      trouble: { refused: eased.refused, unanswered: eased.unanswered, unasked: eased.unasked },
      kinds: eased.kinds,
      checks: await check(installation, eased),
    },
  }
}

function crowdOf({ breath, shoppers, statusMs, statusesPerPost }: BenchOptions['settings']) {
  return {
    script: breath === undefined ? ('talk' as const) : ('chatter' as const),
    breath: breath ?? 1,
    shoppers: shoppers ?? 4_000,
    statusEveryMs: statusMs ?? 50,
    statusesPerPost: statusesPerPost ?? 100,
  }
}

/** What WhatsApp shows as the price of each item, by retailer id. */
export async function pricesIn(databaseUrl: string): Promise<Record<string, number>> {
  const rows = await query(databaseUrl, 'select retailer_id, price::int from variants')
  return Object.fromEntries(rows.map(({ retailer_id, price }) => [String(retailer_id), Number(price) / 100]))
}

/** Messages that `multiply` made are done by making, and ten million of them would take seconds to look at. */
const OPEN = `select (select count(*) from inbox where outcome is null)
  + (select count(*) from messages where id > '01900000-0000-7000-8000-000000000000'
    and state not in ('read', 'failed', 'canceled'))
  + (select count(*) from events where outcome is null) as open`

/** Nothing waits any more: every message is answered, every answer sent and read. */
export async function settled(databaseUrl: string): Promise<void> {
  await until(async () => Number((await query(databaseUrl, OPEN))[0]?.open) === 0, 'everything was worked off', 120_000)
}

/** Answers that Graph got after the answer to something their shopper said later: its ids count what it was sent. */
const DISORDERED = `select count(*)::int from (
    select sent, lag(sent) over (partition by shopper order by heard) as before
    from (
      select m.shopper_id as shopper, i.id as heard, decode(substr(m.wamid, 7), 'base64') as sent
      from messages m join inbox i on i.id = m.cause_id::bigint where m.cause_kind = 'inbox' and m.wamid like 'wamid.%'
    ) answers
  ) steps where sent < before`

/** One answer for each message, in order, each read: what was counted is what is stored. */
async function check(installation: Installation, found: TurnFindings): Promise<Record<string, unknown>> {
  const [row] = await query(
    installation.databaseUrl,
    `select (select count(*)::int from inbox where kind = 'message') as heard,
      (select count(*)::int from inbox where kind = 'message' and outcome = 'answered') as answered,
      (select count(*)::int from messages) as messages, (select count(*)::int from messages where state = 'read') as read,
      (select count(*)::int from inbox where kind = 'status' and outcome = 'applied') as statuses,
      (${DISORDERED}) as disordered`,
  )
  const complaints = installation.logOf('worker').match(/"level":"(?:warn|error)"[^\n]*/g) ?? []
  const whole =
    row?.heard === row?.answered && row?.answered === row?.read && found.unanswered === 0 && found.unasked === 0
  return { whole, ...row, complaints: complaints.length, firstComplaint: complaints[0]?.slice(0, 300) }
}
