import { lockOrders, refreshFulfillment } from '#modules/orders/index.ts'
import { recordCashCollected } from '#modules/payments/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Invalid, NotFound } from '#shared/errors.ts'
import { fingerprint } from '#shared/fingerprint.ts'
import { publicId } from '#shared/ids.ts'
import { readShipment } from './read-shipments.ts'
import type { NewTrackingEvent, Recorded, ShipmentFacts } from './shipment.types.ts'
import { passOver, readTold, tellMilestone } from './tell-milestone.ts'
import { judgeTelling, projectStatus, readStatus, type Scan, type ShipmentStatus } from './tracking.rules.ts'

export type TrackingReport = { shipmentId: string; events: readonly NewTrackingEvent[] }

const A_DAY_MS = 24 * 60 * 60 * 1000

/**
 * Keeps a carrier's scans, works out where the parcel is now and tells the shopper of the newest step, once. Repeated
 * events change nothing; late ones go to the history. Throws NotFound('shipment') and Invalid('event-in-the-future').
 */
export async function recordTracking(ctx: StoreContext, { shipmentId, events }: TrackingReport): Promise<Recorded> {
  const before = await lockShipment(ctx, shipmentId)
  refuseFuture(events, ctx.now())
  const recorded = await keepEvents(ctx, before, events)
  if (recorded.length > 0) await settleCash(ctx, before, recorded)
  const told = recorded.length === 0 ? null : await moveOn(ctx, before)
  const shipment = await readShipment(ctx, shipmentId)
  return { shipment, recorded: recorded.length, repeated: events.length - recorded.length, told }
}

/** The order first, then its parcel: the order of locks that every other verb keeps. */
async function lockShipment(ctx: StoreContext, shipmentId: string): Promise<ShipmentFacts> {
  const { orderId } = await readShipment(ctx, shipmentId)
  await lockOrders(ctx.tx, [{ storeId: ctx.storeId, orderId }])
  const locked = await ctx.tx.query(LOCK, [ctx.storeId, shipmentId])
  if (locked.length === 0) throw new NotFound('shipment', publicId('shipment', shipmentId))
  return readShipment(ctx, shipmentId)
}

function refuseFuture(events: readonly NewTrackingEvent[], now: Date): void {
  const latest = now.getTime() + A_DAY_MS
  const index = events.findIndex((event) => event.occurredAt.getTime() > latest)
  if (index === -1) return
  throw new Invalid(
    'event-in-the-future',
    'An event lies more than a day ahead.',
    { index },
    'Send the time with its zone.',
  )
}

type Kept = { event: NewTrackingEvent; key: string }

/** Gives the events that were not known yet. */
async function keepEvents(
  ctx: StoreContext,
  shipment: ShipmentFacts,
  events: readonly NewTrackingEvent[],
): Promise<Kept[]> {
  const keyed = new Map(events.map((event) => [keyOf(event), event]))
  const rows = [...keyed].map(([key, event]) => ({ key, event, id: ctx.newId() }))
  const kept = await ctx.tx.query<{ key: string }>(INSERT, [
    ctx.storeId,
    shipment.id,
    JSON.stringify(rows.map(({ key, event, id }) => rowOf({ key, event, id, shipment }))),
    ctx.now(),
  ])
  const known = new Set(kept.map(({ key }) => key))
  return rows.filter(({ key }) => known.has(key))
}

/** A sender's own id says it best; without one, what happened, when and where is what tells two scans apart. */
function keyOf(event: NewTrackingEvent): string {
  if (event.eventId !== null) return `id:${event.eventId}`
  const { status, substatus, occurredAt, location } = event
  return `scan:${fingerprint(JSON.stringify([status, substatus, occurredAt.toISOString(), location]))}`
}

function rowOf({ key, event, id, shipment }: Kept & { id: string; shipment: ShipmentFacts }) {
  return {
    id,
    dedupe_key: key,
    status: readStatus(event.status),
    raw_status: event.status,
    substatus: event.substatus,
    occurred_at: event.occurredAt.toISOString(),
    location: event.location,
    message: event.message,
    signed_by: event.signedBy,
    collected_amount: event.collected?.amount ?? null,
    collected_currency: event.collected?.currency ?? null,
    raw: event.raw ?? null,
    flag: event.occurredAt < shipment.shippedAt ? 'before-shipment' : null,
  }
}

