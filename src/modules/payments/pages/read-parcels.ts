import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { ShipmentStatus } from './texts.ts'
import type { Parcel } from './tracking-page.ts'

type Row = Omit<Parcel, 'events'> & { events: { status: ShipmentStatus; at: string; location: string | null }[] }

/** An order's parcels for its tracking page, each with where it has been, newest first. */
export async function readParcels(ctx: StoreContext, orderId: string): Promise<Parcel[]> {
  const rows = await ctx.tx.query<Row>(READ, [ctx.storeId, orderId])
  return rows.map((row) => ({
    ...row,
    trackingUrl: row.trackingUrl !== null && /^https?:\/\//.test(row.trackingUrl) ? row.trackingUrl : null,
    events: row.events.map((event) => ({ ...event, at: new Date(event.at) })),
  }))
}

const READ: Statement = {
  name: 'payments_parcels',
  text: `select s.carrier, s.tracking_number as "trackingNumber", s.tracking_url as "trackingUrl", s.status,
      s.shipped_at as "shippedAt", s.status_at as "statusAt", coalesce(e.events, '[]') as events
    from shipments s
    cross join lateral (
      select jsonb_agg(jsonb_build_object('status', status, 'at', occurred_at, 'location', location)
          order by occurred_at desc) as events
      from (select distinct on (status, location) status, occurred_at, location from tracking_events
        where store_id = $1 and shipment_id = s.id order by status, location, occurred_at desc limit 20) seen) e
    where s.store_id = $1 and s.order_id = $2 and s.status <> 'canceled' order by s.shipped_at, s.id`,
}
