import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'

const HOUR_MS = 3_600_000

/** Takes away files whose upload broke off in a way that nobody could clean up after. */
export function forgottenImportsChore(): Chore {
  return {
    name: 'catalog.forgotten-imports',
    everyMs: HOUR_MS,
    run: async ({ database }) => {
      await database.system(FORGET)
    },
  }
}

const FORGET: Statement = {
  name: 'imports_forgotten',
  text: `delete from imports where state = 'receiving' and created_at < clock_timestamp() - interval '1 hour'`,
}
