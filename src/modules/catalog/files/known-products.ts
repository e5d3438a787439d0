import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Draft, KnownProduct } from './import.types.ts'

/** What the catalog has that the products of a slice speak of; locked, so that no edit comes between. */
export type KnownCatalog = {
  byHandle: ReadonlyMap<string, KnownProduct>
  bySku: ReadonlyMap<string, KnownProduct>
  /** Which variant has a retailer id: its SKU. */
  skuOfRetailerId: ReadonlyMap<string, string>
  /** Ids of pictures among those that were asked for. */
  images: ReadonlySet<string>
}

/** `handles` are those that new products might get, besides the ones the drafts name. */
export async function readKnown(
  ctx: StoreContext,
  { drafts, handles }: { drafts: readonly Draft[]; handles: readonly string[] },
): Promise<KnownCatalog> {
  const { tx, storeId } = ctx
  const patches = drafts.map(({ patch }) => patch)
  const variants = patches.flatMap((patch) => patch.variants)
  const skus = variants.map(({ sku }) => sku)
  const retailerIds = variants.map(({ sku, retailerId }) => retailerId ?? sku)
  const named = [...new Set([...patches.flatMap(({ handle }) => handle ?? []), ...handles])]
  const names = await tx.query<Name>(NAMES, [storeId, skus, retailerIds])
  const found = await tx.query<{ id: string }>(HANDLES, [storeId, named])
  const wanted = [...new Set([...found.map(({ id }) => id), ...names.map(({ productId }) => productId)])]
  const ids = await tx.query<{ id: string }>(LOCK, [storeId, wanted])
  const products = await readWhole(
    ctx,
    ids.map(({ id }) => id),
  )
  const asked = [...new Set(patches.flatMap(({ images = [] }) => images))]
  const images = asked.length === 0 ? [] : await tx.query<{ id: string }>(IMAGES, [storeId, asked])
  return {
    byHandle: new Map(products.map((product) => [product.handle, product])),
    bySku: new Map(products.flatMap((product) => product.variants.map(({ sku }) => [sku, product] as const))),
    skuOfRetailerId: new Map(names.map(({ sku, retailerId }) => [retailerId, sku])),
    images: new Set(images.map(({ id }) => id)),
  }
}

/** These products with everything that a file says of them, in the order of their ids. */
export function readWhole({ tx, storeId }: StoreContext, ids: readonly string[]): Promise<KnownProduct[]> {
  return tx.query<KnownProduct>(READ, [storeId, ids])
}

type Name = { sku: string; retailerId: string; productId: string }

// One list for each index: two lists in one condition were matched row by row.
const NAMES: Statement = {
  name: 'imports_known_names',
  text: `select sku, retailer_id as "retailerId", product_id as "productId" from variants
    where store_id = $1 and sku = any ($2::text[])
    union
    select sku, retailer_id, product_id from variants where store_id = $1 and retailer_id = any ($3::text[])`,
}
const HANDLES: Statement = {
  name: 'imports_known_handles',
  text: `select id from products where store_id = $1 and handle = any ($2::text[])`,
}
const LOCK: Statement = {
  name: 'imports_lock_products',
  text: `select id from products where store_id = $1 and id = any ($2::uuid[]) order by id for no key update`,
}
const READ: Statement = {
  name: 'imports_known_products',
  text: `select p.id, p.handle, p.title, p.description, p.brand, p.status, p.hidden, p.options, v.variants, i.images
    from products p
    cross join lateral (
      select coalesce(json_agg(json_build_object('id', v.id, 'sku', v.sku, 'retailerId', v.retailer_id, 'title', v.title,
        'optionValues', v.option_values, 'price', v.price, 'compareAt', v.compare_at, 'position', v.position,
        'archived', v.archived_at is not null, 'onHand', s.on_hand) order by v.position, v.id), '[]') as variants
      from variants v
      left join (stock s join locations l on l.id = s.location_id and l.is_default) on s.variant_id = v.id
      where v.product_id = p.id and v.store_id = p.store_id
    ) v
    cross join lateral (
      select coalesce(json_agg(media_id order by position, id), '[]') as images
      from product_images where product_id = p.id and store_id = p.store_id
    ) i
    where p.store_id = $1 and p.id = any ($2::uuid[]) order by p.id`,
}
const IMAGES: Statement = {
  name: 'imports_known_images',
  text: `select id from media_files where store_id = $1 and id = any ($2::uuid[])`,
}
