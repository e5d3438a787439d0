import { findStockDrift, type StockDrift } from '#modules/catalog/index.ts'
import { type Broken, type Check, foundIn, sqlCheck } from './check.ts'

/** I7 and I8: nothing is sold that is not there, and what is held is held for somebody. */
export const stockChecks: readonly Check[] = [
  {
    invariant: 'I7',
    says: 'each shelf holds what its movements add up to',
    level: 'broken',
    fix: 'Count the shelf, set the stock to that number, and report this.',
    find: async (tx) => foundIn((await findStockDrift(tx)).filter(hasMovedWrongly).map(brokenOf)),
  },
  {
    invariant: 'I8',
    says: 'what is held and promised is what the orders hold',
    level: 'broken',
    fix: 'Compare the open orders of this variant with its stock, and report this.',
    find: async (tx) => foundIn((await findStockDrift(tx)).filter(isPromisedWrongly).map(brokenOf)),
  },
  sqlCheck({
    invariant: 'I8',
    says: 'goods are given back a minute after their hold has ended',
    fix: 'See that workers run and that Stripe answers: an order is only closed once Stripe says it was not paid.',
    sql: `select h.store_id, 'order ' || h.order_id, jsonb_build_object('variantId', h.variant_id, 'expiredAt', h.expires_at)
      from holds h
      where h.state = 'held' and h.expires_at < clock_timestamp() - make_interval(secs => 60 + $1)
        and not exists (select 1 from payment_attempts a where a.order_id = h.order_id and a.state = 'processing')`,
  }),
  sqlCheck({
    invariant: 'I8',
    says: 'goods are held for orders that wait for payment and promised to orders that stand',
    fix: 'Report this with the order’s history; cancel the order to give the goods back.',
    sql: `select h.store_id, 'order ' || h.order_id, jsonb_build_object('status', o.status, 'hold', h.state, 'variantId', h.variant_id)
      from holds h join orders o on o.id = h.order_id
      where (h.state = 'held' and o.status <> 'awaiting_payment')
        or (h.state = 'committed' and o.status in ('awaiting_payment', 'expired', 'canceled'))`,
  }),
]

function hasMovedWrongly({ counted, moved }: StockDrift): boolean {
  return counted.onHand !== moved.onHand || counted.held !== moved.held || counted.committed !== moved.committed
}

function isPromisedWrongly({ counted, promised }: StockDrift): boolean {
  return counted.held !== promised.held || counted.committed !== promised.committed
}

function brokenOf({ storeId, variantId, ...details }: StockDrift): Broken {
  return { storeId, subject: `variant ${variantId}`, details }
}
