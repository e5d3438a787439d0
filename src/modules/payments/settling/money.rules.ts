export type OrderAtPayment = {
  readonly status: 'awaiting_payment' | 'placed' | 'on_hold' | 'completed' | 'canceled' | 'expired'
  readonly total: number
}

export type PaidDecision =
  /** The usual case: the order goes through with the stock it holds. */
  | { kind: 'place' }
  /** Money for an order whose hold has ended: fresh stock or the money back. */
  | { kind: 'place_from_fresh_stock' }
  /** The order stands already (cash on delivery, or on hold); the money is welcome and nothing else changes. */
  | { kind: 'keep' }
  | { kind: 'refund'; reason: 'second_payment' | 'canceled' }

/** What to do with money that has arrived; `netBefore` is what the order's ledger held before it. */
export function decideOnMoney(order: OrderAtPayment, netBefore: number): PaidDecision {
  if (order.status === 'canceled') return { kind: 'refund', reason: 'canceled' }
  if (netBefore >= order.total) return { kind: 'refund', reason: 'second_payment' }
  if (order.status === 'awaiting_payment') return { kind: 'place' }
  if (order.status === 'expired') return { kind: 'place_from_fresh_stock' }
  return { kind: 'keep' }
}
