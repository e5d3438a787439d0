import { changeAttempt } from '#modules/payments/checkout/attempts.ts'
import { holdBack } from '#modules/payments/checkout/order-steps.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import type { CheckoutNews } from './record-paid.ts'

/** Money moved on terms that are not the order's: nobody is told it is paid, and a person must look. */
export async function recordMismatch(ctx: StoreContext, news: CheckoutNews & { differences: string[] }): Promise<void> {
  const { order, attempt, facts, differences } = news
  if (attempt.state === 'paid') return
  await changeAttempt(ctx, attempt.id, { state: 'failed', sessionId: facts.sessionId, closed: true })
  if (order.status === 'awaiting_payment') await holdBack(ctx, order, 'payment-mismatch')
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'payment-mismatch',
    subject: publicId('order', order.id),
    details: {
      orderNumber: order.number,
      differences,
      sessionId: facts.sessionId,
      expected: { amount: attempt.amount, currency: attempt.currency },
      atStripe: { amount: facts.stripeTotal, currency: facts.currency },
    },
    fix: 'Compare this payment in your Stripe dashboard with the order; refund it there, or cancel the order.',
    now: ctx.now(),
  })
}
