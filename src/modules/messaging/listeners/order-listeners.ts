import type { Draft } from '#modules/messaging/content.ts'
import { noticeDraft, orderConfirmation, orderSlots } from '#modules/messaging/notices/drafts.ts'
import { queueMessages } from '#modules/messaging/queue-messages.ts'
import { type OrderFacts, readOrders } from '#modules/orders/index.ts'
import { loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { StoredEvent } from '#platform/events.ts'
import type { BatchContext, Listener } from '#platform/relay.ts'
import { refundFacts, textIn } from './payloads.ts'

/** Words a notice about an order, or null when by now there is nothing to tell. */
type Telling = (ctx: StoreContext, order: OrderFacts, event: StoredEvent) => Promise<Draft | null> | Draft | null

/** What happened is told as it stands when it is told: an order may have moved on since. */
function tells(name: string, types: readonly string[], telling: Telling): Listener {
  return {
    name: `messaging.${name}`,
    types,
    async handle(ctx, event) {
      const order = (await readOrders(ctx.tx, [event.subjectId])).get(event.subjectId)
      if (order === undefined) return
      const draft = await telling(ctx, order, event)
      if (draft !== null) await queueMessages(ctx.tx, [draft], ctx.newId)
    },
  }
}

const confirmed: Listener = {
  name: 'messaging.order-confirmed',
  types: ['order.placed'],
  handle: (ctx, event) => confirmAll(ctx, [event]),
  handleAll: confirmAll,
}

async function confirmAll(ctx: BatchContext, events: readonly StoredEvent[]): Promise<void> {
  const orders = await readOrders(
    ctx.tx,
    events.map(({ subjectId }) => subjectId),
  )
  const standing = [...orders.values()].filter(({ status }) => status === 'placed' || status === 'completed')
  await queueMessages(ctx.tx, standing.map(orderConfirmation), ctx.newId)
}

/** An order whose link was never opened has no payment to expire, but its link ended all the same. */
const expired = tells('payment-expired', ['payment.expired', 'order.expired'], (_ctx, order) => {
  if (order.status !== 'expired') return null
  const facts = { orderId: order.id, orderNumber: order.number }
  const cause = { kind: 'order', id: order.id, slot: orderSlots.expired } as const
  return noticeDraft(order, cause, { kind: 'notice', notice: 'payment_expired', facts })
})

const declined = tells('payment-declined', ['payment.declined'], async (ctx, order, event) => {
  if (order.status !== 'awaiting_payment') return null
  const { cashOnDelivery } = await loadStore(ctx)
  const cause = { kind: 'attempt', id: textIn(event, 'attemptId') ?? order.id, slot: 0 } as const
  const facts = { orderId: order.id, orderNumber: order.number, cashAllowed: cashOnDelivery ? 1 : 0 } as const
  return noticeDraft(order, cause, { kind: 'notice', notice: 'payment_declined', facts })
})

/** Whoever called the order off in the chat was answered there. */
const canceled = tells('order-canceled', ['order.canceled'], async (ctx, order) => {
  if (order.status !== 'canceled' || (await wasShopper(ctx, order))) return null
  const paid = order.paymentStatus === 'none' || order.paymentMethod === 'cash_on_delivery' ? 0 : 1
  const cause = { kind: 'order', id: order.id, slot: orderSlots.canceled } as const
  return noticeDraft(order, cause, {
    kind: 'notice',
    notice: 'order_canceled',
    facts: { orderNumber: order.number, paid },
  })
})

const refunded = tells('refund-decided', ['refund.decided'], (_ctx, order, event) => {
  const refund = refundFacts(event, order)
  if (refund === null) return null
  const { refundId, ...facts } = refund
  const cause = { kind: 'refund', id: refundId, slot: 0 } as const
  return noticeDraft(order, cause, { kind: 'notice', notice: 'refund_decided', facts })
})

async function wasShopper(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  const [move] = await ctx.tx.query<{ actor: string }>(WHO_CANCELED, [ctx.storeId, order.id])
  return move?.actor.startsWith('shopper:') ?? false
}

const WHO_CANCELED: Statement = {
  name: 'orders_who_canceled',
  text: `select actor from order_history
    where store_id = $1 and order_id = $2 and axis = 'order' and to_status = 'canceled' order by id desc limit 1`,
}

export const orderListeners: readonly Listener[] = [confirmed, expired, declined, canceled, refunded]
