import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { CatalogItem } from '#platform/graph/catalog.ts'
import type { Chore } from '#platform/work.ts'
import { forgetOldBatches } from './batches.ts'
import { driftOf } from './drift.rules.ts'
import { digestOf } from './item-digest.ts'
import { type Looked, noteReviews } from './learn-reviews.ts'
import { type Marking, markAllItems, windowOf } from './mark-items.ts'
import { judgeItem } from './meta-item.rules.ts'
import { readBack } from './read-back.ts'
import { type ItemRow, pageVariantIds, readItems } from './read-facts.ts'
import { makeRound, readbackRound } from './rounds.ts'
import { asSync, type CatalogStore, type CatalogSyncDeps, openCatalogStore, type SyncTools } from './sync-tools.ts'
import { tellItems } from './tell-items.ts'

const EVERY_MS = 60_000
const DAY_MS = 86_400_000
const AGAIN_MS = 30 * 60_000
const PAGE = 500
const MOST_EXAMPLES = 20

/** Once a day, and after any doubt, Meta's whole copy is compared with ours. What is ours and differs is sent again. */
export function catalogReadbackChore(deps: CatalogSyncDeps): Chore {
  return {
    name: 'catalog.readback',
    everyMs: EVERY_MS,
    run: (work) => {
      const tools = { ...work, ...deps }
      return makeRound(work, { job: readbackRound, visit: (storeId) => compareCatalog(tools, storeId) })
    },
  }
}

/** Answers with the time until the next comparison. Never deletes: what is not ours is only reported. */
export async function compareCatalog(tools: SyncTools, storeId: string): Promise<number> {
  const shop = await openCatalogStore(tools, storeId)
  if (shop === null || shop === 'no-token') return DAY_MS
  const marking = { store: shop.store, catalogId: shop.catalogId, publicUrl: tools.publicUrl }
  // Taken before Meta is read, so that what changes meanwhile is not mistaken for a difference.
  const settled = await asSync(tools, storeId, async (ctx) => {
    await markAllItems(ctx.tx, marking)
    await forgetOldBatches(ctx.tx, storeId)
    return readSettled(ctx, marking)
  })
  const back = await readBack(tools, shop)
  if (back.kind === 'trouble') {
    tools.log.warn({ storeId, reason: back.trouble.reason }, 'the catalog could not be read back')
    return AGAIN_MS
  }
  for (const retailerId of await neighborsIn(tools, shop)) settled.retailerIds.add(retailerId)
  await asSync(tools, storeId, (ctx) => settle(ctx, settled, back.items))
  return DAY_MS
}

/** What other stores keep in the same catalog is not foreign. */
async function neighborsIn(tools: SyncTools, { store, catalogId }: CatalogStore): Promise<string[]> {
  const rows = await tools.database.system<{ retailerId: string }>(NEIGHBORS, [catalogId, store.id])
  return rows.map(({ retailerId }) => retailerId)
}

type Settled = Looked & { ours: { title: string; price: number; currency: string; availability: string } }
type Ours = { settled: Settled[]; retailerIds: Set<string> }

/** The items of which Meta should have exactly what we have, and the names of all that are ours. */
async function readSettled({ tx, storeId }: StoreContext, marking: Marking): Promise<Ours> {
  const ours: Ours = { settled: [], retailerIds: new Set() }
  let after: string | null = null
  do {
    const page: string[] = await pageVariantIds(tx, storeId, { after, limit: PAGE })
    for (const row of await readItems(tx, storeId, page)) {
      ours.retailerIds.add(row.retailerId)
      const settled = settledOf(row, marking)
      if (settled !== null) ours.settled.push(settled)
    }
    after = page.at(-1) ?? null
  } while (after !== null)
  return ours
}

