import type { Database, Statement, Tx } from '#platform/db.ts'
import type { CatalogItem } from '#platform/graph/catalog.ts'
import type { Chore } from '#platform/work.ts'
import { readBack, reasonsIn } from './read-back.ts'
import { asSync, type CatalogStore, type CatalogSyncDeps, openCatalogStore, type SyncTools } from './sync-tools.ts'
import { tellItems } from './tell-items.ts'

/** An item whose review Meta may have decided; the digest tells later whether it is still the same content. */
export type Looked = { variantId: string; retailerId: string; ackedDigest: Buffer }

const EVERY_MS = 60_000
const BUDGET_MS = 60_000
/** So many ids fit into one address. */
const AT_ONCE = 50

/** Meta tells nobody of its reviews, so new and changed items are asked about until they are decided. */
export function catalogReviewChore(deps: CatalogSyncDeps): Chore {
  return {
    name: 'catalog.reviews',
    everyMs: EVERY_MS,
    async run(work) {
      const tools = { ...work, ...deps }
      const deadline = tools.environment.now().getTime() + BUDGET_MS
      const waiting = await tools.database.system<{ storeId: string }>(WAITING)
      for (const { storeId } of waiting) {
        if (tools.environment.now().getTime() >= deadline) return
        await learnReviews(tools, storeId, deadline)
      }
    },
  }
}

/** Meta has just taken items, and until it is asked nobody knows whether it looks them over first. */
export async function reviewSoon(database: Database): Promise<void> {
  await database.system(SOON)
}

async function learnReviews(tools: SyncTools, storeId: string, deadline: number): Promise<void> {
  const shop = await openCatalogStore(tools, storeId)
  if (shop === null || shop === 'no-token') return
  let more = true
  while (more && tools.environment.now().getTime() < deadline) more = await lookOnce(tools, shop)
  await asSync(tools, storeId, tellItems)
}

async function lookOnce(tools: SyncTools, shop: CatalogStore): Promise<boolean> {
  const { id: storeId } = shop.store
  const looked = await asSync(tools, storeId, ({ tx }) => tx.query<Looked>(UNDECIDED, [storeId, AT_ONCE]))
  if (looked.length === 0) return false
  const back = await readBack(
    tools,
    shop,
    looked.map(({ retailerId }) => retailerId),
  )
  if (back.kind === 'trouble') {
    tools.log.warn({ storeId, reason: back.trouble.reason }, 'reviews of the catalog could not be read')
    return false
  }
  await asSync(tools, storeId, ({ tx }) => noteReviews(tx, { storeId, looked, items: back.items }))
  return looked.length === AT_ONCE
}

export type Reviews = { storeId: string; looked: readonly Looked[]; items: ReadonlyMap<string, CatalogItem> }

/** An item Meta does not list yet stays undecided: only the comparison of the whole catalog calls it missing. */
export async function noteReviews(tx: Tx, { storeId, looked, items }: Reviews): Promise<void> {
  const found = looked.map((each) => ({ ...each, item: items.get(each.retailerId) }))
  await tx.run(NOTE, [
    storeId,
    found.map(({ variantId }) => variantId),
    found.map(({ ackedDigest }) => ackedDigest),
    found.map(({ item }) => item?.review_status ?? ''),
    found.map(({ item }) => JSON.stringify(item === undefined ? [] : reasonsIn(item))),
  ])
}

const undecided = `c.acked_digest is not null and c.batch_id is null and (c.checked_at is null
      or c.review_status not in ('approved', 'rejected')
        and c.checked_at <= clock_timestamp() - interval '5 minutes')`

const SOON: Statement = {
  name: 'catalog_reviews_soon',
  text: `update schedule set next_run_at = least(next_run_at, clock_timestamp()) where job = 'catalog.reviews'`,
}

const WAITING: Statement = {
  name: 'catalog_reviews_waiting',
  text: `select distinct c.store_id as "storeId" from catalog_items c where ${undecided}`,
}

const UNDECIDED: Statement = {
  name: 'catalog_reviews_undecided',
  text: `select c.variant_id as "variantId", v.retailer_id as "retailerId", c.acked_digest as "ackedDigest"
    from catalog_items c join variants v on v.id = c.variant_id
    where c.store_id = $1 and ${undecided}
    order by c.checked_at nulls first, c.variant_id limit $2`,
}

const NOTE: Statement = {
  name: 'catalog_reviews_note',
  text: `update catalog_items c set review_status = seen.status, review_reasons = seen.reasons,
      checked_at = clock_timestamp()
    from (
      select n.* from unnest($2::uuid[], $3::bytea[], $4::text[], $5::jsonb[]) as n (variant_id, digest, status, reasons)
      join catalog_items i on i.variant_id = n.variant_id and i.store_id = $1
        and i.acked_digest = n.digest and i.batch_id is null
      order by n.variant_id for update of i
    ) seen
    where c.variant_id = seen.variant_id`,
}
