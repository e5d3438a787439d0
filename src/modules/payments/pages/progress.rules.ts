export type ProgressOrder = {
  readonly status: 'awaiting_payment' | 'placed' | 'on_hold' | 'completed' | 'canceled' | 'expired'
  readonly paymentMethod: 'card' | 'cash_on_delivery'
  readonly paymentStatus: string
  readonly fulfillmentStatus: string
  readonly createdAt: Date
  readonly placedAt: Date | null
  readonly closedAt: Date | null
}

export type ProgressParcel = {
  readonly status: string
  readonly shippedAt: Date
  readonly statusAt: Date
}

export type ProgressStep = {
  name: 'ordered' | 'paid' | 'cash' | 'preparing' | 'shipped' | 'delivered' | 'canceled' | 'expired'
  state: 'done' | 'now' | 'later' | 'stopped'
  at: Date | null
}

/** The way of an order from its first step to its last, as far as it got. */
export function progressOf(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep[] {
  const ordered: ProgressStep = { name: 'ordered', state: 'done', at: order.createdAt }
  if (order.status === 'canceled' || order.status === 'expired') {
    return [ordered, { name: order.status, state: 'stopped', at: order.closedAt }]
  }
  return [
    ordered,
    paymentStep(order),
    ...preparingStep(order),
    shippedStep(order, parcels),
    deliveredStep(order, parcels),
  ]
}

function paymentStep(order: ProgressOrder): ProgressStep {
  const placed = order.status !== 'awaiting_payment'
  const name = order.paymentMethod === 'cash_on_delivery' && order.paymentStatus !== 'paid' ? 'cash' : 'paid'
  return { name, state: placed ? 'done' : 'now', at: order.placedAt }
}

const moved = ['partial', 'shipped', 'delivered', 'returned_partial', 'returned']

/** Between paying and the first parcel the shop is busy with it; before and after there is nothing to say of that. */
function preparingStep(order: ProgressOrder): ProgressStep[] {
  const busy = order.status !== 'awaiting_payment' && !moved.includes(order.fulfillmentStatus)
  return busy ? [{ name: 'preparing', state: 'now', at: null }] : []
}

function shippedStep(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep {
  const times = parcels.map((parcel) => parcel.shippedAt.getTime())
  const at = times.length === 0 ? null : new Date(Math.min(...times))
  const left = moved.includes(order.fulfillmentStatus)
  return { name: 'shipped', state: left ? 'done' : 'later', at: left ? at : null }
}

function deliveredStep(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep {
  const arrived = parcels.filter((parcel) => parcel.status === 'delivered').map((parcel) => parcel.statusAt.getTime())
  const whole = order.fulfillmentStatus === 'delivered'
  const at = whole && arrived.length > 0 ? new Date(Math.max(...arrived)) : null
  return { name: 'delivered', state: whole ? 'done' : 'later', at }
}
