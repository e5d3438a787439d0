import type { OrderFacts } from '#modules/orders/index.ts'
import { type Attempt, changeAttempt, readAttempt } from '#modules/payments/checkout/attempts.ts'
import { expireOrder, holdBack, lockOrder, tell } from '#modules/payments/checkout/order-steps.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import type { StripeTrouble } from '#modules/payments/stripe/failures.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import type { Settlement } from './settle-attempt.ts'

/** Stripe does not know the session: the store's key leads to another account, or to the other mode, by now. */
export function isForgotten({ code }: StripeTrouble): boolean {
  return code === 'resource_missing'
}

type Ended = { order: OrderFacts; attempt: Attempt }

/**
 * Ends an attempt whose session Stripe does not know, so that its order does not hold goods for ever. Until its end the
 * session may still be paid where it was opened, so nothing changes before. An event of Stripe never ends here: what
 * speaks of a session that cannot be read is for the owner to look at.
 */
export function settleForgotten(
  tools: PaymentTools,
  { storeId, attemptId }: { storeId: string; attemptId: string },
): Promise<Settlement> {
  return asPayments(tools, storeId, async (ctx) => {
    const found = await readAttempt(ctx, attemptId)
    if (found === null) return 'unknown'
    const order = await lockOrder(ctx, found.orderId)
    const attempt = await readAttempt(ctx, attemptId)
    if (attempt === null) throw new Error('a payment attempt has gone')
    if (attempt.expiresAt > ctx.now()) return leaveOpen(ctx, attempt)
    await changeAttempt(ctx, attempt.id, { state: endOf(attempt), closed: true })
    return endOrder(ctx, { order, attempt })
  })
}

/** Who has an unpaid order is told that its time is over; one that was perhaps paid waits for its owner. */
async function endOrder(ctx: StoreContext, { order, attempt }: Ended): Promise<Settlement> {
  if (attempt.state === 'processing') {
    if (order.status === 'awaiting_payment') await holdBack(ctx, order, 'payment-unknown')
    await tellOwner(ctx, attempt, order.number)
    return 'failed'
  }
  if (endOf(attempt) === attempt.state) return 'expired'
  await tell(ctx, { type: 'payment.expired', orderId: order.id, payload: { attemptId: attempt.id } })
  await expireOrder(ctx, order, 'not-paid')
  return 'expired'
}

async function leaveOpen(ctx: StoreContext, { id, state }: Attempt): Promise<Settlement> {
  await changeAttempt(ctx, id, { state })
  return 'open'
}

/** An attempt that was replaced, or has ended, keeps its end. */
function endOf({ state }: Attempt): Attempt['state'] {
  if (state === 'processing') return 'failed'
  return state === 'creating' || state === 'open' ? 'expired' : state
}

/** Money was on its way; whether it came, only the account can say that the session belongs to. */
async function tellOwner(ctx: StoreContext, attempt: Attempt, orderNumber: number): Promise<void> {
  const { orderId, sessionId, amount, currency } = attempt
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'payment-unknown',
    subject: publicId('order', orderId),
    details: { orderNumber, sessionId, expected: { amount, currency } },
    fix: 'Look for this payment in the Stripe account it was made with: resume the order if the money came, else cancel it.',
    now: ctx.now(),
  })
}
