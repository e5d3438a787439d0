import { changeAttempt, readAttempt } from '#modules/payments/checkout/attempts.ts'
import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { type CheckoutFacts, judgeCheckout } from '#modules/payments/stripe/checkout.rules.ts'
import { factsOf, WITH_INTENT } from '#modules/payments/stripe/session-facts.ts'
import type { StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { recordMismatch } from './record-mismatch.ts'
import { recordPaid } from './record-paid.ts'
import { recordExpired, recordFailed, recordProcessing } from './record-unpaid.ts'

export type Settlement = 'paid' | 'processing' | 'failed' | 'expired' | 'open' | 'mismatch' | 'unknown'

export type AttemptReference = {
  storeId: string
  attemptId: string
  /** The session an event speaks of: it may arrive before the answer that would have told us. */
  sessionId?: string
}

/**
 * Ends a payment, whoever asks: webhook, success page, reconciler. Reads the session from Stripe, then writes all that
 * follows in one transaction under the order's lock. Calling it again, or many times at once, changes nothing.
 * `unknown` means there is no such attempt; Stripe's own errors pass through.
 */
export async function settleAttempt(tools: PaymentTools, reference: AttemptReference): Promise<Settlement> {
  const { storeId, attemptId } = reference
  const attempt = await asPayments(tools, storeId, (ctx) => readAttempt(ctx, attemptId))
  if (attempt === null) return 'unknown'
  const sessionId = reference.sessionId ?? attempt.sessionId
  if (sessionId === null) return 'open'
  if (attempt.state === 'paid' && attempt.sessionId === sessionId) return 'paid'
  const { stripe, livemode } = await tools.stripe.of(storeId)
  const facts = factsOf(await stripe.checkout.sessions.retrieve(sessionId, WITH_INTENT))
  crashPoint('payments.hook_fetched')
  const applied = { orderId: attempt.orderId, attemptId, facts, livemode }
  const settlement = await asPayments(tools, storeId, (ctx) => applyFacts(ctx, applied))
  if (settlement === 'paid') crashPoint('payments.paid_after_commit')
  return settlement
}

type Applied = { orderId: string; attemptId: string; facts: CheckoutFacts; livemode: boolean }

async function applyFacts(ctx: StoreContext, { orderId, attemptId, facts, livemode }: Applied): Promise<Settlement> {
  const order = await lockOrder(ctx, orderId)
  const attempt = await readAttempt(ctx, attemptId)
  if (attempt === null) throw new Error('a payment attempt has gone')
  const { storeId } = ctx
  const { amount, currency } = attempt
  const verdict = judgeCheckout(facts, { storeId, orderId, attemptId, amount, currency, livemode })
  const news = { order, attempt, facts }
  switch (verdict.kind) {
    case 'paid':
      await recordPaid(ctx, news)
      crashPoint('payments.paid_before_commit')
      break
    case 'processing':
      await recordProcessing(ctx, news)
      break
    case 'failed':
      await recordFailed(ctx, news)
      break
    case 'expired':
      await recordExpired(ctx, news)
      break
    case 'mismatch':
      await recordMismatch(ctx, { ...news, differences: verdict.differences })
      break
    case 'open':
      await changeAttempt(ctx, attempt.id, { state: attempt.state })
      break
  }
  return verdict.kind
}
