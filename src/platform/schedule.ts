import type { Database, Statement } from './db.ts'
import type { Chore } from './work.ts'

/** A chore that runs longer than this is taken to be dead, and its next run may start elsewhere. */
const LEASE_SECONDS = 120

/** Makes a row for each chore; rows that exist keep their time. */
export async function planChores(database: Database, chores: readonly Chore[]): Promise<void> {
  await database.system(PLAN, [chores.map((chore) => chore.name)])
}

/** Takes the chores that are due, by PostgreSQL's clock, under a lease that no other process holds. */
export async function claimChores(
  database: Database,
  names: readonly string[],
): Promise<{ job: string; fence: number }[]> {
  return names.length === 0 ? [] : database.system(CLAIM, [names, LEASE_SECONDS])
}

export type FinishedChore = { job: string; fence: number; everyMs: number; failure: string | null }

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

// However long nobody ran it, a missed chore runs once: the next time counts from now.
const FINISH: Statement = {
  name: 'schedule_finish',
  text: `update schedule set locked_until = null, last_period = next_run_at, last_error = $4,
      next_run_at = clock_timestamp() + make_interval(secs => $3)
    where job = $1 and subject = '' and fence = $2`,
}
