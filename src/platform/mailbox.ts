import type { Environment } from './context.ts'
import { crashPoint } from './crash-point.ts'
import { narrowTo, type Statement, type Tx } from './db.ts'
import { isPassingTrouble } from './passing-trouble.ts'
import { shardsOfLane } from './shards.ts'
import { Turnstile } from './turnstile.ts'
import type { Drain, WorkTools } from './work.ts'

export type MailboxEvent = {
  id: number
  mailboxKey: string
  storeId: string
  body: unknown
  happenedAt: Date | null
  receivedAt: Date
  attempts: number
}

/** What became of an event: each gets exactly one. */
export type Outcome = 'answered' | 'handed_over' | `ignored:${string}`

export type MailboxHandler = {
  /** One step of each mailbox in the round (at most one event each, stores mixed), inside the batch's transaction. */
  handle(tx: Tx, round: readonly MailboxEvent[], environment: Environment): Promise<ReadonlyMap<number, Outcome>>
  /** The last word on an event that failed too often; the shopper must not be left without an answer. */
  buried(tx: Tx, event: MailboxEvent, environment: Environment): Promise<void>
}

export type MailboxOptions = {
  lanes?: number
  mailboxesPerBatch?: number
  maxAttempts?: number
}

/**
 * Handles the events of each mailbox one after another and different mailboxes together: many per
 * transaction, whichever worker holds them. A batch that fails is retried mailbox by mailbox, so that
 * one poison event holds up only its own shopper, and not for ever.
 */
export function mailboxDrain(handler: MailboxHandler, options: MailboxOptions = {}): Drain {
  const turnstile = new Turnstile(NAME)
  const limits = { lanes: 2, mailboxesPerBatch: 100, maxAttempts: 5, ...options }
  return {
    name: NAME,
    lanes: limits.lanes,
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map((row) => row.shard),
    run: (shard, tools) => drainShard({ shard, turnstile, tools, handler, limits }),
  }
}

const NAME = 'mailbox'

type Limits = Required<MailboxOptions>
type Draining = { tools: WorkTools; handler: MailboxHandler; limits: Limits }

type Round = Draining & { shard: number; turnstile: Turnstile }

async function drainShard({ shard, turnstile, ...draining }: Round): ReturnType<Drain['run']> {
  const { tools, limits } = draining
  let keys: string[] = []
  try {
    const taken = await tools.database.asSystem(async (tx) => {
      if (!(await turnstile.pass(tx, shard))) return 'elsewhere'
      keys = await claim(tx, [shardsOfLane(shard, limits.lanes), limits.mailboxesPerBatch])
      if (keys.length === 0) return false
      crashPoint('conversation.claimed')
      await handleMailboxes(tx, { keys, ...draining })
      crashPoint('conversation.before_commit')
      return true
    })
    if (taken === true) crashPoint('conversation.after_commit')
    return taken
  } catch (error) {
    if (keys.length === 0) throw error
    tools.log.warn({ shard, mailboxes: keys.length, error: messageOf(error) }, 'a batch failed; retrying one by one')
    for (const key of keys) await handleAlone({ key, ...draining })
    return true
  }
}

async function claim(tx: Tx, values: [shards: readonly number[], limit: number]): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(CLAIM, values)
  return rows.map((row) => row.key)
}

/**
 * One event of each mailbox, and then the commit: locks are taken once per transaction and in one order, and what a
 * shopper sent before a poison event is not undone with it.
 */
async function handleMailboxes(tx: Tx, batch: Draining & { keys: readonly string[] }): Promise<void> {
  // A new statement: its snapshot is younger than the locks, so no event is read twice.
  const round = await tx.query<MailboxEvent>(OPEN_EVENTS, [batch.keys])
  crashPoint('conversation.loaded')
  if (round.length === 0) return
  await narrowTo(tx, [...new Set(round.map((event) => event.storeId))])
  const outcomes = await batch.handler.handle(tx, round, batch.tools.environment)
  await tx.query(CLOSE, [round.map((event) => event.id), round.map((event) => outcomeOf(outcomes, event))])
}

function outcomeOf(outcomes: ReadonlyMap<number, Outcome>, event: MailboxEvent): Outcome {
  const outcome = outcomes.get(event.id)
  if (outcome === undefined) throw new Error(`event ${event.id} was left without an outcome`)
  return outcome
}

