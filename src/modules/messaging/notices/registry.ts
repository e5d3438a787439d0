import { apology } from './apology.ts'
import type { NoticeDefinition } from './definition.ts'
import { deliveryAttempted, deliveryException, parcelReturned, readyForPickup } from './delivery-trouble.ts'
import type { NoticeName } from './facts.ts'
import { orderCanceled, restCanceled } from './order-canceled.ts'
import { orderConfirmed } from './order-confirmed.ts'
import { orderDelivered } from './order-delivered.ts'
import { orderShipped } from './order-shipped.ts'
import { outForDelivery } from './out-for-delivery.ts'
import { paymentDeclined, paymentExpired, refundArrived, refundDecided, refundFailed } from './payment-notices.ts'

/** Every notice the shop sends of its own accord. */
export const notices: { readonly [Name in NoticeName]: NoticeDefinition<Name> } = {
  order_confirmed: orderConfirmed,
  order_shipped: orderShipped,
  out_for_delivery: outForDelivery,
  order_delivered: orderDelivered,
  delivery_attempted: deliveryAttempted,
  ready_for_pickup: readyForPickup,
  delivery_exception: deliveryException,
  parcel_returned: parcelReturned,
  payment_expired: paymentExpired,
  payment_declined: paymentDeclined,
  order_canceled: orderCanceled,
  rest_canceled: restCanceled,
  refund_decided: refundDecided,
  refund_arrived: refundArrived,
  refund_failed: refundFailed,
  apology,
}

/** The notices that may also leave outside the 24-hour window. */
export const templatedNotices: readonly NoticeName[] = Object.values(notices)
  .filter((notice) => notice.template)
  .map((notice) => notice.name)

/** The version changes with the meaning; Meta blocks the name of a deleted template for 30 days. */
export function templateName(notice: NoticeName): string {
  return `dukkan_${notice}_v1`
}
