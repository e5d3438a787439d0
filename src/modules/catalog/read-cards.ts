import type { Statement, Tx } from '#platform/db.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { ProductCard, SellableVariant } from './catalog.types.ts'
import { sellableColumns, sellableJoins } from './read-variants.ts'

export type ProductKey = { storeId: string; productId: string }

/**
 * The products as a shopper may be shown them, by id: with every variant that is not archived, also the sold-out ones.
 * A product that is no longer shown, or that has nothing left to buy, has no card.
 */
export async function readProductCards(tx: Tx, products: readonly ProductKey[]): Promise<Map<string, ProductCard>> {
  if (products.length === 0) return new Map()
  const rows = await tx.query<SellableVariant & { description: LocalizedText }>(READ_CARDS, [
    products.map((product) => product.storeId),
    products.map((product) => product.productId),
  ])
  const cards = new Map<string, ProductCard>()
  for (const { description, ...variant } of rows) {
    const { productId, title, imageId } = variant
    const card = cards.get(productId) ?? { productId, title, description, imageId, variants: [] }
    card.variants.push(variant)
    cards.set(productId, card)
  }
  return new Map([...cards].filter(([, card]) => card.variants.some((variant) => variant.sellable)))
}

const READ_CARDS: Statement = {
  name: 'product_cards_read',
  text: `with chosen as (select distinct * from unnest($1::uuid[], $2::uuid[]) as k (store_id, product_id))
    select ${sellableColumns}, p.description
    from chosen join variants v on v.product_id = chosen.product_id and v.store_id = chosen.store_id
    ${sellableJoins}
    where w.why_not is null or w.why_not = 'sold_out'
    order by v.product_id, v.position, v.id`,
}
