import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#platform/db.ts'

/** Well within the grace that a process has for its end, with what else has to be closed. */
const PATIENCE_MS = 5_000
const AGAIN_MS = 1_000
/** A call that Meta does not answer lasts 15 seconds; who is asked to end does not wait for that. */
const LIMIT_MS = 10_000

/**
 * Lets work come to its end, but not wait for a PostgreSQL that says nothing: after some seconds it is hung up on, as
 * often as it takes; nor for anybody else beyond the limit. What was not written then is found by whoever comes next.
 */
export async function endInTime(
  database: Pick<Database, 'hangUp'>,
  end: () => Promise<unknown>,
  { patienceMs = PATIENCE_MS, againMs = AGAIN_MS, limitMs = LIMIT_MS } = {},
): Promise<void> {
  let again: NodeJS.Timeout | undefined
  const impatience = setTimeout(() => {
    database.hangUp()
    again = setInterval(() => database.hangUp(), againMs)
  }, patienceMs)
  try {
    await Promise.race([end(), sleep(limitMs, undefined, { ref: false })])
  } finally {
    clearTimeout(impatience)
    clearInterval(again)
  }
}
