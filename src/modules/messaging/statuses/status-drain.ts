import { crashPoint } from '#platform/crash-point.ts'
import type { Statement, Tx } from '#platform/db.ts'
import { shardsOfLane } from '#platform/shards.ts'
import { Turnstile } from '#platform/turnstile.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import { applyStatuses, type StoredStatus } from './apply-statuses.ts'

const NAME = 'statuses'
const LANES = 1
/** Each shard of a lane gives this many, off the front of its index, however long its queue is. */
const PER_SHARD = 500
/** Nobody waits for ticks, and those of one message that come together are written together. */
const GATHER_MS = 100
/** About a minute in all: by then the answer of the call that a status overtook is written. */
const MAX_LOOKS = 6
const MAX_FAILURES = 5

/** Works statuses into the messages they speak of: in bulk, for a message has three of them. */
export function statusDrain(): Drain {
  const turnstile = new Turnstile(NAME)
  return {
    name: NAME,
    lanes: LANES,
    gatherMs: GATHER_MS,
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map((row) => row.shard),
    run: (lane, tools) => takeBatch(lane, turnstile, tools),
  }
}

async function takeBatch(lane: number, turnstile: Turnstile, tools: WorkTools): ReturnType<Drain['run']> {
  let batch: StoredStatus[] = []
  try {
    return await tools.database.asSystem(async (tx) => {
      if (!(await turnstile.pass(tx, lane))) return 'elsewhere'
      batch = await tx.query<StoredStatus>(CLAIM, [shardsOfLane(lane, LANES), PER_SHARD])
      await settle(tx, batch, tools)
      return batch.length > 0
    })
  } catch (error) {
    if (batch.length === 0) throw error
    tools.log.warn({ statuses: batch.length, error: String(error) }, 'a batch failed; retrying one by one')
    for (const stored of batch) await takeAlone(stored, tools)
    return true
  }
}

async function settle(tx: Tx, batch: readonly StoredStatus[], { environment }: WorkTools): Promise<void> {
  const outcomes = await applyStatuses(tx, batch, environment)
  await tx.run(CLOSE, [outcomes.map(({ id }) => id), outcomes.map(({ outcome }) => outcome), MAX_LOOKS])
  if (outcomes.length > 0) crashPoint('statuses.before_commit')
}

async function takeAlone(stored: StoredStatus, tools: WorkTools): Promise<void> {
  try {
    await tools.database.asSystem(async (tx) => {
      const held = await tx.query(CLAIM_ONE, [stored.id])
      if (held.length > 0) await settle(tx, [stored], tools)
    })
  } catch (error) {
    tools.log.error({ inboxId: stored.id, error: String(error) }, 'a status failed')
    await tools.database.system(FAILED, [stored.id, String(error).slice(0, 500), MAX_FAILURES])
  }
}

const WAITING: Statement = {
  name: 'statuses_waiting',
  text: `select distinct shard from inbox
    where kind = 'status' and outcome is null and coalesce(retry_at, '-infinity') <= clock_timestamp()`,
}

const CLAIM: Statement = {
  name: 'statuses_claim',
  text: `select i.id, i.store_id as "storeId", i.body, i.received_at as "receivedAt"
    from unnest($1::smallint[]) as s (shard) cross join lateral (
      select id, store_id, body, received_at from inbox
      where kind = 'status' and shard = s.shard and outcome is null
        and coalesce(retry_at, '-infinity') <= clock_timestamp()
      order by id limit $2 for update skip locked) i
    order by i.id`,
}

const CLAIM_ONE: Statement = {
  name: 'statuses_claim_one',
  text: `select 1 from inbox where id = $1 and outcome is null for update skip locked`,
}

const CLOSE: Statement = {
  name: 'statuses_close',
  text: `update inbox i set
      outcome = coalesce(c.outcome, case when i.attempts + 1 >= $3 then 'orphan' end),
      outcome_at = case when c.outcome is not null or i.attempts + 1 >= $3 then clock_timestamp() end,
      attempts = case when c.outcome is null then i.attempts + 1 else i.attempts end,
      retry_at = case when c.outcome is null then clock_timestamp() + make_interval(secs => power(2, i.attempts)) end
    from unnest($1::bigint[], $2::text[]) as c (id, outcome) where i.id = c.id`,
}

const FAILED: Statement = {
  name: 'statuses_failed',
  text: `update inbox set attempts = attempts + 1, last_error = $2,
      retry_at = clock_timestamp() + make_interval(secs => power(2, least(attempts, 8))),
      outcome = case when attempts + 1 >= $3 then 'dead' end,
      outcome_at = case when attempts + 1 >= $3 then clock_timestamp() end
    where id = $1`,
}
