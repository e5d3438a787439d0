import { chargeGrid } from '#shared/money.ts'

/** A card payment that arrived, and what of it is spoken for by refunds that were decided and have not failed. */
export type RefundableCharge = { readonly attemptId: string; readonly charged: number; readonly refunded: number }

export type RefundShare = { attemptId: string; amount: number }

export type RefundPlan =
  | { ok: true; shares: RefundShare[] }
  | { ok: false; reason: 'too_large'; refundable: number }
  | { ok: false; reason: 'off_grid'; grid: number }

/** Spreads a refund over the payments it can come from, oldest first; never more than came in. */
export function planRefund(
  charges: readonly RefundableCharge[],
  { amount, currency }: { amount: number; currency: string },
): RefundPlan {
  const refundable = refundableOf(charges)
  if (amount > refundable) return { ok: false, reason: 'too_large', refundable }
  const grid = chargeGrid(currency)
  if (amount % grid !== 0) return { ok: false, reason: 'off_grid', grid }
  const shares: RefundShare[] = []
  let open = amount
  for (const charge of charges) {
    const share = Math.min(open, charge.charged - charge.refunded)
    if (share > 0) shares.push({ attemptId: charge.attemptId, amount: share })
    open -= share
  }
  return { ok: true, shares }
}

export function refundableOf(charges: readonly RefundableCharge[]): number {
  return charges.reduce((whole, charge) => whole + charge.charged - charge.refunded, 0)
}

export type RefundReason = 'late_payment' | 'second_payment' | 'canceled' | 'owner_request' | 'dashboard'
export type RefundState = 'decided' | 'sending' | 'in_doubt' | 'pending' | 'succeeded' | 'failed'

/** How Stripe says a refund stands, in our words; `requires_action` waits for the shopper's bank details. */
export function refundStateOf(stripeStatus: string | null): 'pending' | 'succeeded' | 'failed' {
  if (stripeStatus === 'succeeded') return 'succeeded'
  return stripeStatus === 'failed' || stripeStatus === 'canceled' ? 'failed' : 'pending'
}

/** News may come late and out of order: a refund only moves on, and the one step back is that it failed after all. */
export function refundMoves(from: RefundState, to: 'pending' | 'succeeded' | 'failed'): boolean {
  if (from === 'failed' || from === to) return false
  return from !== 'succeeded' || to === 'failed'
}

export type RefundCase = {
  reason: RefundReason
  amount: number
  orderStatus: string
  orderTotal: number
  /** What the order's ledger holds now, this refund not taken off. */
  net: number
}

/** A decision may be overtaken before it is carried out; money goes back only while its reason still holds. */
export function refundStillDue({ reason, amount, orderStatus, orderTotal, net }: RefundCase): boolean {
  if (net < amount) return false
  if (reason === 'late_payment') return orderStatus === 'expired' || orderStatus === 'canceled'
  if (reason === 'canceled') return orderStatus === 'canceled'
  if (reason === 'second_payment') return net - amount >= orderTotal || orderStatus === 'canceled'
  return true
}
