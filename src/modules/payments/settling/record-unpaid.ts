import { changeAttempt } from '#modules/payments/checkout/attempts.ts'
import { expireOrder, tell } from '#modules/payments/checkout/order-steps.ts'
import { appendLedger, refreshPaymentStatus } from '#modules/payments/ledger/ledger.ts'
import type { StoreContext } from '#platform/context.ts'
import { type CheckoutNews, entryOf } from './record-paid.ts'

/** A way of paying that takes days: the goods stay held until Stripe says how it ended. */
export async function recordProcessing(ctx: StoreContext, news: CheckoutNews): Promise<void> {
  const { order, attempt, facts } = news
  if (attempt.state === 'paid') return
  const { sessionId, intentId: paymentIntentId } = facts
  await changeAttempt(ctx, attempt.id, {
    state: isCurrent(news) ? 'processing' : attempt.state,
    sessionId,
    paymentIntentId,
  })
  const first = await appendLedger(ctx, { ...entryOf(news), kind: 'pending', externalId: sessionId })
  if (!first) return
  await refreshPaymentStatus(ctx, order.id, 'processing')
  await tell(ctx, { type: 'payment.pending', orderId: order.id, payload: { attemptId: attempt.id } })
}

/** A payment under way came to nothing. While the order is held the shopper may pay it another way. */
export async function recordFailed(ctx: StoreContext, news: CheckoutNews): Promise<void> {
  const { order, attempt, facts } = news
  if (attempt.state === 'paid' || attempt.state === 'failed') return
  const { sessionId, intentId: paymentIntentId } = facts
  await changeAttempt(ctx, attempt.id, { state: 'failed', sessionId, paymentIntentId, closed: true })
  const first = await appendLedger(ctx, { ...entryOf(news), kind: 'failed', externalId: sessionId })
  if (first) await refreshPaymentStatus(ctx, order.id, 'failed')
  if (order.status !== 'awaiting_payment' || !isCurrent(news)) return
  if (holdHasEnded(news, ctx.now())) return expireOrder(ctx, order, 'payment-failed')
  // A card declined on the same page was told of already; a delayed payment that failed later was not.
  if (attempt.declines > 0 && attempt.state !== 'processing') return
  await tell(ctx, { type: 'payment.declined', orderId: order.id, payload: { attemptId: attempt.id } })
}

/** The session ended unpaid; nobody can pay with it any more, so the goods need not wait any longer. */
export async function recordExpired(ctx: StoreContext, news: CheckoutNews): Promise<void> {
  const { order, attempt, facts } = news
  const { sessionId } = facts
  if (!isCurrent(news)) {
    await changeAttempt(ctx, attempt.id, { state: attempt.state, sessionId, closed: true })
    return
  }
  await changeAttempt(ctx, attempt.id, { state: 'expired', sessionId, closed: true })
  await tell(ctx, { type: 'payment.expired', orderId: order.id, payload: { attemptId: attempt.id } })
  await expireOrder(ctx, order, 'not-paid')
}

/** An attempt that was replaced, or has ended, no longer speaks for its order. */
function isCurrent({ attempt }: CheckoutNews): boolean {
  return attempt.state === 'creating' || attempt.state === 'open' || attempt.state === 'processing'
}

function holdHasEnded({ order }: CheckoutNews, now: Date): boolean {
  return order.holdExpiresAt !== null && order.holdExpiresAt <= now
}
