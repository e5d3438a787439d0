import type { OrderFacts } from '#modules/orders/index.ts'
import { type Attempt, changeAttempt } from '#modules/payments/checkout/attempts.ts'
import { expireOrder, placePaidOrder, supersedeOthers, tell } from '#modules/payments/checkout/order-steps.ts'
import { balanceOf } from '#modules/payments/ledger/ledger.rules.ts'
import { appendLedger, readLedger, refreshPaymentStatus } from '#modules/payments/ledger/ledger.ts'
import type { RefundReason } from '#modules/payments/refunds/refund.rules.ts'
import { decideRefund } from '#modules/payments/refunds/refunds.ts'
import type { CheckoutFacts } from '#modules/payments/stripe/checkout.rules.ts'
import type { StoreContext } from '#platform/context.ts'
import { decideOnMoney, type PaidDecision } from './money.rules.ts'

export type CheckoutNews = { order: OrderFacts; attempt: Attempt; facts: CheckoutFacts }

/** Money has arrived: the ledger says so once, and the order goes through or the money goes back. */
export async function recordPaid(ctx: StoreContext, news: CheckoutNews): Promise<void> {
  const { order, attempt, facts } = news
  const before = balanceOf(await readLedger(ctx, order.id)).net
  const { sessionId, intentId: paymentIntentId } = facts
  await changeAttempt(ctx, attempt.id, { state: 'paid', sessionId, paymentIntentId, closed: true })
  const first = await appendLedger(ctx, { ...entryOf(news), kind: 'charge', externalId: paymentIntentId ?? sessionId })
  if (!first) return
  await supersedeOthers(ctx, order.id, attempt.id)
  const decision = decideOnMoney(order, before)
  await tell(ctx, {
    type: 'payment.succeeded',
    orderId: order.id,
    payload: { attemptId: attempt.id, amount: attempt.amount, currency: attempt.currency, decision: decision.kind },
  })
  // Before the order moves, so that who hears of the move finds the money in place.
  await refreshPaymentStatus(ctx, order.id, 'paid')
  await carryOut(ctx, decision, news)
}

async function carryOut(ctx: StoreContext, decision: PaidDecision, news: CheckoutNews): Promise<void> {
  if (decision.kind === 'keep') return
  if (decision.kind === 'refund') return giveBack(ctx, decision.reason, news)
  if (await placePaidOrder(ctx, news.order)) return
  await expireOrder(ctx, news.order, 'sold-out')
  await giveBack(ctx, 'late_payment', news)
}

async function giveBack(ctx: StoreContext, reason: RefundReason, { order, attempt, facts }: CheckoutNews) {
  await decideRefund(ctx, {
    orderId: order.id,
    attemptId: attempt.id,
    amount: attempt.amount,
    currency: attempt.currency,
    reason,
    requestKey: `rf:${facts.intentId ?? facts.sessionId}:${reason}`,
    evidence: { orderStatus: order.status, sessionId: facts.sessionId, paymentIntentId: facts.intentId },
  })
}

/** What the entries of one attempt in the ledger share. */
export function entryOf({ order, attempt }: Pick<CheckoutNews, 'order' | 'attempt'>) {
  const { amount, currency } = attempt
  return { orderId: order.id, attemptId: attempt.id, amount, currency, provider: 'stripe' } as const
}
