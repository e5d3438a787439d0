import type Stripe from 'stripe'
import { type Attempt, findAttemptByIntent } from '#modules/payments/checkout/attempts.ts'
import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import type { LedgerKind } from '#modules/payments/ledger/ledger.rules.ts'
import { appendLedger, refreshPaymentStatus } from '#modules/payments/ledger/ledger.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { idOf } from '#modules/payments/stripe/session-facts.ts'
import { resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import { fromStripeAmount } from '#shared/money.ts'
import { stopOrder } from './record-caution.ts'
import type { EventOutcome } from './stripe-events.ts'

/** Reads a dispute from Stripe and writes down how it stands; goods that were not sent yet are stopped. */
export async function recordDispute(
  tools: PaymentTools,
  { storeId, disputeId }: { storeId: string; disputeId: string },
): Promise<EventOutcome> {
  const { stripe } = await tools.stripe.of(storeId)
  const dispute = await stripe.disputes.retrieve(disputeId)
  const intentId = idOf(dispute.payment_intent)
  if (intentId === null) return 'ignored:other-integration'
  return asPayments(tools, storeId, async (ctx) => {
    const attempt = await findAttemptByIntent(ctx, intentId)
    if (attempt === null) return 'ignored:other-integration'
    await takeInDispute(ctx, { dispute, attempt })
    return 'handled'
  })
}

async function takeInDispute(
  ctx: StoreContext,
  { dispute, attempt }: { dispute: Stripe.Dispute; attempt: Attempt },
): Promise<void> {
  const order = await lockOrder(ctx, attempt.orderId)
  const { amount, currency } = fromStripeAmount(dispute.amount, dispute.currency)
  const write = (kind: LedgerKind) =>
    appendLedger(ctx, {
      orderId: order.id,
      attemptId: attempt.id,
      kind,
      amount,
      currency,
      provider: 'stripe',
      externalId: dispute.id,
    })
  const opened = await write('dispute_opened')
  const ended = endOf(dispute.status)
  if (ended !== null) await write(ended)
  await refreshPaymentStatus(ctx, order.id, `dispute ${dispute.status}`)
  if (ended !== null) {
    const subject = publicId('order', order.id)
    return resolveProblem(ctx.tx, ctx.storeId, { code: 'payment-disputed', subject, now: ctx.now() })
  }
  if (opened) {
    const details = { disputeId: dispute.id, disputeReason: dispute.reason, amount, currency }
    await stopOrder(ctx, { orderId: order.id, reason: 'payment-disputed', details })
  }
}

/** Warnings and prevented disputes end without a loss, as won ones do. https://docs.stripe.com/api/disputes/object */
function endOf(status: Stripe.Dispute['status']): 'dispute_won' | 'dispute_lost' | null {
  if (status === 'lost') return 'dispute_lost'
  return status === 'won' || status === 'warning_closed' || status === 'prevented' ? 'dispute_won' : null
}
