import type { Stage } from '#test/faults/stage/database.ts'

/**
 * Lets some minutes pass for everything that waits by PostgreSQL's clock: leases of the dead run out, pauses end, what
 * failed is due again. Doubts end too unless they are spared, for a status that is still on its way would end them better.
 */
export async function letTimePass({ ask }: Stage, { spareDoubts = false } = {}): Promise<void> {
  for (const sql of spareDoubts ? WAITS : [...WAITS, ...DOUBTS]) await ask(sql)
}

const past = `clock_timestamp() - interval '1 second'`
const ahead = 'clock_timestamp()'

const WAITS = [
  `update schedule set locked_until = ${past} where locked_until > ${ahead}`,
  `update schedule set next_run_at = ${past} where job in ('catalog.line', 'catalog.calls') and next_run_at > ${ahead}`,
  `update mailboxes set blocked_until = ${past} where blocked_until > ${ahead}`,
  `update inbox set retry_at = ${past} where outcome is null and retry_at > ${ahead}`,
  `update events set retry_at = ${past} where outcome is null and retry_at > ${ahead}`,
  `update refunds set retry_at = ${past} where state in ('decided', 'sending', 'in_doubt', 'pending') and retry_at > ${ahead}`,
  `update number_buckets set blocked_until = ${past} where blocked_until > ${ahead}`,
  `update pair_buckets set blocked_until = ${past}, debt = 0 where blocked_until > ${ahead} or debt > 20`,
  `update messages set due_at = ${past} where state = 'queued' and due_at > ${ahead}`,
  `update payment_attempts set checked_at = checked_at - interval '6 minutes'
    where state in ('creating', 'open', 'processing', 'superseded') and closed_at is null and checked_at > clock_timestamp() - interval '6 minutes'`,
  `update payment_attempts set created_at = created_at - interval '2 minutes'
    where state = 'superseded' and closed_at is null and session_id is null and created_at > clock_timestamp() - interval '2 minutes'`,
  `update catalog_items set retry_at = ${past} where retry_at > ${ahead}`,
  `update catalog_batches set next_check_at = ${past} where state = 'sent' and next_check_at > ${ahead}`,
  `update catalog_batches set created_at = created_at - interval '3 minutes' where state = 'building'`,
]

const DOUBTS = [
  `update messages set locked_until = ${past}
    where state = 'sending' and locked_until > ${ahead} and sending_at < clock_timestamp() - interval '3 seconds'`,
  `update messages set doubt_until = ${past}
    where state = 'in_doubt' and doubt_until > ${ahead} and sending_at < clock_timestamp() - interval '3 seconds'`,
]

/** Makes everything by the clock due now. */
export async function hurryChores({ ask }: Stage): Promise<void> {
  await ask(`update schedule set next_run_at = ${past} where next_run_at > ${ahead}`)
}
