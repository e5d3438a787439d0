/** What each notice is about. Amounts are minor units; an empty text means the fact is not known. */
export type NoticeFacts = {
  order_confirmed: {
    orderNumber: number
    itemCount: number
    total: number
    currency: string
    payment: 'card' | 'cash_on_delivery'
    address: string
    /** Ends the tracking link `/o/<token>`. */
    token: string
  }
  order_shipped: ParcelFacts & { carrier: string; trackingNumber: string }
  /** `cash` when the courier collects, but how much of it with this parcel is not known. */
  out_for_delivery: ParcelFacts & { due: 'amount' | 'cash' | 'nothing'; amount: number; currency: string }
  order_delivered: ParcelFacts & { orderId: string }
  delivery_attempted: ParcelFacts
  ready_for_pickup: ParcelFacts & { carrier: string }
  delivery_exception: ParcelFacts
  parcel_returned: ParcelFacts
  payment_expired: { orderId: string; orderNumber: number }
  payment_declined: { orderId: string; orderNumber: number; cashAllowed: 0 | 1 }
  order_canceled: { orderNumber: number; paid: 0 | 1 }
  /** `due` is what is still to be paid at the door. */
  rest_canceled: { orderNumber: number; itemCount: number; due: number; currency: string }
  refund_decided: {
    orderNumber: number
    amount: number
    currency: string
    reason: 'late_payment' | 'second_payment' | 'canceled' | 'rest_canceled' | 'owner_request' | 'dashboard'
  }
  refund_arrived: { orderNumber: number; amount: number; currency: string }
  refund_failed: { orderNumber: number; amount: number; currency: string }
  apology: Record<never, never>
}

/** A parcel holds the whole order (`part` 0) or a part of it (`part` 1). */
export type ParcelFacts = { orderNumber: number; part: 0 | 1; token: string }

export type NoticeName = keyof NoticeFacts

export type NoticeContent = {
  [Name in NoticeName]: { kind: 'notice'; notice: Name; facts: NoticeFacts[Name] }
}[NoticeName]
