import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import { isPassingTrouble } from '#platform/passing-trouble.ts'

const CONNECT_MS = 5_000
const PATIENCE_MS = 60_000
const RETRY_MS = 500

/**
 * A process may be started before its PostgreSQL is up, or while that starts anew: it waits for a minute. What waiting
 * cannot mend, such as a wrong password, is thrown at once.
 */
export async function untilDatabaseAnswers(
  url: string,
  log: Pick<Logger, 'warn'>,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + patienceMs
  for (;;) {
    try {
      return await knock(url)
    } catch (error) {
      if (!isPassingTrouble(error) || performance.now() > end) throw error
      log.warn({ error: error instanceof Error ? error.message : String(error) }, 'PostgreSQL does not answer yet')
    }
    await sleep(RETRY_MS)
  }
}

async function knock(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } finally {
    await client.end().catch(() => undefined)
  }
}
