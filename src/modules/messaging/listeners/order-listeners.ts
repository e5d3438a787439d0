import type { Draft } from '#modules/messaging/content.ts'
import { noticeDraft, orderConfirmation, orderSlots } from '#modules/messaging/notices/drafts.ts'
import { queueMessages } from '#modules/messaging/queue-messages.ts'
import { dueOf, type OrderFacts, readOrders } from '#modules/orders/index.ts'
import { readRefunds } from '#modules/payments/index.ts'
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

/**
 * Whoever called the order off in the chat was answered there. Money that goes back because of it has a message of its
 * own, which says why; payments has decided on it before, since it hears of events first.
 */
const canceled = tells('order-canceled', ['order.canceled'], async (ctx, order) => {
  if (order.status !== 'canceled' || (await wasShopper(ctx, order)) || (await isRefunded(ctx, order))) return null
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

/** By card the refund tells it. */
const restCanceled = tells('rest-canceled', ['order.rest-canceled'], (_ctx, order, event) => {
  if (order.paymentStatus !== 'due_on_delivery') return null
  const itemCount = order.lines.reduce((count, line) => count + line.canceledQuantity, 0)
  const facts = { orderNumber: order.number, itemCount, due: dueOf(order), currency: order.currency }
  const cause = { kind: 'event', id: String(event.id), slot: 0 } as const
  return noticeDraft(order, cause, { kind: 'notice', notice: 'rest_canceled', facts })
})

const DAY_MS = 24 * 3_600_000

const arrived = tells('refund-arrived', ['refund.succeeded'], (_ctx, order, event) => {
  const decidedAt = Date.parse(textIn(event, 'decidedAt') ?? '')
  const late = event.createdAt.getTime() - decidedAt > DAY_MS
  return late ? refundDraft(order, event, { notice: 'refund_arrived', slot: 1 }) : null
})

const failed = tells('refund-failed', ['refund.failed'], (_ctx, order, event) =>
  refundDraft(order, event, { notice: 'refund_failed', slot: 2 }),
)

type RefundNotice = { notice: 'refund_arrived' | 'refund_failed'; slot: number }

function refundDraft(order: OrderFacts, event: StoredEvent, { notice, slot }: RefundNotice): Draft | null {
  const refund = refundFacts(event, order)
  if (refund === null) return null
  const { refundId, amount, currency, orderNumber } = refund
  const content = { kind: 'notice', notice, facts: { amount, currency, orderNumber } } as const
  return noticeDraft(order, { kind: 'refund', id: refundId, slot }, content)
}

async function isRefunded(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  const refunds = await readRefunds(ctx, order.id)
  return refunds.some(({ reason, state }) => reason === 'canceled' && state !== 'failed')
}

async function wasShopper(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  const [move] = await ctx.tx.query<{ actor: string }>(WHO_CANCELED, [ctx.storeId, order.id])
  return move?.actor.startsWith('shopper:') ?? false
}

const WHO_CANCELED: Statement = {
  name: 'orders_who_canceled',
  text: `select actor from order_history
    where store_id = $1 and order_id = $2 and axis = 'order' and to_status = 'canceled' order by id desc limit 1`,
}

export const orderListeners: readonly Listener[] = [
  confirmed,
  expired,
  declined,
  canceled,
  restCanceled,
  refunded,
  arrived,
  failed,
]
