import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#platform/db.ts'

const OPEN = `select 'inbox ' || kind as what, count(*) as waiting from inbox
    where outcome is null and coalesce(retry_at, '-infinity') <= clock_timestamp() group by 1
  union all select 'events ' || type, count(*) from events where outcome is null group by 1
  union all select 'imports', count(*) from imports where state in ('waiting', 'running') having count(*) > 0`
/** A store whose token or catalog id was changed by a suite keeps its items, as it should. */
const OPEN_ITEMS = `
  union all select 'items of the catalog', count(*) from catalog_items where dirty_since is not null having count(*) > 0`

const PATIENCE_MS = 60_000

/** Waits until the worker has done what there is to do, but for sending; says what waits when it stops getting on with it. */
export async function unsettled(database: Database, { catalogToo = false } = {}): Promise<string | null> {
  let least = Number.POSITIVE_INFINITY
  let movedAt = performance.now()
  for (;;) {
    const rows = await database.system<{ what: string; waiting: number }>(catalogToo ? OPEN + OPEN_ITEMS : OPEN)
    const open = rows.reduce((sum, { waiting }) => sum + Number(waiting), 0)
    if (open === 0) return null
    if (open < least) {
      least = open
      movedAt = performance.now()
    }
    if (performance.now() - movedAt > PATIENCE_MS) return JSON.stringify(rows)
    await sleep(200)
  }
}