function settledOf(row: ItemRow, marking: Marking): Settled | null {
  const { variantId, retailerId, ackedDigest } = row
  if (ackedDigest === null || row.dirty || row.batchId !== null) return null
  const verdict = judgeItem(row, windowOf(marking), true)
  if (!verdict.listed || !digestOf(marking.catalogId, verdict.item).equals(ackedDigest)) return null
  const { title, availability } = verdict.item
  const ours = {
    title: String(title),
    price: row.compareAt ?? row.price,
    currency: marking.store.currency,
    availability: String(availability),
  }
  return { variantId, retailerId, ackedDigest, ours }
}

async function settle(ctx: StoreContext, ours: Ours, items: ReadonlyMap<string, CatalogItem>): Promise<void> {
  const { tx, storeId } = ctx
  const missing = ours.settled.filter(({ retailerId }) => !items.has(retailerId))
  const changed = ours.settled.filter((each) => hasDrifted(each, items.get(each.retailerId)))
  const foreign = [...items.keys()].filter((retailerId) => !ours.retailerIds.has(retailerId))
  const present = ours.settled.filter(({ retailerId }) => items.has(retailerId))
  await noteReviews(tx, { storeId, looked: present, items })
  await sendAgain(ctx, missing, true)
  await sendAgain(ctx, changed, false)
  await tellDrift(ctx, {
    missing: missing.map(({ retailerId }) => retailerId),
    changed: changed.map(({ retailerId }) => retailerId),
    foreign,
    hidden: present
      .map(({ retailerId }) => retailerId)
      .filter((id) => !['published', undefined].includes(items.get(id)?.visibility?.toLowerCase())),
  })
  await tellItems(ctx)
}

function hasDrifted({ ours }: Settled, item: CatalogItem | undefined): boolean {
  return item !== undefined && driftOf(ours, item).length > 0
}

async function sendAgain({ tx, storeId }: StoreContext, items: readonly Settled[], gone: boolean): Promise<void> {
  if (items.length === 0) return
  await tx.run(SEND_AGAIN, [
    storeId,
    items.map(({ variantId }) => variantId),
    items.map(({ ackedDigest }) => ackedDigest),
    gone,
  ])
}

type Drift = { missing: string[]; changed: string[]; foreign: string[]; hidden: string[] }

const driftFix =
  'Someone changed the catalog at Meta. Missing and changed items are sent again by themselves; hidden ones must be published, and foreign ones deleted or imported, in Commerce Manager.'

async function tellDrift({ tx, storeId, newId, now }: StoreContext, drift: Drift): Promise<void> {
  const code = 'catalog-drift'
  const found = Object.entries(drift).filter(([, retailerIds]) => retailerIds.length > 0)
  if (found.length === 0) return resolveProblem(tx, storeId, { code, now: now() })
  const details = Object.fromEntries(
    found.map(([kind, retailerIds]) => [
      kind,
      { count: retailerIds.length, retailerIds: retailerIds.slice(0, MOST_EXAMPLES) },
    ]),
  )
  await raiseProblem(tx, storeId, { id: newId(), code, details, fix: driftFix, now: now() })
}

const NEIGHBORS: Statement = {
  name: 'catalog_readback_neighbors',
  text: `select v.retailer_id as "retailerId" from stores s join variants v on v.store_id = s.id
    where s.catalog_id = $1 and s.id <> $2`,
}

// What was sent is forgotten, so that marking cannot take the item for clean before it has been sent anew.
const SEND_AGAIN: Statement = {
  name: 'catalog_readback_send_again',
  text: `update catalog_items c set dirty_since = coalesce(dirty_since, clock_timestamp()), attempts = 0, retry_at = null,
      sent_digest = null, acked_digest = case when $4 then null else acked_digest end,
      review_status = case when $4 then '' else review_status end
    from unnest($2::uuid[], $3::bytea[]) as drifted (variant_id, digest)
    where c.store_id = $1 and c.variant_id = drifted.variant_id and c.acked_digest = drifted.digest
      and c.batch_id is null`,
}
