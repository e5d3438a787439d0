import { commitHolds } from '#modules/catalog/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { Conflict, Refused } from '#shared/errors.ts'
import { auditMove } from './audit-move.ts'
import { moveOrders } from './move-orders.ts'
import { unsentOf } from './order.rules.ts'
import type { OrderFacts } from './order.types.ts'
import { lockOrder, requireOrder } from './read-orders.ts'

/**
 * The owner looked into an order that was on hold and lets it go on. Throws NotFound('order'),
 * Conflict('order-not-on-hold') and Refused('sold-out') when its goods are gone.
 */
export async function resumeOrder(ctx: StoreContext, input: { orderId: string; reason: string }): Promise<OrderFacts> {
  const { orderId, reason } = input
  const { storeId } = ctx
  const order = await lockOrder(ctx, orderId)
  if (order.status !== 'on_hold') {
    throw new Conflict('order-not-on-hold', 'The order is not on hold.', { status: order.status })
  }
  const lines = order.lines
    .map((line) => ({ variantId: line.variantId, quantity: unsentOf(line) }))
    .filter((line) => line.quantity > 0)
  const verdict = (await commitHolds(ctx, [{ storeId, orderId, lines }])).get(orderId)
  if (verdict?.committed === false) {
    throw new Refused(
      'sold-out',
      'There is not enough left to fill the order.',
      { shortfalls: verdict.shortfalls },
      'Add stock first, or cancel the order.',
    )
  }
  await moveOrders(ctx, [{ storeId, orderId, to: 'placed', reason }])
  const resumed = await requireOrder(ctx, orderId)
  await auditMove(ctx, { action: 'order.resume', before: order, after: resumed, reason })
  return resumed
}
