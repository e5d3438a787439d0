import type { Draft } from '#modules/messaging/content.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import type { NoticeContent } from './facts.ts'

/** Each thing an order's shopper is told once has a slot of its own under the order. */
export const orderSlots = { confirmed: 0, expired: 1, canceled: 2 } as const

type Reader = Pick<OrderFacts, 'storeId' | 'shopperId' | 'language'>
type Cause = { kind: 'order' | 'attempt' | 'refund' | 'shipment' | 'event'; id: string; slot: number }

/** A notice on its way to the shopper of an order. */
export function noticeDraft({ storeId, shopperId, language }: Reader, cause: Cause, content: NoticeContent): Draft {
  return {
    storeId,
    shopperId,
    causeKind: cause.kind,
    causeId: cause.id,
    slot: cause.slot,
    purpose: content.notice,
    certainty: 'must_arrive',
    language,
    content,
  }
}

/** The confirmation of an order. Whoever queues it first, the chat or the listener, it leaves once. */
export function orderConfirmation(order: OrderFacts): Draft {
  const { number, total, currency, paymentMethod, address, token, lines } = order
  const itemCount = lines.reduce((count, line) => count + line.quantity - line.canceledQuantity, 0)
  return noticeDraft(
    order,
    { kind: 'order', id: order.id, slot: orderSlots.confirmed },
    {
      kind: 'notice',
      notice: 'order_confirmed',
      facts: { orderNumber: number, itemCount, total, currency, payment: paymentMethod, address: address.text, token },
    },
  )
}
