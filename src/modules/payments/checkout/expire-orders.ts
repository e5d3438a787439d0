import type { PaymentDeps } from '#modules/payments/events/stripe-drain.ts'
import { asPayments, inChunks, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'
import { readAttempts } from './attempts.ts'
import { closeAttempt } from './close-attempt.ts'
import { expireOrder, lockOrder } from './order-steps.ts'

type Overdue = { storeId: string; orderId: string; attemptId: string | null; sessionId: string | null }

/** Gives back the goods of orders nobody paid in time; Stripe is asked first, so a payment in the last second wins. */
export function expiryChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.expire-orders',
    everyMs: 5_000,
    async run(work) {
      const tools = { ...work, ...deps }
      const overdue = await tools.database.system<Overdue>(OVERDUE, [tools.environment.now(), BATCH])
      if (overdue.length > 0) crashPoint('orders.expire_claimed')
      await inChunks(overdue, (order) => expireOverdue(tools, order))
    },
  }
}

const BATCH = 100

async function expireOverdue(tools: PaymentTools, { storeId, orderId, attemptId, sessionId }: Overdue): Promise<void> {
  if (attemptId !== null && sessionId !== null) {
    const closed = await closeAttempt(tools, { id: attemptId, storeId, sessionId })
    if (closed === null) return
    crashPoint('orders.expire_asked_stripe')
  }
  await asPayments(tools, storeId, async (ctx) => {
    const order = await lockOrder(ctx, orderId)
    const attempts = await readAttempts(ctx, orderId)
    // Looked at again under the lock: a payment, a new session or a delayed method may have come in between.
    const waiting = attempts.some(({ state, url }) => state === 'processing' || (state === 'open' && url !== null))
    const overdue = order.holdExpiresAt !== null && order.holdExpiresAt <= ctx.now()
    if (overdue && !waiting) await expireOrder(ctx, order, 'not-paid')
  })
  crashPoint('orders.expire_committed')
}

const OVERDUE: Statement = {
  name: 'orders_overdue',
  text: `select o.store_id as "storeId", o.id as "orderId", a.id as "attemptId", a.session_id as "sessionId"
    from orders o
    left join payment_attempts a on a.order_id = o.id and a.state in ('creating', 'open', 'processing')
    where o.status = 'awaiting_payment' and o.hold_expires_at <= $1 and a.state is distinct from 'processing'
    order by o.hold_expires_at limit $2`,
}
