import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import { foldText } from '#shared/text.ts'
import { withEntities } from './entities.ts'
import { Product } from './product.entity.ts'
import { searchWords } from './search.rules.ts'
import { readStock } from './stock-count.ts'
import { readSyncStates, type SyncState } from './sync/sync-states.ts'

export type StockFigures = { onHand: number; held: number; committed: number; safety: number; available: number }

export type ProductDetails = {
  product: Product
  stock: ReadonlyMap<string, StockFigures>
  /** How far Meta's copy of each variant is. */
  meta: ReadonlyMap<string, SyncState>
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
export async function listProducts(ctx: StoreContext, filter: ProductFilter): Promise<ProductDetails[]> {
  const { status, collectionId, beforeId, limit } = filter
  const words = searchWords(foldText(filter.text))
  const found = await ctx.tx.query<{ id: string }>(LIST, [ctx.storeId, status, collectionId, words, beforeId, limit])
  return readProducts(
    ctx,
    found.map(({ id }) => id),
  )
}

/** Throws NotFound('product'). */
export async function readProduct(ctx: StoreContext, productId: string): Promise<ProductDetails> {
  const [details] = await readProducts(ctx, [productId])
  if (details === undefined) throw new NotFound('product', productId)
  return details
}

/** Throws NotFound('variant'). */
export async function readProductOfVariant(ctx: StoreContext, variantId: string): Promise<ProductDetails> {
  const [row] = await ctx.tx.query<{ productId: string }>(PRODUCT_OF, [ctx.storeId, variantId])
  if (row === undefined) throw new NotFound('variant', variantId)
  return readProduct(ctx, row.productId)
}

/** In the order of the ids; unknown ones are left out. */
async function readProducts(ctx: StoreContext, ids: readonly string[]): Promise<ProductDetails[]> {
  if (ids.length === 0) return []
  const products = await withEntities(ctx, ({ em }) =>
    em.find(Product, { id: { $in: [...ids] } }, { populate: ['variants', 'images'], orderBy: { id: 'desc' } }),
  )
  const variantIds = products.flatMap(({ variants }) => variants.map(({ id }) => id))
  const stock = await stockOf(ctx, variantIds)
  const meta = await readSyncStates(ctx.tx, ctx.storeId, variantIds)
  return products.map((product) => ({ product, stock, meta }))
}

async function stockOf(ctx: StoreContext, variantIds: readonly string[]): Promise<Map<string, StockFigures>> {
  const stock = new Map<string, StockFigures>()
  for (const { variantId, onHand, held, committed, safety, available } of await readStock(
    ctx.tx,
    ctx.storeId,
    variantIds,
  )) {
    const before = stock.get(variantId) ?? NONE
    stock.set(variantId, {
      onHand: before.onHand + onHand,
      held: before.held + held,
      committed: before.committed + committed,
      safety: before.safety + safety,
      available: before.available + available,
    })
  }
  return stock
}

export const NONE: StockFigures = { onHand: 0, held: 0, committed: 0, safety: 0, available: 0 }

const LIST: Statement = {
  name: 'products_list',
  text: `select p.id from products p
    where p.store_id = $1 and ($2::text is null or p.status = $2)
      and ($3::uuid is null or exists (
        select from collection_products c where c.store_id = $1 and c.collection_id = $3 and c.product_id = p.id))
      and not exists (select from unnest($4::text[]) as word where strpos(p.search_text, word) = 0)
      and ($5::uuid is null or p.id < $5)
    order by p.id desc limit $6`,
}
const PRODUCT_OF: Statement = {
  name: 'products_of_variant',
  text: `select product_id as "productId" from variants where store_id = $1 and id = $2`,
}
