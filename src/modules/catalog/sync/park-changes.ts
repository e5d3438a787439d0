import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { asSync, type SyncTools } from './sync-tools.ts'
import { type Trouble, tellTrouble } from './trouble.ts'

/** Leaves a store's changes and open batches alone for a while; nothing of them is lost. */
export async function parkChanges(tools: SyncTools, storeId: string, trouble: Trouble): Promise<void> {
  await asSync(tools, storeId, async (ctx) => {
    await ctx.tx.run(PARK_ITEMS, [storeId, trouble.retryMs / 1_000])
    await ctx.tx.run(PARK_BATCHES, [storeId, trouble.retryMs / 1_000])
    await tellTrouble(ctx, trouble)
  })
}

/** The owner mended what stopped the store: its changes need not wait any longer. */
export async function unparkChanges({ tx, storeId }: StoreContext): Promise<void> {
  await tx.run(UNPARK_ITEMS, [storeId])
  await tx.run(UNPARK_BATCHES, [storeId])
}

const PARK_ITEMS: Statement = {
  name: 'catalog_sync_park_items',
  text: `with mine as (
      select variant_id from catalog_items
      where store_id = $1 and dirty_since is not null and batch_id is null order by variant_id for update)
    update catalog_items i set retry_at = clock_timestamp() + make_interval(secs => $2)
    from mine where i.variant_id = mine.variant_id`,
}
const PARK_BATCHES: Statement = {
  name: 'catalog_sync_park_batches',
  text: `update catalog_batches set next_check_at = clock_timestamp() + make_interval(secs => $2)
    where store_id = $1 and state = 'sent'`,
}
const UNPARK_ITEMS: Statement = {
  name: 'catalog_sync_unpark_items',
  text: `with mine as (
      select variant_id from catalog_items
      where store_id = $1 and dirty_since is not null and batch_id is null and attempts = 0
      order by variant_id for update)
    update catalog_items i set retry_at = null from mine where i.variant_id = mine.variant_id`,
}
const UNPARK_BATCHES: Statement = {
  name: 'catalog_sync_unpark_batches',
  text: `update catalog_batches set next_check_at = clock_timestamp() where store_id = $1 and state = 'sent'`,
}
