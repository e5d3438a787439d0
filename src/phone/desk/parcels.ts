import type { OrderLine, OrderRow } from './shop-api.types.ts'

/** How many pieces of a line are still to be sent. */
export function leftToShip(line: OrderLine): number {
  return Math.max(0, line.quantity - line.canceledQuantity - line.shippedQuantity)
}

/** Orders a courier could take something of. */
export function isShippable(order: OrderRow): boolean {
  return order.status === 'placed' && order.lines.some((line) => leftToShip(line) > 0)
}

/** Pieces chosen for the parcel, by line; what is not named goes in whole. */
export type Chosen = Readonly<Record<string, number>>

/** The lines of the parcel, none beyond what is left and none empty. */
export function parcelLines(order: OrderRow, chosen: Chosen): { orderLineId: string; quantity: number }[] {
  return order.lines
    .map((line) => ({ orderLineId: line.id, quantity: within(chosen[line.id] ?? leftToShip(line), leftToShip(line)) }))
    .filter(({ quantity }) => quantity > 0)
}

function within(quantity: number, most: number): number {
  return Math.min(most, Math.max(0, Math.trunc(quantity)))
}

export type Step =
  | 'in_transit'
  | 'ready_for_pickup'
  | 'out_for_delivery'
  | 'delivery_attempted'
  | 'exception'
  | 'delivered'
  | 'returned'

/** A courier's steps, in the order a parcel usually takes them. */
export const courierSteps: readonly Step[] = [
  'in_transit',
  'out_for_delivery',
  'delivery_attempted',
  'ready_for_pickup',
  'exception',
  'delivered',
  'returned',
]

export type Scan = { eventId: string; status: Step; occurredAt: string }

/** One scan as the carrier would report it, `minutesAgo` before now by the carrier's own clock. */
export function scanOf(
  step: Step,
  { nowMs, minutesAgo, nonce }: { nowMs: number; minutesAgo: number; nonce: string },
): Scan {
  return { eventId: `scan-${nonce}`, status: step, occurredAt: new Date(nowMs - minutesAgo * 60_000).toISOString() }
}
