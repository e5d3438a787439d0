import type { Database, Statement } from './db.ts'
import { LEASE_SECONDS, Leases } from './leases.ts'
import type { Chore, WorkTools } from './work.ts'

export type ChoreClaim = { job: string; fence: number }

/** Makes a row for each chore; rows that exist keep their time. */
export async function planChores(database: Database, chores: readonly Chore[]): Promise<void> {
  await database.system(PLAN, [chores.map((chore) => chore.name)])
}

/** Takes the chores that are due, by PostgreSQL's clock, under a lease that no other process holds. */
export async function claimChores(database: Database, names: readonly string[]): Promise<ChoreClaim[]> {
  return names.length === 0 ? [] : database.system(CLAIM, [names, LEASE_SECONDS])
}

/** Keeps the chores that run here from being taken for dead, however long they take. */
export function choreLeases({ database, log }: Pick<WorkTools, 'database' | 'log'>): Leases<ChoreClaim> {
  return new Leases({
    renew: (held) =>
      database.system(RENEW, [held.map(({ job }) => job), held.map(({ fence }) => fence), LEASE_SECONDS]),
    onError: (error) => log.warn({ error: String(error) }, 'the leases of chores could not be renewed'),
  })
}

export type FinishedChore = ChoreClaim & { everyMs: number; failure: string | null }

/** Sets the next run; a process that slept through its lease no longer holds the fence and changes nothing. */
export async function finishChore(database: Database, { job, fence, everyMs, failure }: FinishedChore): Promise<void> {
  await database.system(FINISH, [job, fence, everyMs / 1000, failure])
}

const PLAN: Statement = {
  name: 'schedule_plan',
  text: `insert into schedule (job, next_run_at) select job, clock_timestamp() from unnest($1::text[]) as job
    on conflict (job, subject) do nothing`,
}

const CLAIM: Statement = {
  name: 'schedule_claim',
  text: `update schedule set locked_until = clock_timestamp() + make_interval(secs => $2), fence = fence + 1
    where (job, subject) in (
      select job, subject from schedule
      where job = any ($1) and next_run_at <= clock_timestamp()
        and coalesce(locked_until, '-infinity') <= clock_timestamp()
      for update skip locked)
    returning job, fence`,
}

const RENEW: Statement = {
  name: 'schedule_renew',
  text: `update schedule s set locked_until = clock_timestamp() + make_interval(secs => $3)
    from unnest($1::text[], $2::bigint[]) as held (job, fence)
    where s.job = held.job and s.subject = '' and s.fence = held.fence and s.locked_until is not null`,
}

// However long nobody ran it, a missed chore runs once: the next time counts from now.
const FINISH: Statement = {
  name: 'schedule_finish',
  text: `update schedule set locked_until = null, last_period = next_run_at, last_error = $4,
      next_run_at = clock_timestamp() + make_interval(secs => $3)
    where job = $1 and subject = '' and fence = $2`,
}
