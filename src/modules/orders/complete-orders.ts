import type { BatchTools } from '#modules/catalog/index.ts'
import type { Listener } from '#platform/relay.ts'
import { moveOrders } from './move-orders.ts'
import { isDone } from './order.rules.ts'
import { lockOrders, type OrderKey } from './read-orders.ts'

/** Closes those of these orders that are paid and handed over; the others stay as they are. */
export async function completeIfDone(tools: BatchTools, keys: readonly OrderKey[]): Promise<void> {
  const orders = await lockOrders(tools.tx, keys)
  const done = [...orders.values()].filter(isDone)
  await moveOrders(
    tools,
    done.map((order) => ({ storeId: order.storeId, orderId: order.id, to: 'completed', reason: null })),
  )
}

/** Money and parcels come in either order, and whichever comes last completes the order. */
const completionListener: Listener = {
  name: 'orders.complete',
  types: ['payment.succeeded', 'payment.cash-collected', 'shipment.milestone'],
  async handle(ctx, event) {
    const { orderId } = event.payload
    await completeIfDone(ctx, [
      { storeId: ctx.storeId, orderId: typeof orderId === 'string' ? orderId : event.subjectId },
    ])
  },
}

export const orderListeners: readonly Listener[] = [completionListener]
