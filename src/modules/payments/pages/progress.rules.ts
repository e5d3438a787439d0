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
  name: 'ordered' | 'paid' | 'cash' | 'shipped' | 'delivered' | 'canceled' | 'expired'
  state: 'done' | 'now' | 'later' | 'stopped'
  at: Date | null
}

/** The way of an order from its first step to its last, as far as it got. */
export function progressOf(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep[] {
  const ordered: ProgressStep = { name: 'ordered', state: 'done', at: order.createdAt }
  if (order.status === 'canceled' || order.status === 'expired') {
    return [ordered, { name: order.status, state: 'stopped', at: order.closedAt }]
  }
  return [ordered, paymentStep(order), shippedStep(order, parcels), deliveredStep(order, parcels)]
}

function paymentStep(order: ProgressOrder): ProgressStep {
  const placed = order.status !== 'awaiting_payment'
  const name = order.paymentMethod === 'cash_on_delivery' && order.paymentStatus !== 'paid' ? 'cash' : 'paid'
  return { name, state: placed ? 'done' : 'now', at: order.placedAt }
}

const moved = ['partial', 'shipped', 'delivered', 'returned_partial', 'returned']

function shippedStep(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep {
  const times = parcels.map((parcel) => parcel.shippedAt.getTime())
  const at = times.length === 0 ? null : new Date(Math.min(...times))
  const state = moved.includes(order.fulfillmentStatus) ? 'done' : waitingAfter(order)
  return { name: 'shipped', state, at: state === 'done' ? at : null }
}

function deliveredStep(order: ProgressOrder, parcels: readonly ProgressParcel[]): ProgressStep {
  const arrived = parcels.filter((parcel) => parcel.status === 'delivered').map((parcel) => parcel.statusAt.getTime())
  const whole = order.fulfillmentStatus === 'delivered'
  const at = whole && arrived.length > 0 ? new Date(Math.max(...arrived)) : null
  return { name: 'delivered', state: whole ? 'done' : 'later', at }
}

/** The next thing to happen is what stands right after the last one that did. */
function waitingAfter(order: ProgressOrder): 'now' | 'later' {
  return order.status === 'awaiting_payment' ? 'later' : 'now'
}
