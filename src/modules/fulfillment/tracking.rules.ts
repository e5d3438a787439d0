export const shipmentStatuses = [
  'unknown',
  'label_created',
  'in_transit',
  'ready_for_pickup',
  'out_for_delivery',
  'delivery_attempted',
  'exception',
  'returning',
  'delivered',
  'returned',
  'canceled',
] as const

export type ShipmentStatus = (typeof shipmentStatuses)[number]

export const milestones = [
  'shipped',
  'ready_for_pickup',
  'out_for_delivery',
  'delivery_attempted',
  'exception',
  'delivered',
  'returned',
] as const

/** A step the shopper hears of, once per parcel. */
export type Milestone = (typeof milestones)[number]

/**
 * What carriers and aggregators call the steps (AfterShip tags, Shippo and EasyPost statuses among them), folded to
 * lower case without separators. A word that is not here is kept raw and counts as `unknown`: no carrier is refused
 * for a new one.
 */
const NAMES: Readonly<Record<string, ShipmentStatus>> = {
  labelcreated: 'label_created',
  inforeceived: 'label_created',
  pretransit: 'label_created',
  intransit: 'in_transit',
  transit: 'in_transit',
  shipped: 'in_transit',
  outfordelivery: 'out_for_delivery',
  deliveryattempted: 'delivery_attempted',
  attemptfail: 'delivery_attempted',
  readyforpickup: 'ready_for_pickup',
  availableforpickup: 'ready_for_pickup',
  delivered: 'delivered',
  exception: 'exception',
  failure: 'exception',
  returning: 'returning',
  returntosender: 'returning',
  returned: 'returned',
  canceled: 'canceled',
  cancelled: 'canceled',
}

export function readStatus(raw: string): ShipmentStatus {
  const name = raw.toLowerCase().replace(/[^a-z]/g, '')
  return (Object.hasOwn(NAMES, name) ? NAMES[name] : undefined) ?? 'unknown'
}

export type Scan = { status: ShipmentStatus; occurredAt: Date }

/**
 * Where the parcel is: the latest scan by the carrier's clock, ties by rank. What is over stays over: only a return
 * follows `delivered`, and nothing follows `returned` or `canceled`, however late a scan arrives.
 */
export function projectStatus(scans: readonly Scan[]): Scan | null {
  const inOrder = scans.filter((scan) => scan.status !== 'unknown').toSorted(byTimeThenRank)
  return inOrder.reduce<Scan | null>(
    (now, scan) => (now === null || mayFollow(now.status, scan.status) ? scan : now),
    null,
  )
}

function byTimeThenRank(a: Scan, b: Scan): number {
  return a.occurredAt.getTime() - b.occurredAt.getTime() || rankOf(a.status) - rankOf(b.status)
}

function rankOf(status: ShipmentStatus): number {
  return shipmentStatuses.indexOf(status)
}

function mayFollow(now: ShipmentStatus, next: ShipmentStatus): boolean {
  if (now === 'delivered') return next === 'returning' || next === 'returned'
  return now !== 'returned' && now !== 'canceled'
}

const TELLS: Readonly<Partial<Record<ShipmentStatus, Milestone>>> = {
  in_transit: 'shipped',
  ready_for_pickup: 'ready_for_pickup',
  out_for_delivery: 'out_for_delivery',
  delivery_attempted: 'delivery_attempted',
  exception: 'exception',
  delivered: 'delivered',
  returning: 'returned',
  returned: 'returned',
}

export type Telling = { tell: Milestone | null; superseded: Milestone[] }

/**
 * Which step to tell of, given what the parcel came to and what was told before. A burst of old scans tells only the
 * newest step, the ones it passed over count as superseded, and notices never go backwards.
 */
export function judgeTelling(
  scans: readonly Scan[],
  { status, told }: { status: ShipmentStatus; told: readonly Milestone[] },
): Telling {
  const newest = TELLS[status] ?? null
  const passed = scans.flatMap((scan) => TELLS[scan.status] ?? [])
  const superseded = [...new Set(passed)].filter((milestone) => milestone !== newest && !told.includes(milestone))
  if (newest === null || told.includes(newest) || isBehind(newest, told)) return { tell: null, superseded }
  return { tell: newest, superseded }
}

/** After `delivered` only a return is news. */
function isBehind(milestone: Milestone, told: readonly Milestone[]): boolean {
  return milestone !== 'returned' && told.some((earlier) => earlier === 'delivered' || earlier === 'returned')
}

export type ShippableLine = {
  id: string
  variantId: string
  quantity: number
  canceledQuantity: number
  shippedQuantity: number
}
export type WantedLine = { orderLineId: string; quantity: number }
export type Remaining = { orderLineId: string; quantity: number }

export type PackingVerdict =
  | { packed: true; lines: { line: ShippableLine; quantity: number }[] }
  | { packed: false; reason: 'unknown-line' | 'over-shipped' | 'nothing-left'; remaining: Remaining[] }

/** Whether these lines can go into a parcel; no lines named means all that is left. */
export function judgePacking(lines: readonly ShippableLine[], wanted: readonly WantedLine[] | null): PackingVerdict {
  const remaining = lines.map((line) => ({ orderLineId: line.id, quantity: remainingOf(line) }))
  const demand = totals(wanted ?? remaining.filter(({ quantity }) => quantity > 0))
  if (demand.size === 0) return { packed: false, reason: 'nothing-left', remaining }
  const known = new Map(lines.map((line) => [line.id, line]))
  const packed: { line: ShippableLine; quantity: number }[] = []
  for (const [orderLineId, quantity] of demand) {
    const line = known.get(orderLineId)
    if (line === undefined) return { packed: false, reason: 'unknown-line', remaining }
    if (quantity > remainingOf(line)) return { packed: false, reason: 'over-shipped', remaining }
    packed.push({ line, quantity })
  }
  return { packed: true, lines: packed }
}

function remainingOf(line: ShippableLine): number {
  return line.quantity - line.canceledQuantity - line.shippedQuantity
}

function totals(wanted: readonly WantedLine[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { orderLineId, quantity } of wanted) sums.set(orderLineId, (sums.get(orderLineId) ?? 0) + quantity)
  return sums
}
