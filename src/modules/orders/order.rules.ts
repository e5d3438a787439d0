export const orderStatuses = ['awaiting_payment', 'placed', 'on_hold', 'completed', 'canceled', 'expired'] as const

export type OrderStatus = (typeof orderStatuses)[number]

export const fulfillmentStatuses = [
  'unfulfilled',
  'partial',
  'shipped',
  'delivered',
  'returned_partial',
  'returned',
] as const

export type FulfillmentStatus = (typeof fulfillmentStatuses)[number]

/** The same table stands in the database as `order_moves`, which refuses every other move. */
export const orderMoves: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  awaiting_payment: ['placed', 'on_hold', 'expired', 'canceled'],
  placed: ['on_hold', 'completed', 'canceled'],
  on_hold: ['placed', 'canceled'],
  // Only for money that came after the hold had run out, and with fresh stock.
  expired: ['placed'],
  completed: [],
  canceled: [],
}

export function canMove(from: OrderStatus, to: OrderStatus): boolean {
  return orderMoves[from].includes(to)
}

export type LineQuantities = {
  quantity: number
  canceledQuantity: number
  shippedQuantity: number
  deliveredQuantity: number
  returnedQuantity: number
}

/** Where the parcels of an order stand, from the quantities of its lines alone, so it cannot contradict them. */
export function fulfillmentStatusOf(lines: readonly LineQuantities[]): FulfillmentStatus {
  const due = totalOf(lines, (line) => line.quantity - line.canceledQuantity)
  const shipped = totalOf(lines, (line) => line.shippedQuantity)
  const returned = totalOf(lines, (line) => line.returnedQuantity)
  if (shipped === 0) return 'unfulfilled'
  if (returned > 0) return returned >= due ? 'returned' : 'returned_partial'
  if (shipped < due) return 'partial'
  return totalOf(lines, (line) => line.deliveredQuantity) >= due ? 'delivered' : 'shipped'
}

function totalOf(lines: readonly LineQuantities[], count: (line: LineQuantities) => number): number {
  return lines.reduce((total, line) => total + count(line), 0)
}

/** Longer than the longest payment session, because a payment begun in its last second still takes a while. */
const graceMinutes = 10

/** Until when goods wait for a payment by card. */
export function holdUntil(now: Date, sessionMinutes: number): Date {
  return new Date(now.getTime() + (sessionMinutes + graceMinutes) * 60_000)
}

/** What of an order can still be called off; `nothing` when it is canceled already. */
export type CancelVerdict = 'whole' | 'rest' | 'nothing' | 'refused'

export function judgeCancel(order: { status: OrderStatus; lines: readonly LineQuantities[] }): CancelVerdict {
  if (order.status === 'canceled') return 'nothing'
  if (!canMove(order.status, 'canceled')) return 'refused'
  if (order.lines.every((line) => line.shippedQuantity === 0)) return 'whole'
  return order.lines.some((line) => unsentOf(line) > 0) ? 'rest' : 'refused'
}

/** How many of a line are still to be sent. */
export function unsentOf({ quantity, canceledQuantity, shippedQuantity }: LineQuantities): number {
  return quantity - canceledQuantity - shippedQuantity
}

export type PricedQuantities = LineQuantities & { id: string; total: number; discount: number; tax: number }

export type Rest = { lines: { orderLineId: string; quantity: number }[]; amount: number }

/**
 * The goods not sent yet and what was asked for them, in minor units: each line's share of what it cost with its
 * discount and tax, half-up. The delivery stays charged, because something was delivered.
 */
export function restOf(lines: readonly PricedQuantities[]): Rest {
  const unsent = lines.filter((line) => unsentOf(line) > 0)
  return {
    lines: unsent.map((line) => ({ orderLineId: line.id, quantity: unsentOf(line) })),
    amount: unsent.reduce((amount, line) => amount + shareOf(line, unsentOf(line)), 0),
  }
}

type PricedLine = Pick<PricedQuantities, 'quantity' | 'total' | 'discount' | 'tax'>

function shareOf(line: PricedLine, quantity: number): number {
  return Math.floor(((line.total - line.discount + line.tax) * quantity * 2 + line.quantity) / (2 * line.quantity))
}

export type DueOrder = {
  total: number
  paymentMethod: 'card' | 'cash_on_delivery'
  lines: readonly (PricedLine & Pick<LineQuantities, 'canceledQuantity'>)[]
}

/**
 * What the shopper owes for an order, in minor units: cash is not collected for goods that were called off. A card has
 * paid the whole, and what was called off goes back as a refund.
 */
export function dueOf({ total, paymentMethod, lines }: DueOrder): number {
  if (paymentMethod === 'card') return total
  return lines.reduce((due, line) => due - shareOf(line, line.canceledQuantity), total)
}

/** Paid for and handed over, or come back: nothing is left to do. */
export function isDone(order: { status: OrderStatus; paymentStatus: string; fulfillmentStatus: FulfillmentStatus }) {
  return (
    order.status === 'placed' &&
    ['paid', 'partially_refunded', 'refunded'].includes(order.paymentStatus) &&
    ['delivered', 'returned_partial', 'returned'].includes(order.fulfillmentStatus)
  )
}
