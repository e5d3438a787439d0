import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'

const HOUR_MS = 3_600_000

/**
 * Problems that nothing tells the end of: each is raised again whenever it stands in somebody's way, so one that was
 * not seen for so many hours is overcome.
 */
const QUIET_HOURS: Readonly<Record<string, number>> = {
  'number-restricted': 6,
  'template-refused': 24,
  'amount-too-small': 24,
}

/** Closes what has gone quiet; it opens anew when it is seen again. */
export function quietProblemsChore(): Chore {
  return {
    name: 'stores.quiet-problems',
    everyMs: HOUR_MS,
    run: async ({ database, environment }) => {
      await database.system(CLOSE, [Object.keys(QUIET_HOURS), Object.values(QUIET_HOURS), environment.now()])
    },
  }
}

const CLOSE: Statement = {
  name: 'problems_close_quiet',
  text: `update store_problems p set resolved_at = $3
    from unnest($1::text[], $2::int[]) as quiet (code, hours)
    where p.code = quiet.code and p.resolved_at is null
      and p.last_seen_at < $3::timestamptz - make_interval(hours => quiet.hours)`,
}
