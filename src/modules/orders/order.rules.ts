export type OrderStatus = 'awaiting_payment' | 'placed' | 'on_hold' | 'completed' | 'canceled' | 'expired'

export type FulfillmentStatus = 'unfulfilled' | 'partial' | 'shipped' | 'delivered' | 'returned_partial' | 'returned'

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
