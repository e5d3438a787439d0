import type { Listener } from '#platform/relay.ts'
import { lockOrder } from './order-steps.ts'
import { decideRefund, readCharges } from './refunds.ts'

/** An order that was paid and then canceled: what is left of the money goes back without anyone asking. */
export const refundCanceled: Listener = {
  name: 'payments.refund-canceled',
  types: ['order.canceled'],
  async handle(ctx, event) {
    const order = await lockOrder(ctx, event.subjectId)
    if (order.status !== 'canceled') return
    for (const { attemptId, charged, refunded } of await readCharges(ctx, order.id)) {
      if (charged <= refunded) continue
      await decideRefund(ctx, {
        orderId: order.id,
        attemptId,
        amount: charged - refunded,
        currency: order.currency,
        reason: 'canceled',
        requestKey: `rf:${attemptId}:canceled`,
        evidence: { cancelReason: order.cancelReason },
      })
    }
  },
}
