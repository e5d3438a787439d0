import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Marked } from '#platform/http.ts'
import { idsOf, markOf, rowMark, rowsMark } from '#platform/row-marks.ts'
import { NotFound } from '#shared/errors.ts'
import type { LocalizedText } from '#shared/language.ts'
import { foldText } from '#shared/text.ts'
import type { ProductOption } from './product.rules.ts'
import { searchWords } from './search.rules.ts'
import { type SyncState, syncState } from './sync/sync-states.ts'

export type StockFigures = { onHand: number; held: number; committed: number; safety: number; available: number }

/** A variant as its owner sees it; prices in minor units. */
export type VariantDetails = {
  id: string
  sku: string
  retailerId: string
  title: LocalizedText
  optionValues: number[]
  price: number
  compareAt: number | null
  archivedAt: string | null
  version: number
  stock: StockFigures
  /** How far Meta's copy is; null when the sync does not know of it. */
  meta: (Omit<SyncState, 'variantId' | 'checkedAt'> & { checkedAt: string | null }) | null
}

export type ProductDetails = {
  id: string
  currency: string
  handle: string
  title: LocalizedText
  description: LocalizedText
  brand: string | null
  status: 'draft' | 'active' | 'archived'
  hidden: boolean
  options: ProductOption[]
  /** In the owner's order, archived ones too. */
  variants: VariantDetails[]
  images: { mediaId: string; alt: LocalizedText }[]
  createdAt: string
  updatedAt: string
  version: number
}

type JsonColumn = 'title' | 'description' | 'options' | 'variants' | 'images'

/** A product as PostgreSQL wrote it: its JSON is text still. */
export type ProductRow = Omit<ProductDetails, JsonColumn> & Record<JsonColumn, string> & Marked

export function detailsOf(row: ProductRow): ProductDetails {
  return {
    ...row,
    title: JSON.parse(row.title),
    description: JSON.parse(row.description),
    options: JSON.parse(row.options),
    variants: JSON.parse(row.variants),
    images: JSON.parse(row.images),
  }
}

export type ProductFilter = {
  status: 'draft' | 'active' | 'archived' | null
  collectionId: string | null
  /** Words that must all occur in what the product is found by. */
  text: string
  beforeId: string | null
  limit: number
}

/** Which products, newest first, older than `beforeId` when given; `readProducts` tells of them. */
export function listProducts(ctx: StoreContext, filter: ProductFilter): Promise<Marked[]> {
  const { status, collectionId, beforeId, limit } = filter
  const words = searchWords(foldText(filter.text))
  if (status === null && collectionId === null && words.length === 0) {
    return ctx.tx.query<Marked>(listAll(limit), [ctx.storeId, beforeId ?? LAST_ID])
  }
  return ctx.tx.query<Marked>(LIST, [ctx.storeId, status, collectionId, words, beforeId, limit])
}

/** In no order; an id of another store has no entry. */
export function readProducts(ctx: StoreContext, ids: readonly string[]): Promise<ProductRow[]> {
  return ctx.tx.query<ProductRow>(READ_SOME, [ctx.storeId, ids.join()])
}

/** Throws NotFound('product'). */
export async function readProduct(ctx: StoreContext, productId: string): Promise<ProductRow> {
  const [product] = await ctx.tx.query<ProductRow>(READ, [ctx.storeId, productId])
  if (product === undefined) throw new NotFound('product', productId)
  return product
}

/** Throws NotFound('variant'). */
export async function readProductOfVariant(ctx: StoreContext, variantId: string): Promise<ProductDetails> {
  const [row] = await ctx.tx.query<{ productId: string }>(PRODUCT_OF, [ctx.storeId, variantId])
  if (row === undefined) throw new NotFound('variant', variantId)
  return detailsOf(await readProduct(ctx, row.productId))
}

// Everything that a product is shown with but the store's currency, which stays what it was made with.
const MARK = markOf(
  rowMark('products', 'p'),
  rowsMark(
    'variants',
    ['v', 'k', 'c'],
    `variants v
          left join stock k on k.variant_id = v.id and k.store_id = v.store_id
          left join catalog_items c on c.variant_id = v.id and c.store_id = v.store_id
          where v.product_id = p.id and v.store_id = p.store_id`,
  ),
  rowsMark('images', ['i'], 'product_images i where i.product_id = p.id and i.store_id = p.store_id'),
)

// One statement for all: a mapper that reads products, variants, pictures, stock and sync one after another took
// twenty times as long.
const READING = `select p.id, s.currency, p.handle, p.title::text, p.description::text, p.brand, p.status, p.hidden,
      p.options::text, p.created_at::text as "createdAt", p.updated_at::text as "updatedAt", p.version,
      v.variants::text, i.images::text, ${MARK}`

const PARTS = `join stores s on s.id = p.store_id
    cross join lateral (
      select coalesce(json_agg(variant order by variant.position, variant.id), '[]') as variants
      from (
        select v.id, v.sku, v.retailer_id as "retailerId", v.title, v.option_values as "optionValues", v.price,
          v.compare_at as "compareAt", v.archived_at as "archivedAt", v.version, v.position, stock, meta
        from variants v
        cross join lateral (
          select coalesce(sum(on_hand), 0) as "onHand", coalesce(sum(held), 0) as held,
            coalesce(sum(committed), 0) as committed, coalesce(sum(safety), 0) as safety,
            coalesce(sum(greatest(on_hand - held - committed - safety, 0)), 0) as available
          from stock where variant_id = v.id and store_id = v.store_id
        ) stock
        left join lateral (
          select ${syncState} as state, errors, review_status as "reviewStatus", review_reasons as "reviewReasons",
            checked_at as "checkedAt"
          from catalog_items where variant_id = v.id and store_id = v.store_id
        ) meta on true
        where v.product_id = p.id and v.store_id = p.store_id
      ) variant
    ) v
    cross join lateral (
      select coalesce(json_agg(image order by image.position, image.id), '[]') as images
      from (
        select media_id as "mediaId", alt, position, id from product_images
        where product_id = p.id and store_id = p.store_id
      ) image
    ) i`

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The page that is asked for most. Conditions that may be absent and a limit that is not known are planned anew each
 * time, which took longer than the reading.
 */
const listAll = (limit: number): Statement => ({
  name: `products_list_all_${limit}`,
  text: `select p.id, ${MARK}
    from (
      select id, store_id, ctid, xmin from products where store_id = $1 and id < $2 order by id desc limit ${limit}
    ) p
    order by p.id desc`,
})
const LIST: Statement = {
  name: 'products_list',
  text: `select p.id, ${MARK}
    from (
      select id, store_id, ctid, xmin from products p
      where p.store_id = $1 and ($2::text is null or p.status = $2)
        and ($3::uuid is null or exists (
          select from collection_products c where c.store_id = $1 and c.collection_id = $3 and c.product_id = p.id))
        and not exists (select from unnest($4::text[]) as word where strpos(p.search_text, word) = 0)
        and ($5::uuid is null or p.id < $5)
      order by p.id desc limit $6
    ) p
    order by p.id desc`,
}
const READ: Statement = {
  name: 'products_read',
  text: `${READING} from products p ${PARTS} where p.store_id = $1 and p.id = $2`,
}
const READ_SOME: Statement = {
  name: 'products_read_some',
  text: `${READING} from ${idsOf('$2')} join products p on p.store_id = $1 and p.id = w.id ${PARTS}`,
}
const PRODUCT_OF: Statement = {
  name: 'products_of_variant',
  text: `select product_id as "productId" from variants where store_id = $1 and id = $2`,
}
