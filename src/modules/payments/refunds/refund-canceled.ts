import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import type { StoreContext } from '#platform/context.ts'
import type { StoredEvent } from '#platform/events.ts'
import type { Listener } from '#platform/relay.ts'
import { roundToGrid } from '#shared/money.ts'
import { planRefund, refundableOf } from './refund.rules.ts'
import { decideRefund, readCharges } from './refunds.ts'

/** What was paid and then canceled goes back without anyone asking: a whole order, or the rest of one sent in part. */
export const refundCanceled: Listener = {
  name: 'payments.refund-canceled',
  types: ['order.canceled', 'order.rest-canceled'],
  async handle(ctx, event) {
    const order = await lockOrder(ctx, event.subjectId)
    const charges = await readCharges(ctx, order.id)
    const left = refundableOf(charges)
    const whole = event.type === 'order.canceled'
    if (left <= 0 || (whole && order.status !== 'canceled')) return
    const { currency } = order
    const amount = whole ? left : Math.min(left, restOf(event, currency))
    const plan = planRefund(charges, { amount, currency })
    if (!plan.ok) throw new Error(`a refund of ${amount} ${currency} cannot be made: ${plan.reason}`)
    for (const share of plan.shares) await decide(ctx, { event, currency, ...share })
  },
}

/** What the rest of an order was worth, on the grid of what Stripe can move. */
function restOf({ payload }: StoredEvent, currency: string): number {
  const amount = typeof payload.amount === 'number' ? payload.amount : 0
  return roundToGrid({ amount, currency }).rounded.amount
}

type Share = { event: StoredEvent; currency: string; attemptId: string; amount: number }

async function decide(ctx: StoreContext, { event, currency, attemptId, amount }: Share): Promise<void> {
  await decideRefund(ctx, {
    orderId: event.subjectId,
    attemptId,
    amount,
    currency,
    // A canceled rest leaves the order standing, so its refund must not wait for the order to be canceled.
    reason: event.type === 'order.canceled' ? 'canceled' : 'owner_request',
    requestKey: `rf:${attemptId}:event-${event.id}`,
    evidence: { event: event.type, ...event.payload },
  })
}
