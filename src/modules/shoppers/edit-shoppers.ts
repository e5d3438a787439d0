import type { Statement, Tx } from '#platform/db.ts'
import type { LastPaymentMethod } from './shopper.types.ts'

/** What changed about a shopper; what is left out stays. */
export type ShopperChange = {
  storeId: string
  shopperId: string
  deliveryPhone?: string
  lastPaymentMethod?: LastPaymentMethod
  /** Null takes an opt-out back. */
  marketingOptedOutAt?: Date | null
}

/** At most one change per shopper. */
export async function editShoppers(tx: Tx, changes: readonly ShopperChange[]): Promise<void> {
  if (changes.length === 0) return
  const inOrder = changes.toSorted((a, b) => (a.shopperId < b.shopperId ? -1 : 1))
  await tx.query(EDIT, [
    inOrder.map((change) => change.storeId),
    inOrder.map((change) => change.shopperId),
    inOrder.map((change) => change.deliveryPhone ?? null),
    inOrder.map((change) => change.lastPaymentMethod ?? null),
    inOrder.map((change) => change.marketingOptedOutAt !== undefined),
    inOrder.map((change) => change.marketingOptedOutAt?.toISOString() ?? null),
  ])
}

const EDIT: Statement = {
  name: 'shoppers_edit',
  text: `update shoppers s set
      delivery_phone = coalesce(c.delivery_phone, s.delivery_phone),
      last_payment_method = coalesce(c.last_payment_method, s.last_payment_method),
      marketing_opted_out_at = case when c.marketing_changed then c.marketing_opted_out_at else s.marketing_opted_out_at end,
      updated_at = clock_timestamp()
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[])
      as c (store_id, shopper_id, delivery_phone, last_payment_method, marketing_changed, marketing_opted_out_at)
    where s.store_id = c.store_id and s.id = c.shopper_id`,
}
