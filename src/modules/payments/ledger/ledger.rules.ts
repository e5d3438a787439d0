export type LedgerKind =
  | 'due_on_delivery'
  | 'pending'
  | 'failed'
  | 'charge'
  | 'cash_collected'
  | 'refund_requested'
  | 'refund'
  | 'refund_failed'
  | 'dispute_opened'
  | 'dispute_won'
  | 'dispute_lost'

/** One fact about an order's money, never changed or removed; amounts are minor units of the order's currency. */
export type LedgerEntry = { readonly kind: LedgerKind; readonly amount: number; readonly externalId: string }

export type PaymentStatus =
  | 'none'
  | 'pending'
  | 'paid'
  | 'due_on_delivery'
  | 'partially_refunded'
  | 'refunded'
  | 'failed'
  | 'disputed'
  | 'lost'

export type Balance = {
  /** Everything that came in, by card and in cash. */
  charged: number
  /** What went back; a refund that failed later came back and is not counted. */
  refunded: number
  net: number
}

export function balanceOf(entries: readonly LedgerEntry[]): Balance {
  const charged = totalOf(entries, ['charge', 'cash_collected'])
  const refunds = entries.filter((entry) => entry.kind === 'refund' && !has(entries, 'refund_failed', entry.externalId))
  const refunded = refunds.reduce((whole, entry) => whole + entry.amount, 0)
  return { charged, refunded, net: charged - refunded }
}

/** Where an order's money stands, worked out from its ledger alone so that it cannot contradict the facts. */
export function paymentStatusOf(entries: readonly LedgerEntry[], order: { total: number }): PaymentStatus {
  const disputes = entries.filter((entry) => entry.kind === 'dispute_opened')
  if (disputes.some((dispute) => !disputeEnded(entries, dispute.externalId))) return 'disputed'
  if (entries.some((entry) => entry.kind === 'dispute_lost')) return 'lost'
  const balance = balanceOf(entries)
  if (balance.charged > 0 && balance.net >= order.total) return 'paid'
  if (balance.refunded > 0) return balance.net > 0 ? 'partially_refunded' : 'refunded'
  return unpaidStatusOf(entries)
}

function unpaidStatusOf(entries: readonly LedgerEntry[]): PaymentStatus {
  const waiting = entries.filter((entry) => entry.kind === 'pending')
  if (waiting.some((entry) => !has(entries, 'failed', entry.externalId))) return 'pending'
  if (entries.some((entry) => entry.kind === 'due_on_delivery')) return 'due_on_delivery'
  return entries.some((entry) => entry.kind === 'failed') ? 'failed' : 'none'
}

function disputeEnded(entries: readonly LedgerEntry[], disputeId: string): boolean {
  return has(entries, 'dispute_won', disputeId) || has(entries, 'dispute_lost', disputeId)
}

function has(entries: readonly LedgerEntry[], kind: LedgerKind, externalId: string): boolean {
  return entries.some((entry) => entry.kind === kind && entry.externalId === externalId)
}

function totalOf(entries: readonly LedgerEntry[], kinds: readonly LedgerKind[]): number {
  return entries.filter((entry) => kinds.includes(entry.kind)).reduce((whole, entry) => whole + entry.amount, 0)
}