async function settleCash(ctx: StoreContext, shipment: ShipmentFacts, kept: readonly Kept[]): Promise<void> {
  for (const { event, key } of kept) {
    if (event.collected === null) continue
    const externalId = `${shipment.id}:${key}`
    await recordCashCollected(ctx, { orderId: shipment.orderId, ...event.collected, externalId })
  }
}

async function moveOn(ctx: StoreContext, shipment: ShipmentFacts) {
  const scans = await ctx.tx.query<Scan>(READ_SCANS, [ctx.storeId, shipment.id])
  const label: Scan = { status: 'label_created', occurredAt: new Date(0) }
  const now = projectStatus([label, ...scans])
  if (now === null) return null
  const status = stillAt(shipment, now)
  await ctx.tx.run(MOVE, [ctx.storeId, shipment.id, status, now.occurredAt, ctx.now()])
  await ctx.tx.run(COUNT_DELIVERED, [ctx.storeId, shipment.id])
  await refreshFulfillment(ctx, [{ storeId: ctx.storeId, orderId: shipment.orderId }])
  return tell(ctx, { shipment, scans, status })
}

/** A parcel that left with us is under way even before its carrier's first scan. */
function stillAt(shipment: ShipmentFacts, now: Scan): ShipmentStatus {
  return now.status === 'label_created' ? shipment.status : now.status
}

type Moved = { shipment: ShipmentFacts; scans: readonly Scan[]; status: ShipmentStatus }

async function tell(ctx: StoreContext, { shipment, scans, status }: Moved) {
  const told = await readTold(ctx, shipment.id)
  const verdict = judgeTelling(scans, { status, told })
  await passOver(ctx, shipment.id, verdict.superseded)
  if (verdict.tell === null) return null
  const step = { shipmentId: shipment.id, orderId: shipment.orderId, milestone: verdict.tell }
  return (await tellMilestone(ctx, step)) ? verdict.tell : null
}

const LOCK: Statement = {
  name: 'shipments_lock',
  text: 'select id from shipments where store_id = $1 and id = $2 for update',
}

const INSERT: Statement = {
  name: 'tracking_events_insert',
  text: `insert into tracking_events (id, store_id, shipment_id, dedupe_key, status, raw_status, substatus, occurred_at,
      location, message, signed_by, collected_amount, collected_currency, raw, flag, received_at)
    select id, $1, $2, dedupe_key, status, raw_status, substatus, occurred_at, location, message, signed_by,
      collected_amount, collected_currency, raw, flag, $4
    from jsonb_to_recordset($3::jsonb) as e (id uuid, dedupe_key text, status text, raw_status text, substatus text,
      occurred_at timestamptz, location text, message text, signed_by text, collected_amount bigint,
      collected_currency text, raw jsonb, flag text)
    on conflict (shipment_id, dedupe_key) do nothing returning dedupe_key as key`,
}

const READ_SCANS: Statement = {
  name: 'tracking_scans_read',
  text: `select status, occurred_at as "occurredAt" from tracking_events
    where store_id = $1 and shipment_id = $2 order by occurred_at, id`,
}

const MOVE: Statement = {
  name: 'shipments_move',
  text: `update shipments set status = $3, status_at = $4, updated_at = $5, version = version + 1,
      delivered_at = case when $3 = 'delivered' then $4 else delivered_at end
    where store_id = $1 and id = $2 and (status, status_at) is distinct from ($3, $4::timestamptz)`,
}

// Counted anew from the order's parcels, so that no repetition can count twice.
const COUNT_DELIVERED: Statement = {
  name: 'order_lines_count_delivered',
  text: `update order_lines l set delivered_quantity = c.delivered, returned_quantity = c.returned
    from (
      select p.order_line_id as id,
        coalesce(sum(p.quantity) filter (where s.delivered_at is not null), 0)::int as delivered,
        coalesce(sum(p.quantity) filter (where s.status = 'returned'), 0)::int as returned
      from shipment_lines p join shipments s on s.store_id = p.store_id and s.id = p.shipment_id
      where p.store_id = $1 and p.order_line_id in (
        select order_line_id from shipment_lines where store_id = $1 and shipment_id = $2)
      group by 1
    ) c
    where l.store_id = $1 and l.id = c.id and (l.delivered_quantity, l.returned_quantity) is distinct from (c.delivered, c.returned)`,
}
