import { laneOf, SENDER } from '#modules/messaging/lanes.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'

/** A lost answer is worth one repetition; trouble that Graph named itself is worth more. */
const MAX_UNKNOWN_ATTEMPTS = 2
const MAX_TROUBLED_ATTEMPTS = 6

/**
 * Ends what nobody ended: a send whose worker died becomes doubtful, and a doubt that no status settled in time is
 * repeated or given up, by the message's own certainty.
 */
export const doubtChore: Chore = {
  name: 'messages-in-doubt',
  everyMs: 1_000,
  run: ({ database, log }) =>
    database.asSystem(async (tx) => {
      const orphaned = await tx.run(DOUBT_ABANDONED)
      if (orphaned > 0) log.warn({ messages: orphaned }, 'sends without an answer are in doubt: a worker died')
      await endDoubts(tx)
    }),
}

async function endDoubts(tx: Tx): Promise<void> {
  const ended = await tx.query<{ shard: number }>(END_DOUBTS, [MAX_UNKNOWN_ATTEMPTS, MAX_TROUBLED_ATTEMPTS])
  if (ended.length > 0) crashPoint('outbox.doubt_window_fired')
  for (const { shard } of ended) tx.ring(SENDER, laneOf(shard))
}

const DOUBT_ABANDONED: Statement = {
  name: 'messages_doubt_abandoned',
  text: `update messages set state = 'in_doubt', error_code = 'unknown-outcome', error_details = 'the worker died',
      locked_until = null,
      doubt_until = coalesce(sending_at, clock_timestamp())
        + case when content ->> 'kind' = 'notice' then interval '10 minutes' else interval '60 seconds' end
    where id in (
      select id from messages where open and state = 'sending' and locked_until < clock_timestamp()
      order by id limit 500 for update skip locked)`,
}

const END_DOUBTS: Statement = {
  name: 'messages_end_doubts',
  text: `update messages m set
      state = case when e.again then 'queued' else 'failed' end,
      error_code = case when e.again then 'repeat' else m.error_code end,
      failed_at = case when e.again then null else clock_timestamp() end,
      due_at = clock_timestamp(), doubt_until = null
    from (
      select id, certainty = 'must_arrive'
        and attempts < case when error_code = 'unknown-outcome' then $1::int else $2::int end as again
      from messages where open and state = 'in_doubt' and doubt_until < clock_timestamp()
      order by id limit 500 for update skip locked) e
    where m.id = e.id
    returning m.shard`,
}
