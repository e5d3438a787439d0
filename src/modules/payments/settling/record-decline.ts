import { countDecline, readAttempt } from '#modules/payments/checkout/attempts.ts'
import { lockOrder, tell } from '#modules/payments/checkout/order-steps.ts'
import type { EventOutcome } from '#modules/payments/events/stripe-events.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'

export type Decline = { storeId: string; attemptId: string; intentId: string }

/** A declined card does not end a payment: the page at Stripe stays open. The first one of an attempt is told of. */
export function recordDecline(tools: PaymentTools, { storeId, attemptId, intentId }: Decline): Promise<EventOutcome> {
  return asPayments(tools, storeId, async (ctx) => {
    const attempt = await readAttempt(ctx, attemptId)
    if (attempt === null) return 'unknown'
    const order = await lockOrder(ctx, attempt.orderId)
    const first = await countDecline(ctx, attemptId, intentId)
    if (first && order.status === 'awaiting_payment') {
      await tell(ctx, { type: 'payment.declined', orderId: order.id, payload: { attemptId } })
    }
    return 'handled'
  })
}
