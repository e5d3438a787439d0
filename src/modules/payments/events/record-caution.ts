import { findAttemptByIntent } from '#modules/payments/checkout/attempts.ts'
import { holdBack, lockOrder } from '#modules/payments/checkout/order-steps.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import type { EventOutcome } from './stripe-events.ts'

export type Caution = { storeId: string; intentId: string | null; reason: 'payment-review' | 'fraud-warning' }

/** Stripe doubts a payment: the order waits for its owner while nothing has been sent yet. */
export function recordCaution(tools: PaymentTools, { storeId, intentId, reason }: Caution): Promise<EventOutcome> {
  if (intentId === null) return Promise.resolve('ignored:no-payment')
  return asPayments(tools, storeId, async (ctx) => {
    const attempt = await findAttemptByIntent(ctx, intentId)
    if (attempt === null) return 'ignored:other-integration'
    await stopOrder(ctx, { orderId: attempt.orderId, reason, details: { paymentIntentId: intentId } })
    return 'handled'
  })
}

export type Stop = { orderId: string; reason: string; details: Record<string, unknown> }

/** Puts an order that was not sent yet on hold, and asks its owner to look whether it was or not. */
export async function stopOrder(ctx: StoreContext, { orderId, reason, details }: Stop): Promise<void> {
  const order = await lockOrder(ctx, orderId)
  if (order.status === 'placed' && order.fulfillmentStatus === 'unfulfilled') await holdBack(ctx, order, reason)
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: reason,
    subject: publicId('order', order.id),
    details: { orderNumber: order.number, fulfillmentStatus: order.fulfillmentStatus, ...details },
    fix: 'Look at this payment in your Stripe dashboard before anything is sent.',
    now: ctx.now(),
  })
}
