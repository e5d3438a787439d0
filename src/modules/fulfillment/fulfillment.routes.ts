import { readOrders } from '#modules/orders/index.ts'
import { route, type ZodApp } from '#platform/http.ts'
import { NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { createShipments } from './create-shipments.ts'
import {
  NewShipmentBody,
  NewShipmentsBody,
  OrderParams,
  RecordedView,
  readNewEvents,
  readNewShipment,
  ShipmentParams,
  ShipmentsView,
  ShipmentView,
  TrackingBody,
  TrackingEventsView,
  viewRecorded,
  viewShipment,
  viewTrackingEvent,
} from './fulfillment.schemas.ts'
import { readShipment, readShipmentsOfOrder, readTrackingEvents } from './read-shipments.ts'
import { recordTracking } from './record-tracking.ts'

const tags = ['fulfillment']

/** What fulfillment systems and couriers post, and what became of it. */
export async function fulfillmentRoutes(app: ZodApp): Promise<void> {
  shipmentRoutes(app)
  trackingRoutes(app)
  readRoutes(app)
}

function shipmentRoutes(app: ZodApp): void {
  route(app, {
    method: 'POST',
    url: '/v1/shipments',
    scope: 'fulfillment:write',
    summary: 'Send a parcel out',
    tags,
    body: NewShipmentBody,
    reply: { 201: ShipmentView },
    handle: async (ctx, { body }) => {
      const [shipment] = await createShipments(ctx, [readNewShipment(body, ctx.now())])
      if (shipment === undefined) throw new Error('a shipment was made and is not there')
      return viewShipment(shipment)
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/shipments/batch',
    scope: 'fulfillment:write',
    summary: 'Send several parcels out, all or none',
    tags,
    body: NewShipmentsBody,
    reply: { 201: ShipmentsView },
    handle: async (ctx, { body }) => {
      const made = await createShipments(
        ctx,
        body.shipments.map((shipment) => readNewShipment(shipment, ctx.now())),
      )
      return { data: made.map(viewShipment) }
    },
  })
}

function trackingRoutes(app: ZodApp): void {
  route(app, {
    method: 'POST',
    url: '/v1/shipments/:shipmentId/events',
    scope: 'fulfillment:write',
    summary: 'Report where a parcel is',
    description: 'In any order and as often as you like: each event counts once, by the carrier’s time.',
    tags,
    params: ShipmentParams,
    body: TrackingBody,
    reply: { 200: RecordedView },
    handle: async (ctx, { params, body }) =>
      viewRecorded(await recordTracking(ctx, { ...params, events: readNewEvents(body) })),
  })
}

function readRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/shipments/:shipmentId',
    scope: 'orders:read',
    summary: 'Read a shipment',
    tags,
    params: ShipmentParams,
    reply: { 200: ShipmentView },
    handle: async (ctx, { params }) => viewShipment(await readShipment(ctx, params.shipmentId)),
  })
  route(app, {
    method: 'GET',
    url: '/v1/shipments/:shipmentId/events',
    scope: 'orders:read',
    summary: 'List the scans of a shipment',
    tags,
    params: ShipmentParams,
    reply: { 200: TrackingEventsView },
    handle: async (ctx, { params }) => {
      await readShipment(ctx, params.shipmentId)
      return { data: (await readTrackingEvents(ctx, params.shipmentId)).map(viewTrackingEvent) }
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/orders/:orderId/shipments',
    scope: 'orders:read',
    summary: 'List the shipments of an order',
    tags,
    params: OrderParams,
    reply: { 200: ShipmentsView },
    handle: async (ctx, { params }) => {
      const orders = await readOrders(ctx.tx, [params.orderId])
      if (!orders.has(params.orderId)) throw new NotFound('order', publicId('order', params.orderId))
      return { data: (await readShipmentsOfOrder(ctx, params.orderId)).map(viewShipment) }
    },
  })
}