async function handleAlone({ key, ...draining }: Draining & { key: string }): Promise<void> {
  const { tools } = draining
  try {
    await tools.database.asSystem(async (tx) => {
      const held = await tx.query(CLAIM_ONE, [key])
      if (held.length > 0) await handleMailboxes(tx, { ...draining, keys: [key] })
    })
  } catch (error) {
    tools.log.error({ mailbox: key, error: messageOf(error) }, 'an event failed')
    await tools.database.asSystem((tx) => recordFailure(tx, { key, error, draining }))
  }
}

type Failure = { key: string; error: unknown; draining: Draining }

async function recordFailure(tx: Tx, { key, error, draining }: Failure): Promise<void> {
  const held = await tx.query(CLAIM_ONE, [key])
  const [event] = held.length > 0 ? await tx.query<MailboxEvent>(OPEN_EVENTS, [[key]]) : []
  if (event === undefined) return
  const attempts = event.attempts + (isPassingTrouble(error) ? 0 : 1)
  const dead = attempts >= draining.limits.maxAttempts
  await tx.query(COUNT_FAILURE, [event.id, messageOf(error).slice(0, 500), dead ? 'dead' : null, attempts])
  await tx.query(BLOCK, [key, dead ? 0 : 2 ** event.attempts])
  if (!dead) return
  crashPoint('conversation.dead_marked')
  await bury(tx, event, draining)
}

/** The apology is worth trying, but an event must die even when nothing can be said about it. */
async function bury(tx: Tx, event: MailboxEvent, { handler, tools }: Draining): Promise<void> {
  await tx.query('savepoint burial')
  try {
    await narrowTo(tx, [event.storeId])
    await handler.buried(tx, event, tools.environment)
  } catch (error) {
    await tx.query('rollback to savepoint burial')
    tools.log.error({ eventId: event.id, error: messageOf(error) }, 'no apology could be written')
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const WAITING: Statement = {
  name: 'mailbox_waiting',
  text: `select distinct i.shard from inbox i join mailboxes m on m.key = i.mailbox_key
    where i.kind = 'message' and i.outcome is null and coalesce(m.blocked_until, '-infinity') <= clock_timestamp()`,
}

// The oldest open events of each shard name the mailboxes; a shopper with thousands waiting is one of them. Each shard
// is read off the front of its index, so that a long queue costs no more than a short one.
const CLAIM: Statement = {
  name: 'mailbox_claim',
  text: `select m.key from mailboxes m join (
      select oldest.mailbox_key, min(oldest.id) as first from unnest($1::smallint[]) as s (shard)
      cross join lateral (
        select i.mailbox_key, i.id from inbox i join mailboxes b on b.key = i.mailbox_key
        where i.kind = 'message' and i.shard = s.shard and i.outcome is null
          and coalesce(b.blocked_until, '-infinity') <= clock_timestamp()
        order by i.id limit 250) oldest
      group by oldest.mailbox_key order by first limit $2) due on due.mailbox_key = m.key
    order by due.first for update of m skip locked`,
}

const CLAIM_ONE: Statement = {
  name: 'mailbox_claim_one',
  text: `select key from mailboxes where key = $1 for update skip locked`,
}

const OPEN_EVENTS: Statement = {
  name: 'mailbox_open_events',
  text: `select id, mailbox_key as "mailboxKey", store_id as "storeId", body, happened_at as "happenedAt",
      received_at as "receivedAt", attempts
    from inbox where id = any (array(
      select min(id) from inbox where mailbox_key = any ($1) and kind = 'message' and outcome is null group by mailbox_key))
    order by id`,
}

const CLOSE: Statement = {
  name: 'mailbox_close',
  text: `update inbox i set outcome = done.outcome, outcome_at = clock_timestamp()
    from unnest($1::bigint[], $2::text[]) as done (id, outcome) where i.id = done.id`,
}

const COUNT_FAILURE: Statement = {
  name: 'mailbox_count_failure',
  text: `update inbox set attempts = $4, last_error = $2, outcome = $3,
      outcome_at = case when $3::text is not null then clock_timestamp() end where id = $1`,
}

const BLOCK: Statement = {
  name: 'mailbox_block',
  text: `update mailboxes set blocked_until = clock_timestamp() + make_interval(secs => $2) where key = $1`,
}
