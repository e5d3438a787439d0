import { type BatchTools, releaseHolds } from '#modules/catalog/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { Conflict } from '#shared/errors.ts'
import { supersedeAttempts } from './attempts-of-orders.ts'
import { auditMove } from './audit-move.ts'
import { moveOrders } from './move-orders.ts'
import { judgeCancel, restOf } from './order.rules.ts'
import type { OrderFacts } from './order.types.ts'
import { lockOrder, requireOrder } from './read-orders.ts'
import { refreshFulfillment } from './refresh-fulfillment.ts'

export type CancelOrder = { orderId: string; reason: string }

/**
 * Calls an order off: its goods go back on sale and its payment links end. Of an order that was sent in part the rest is
 * called off and the order goes on. Payments gives money back when it hears of it. Repeating the call changes nothing.
 * Throws NotFound('order') and Conflict('order-cannot-be-canceled').
 */
export async function cancelOrder(ctx: StoreContext, { orderId, reason }: CancelOrder): Promise<OrderFacts> {
  const order = await lockOrder(ctx, orderId)
  const verdict = judgeCancel(order)
  if (verdict === 'refused') {
    throw new Conflict(
      'order-cannot-be-canceled',
      'Nothing of this order is left to cancel.',
      { status: order.status, fulfillmentStatus: order.fulfillmentStatus },
      'Refund the order, or have the parcel returned.',
    )
  }
  if (verdict === 'nothing') return order
  if (verdict === 'whole') await cancelWhole(ctx, order, reason)
  if (verdict === 'rest') await cancelRest(ctx, order, reason)
  const canceled = await requireOrder(ctx, orderId)
  await auditMove(ctx, { action: 'order.cancel', before: order, after: canceled, reason })
  return canceled
}

/** The caller has locked the order and judged that all of it may be canceled. */
export async function cancelWhole(tools: BatchTools, order: OrderFacts, reason: string): Promise<void> {
  await callOff(tools, order)
  await moveOrders(tools, [{ storeId: order.storeId, orderId: order.id, to: 'canceled', reason }])
}

async function cancelRest(ctx: StoreContext, order: OrderFacts, reason: string): Promise<void> {
  await callOff(ctx, order)
  await refreshFulfillment(ctx, [{ storeId: order.storeId, orderId: order.id }])
  const rest = restOf(order.lines)
  await emit(ctx.tx, [
    {
      storeId: order.storeId,
      type: 'order.rest-canceled',
      subjectId: order.id,
      payload: { reason, amount: rest.amount, lines: rest.lines },
    },
  ])
}

async function callOff(tools: BatchTools, order: OrderFacts): Promise<void> {
  const key = { storeId: order.storeId, orderId: order.id }
  await supersedeAttempts(tools.tx, key)
  await releaseHolds(tools, [key])
  await tools.tx.run(CANCEL_LINES, [order.storeId, order.id])
}

const CANCEL_LINES: Statement = {
  name: 'order_lines_cancel',
  text: `update order_lines set canceled_quantity = quantity - shipped_quantity where store_id = $1 and order_id = $2`,
}
