import { changeStock, lockStock } from '#modules/catalog/stock-ledger.ts'
import { actorName, type StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { ProductPlan } from './plan.types.ts'

/** Writes what was planned, a statement for each table; a product of several plans is written as the last leaves it. */
export async function writePlans(
  ctx: StoreContext,
  { plans, reason }: { plans: readonly ProductPlan[]; reason: string },
): Promise<void> {
  const { tx, storeId } = ctx
  const added = byId(plans.flatMap((plan) => plan.added))
  const changed = byId(plans.flatMap((plan) => plan.changed))
  const products = byId(plans.flatMap(({ product }) => product ?? []))
  const isNew = new Set(plans.filter(({ verdict }) => verdict === 'created').map(({ after }) => after.id))
  const rows = [...products.values()]
  const at = ctx.now()
  const put = async (statement: Statement, written: readonly object[]) => {
    if (written.length > 0) await tx.run(statement, [storeId, JSON.stringify(written), at])
  }
  await put(
    ADD_PRODUCTS,
    rows.filter(({ id }) => isNew.has(id)),
  )
  await put(
    CHANGE_PRODUCTS,
    rows.filter(({ id }) => !isNew.has(id)),
  )
  await put(
    ADD_VARIANTS,
    [...added.values()].map((variant) => changed.get(variant.id) ?? variant),
  )
  await put(
    CHANGE_VARIANTS,
    [...changed.values()].filter(({ id }) => !added.has(id)),
  )
  await writeImages(ctx, plans)
  await writeCounts(ctx, { plans, isNew: new Set(added.keys()), reason })
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}

async function writeImages({ tx, storeId, newId }: StoreContext, plans: readonly ProductPlan[]): Promise<void> {
  const shown = new Map(plans.flatMap(({ images }) => (images === null ? [] : [[images.productId, images.mediaIds]])))
  if (shown.size === 0) return
  const rows = [...shown].flatMap(([productId, mediaIds]) =>
    mediaIds.map((mediaId, position) => ({ id: newId(), productId, mediaId, position })),
  )
  await tx.run(DROP_IMAGES, [storeId, [...shown.keys()]])
  await tx.run(ADD_IMAGES, [storeId, JSON.stringify(rows)])
}

type Counting = { plans: readonly ProductPlan[]; isNew: ReadonlySet<string>; reason: string }

async function writeCounts(ctx: StoreContext, { plans, isNew, reason }: Counting): Promise<void> {
  const { tx, storeId } = ctx
  const counts = new Map(plans.flatMap((plan) => plan.counts.map(({ variantId, onHand }) => [variantId, onHand])))
  const fresh = [...counts].filter(([variantId]) => isNew.has(variantId))
  if (fresh.length > 0) {
    const [ids, onHands] = [fresh.map(([id]) => id), fresh.map(([, onHand]) => onHand)]
    await tx.run(FIRST_COUNT, [storeId, ids, onHands, reason, actorName(ctx.actor), ctx.now()])
  }
  const recounted = [...counts.keys()].filter((variantId) => !isNew.has(variantId))
  if (recounted.length > 0) await recount(ctx, { counts, variantIds: recounted, reason })
}

type Recounting = { counts: ReadonlyMap<string, number>; variantIds: string[]; reason: string }

async function recount(ctx: StoreContext, { counts, variantIds, reason }: Recounting): Promise<void> {
  const { tx, storeId } = ctx
  await tx.run(OPEN_SHELVES, [storeId, variantIds, ctx.now()])
  const locked = await lockStock(
    tx,
    variantIds.map((variantId) => ({ storeId, variantId })),
  )
  // A store's default place comes first; the others keep what they have.
  const shelves = new Map(locked.toReversed().map((row) => [row.variantId, row]))
  const changes = [...shelves.values()].map((row) => ({
    ...row,
    kind: 'set' as const,
    onHand: (counts.get(row.variantId) ?? row.onHand) - row.onHand,
    held: 0,
    committed: 0,
    orderId: null,
    reason,
  }))
  await changeStock(ctx, locked, changes)
}

const ADD_PRODUCTS: Statement = {
  name: 'imports_add_products',
  text: `insert into products (id, store_id, handle, title, description, brand, status, hidden, options, search_text,
      created_at, updated_at)
    select id, $1, handle, title, description, brand, status, hidden, options, "searchText", $3, $3
    from json_to_recordset($2) as p (id uuid, handle text, title jsonb, description jsonb, brand text, status text,
      hidden boolean, options jsonb, "searchText" text)`,
}
const CHANGE_PRODUCTS: Statement = {
  name: 'imports_change_products',
  text: `update products o set title = p.title, description = p.description, brand = p.brand, status = p.status,
      hidden = p.hidden, options = p.options, search_text = p."searchText", updated_at = $3, version = o.version + 1
    from json_to_recordset($2) as p (id uuid, title jsonb, description jsonb, brand text, status text, hidden boolean,
      options jsonb, "searchText" text)
    where o.store_id = $1 and o.id = p.id`,
}
const ADD_VARIANTS: Statement = {
  name: 'imports_add_variants',
  text: `insert into variants (id, store_id, product_id, sku, retailer_id, title, option_values, price, compare_at,
      position, created_at, updated_at)
    select id, $1, "productId", sku, "retailerId", title, "optionValues", price, "compareAt", position, $3, $3
    from json_to_recordset($2) as v (id uuid, "productId" uuid, sku text, "retailerId" text, title jsonb,
      "optionValues" jsonb, price bigint, "compareAt" bigint, position int)`,
}
const CHANGE_VARIANTS: Statement = {
  name: 'imports_change_variants',
  text: `update variants o set title = v.title, option_values = v."optionValues", price = v.price,
      compare_at = v."compareAt", updated_at = $3, version = o.version + 1
    from json_to_recordset($2) as v (id uuid, title jsonb, "optionValues" jsonb, price bigint, "compareAt" bigint)
    where o.store_id = $1 and o.id = v.id`,
}
const DROP_IMAGES: Statement = {
  name: 'imports_drop_images',
  text: `delete from product_images where store_id = $1 and product_id = any ($2::uuid[])`,
}
const ADD_IMAGES: Statement = {
  name: 'imports_add_images',
  text: `insert into product_images (id, store_id, product_id, media_id, position)
    select id, $1, "productId", "mediaId", position
    from json_to_recordset($2) as i (id uuid, "productId" uuid, "mediaId" uuid, position int)`,
}
const FIRST_COUNT: Statement = {
  name: 'imports_first_count',
  text: `with counted as (
      select c.variant_id, l.id as location_id, c.on_hand
      from unnest($2::uuid[], $3::int[]) as c (variant_id, on_hand)
      join locations l on l.store_id = $1 and l.is_default
    ), shelved as (
      insert into stock (variant_id, location_id, store_id, on_hand, updated_at)
      select variant_id, location_id, $1, on_hand, $6 from counted
    )
    insert into stock_movements (store_id, variant_id, location_id, kind, on_hand_change, reason, actor, at)
    select $1, variant_id, location_id, 'set', on_hand, $4, $5, $6 from counted`,
}
const OPEN_SHELVES: Statement = {
  name: 'imports_open_shelves',
  text: `insert into stock (variant_id, location_id, store_id, updated_at)
    select v.id, l.id, v.store_id, $3 from variants v
    join locations l on l.store_id = v.store_id and l.is_default
    where v.store_id = $1 and v.id = any ($2::uuid[]) on conflict do nothing`,
}
