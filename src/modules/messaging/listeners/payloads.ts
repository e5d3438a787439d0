import type { NoticeFacts } from '#modules/messaging/notices/facts.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import type { StoredEvent } from '#platform/events.ts'

export function textIn({ payload }: StoredEvent, key: string): string | null {
  const value = payload[key]
  return typeof value === 'string' && value !== '' ? value : null
}

const reasons = ['late_payment', 'second_payment', 'canceled', 'owner_request', 'dashboard'] as const

/** What the event says of a refund; null for one without an id or an amount. */
export function refundFacts(
  event: StoredEvent,
  order: OrderFacts,
): (NoticeFacts['refund_decided'] & { refundId: string }) | null {
  const refundId = textIn(event, 'refundId')
  const { amount } = event.payload
  if (refundId === null || typeof amount !== 'number') return null
  const given = reasons.find((each) => each === event.payload.reason) ?? 'owner_request'
  const reason = event.payload.cause === 'order.rest-canceled' ? 'rest_canceled' : given
  return { refundId, orderNumber: order.number, amount, currency: textIn(event, 'currency') ?? order.currency, reason }
}
