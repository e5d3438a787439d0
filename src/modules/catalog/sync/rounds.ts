import type { Database, Statement } from '#platform/db.ts'
import type { WorkTools } from '#platform/work.ts'

/** A visit to each store in turn, under a lease per store, so that several workers share the stores between them. */
export type Round = {
  /** Names the round's rows in the schedule; must not be the name of a chore. */
  job: string
  /** Answers with the milliseconds until the store's next visit. */
  visit(storeId: string): Promise<number>
}

export const readbackRound = 'catalog.readback of a store'

/** A chore must end before its own lease does; stores that are left over come with the next run. */
const BUDGET_MS = 60_000
const LEASE_SECONDS = 600
const AFTER_FAILURE_MS = 5 * 60_000

/** Visits the stores with a catalog that are due, the longest waiting first. */
export async function makeRound({ database, environment, log }: WorkTools, { job, visit }: Round): Promise<void> {
  const deadline = environment.now().getTime() + BUDGET_MS
  while (environment.now().getTime() < deadline) {
    const [next] = await database.system<{ storeId: string; fence: number }>(NEXT, [job, LEASE_SECONDS])
    if (next === undefined) return
    let nextMs = AFTER_FAILURE_MS
    let failure: string | null = null
    try {
      nextMs = await visit(next.storeId)
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
      log.error({ job, storeId: next.storeId, error: failure }, 'a visit to a store failed')
    }
    await database.system(VISITED, [job, next.storeId, next.fence, nextMs / 1_000, failure])
  }
}

/**
 * After a lost batch nobody knows in which order Meta applied what: ten minutes later, when everything has landed, the
 * catalog is compared with ours.
 */
export async function lookAgainAfterDoubt(database: Database, storeId: string): Promise<void> {
  await database.system(BRING_FORWARD, [readbackRound, storeId])
}

const NEXT: Statement = {
  name: 'catalog_round_next',
  text: `with due as (
      select s.id::text as store_id from stores s
      left join schedule p on p.job = $1 and p.subject = s.id::text
      where s.status = 'active' and s.catalog_id is not null
        and coalesce(p.next_run_at, '-infinity') <= clock_timestamp()
        and coalesce(p.locked_until, '-infinity') <= clock_timestamp()
      order by p.next_run_at nulls first, s.id limit 1
    )
    insert into schedule as p (job, subject, next_run_at, locked_until, fence)
    select $1, store_id, clock_timestamp(), clock_timestamp() + make_interval(secs => $2), 1 from due
    on conflict (job, subject) do update set locked_until = excluded.locked_until, fence = p.fence + 1
      where coalesce(p.locked_until, '-infinity') <= clock_timestamp()
    returning subject as "storeId", fence`,
}

// A time in the future was set while the visit was under way, and what it is about the visit may not have seen.
const VISITED: Statement = {
  name: 'catalog_round_visited',
  text: `update schedule set locked_until = null, last_period = next_run_at, last_error = $5,
      next_run_at = case when next_run_at > clock_timestamp() then next_run_at
        else clock_timestamp() + make_interval(secs => $4) end
    where job = $1 and subject = $2 and fence = $3`,
}

const BRING_FORWARD: Statement = {
  name: 'catalog_round_bring_forward',
  text: `insert into schedule as p (job, subject, next_run_at)
    values ($1, $2::text, clock_timestamp() + interval '10 minutes')
    on conflict (job, subject) do update set next_run_at =
      case when p.locked_until > clock_timestamp() then excluded.next_run_at
        else least(p.next_run_at, excluded.next_run_at) end`,
}
