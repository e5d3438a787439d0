import { markCatalogUsable, raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { listConnectedCatalogs, readCommerceSettings } from '#platform/graph/account.ts'
import type { Chore } from '#platform/work.ts'
import { makeRound } from './rounds.ts'
import { judgeStanding, type Obstacle, obstacleCodes } from './standing.rules.ts'
import { asSync, type CatalogStore, type CatalogSyncDeps, openCatalogStore, type SyncTools } from './sync-tools.ts'
import { troubleOf } from './trouble.ts'

const EVERY_MS = 60_000
const HOUR_MS = 3_600_000
/** While something stands in the way, the owner may be mending it right now. */
const HIDDEN_MS = 5 * 60_000

/** Asks Meta hourly whether shoppers can see the store's catalog, and tells the owner what to switch on when not. */
export function catalogStandingChore(deps: CatalogSyncDeps): Chore {
  return {
    name: 'catalog.standing',
    everyMs: EVERY_MS,
    run: (work) => {
      const tools = { ...work, ...deps }
      return makeRound(work, { job: 'catalog.standing of a store', visit: (storeId) => checkStanding(tools, storeId) })
    },
  }
}

/** Answers with the time until the next check. */
export async function checkStanding(tools: SyncTools, storeId: string): Promise<number> {
  const shop = await openCatalogStore(tools, storeId)
  if (shop === null || shop === 'no-token') return HOUR_MS
  const obstacles = await obstaclesOf(tools, shop)
  if (obstacles === null) return HIDDEN_MS
  await asSync(tools, storeId, (ctx) => note(ctx, obstacles))
  return obstacles.length === 0 ? HOUR_MS : HIDDEN_MS
}

/** Null when Meta gave no answer to go by; then nothing changes. */
async function obstaclesOf(tools: SyncTools, { store, catalogId, token }: CatalogStore): Promise<Obstacle[] | null> {
  const connected = await listConnectedCatalogs(tools.graph, { wabaId: store.wabaId, token })
  const commerce = await readCommerceSettings(tools.graph, { phoneNumberId: store.phoneNumberId, token })
  if (connected.kind !== 'ok') return unread(tools, store.id, connected)
  if (commerce.kind !== 'ok') return unread(tools, store.id, commerce)
  return judgeStanding({
    catalogId,
    connected: connected.value,
    visible: commerce.value?.is_catalog_visible ?? false,
    cart: commerce.value?.is_cart_enabled ?? true,
  })
}

function unread(tools: SyncTools, storeId: string, outcome: Parameters<typeof troubleOf>[0]): null {
  tools.log.warn({ storeId, reason: troubleOf(outcome).reason }, 'the catalog’s standing could not be read')
  return null
}

async function note({ tx, storeId, newId, now }: StoreContext, obstacles: readonly Obstacle[]): Promise<void> {
  await markCatalogUsable(tx, storeId, obstacles.length === 0)
  for (const { code, details, fix } of obstacles) {
    await raiseProblem(tx, storeId, { id: newId(), code, details, fix, now: now() })
  }
  const overcome = obstacleCodes.filter((code) => obstacles.every((obstacle) => obstacle.code !== code))
  for (const code of overcome) await resolveProblem(tx, storeId, { code, now: now() })
}
