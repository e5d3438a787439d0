import type { Statement, Tx } from '#platform/db.ts'
import type { ProductCard, ShownCollection } from './catalog.types.ts'
import { readProductCards } from './read-cards.ts'

/** The collections a shopper may be offered: visible ones with something to buy, in the owner's order. */
export function readCollections(tx: Tx, storeIds: readonly string[]): Promise<ShownCollection[]> {
  return tx.query<ShownCollection>(READ_COLLECTIONS, [storeIds])
}

export type CollectionKey = { storeId: string; collectionId: string }

/** What each collection has to sell, in the owner's order; a hidden or unknown collection has no entry. */
export async function readCollectionProducts(
  tx: Tx,
  collections: readonly CollectionKey[],
): Promise<Map<string, ProductCard[]>> {
  const members = await tx.query<CollectionKey & { productId: string }>(READ_MEMBERS, [
    collections.map((collection) => collection.storeId),
    collections.map((collection) => collection.collectionId),
  ])
  const cards = await readProductCards(tx, members)
  const products = new Map<string, ProductCard[]>(members.map(({ collectionId }) => [collectionId, []]))
  for (const { collectionId, productId } of members) {
    const card = cards.get(productId)
    if (card !== undefined) products.get(collectionId)?.push(card)
  }
  return products
}

const READ_COLLECTIONS: Statement = {
  name: 'collections_read',
  text: `select c.id, c.store_id as "storeId", c.handle, c.title, m.count as "productCount"
    from collections c
    cross join lateral (
      select count(*)::int as count
      from collection_products cp join products p on p.id = cp.product_id and p.store_id = c.store_id
      where cp.collection_id = c.id and cp.store_id = c.store_id and p.status = 'active' and not p.hidden
        and exists (
          select from variants v join stock s on s.variant_id = v.id
          where v.product_id = p.id and v.archived_at is null
            and s.on_hand - s.held - s.committed - s.safety > 0)
    ) m
    where c.store_id = any ($1::uuid[]) and not c.hidden and m.count > 0
    order by c.store_id, c.position, c.id`,
}

const READ_MEMBERS: Statement = {
  name: 'collection_members_read',
  text: `select c.store_id as "storeId", c.id as "collectionId", cp.product_id as "productId"
    from (select distinct * from unnest($1::uuid[], $2::uuid[]) as u (store_id, id)) k
    join collections c on c.id = k.id and c.store_id = k.store_id and not c.hidden
    join collection_products cp on cp.collection_id = c.id and cp.store_id = c.store_id
    order by c.id, cp.position, cp.product_id`,
}
