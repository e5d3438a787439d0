import type { Statement, Tx } from '#platform/db.ts'
import type { ProductCard, ShownCollection } from './catalog.types.ts'
import { readProductCards } from './read-cards.ts'

/** The collections a shopper may be offered: visible ones with something to buy, in the owner's order. */
export function readCollections(tx: Tx, storeIds: readonly string[]): Promise<ShownCollection[]> {
  return tx.query<ShownCollection>(READ_COLLECTIONS, [storeIds])
}

export type CollectionKey = { storeId: string; collectionId: string }

/** The first fifty products that each collection has to sell, in the owner's order; one with none has no entry. */
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

/** Whether somebody could buy the product `p` now. */
const buyable = `p.status = 'active' and not p.hidden
          and exists (
            select from variants v join stock s on s.variant_id = v.id
            where v.product_id = p.id and v.archived_at is null
              and s.on_hand - s.held - s.committed - s.safety > 0)`

/** Beyond this nobody is told how many there are: counting a large collection would cost every greeting. */
const MOST_COUNTED = 12

const READ_COLLECTIONS: Statement = {
  name: 'collections_read',
  text: `select c.id, c.store_id as "storeId", c.handle, c.title, nullif(m.count, ${MOST_COUNTED + 1}) as "productCount"
    from collections c
    cross join lateral (
      select count(*)::int as count
      from (
        select from collection_products cp join products p on p.id = cp.product_id and p.store_id = c.store_id
        where cp.collection_id = c.id and cp.store_id = c.store_id and ${buyable}
        limit ${MOST_COUNTED + 1}
      ) counted
    ) m
    where c.store_id = any ($1::uuid[]) and not c.hidden and m.count > 0
    order by c.store_id, c.position, c.id`,
}

/** What is not among the first of a large collection is found by searching. */
const MOST_SHOWN = 50

const READ_MEMBERS: Statement = {
  name: 'collection_members_read',
  text: `select c.store_id as "storeId", c.id as "collectionId", m.product_id as "productId"
    from (select distinct * from unnest($1::uuid[], $2::uuid[]) as u (store_id, id)) k
    join collections c on c.id = k.id and c.store_id = k.store_id and not c.hidden
    cross join lateral (
      select cp.position, cp.product_id
      from collection_products cp join products p on p.id = cp.product_id and p.store_id = c.store_id
      where cp.collection_id = c.id and cp.store_id = c.store_id and ${buyable}
      order by cp.position, cp.product_id limit ${MOST_SHOWN}
    ) m
    order by c.id, m.position, m.product_id`,
}
