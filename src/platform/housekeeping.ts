import type { Database, Statement } from './db.ts'
import type { Chore } from './work.ts'

const BATCH = 5_000
const HOUR_MS = 60 * 60 * 1000

/** Removes what has been kept long enough, a few thousand rows at a time so that nobody waits for it. */
export function housekeepingChore(): Chore {
  return {
    name: 'housekeeping',
    everyMs: HOUR_MS,
    async run({ database }) {
      for (const statement of [OLD_ENVELOPES, OLD_INBOX, OLD_EVENTS, OLD_KEYS]) await removeAll(database, statement)
    },
  }
}

async function removeAll(database: Database, statement: Statement): Promise<void> {
  let removed = BATCH
  while (removed >= BATCH) {
    const [row] = await database.system<{ removed: number }>(statement, [BATCH])
    removed = row?.removed ?? 0
  }
}

// A dedupe key is kept as long as its envelope: 30 days, well past the week for which Meta retries.
const OLD_ENVELOPES = removal('envelopes', `received_at < clock_timestamp() - interval '30 days'`)
const OLD_INBOX = removal('inbox', `received_at < clock_timestamp() - interval '30 days' and outcome is not null`)
const OLD_EVENTS = removal('events', `created_at < clock_timestamp() - interval '30 days' and outcome is not null`)
const OLD_KEYS = removal('idempotency_keys', 'expires_at < clock_timestamp()')

function removal(table: string, condition: string): Statement {
  return {
    name: `housekeeping_${table}`,
    text: `with gone as (
        delete from ${table} where ctid in (select ctid from ${table} where ${condition} limit $1) returning 1
      ) select count(*)::int as removed from gone`,
  }
}
