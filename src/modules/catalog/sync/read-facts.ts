import type { Statement, Tx } from '#platform/db.ts'
import type { ItemFacts } from './meta-item.rules.ts'

/** A variant's facts, and what was told to Meta of it. */
export type ItemRow = ItemFacts & {
  variantId: string
  sentDigest: Buffer | null
  ackedDigest: Buffer | null
  batchId: string | null
  dirty: boolean
}

/** In the order of their ids; unknown ones are left out. */
export function readItems(tx: Tx, storeId: string, variantIds: readonly string[]): Promise<ItemRow[]> {
  return tx.query<ItemRow>(READ, [storeId, variantIds])
}

/** All variants of a store, a page of ids at a time. */
export async function pageVariantIds(
  tx: Tx,
  storeId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(PAGE, [storeId, after, limit])
  return rows.map(({ id }) => id)
}

const READ: Statement = {
  name: 'catalog_sync_facts',
  text: `select v.id as "variantId", v.product_id as "productId", v.retailer_id as "retailerId", p.title, p.description,
      v.title as "optionTitle", p.brand, p.options, v.option_values as "optionValues", v.price,
      v.compare_at as "compareAt", v.archived_at is null and p.status = 'active' and not p.hidden as "forSale",
      (select coalesce(sum(greatest(on_hand - held - committed - safety, 0)), 0)::int
        from stock where variant_id = v.id) as available,
      array(select media_id from product_images where product_id = p.id order by position, id limit 20)
        as "imageIds",
      c.sent_digest as "sentDigest", c.acked_digest as "ackedDigest", c.batch_id as "batchId",
      c.dirty_since is not null as dirty
    from variants v
    join products p on p.id = v.product_id and p.store_id = v.store_id
    left join catalog_items c on c.variant_id = v.id
    where v.store_id = $1 and v.id = any ($2::uuid[])
    order by v.id`,
}

const PAGE: Statement = {
  name: 'catalog_sync_page',
  text: `select id from variants where store_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
}
