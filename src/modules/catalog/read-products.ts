import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
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
  createdAt: Date
  updatedAt: Date
  version: number
}

export type ProductFilter = {
  status: 'draft' | 'active' | 'archived' | null
  collectionId: string | null
  /** Words that must all occur in what the product is found by. */
  text: string
  beforeId: string | null
  limit: number
}

/** Newest first, older than `beforeId` when given. */
export function listProducts(ctx: StoreContext, filter: ProductFilter): Promise<ProductDetails[]> {
  const { status, collectionId, beforeId, limit } = filter
  const words = searchWords(foldText(filter.text))
  return ctx.tx.query<ProductDetails>(LIST, [ctx.storeId, status, collectionId, words, beforeId, limit])
}

/** Throws NotFound('product'). */
export async function readProduct(ctx: StoreContext, productId: string): Promise<ProductDetails> {
  const [details] = await ctx.tx.query<ProductDetails>(READ, [ctx.storeId, productId])
  if (details === undefined) throw new NotFound('product', productId)
  return details
}

/** Throws NotFound('variant'). */
export async function readProductOfVariant(ctx: StoreContext, variantId: string): Promise<ProductDetails> {
  const [row] = await ctx.tx.query<{ productId: string }>(PRODUCT_OF, [ctx.storeId, variantId])
  if (row === undefined) throw new NotFound('variant', variantId)
  return readProduct(ctx, row.productId)
}

// One statement for the whole page: a mapper that reads products, variants, pictures, stock and sync one after another took
// twenty times as long.
const COLUMNS = `p.id, s.currency, p.handle, p.title, p.description, p.brand, p.status, p.hidden, p.options,
      p.created_at as "createdAt", p.updated_at as "updatedAt", p.version, v.variants, i.images`

const PARTS = `join stores s on s.id = p.store_id
    cross join lateral (
      select coalesce(json_agg(json_build_object(
          'id', v.id, 'sku', v.sku, 'retailerId', v.retailer_id, 'title', v.title, 'optionValues', v.option_values,
          'price', v.price, 'compareAt', v.compare_at, 'archivedAt', v.archived_at, 'version', v.version,
          'stock', k.figures, 'meta', m.facts) order by v.position, v.id), '[]') as variants
      from variants v
      cross join lateral (
        select json_build_object('onHand', coalesce(sum(on_hand), 0), 'held', coalesce(sum(held), 0),
          'committed', coalesce(sum(committed), 0), 'safety', coalesce(sum(safety), 0),
          'available', coalesce(sum(greatest(on_hand - held - committed - safety, 0)), 0)) as figures
        from stock where variant_id = v.id and store_id = v.store_id
      ) k
      left join lateral (
        select json_build_object('state', ${syncState}, 'errors', errors, 'reviewStatus', review_status,
          'reviewReasons', review_reasons, 'checkedAt', checked_at) as facts
        from catalog_items where variant_id = v.id and store_id = v.store_id
      ) m on true
      where v.product_id = p.id and v.store_id = p.store_id
    ) v
    cross join lateral (
      select coalesce(json_agg(json_build_object('mediaId', media_id, 'alt', alt) order by position, id), '[]') as images
      from product_images where product_id = p.id and store_id = p.store_id
    ) i`

const LIST: Statement = {
  name: 'products_list',
  text: `select ${COLUMNS}
    from (
      select * from products p
      where p.store_id = $1 and ($2::text is null or p.status = $2)
        and ($3::uuid is null or exists (
          select from collection_products c where c.store_id = $1 and c.collection_id = $3 and c.product_id = p.id))
        and not exists (select from unnest($4::text[]) as word where strpos(p.search_text, word) = 0)
        and ($5::uuid is null or p.id < $5)
      order by p.id desc limit $6
    ) p ${PARTS}
    order by p.id desc`,
}
const READ: Statement = {
  name: 'products_read',
  text: `select ${COLUMNS} from products p ${PARTS} where p.store_id = $1 and p.id = $2`,
}
const PRODUCT_OF: Statement = {
  name: 'products_of_variant',
  text: `select product_id as "productId" from variants where store_id = $1 and id = $2`,
}
