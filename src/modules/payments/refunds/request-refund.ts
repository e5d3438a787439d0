import { lockOrder } from '#modules/payments/checkout/order-steps.ts'
import { audit } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { Conflict, Refused } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { planRefund, type RefundPlan, refundableOf } from './refund.rules.ts'
import { decideRefund, type Refund, readCharges } from './refunds.ts'

/** `amount` in minor units of the order's currency; null for all that is left. */
export type RefundRequest = { orderId: string; amount: number | null; currency: string | null; note: string | null }

/**
 * The owner gives money back, in whole or in part, from the card payments of an order. Two requests at once cannot
 * together give back more than came in: the second one sees the first.
 */
export async function requestRefund(ctx: StoreContext, request: RefundRequest): Promise<Refund[]> {
  const order = await lockOrder(ctx, request.orderId)
  const { currency } = order
  if (request.currency !== null && request.currency !== currency) {
    throw new Refused('refund-currency', `This order was paid in ${currency}.`, { currency })
  }
  const charges = await readCharges(ctx, order.id)
  const amount = request.amount ?? refundableOf(charges)
  if (amount <= 0) throw new Refused('nothing-to-refund', 'No card payment of this order is left to give back.')
  const refunds: Refund[] = []
  for (const share of sharesOf(planRefund(charges, { amount, currency }), currency)) {
    const refund = await decideRefund(ctx, {
      ...share,
      orderId: order.id,
      currency,
      reason: 'owner_request',
      requestKey: `rf:${ctx.newId()}`,
      evidence: { note: request.note },
    })
    if (refund === null) throw new Conflict('refund-exists', 'This refund was decided already.')
    refunds.push(refund)
  }
  await audit(ctx, {
    action: 'order.refund',
    subjectKind: 'order',
    subjectId: publicId('order', order.id),
    after: { refunds: refunds.map(({ id }) => publicId('refund', id)), amount, currency, note: request.note },
  })
  return refunds
}

function sharesOf(plan: RefundPlan, currency: string) {
  if (plan.ok) return plan.shares
  if (plan.reason === 'off_grid') {
    throw new Refused(
      'refund-off-grid',
      `Amounts in ${currency} are multiples of ${plan.grid} minor units.`,
      { grid: plan.grid },
      `Refund a multiple of ${plan.grid}.`,
    )
  }
  throw new Refused(
    'refund-too-large',
    'This is more than is left of what was paid.',
    { refundable: { amount: plan.refundable, currency } },
    'Refund at most the amount in `refundable`.',
  )
}
