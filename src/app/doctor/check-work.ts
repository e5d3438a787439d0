import type { Database } from '#platform/db.ts'
import { type Finding, faultsOr, verdicts } from './finding.ts'

/** Longer than any backlog of a healthy worker. */
const LATE_SECONDS = 60

type Waiting = { messages: number | null; events: number | null; outgoing: number | null }

/** Whether somebody works off what came in and what should go out. */
export async function checkWork(database: Database): Promise<Finding[]> {
  const { pass, fail } = verdicts('work')
  const [row] = await database.system<Waiting>(OLDEST)
  const fix = 'Start a worker with `dukkan worker`; when one runs, its log says what stops it.'
  const late = (what: string, seconds: number | null | undefined) =>
    (seconds ?? 0) > LATE_SECONDS && fail(`${what} waits for ${Math.round(seconds ?? 0)} s`, fix)
  return faultsOr(
    [
      late('the oldest message from a shopper', row?.messages),
      late('the oldest event', row?.events),
      late('the oldest message to a shopper', row?.outgoing),
    ],
    pass('nothing waits for longer than a minute'),
  )
}

// What waits for a later try, or for the owner, is not late.
const OLDEST = `select
  (select extract(epoch from clock_timestamp() - min(received_at))::float8 from inbox
    where outcome is null and retry_at is null) as messages,
  (select extract(epoch from clock_timestamp() - min(created_at))::float8 from events
    where outcome is null and retry_at is null) as events,
  (select extract(epoch from clock_timestamp() - min(m.due_at))::float8 from messages m
    join stores s on s.id = m.store_id and s.sending_parked_at is null
    where m.open and m.state = 'queued' and m.attempts = 0 and m.error_code is null) as outgoing`
