import type { Statement, Tx } from '#platform/db.ts'
import type { SellableVariant } from './catalog.types.ts'

export type VariantSelection = {
  variantIds?: readonly string[]
  /** Meta's name of an item, as an order from the native cart carries it. */
  retailerIds?: readonly { storeId: string; retailerId: string }[]
}

/**
 * The variants selected, of these stores only, in no promised order: also those that cannot be bought, with the reason,
 * so that a cart stays readable. An id that is unknown here has no row in the answer.
 */
export function readVariants(
  tx: Tx,
  storeIds: readonly string[],
  { variantIds = [], retailerIds = [] }: VariantSelection,
): Promise<SellableVariant[]> {
  return tx.query<SellableVariant>(READ_VARIANTS, [
    storeIds,
    variantIds,
    retailerIds.map((each) => each.storeId),
    retailerIds.map((each) => each.retailerId),
  ])
}

/** Reads rows of `chosen (variant_id)`; every reader of variants shares it, so that all agree on what may be sold. */
export const sellableColumns = `v.id as "variantId", v.product_id as "productId", v.store_id as "storeId", v.sku,
      v.retailer_id as "retailerId", p.title, v.title as "optionTitle", v.price, v.compare_at as "compareAt",
      s.available, w.why_not is null as sellable, w.why_not as "whyNot", i.media_id as "imageId",
      coalesce(c.acked_digest is not null and c.review_status in ('', 'approved'), false) as "inMetaCatalog"`

export const sellableJoins = `join products p on p.id = v.product_id and p.store_id = v.store_id
    cross join lateral (
      select coalesce(sum(greatest(on_hand - held - committed - safety, 0)), 0)::int as available
      from stock where variant_id = v.id
    ) s
    cross join lateral (
      select case
        when v.archived_at is not null or p.status = 'archived' then 'archived'
        when p.status = 'draft' then 'draft'
        when p.hidden then 'hidden'
        when s.available = 0 then 'sold_out'
      end as why_not
    ) w
    left join lateral (
      select media_id from product_images where product_id = p.id order by position, id limit 1
    ) i on true
    left join catalog_items c on c.variant_id = v.id`

const READ_VARIANTS: Statement = {
  name: 'variants_read',
  text: `with chosen as (
      select id from variants where store_id = any ($1::uuid[]) and id = any ($2::uuid[])
      union
      select v.id from unnest($3::uuid[], $4::text[]) as r (store_id, retailer_id)
      join variants v on v.store_id = r.store_id and v.retailer_id = r.retailer_id
      where v.store_id = any ($1::uuid[])
    )
    select ${sellableColumns}
    from chosen join variants v on v.id = chosen.id
    ${sellableJoins}`,
}
