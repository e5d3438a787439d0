import { shardOf } from '#platform/shards.ts'
import type { Drain } from '#platform/work.ts'
import { askBatches } from './ask-batches.ts'
import { SETTLE_SECONDS } from './batches.ts'
import { dueCatalogs, type Line, leaveLine, storesOf, takeLine } from './line.ts'
import { parkChanges } from './park-changes.ts'
import { sendChanges } from './send-changes.ts'
import { type CatalogSyncDeps, openCatalogStore, type SyncTools } from './sync-tools.ts'
import { noToken } from './trouble.ts'

/** With the calls of one more store, a turn ends before the lease on the catalog's line does. */
const TURN_MS = 25_000

/**
 * Brings Meta's copy of each catalog up to ours: sends what changed, asks what became of it, and does again what was
 * lost. Every step can be repeated after a crash; an update that Meta has already changes nothing there.
 */
export function catalogSyncDrain(deps: CatalogSyncDeps, { settleSeconds = SETTLE_SECONDS } = {}): Drain {
  return {
    name: 'catalog-sync',
    waiting: async ({ database }) => [...new Set((await dueCatalogs(database, settleSeconds)).map(shardOf))],
    async run(shard, work) {
      const tools = { ...work, ...deps }
      const due = (await dueCatalogs(tools.database, settleSeconds)).filter((id) => shardOf(id) === shard)
      let served = false
      for (const catalogId of due) {
        const line = await takeLine(tools.database, catalogId)
        if (line === null) continue
        served = true
        await serve(tools, line, settleSeconds)
      }
      return served
    },
  }
}

async function serve(tools: SyncTools, line: Line, settleSeconds: number): Promise<void> {
  const deadline = tools.environment.now().getTime() + TURN_MS
  let restMs = 0
  try {
    for (const storeId of await storesOf(tools.database, line.catalogId)) {
      restMs = await serveStore(tools, storeId, settleSeconds)
      if (restMs > 0 || tools.environment.now().getTime() >= deadline) break
    }
  } finally {
    await leaveLine(tools.database, line, restMs)
  }
}

async function serveStore(tools: SyncTools, storeId: string, settleSeconds: number): Promise<number> {
  const shop = await openCatalogStore(tools, storeId)
  if (shop === null) return 0
  if (shop === 'no-token') {
    await parkChanges(tools, storeId, noToken)
    return 0
  }
  const restMs = await askBatches(tools, shop)
  return restMs > 0 ? restMs : sendChanges(tools, shop, settleSeconds)
}
