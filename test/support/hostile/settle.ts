import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#platform/db.ts'

const OPEN = `select (select count(*) from inbox where outcome is null)
  + (select count(*) from events where outcome is null)
  + (select count(*) from catalog_items where dirty_since is not null) as open`

/** Waits until the worker has done what there is to do, but for sending; false when it stops getting on with it. */
export async function settled(database: Database, patienceMs = 60_000): Promise<boolean> {
  let least = Number.POSITIVE_INFINITY
  let movedAt = performance.now()
  while (performance.now() - movedAt < patienceMs) {
    const [row] = await database.system<{ open: number }>(OPEN)
    const open = Number(row?.open)
    if (open === 0) return true
    if (open < least) {
      least = open
      movedAt = performance.now()
    }
    await sleep(200)
  }
  return false
}
