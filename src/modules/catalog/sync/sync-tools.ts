import { loadStores, type Store } from '#modules/stores/index.ts'
import { inStore, type StoreContext } from '#platform/context.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import type { WorkTools } from '#platform/work.ts'
import { Unavailable } from '#shared/errors.ts'

export type CatalogSyncDeps = {
  readonly graph: GraphClient
  readonly secrets: { get(storeId: string, name: 'whatsapp_access_token'): Promise<string> }
  /** Where Meta fetches pictures, without a slash at the end. */
  readonly publicUrl: string
}

export type SyncTools = WorkTools & CatalogSyncDeps

/** A store with what it takes to speak to Meta about its catalog. */
export type CatalogStore = { store: Store; catalogId: string; token: string }

/** One transaction in one store, done by the sync itself. */
export function asSync<T>(
  tools: Pick<WorkTools, 'database' | 'environment'>,
  storeId: string,
  work: (ctx: StoreContext) => Promise<T>,
): Promise<T> {
  return inStore(tools.database, tools.environment, { storeId, actor: { kind: 'system', id: 'catalog-sync' }, work })
}

/** Null for a store that is gone, paused or without a catalog; `no-token` for one whose owner set none. */
export async function openCatalogStore(tools: SyncTools, storeId: string): Promise<CatalogStore | 'no-token' | null> {
  const store = await asSync(tools, storeId, async ({ tx }) => (await loadStores(tx, [storeId])).get(storeId))
  if (store === undefined || store.catalogId === null || store.status !== 'active') return null
  try {
    const token = await tools.secrets.get(storeId, 'whatsapp_access_token')
    return { store, catalogId: store.catalogId, token }
  } catch (error) {
    if (error instanceof Unavailable) return 'no-token'
    throw error
  }
}
