import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { ShipmentFacts, TrackingEventFacts } from './shipment.types.ts'

type Reading = Pick<StoreContext, 'tx' | 'storeId'>

/** Throws NotFound('shipment'). */
export async function readShipment(ctx: Reading, shipmentId: string): Promise<ShipmentFacts> {
  const [shipment] = await ctx.tx.query<ShipmentFacts>(READ, [ctx.storeId, [shipmentId]])
  if (shipment === undefined) throw new NotFound('shipment', publicId('shipment', shipmentId))
  return shipment
}

/** In the order they were asked for. */
export async function readShipments(ctx: Reading, ids: readonly string[]): Promise<ShipmentFacts[]> {
  const rows = await ctx.tx.query<ShipmentFacts>(READ, [ctx.storeId, ids])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The parcels of an order, oldest first. */
export function readShipmentsOfOrder(ctx: Reading, orderId: string): Promise<ShipmentFacts[]> {
  return ctx.tx.query<ShipmentFacts>(READ_BY_ORDER, [ctx.storeId, orderId])
}

/** Every scan, by the carrier's clock. */
export function readTrackingEvents(ctx: Reading, shipmentId: string): Promise<TrackingEventFacts[]> {
  return ctx.tx.query<TrackingEventFacts>(READ_EVENTS, [ctx.storeId, shipmentId])
}

const COLUMNS = `s.id, s.store_id as "storeId", s.order_id as "orderId", s.carrier, s.tracking_number as "trackingNumber",
  s.tracking_url as "trackingUrl", s.status, s.status_at as "statusAt", s.shipped_at as "shippedAt",
  s.delivered_at as "deliveredAt", s.created_at as "createdAt", s.version,
  (select coalesce(jsonb_agg(jsonb_build_object('orderLineId', l.order_line_id, 'quantity', l.quantity)), '[]')
    from shipment_lines l where l.store_id = s.store_id and l.shipment_id = s.id) as lines`

const READ: Statement = {
  name: 'shipments_read',
  text: `select ${COLUMNS} from shipments s where s.store_id = $1 and s.id = any ($2::uuid[])`,
}
const READ_BY_ORDER: Statement = {
  name: 'shipments_read_by_order',
  text: `select ${COLUMNS} from shipments s where s.store_id = $1 and s.order_id = $2 order by s.id`,
}
const READ_EVENTS: Statement = {
  name: 'tracking_events_read',
  text: `select id, status, raw_status as "rawStatus", substatus, occurred_at as "occurredAt", location, message,
      signed_by as "signedBy", flag, received_at as "receivedAt"
    from tracking_events where store_id = $1 and shipment_id = $2 order by occurred_at, id`,
}
