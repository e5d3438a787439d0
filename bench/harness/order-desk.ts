import type { OrderDesk } from '#bench/load/order-load.ts'
import { publicId } from '#shared/ids.ts'
import { query } from './stage.ts'
import { makeApiKeys } from './stores.ts'

/** Who and what a store's orders can be taken for: shoppers who have bought before, and all that is for sale. */
export async function deskOf(databaseUrl: string, storeId: string, keys: number): Promise<OrderDesk> {
  const shoppers = await query(
    databaseUrl,
    `select id from shoppers where store_id = '${storeId}' order by id limit 500`,
  )
  const variants = await query(
    databaseUrl,
    `select v.id from variants v join products p on p.id = v.product_id
      where v.store_id = '${storeId}' and v.archived_at is null and p.status = 'active' and not p.hidden order by v.id`,
  )
  return {
    keys: await makeApiKeys(databaseUrl, storeId, keys),
    shopperIds: shoppers.map(({ id }) => publicId('shopper', String(id))),
    variantIds: variants.map(({ id }) => publicId('variant', String(id))),
  }
}
