import type { Database, Statement, Tx } from '#platform/db.ts'
import type { Aftermath, Change } from './aftermath.ts'

/** A row as it was left; `more` when its shopper has something that could go next. */
type Recorded = { shard: number; more: boolean }

export type NumberPause = { storeId: string; ms: number }

/** Writes how a batch of sends went, in one transaction; says in which shards something may follow at once. */
export function recordBatch(
  database: Database,
  batch: readonly Aftermath[],
  pauses: readonly NumberPause[],
): Promise<number[]> {
  return database.asSystem(async (tx) => {
    const rows = await tx.query<Recorded>(RECORD, columnsOf(batch.map(({ change }) => change)))
    await pauseNumbers(tx, pauses)
    await settlePairs(tx, batch)
    return [...new Set(rows.filter((row) => row.more).map((row) => row.shard))]
  })
}

function columnsOf(changes: readonly Change[]): unknown[] {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  return [
    changes.map(({ id }) => id),
    changes.map(({ attempt }) => attempt),
    changes.map(({ state }) => state),
    changes.map(({ wamid }) => wamid),
    changes.map(({ sentAs }) => sentAs),
    changes.map(({ body }) => json(body)),
    changes.map(({ code }) => code),
    changes.map(({ details }) => details),
    changes.map(({ traceId }) => traceId),
    changes.map(({ waitMs }) => (waitMs ?? 0) / 1000),
    changes.map(({ doubtMs }) => (doubtMs ?? 0) / 1000),
    changes.map(({ uncounted }) => uncounted),
    changes.map(({ content }) => json(content)),
  ]
}

async function pauseNumbers(tx: Tx, pauses: readonly NumberPause[]): Promise<void> {
  if (pauses.length === 0) return
  await tx.run(PAUSE_NUMBERS, [pauses.map(({ storeId }) => storeId), pauses.map(({ ms }) => ms / 1000)])
}

async function settlePairs(tx: Tx, batch: readonly Aftermath[]): Promise<void> {
  const refused = batch.filter((aftermath) => aftermath.pausePair)
  const fine = batch.filter((aftermath) => aftermath.change.state === 'accepted')
  if (refused.length > 0) await tx.run(PAUSE_PAIRS, [refused.map(({ claimed }) => claimed.shopperId)])
  if (fine.length > 0) await tx.run(FORGIVE_PAIRS, [fine.map(({ claimed }) => claimed.shopperId)])
}

// A status may have settled the row before the answer of the call is written. Then the answer only adds what it knows;
// and a row that waits for another attempt is settled by the answer of the one before.
const RECORD: Statement = {
  name: 'messages_record',
  text: `with r as materialized (
      select * from unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
        $8::text[], $9::text[], $10::float8[], $11::float8[], $12::boolean[], $13::jsonb[])
        as r (id, attempt, state, wamid, sent_as, body, code, details, trace, wait, doubt, uncounted, content)
    ), locked as materialized (
      select m.id, m.state in ('sending', 'in_doubt') or (m.state = 'queued' and m.error_code = 'repeat') as ours
      from messages m where m.id in (select id from r) order by m.id for update
    ), changed as (
      update messages m set
        state = case when n.ours then r.state else m.state end,
        wamid = coalesce(m.wamid, r.wamid),
        sent_as = case when n.ours then coalesce(r.sent_as, m.sent_as) else coalesce(m.sent_as, r.sent_as) end,
        body = coalesce(r.body, m.body),
        content = case when n.ours then coalesce(r.content, m.content) else m.content end,
        attempts = case when n.ours and r.uncounted then m.attempts - 1 else m.attempts end,
        error_code = case when n.ours then r.code else m.error_code end,
        error_details = case when n.ours then r.details else m.error_details end,
        trace_id = coalesce(r.trace, m.trace_id),
        due_at = case when n.ours then clock_timestamp() + make_interval(secs => r.wait) else m.due_at end,
        doubt_until = case when n.ours and r.state = 'in_doubt' then clock_timestamp() + make_interval(secs => r.doubt) end,
        locked_until = null,
        accepted_at = case when r.state = 'accepted' then coalesce(m.accepted_at, clock_timestamp()) else m.accepted_at end,
        failed_at = case when n.ours and r.state = 'failed' then clock_timestamp() else m.failed_at end
      from r join locked n using (id)
      where m.id = r.id and m.attempts = r.attempt
        and (m.state in ('sending', 'in_doubt')
          or (r.state = 'accepted' and (m.state in ('sent', 'delivered', 'read') or n.ours)))
      returning m.shopper_id, m.shard, m.state
    )
    select c.shard, c.state = 'queued'
      or exists (select 1 from messages q where q.shopper_id = c.shopper_id and q.open and q.state = 'queued') as more
    from changed c`,
}

const PAUSE_NUMBERS: Statement = {
  name: 'numbers_pause',
  text: `with p as (
      select store_id, max(secs) as secs from unnest($1::uuid[], $2::float8[]) as t (store_id, secs) group by store_id
    ), locked as materialized (
      select b.store_id from number_buckets b where b.store_id in (select store_id from p) order by b.store_id for update
    )
    update number_buckets b set tokens = 0, refilled_at = clock_timestamp(),
      blocked_until = greatest(b.blocked_until, clock_timestamp() + make_interval(secs => p.secs))
    from p join locked using (store_id) where b.store_id = p.store_id`,
}

/** 4^x seconds as Meta advises, an hour at most. */
const PAUSE_PAIRS: Statement = {
  name: 'pairs_pause',
  text: `update pair_buckets set strikes = least(strikes + 1, 20),
      blocked_until = clock_timestamp() + make_interval(secs => least(power(4, strikes + 1), 3600))
    where shopper_id = any ($1::uuid[])`,
}

const FORGIVE_PAIRS: Statement = {
  name: 'pairs_forgive',
  text: `update pair_buckets set strikes = 0 where shopper_id = any ($1::uuid[]) and strikes > 0`,
}
