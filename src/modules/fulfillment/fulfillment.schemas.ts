import { z } from 'zod'
import { amountField, CurrencyField, IdView, idField, TimeField, TimeView, textField } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import type { NewShipment, NewTrackingEvent, Recorded, ShipmentFacts, TrackingEventFacts } from './shipment.types.ts'
import { milestones, shipmentStatuses } from './tracking.rules.ts'

const MAX_LINES = 100
const MAX_BATCH = 50
const MAX_EVENTS = 100

const ShipmentBody = z.strictObject({
  orderId: idField('order'),
  lines: z
    .array(z.strictObject({ orderLineId: idField('orderLine'), quantity: z.int().min(1).max(9999) }))
    .min(1)
    .max(MAX_LINES)
    .optional()
    .meta({ description: 'What is in the parcel; without it, everything that is left.' }),
  carrier: textField(60).optional(),
  trackingNumber: textField(80).optional(),
  trackingUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
  status: z.enum(['label_created', 'in_transit']).default('in_transit'),
  shippedAt: TimeField.optional(),
})

export const NewShipmentBody = ShipmentBody
export const NewShipmentsBody = z.strictObject({ shipments: z.array(ShipmentBody).min(1).max(MAX_BATCH) })

const EventBody = z.strictObject({
  eventId: textField(200).optional().meta({ description: 'Your own id; the same one acts once.' }),
  status: textField(60).meta({ description: `One of ${shipmentStatuses.join(', ')}, or a carrier’s own word.` }),
  substatus: textField(120).optional(),
  occurredAt: TimeField,
  location: textField(200).optional(),
  message: textField(1000).optional(),
  signedBy: textField(120).optional(),
  collected: z
    .strictObject({ amount: amountField(0), currency: CurrencyField })
    .optional()
    .meta({ description: 'Cash the courier took, in minor units.' }),
  raw: z.record(z.string(), z.unknown()).optional(),
})

export const TrackingBody = z.strictObject({ events: z.array(EventBody).min(1).max(MAX_EVENTS) })
export const ShipmentParams = z.strictObject({ shipmentId: idField('shipment') })
export const OrderParams = z.strictObject({ orderId: idField('order') })

export const ShipmentView = z
  .object({
    id: IdView,
    orderId: IdView,
    carrier: z.string().nullable(),
    trackingNumber: z.string().nullable(),
    trackingUrl: z.string().nullable(),
    status: z.enum(shipmentStatuses),
    statusAt: TimeView,
    shippedAt: TimeView,
    deliveredAt: TimeView.nullable(),
    createdAt: TimeView,
    lines: z.array(z.object({ orderLineId: IdView, quantity: z.int() })),
    version: z.int(),
  })
  .meta({ id: 'Shipment' })

export const ShipmentsView = z.object({ data: z.array(ShipmentView) })

export const TrackingEventView = z
  .object({
    id: IdView,
    status: z.enum(shipmentStatuses),
    rawStatus: z.string(),
    substatus: z.string().nullable(),
    occurredAt: TimeView,
    location: z.string().nullable(),
    message: z.string().nullable(),
    signedBy: z.string().nullable(),
    flag: z.string().nullable(),
    receivedAt: TimeView,
  })
  .meta({ id: 'TrackingEvent' })

export const TrackingEventsView = z.object({ data: z.array(TrackingEventView) })

export const RecordedView = z.object({
  shipment: ShipmentView,
  recorded: z.int(),
  repeated: z.int(),
  told: z.enum(milestones).nullable(),
})

export function readNewShipment(body: z.output<typeof ShipmentBody>, now: Date): NewShipment {
  return {
    orderId: body.orderId,
    lines: body.lines ?? null,
    carrier: body.carrier ?? null,
    trackingNumber: body.trackingNumber ?? null,
    trackingUrl: body.trackingUrl ?? null,
    status: body.status,
    shippedAt: body.shippedAt ?? now,
  }
}

export function readNewEvents(body: z.output<typeof TrackingBody>): NewTrackingEvent[] {
  return body.events.map((event) => ({
    eventId: event.eventId ?? null,
    status: event.status,
    substatus: event.substatus ?? null,
    occurredAt: event.occurredAt,
    location: event.location ?? null,
    message: event.message ?? null,
    signedBy: event.signedBy ?? null,
    collected: event.collected ?? null,
    raw: event.raw ?? null,
  }))
}

export function viewShipment(shipment: ShipmentFacts): z.infer<typeof ShipmentView> {
  return {
    ...shipment,
    id: publicId('shipment', shipment.id),
    orderId: publicId('order', shipment.orderId),
    statusAt: shipment.statusAt.toISOString(),
    shippedAt: shipment.shippedAt.toISOString(),
    deliveredAt: shipment.deliveredAt?.toISOString() ?? null,
    createdAt: shipment.createdAt.toISOString(),
    lines: shipment.lines.map((line) => ({ ...line, orderLineId: publicId('orderLine', line.orderLineId) })),
  }
}

export function viewTrackingEvent(event: TrackingEventFacts): z.infer<typeof TrackingEventView> {
  return {
    ...event,
    id: publicId('trackingEvent', event.id),
    occurredAt: event.occurredAt.toISOString(),
    receivedAt: event.receivedAt.toISOString(),
  }
}

export function viewRecorded(recorded: Recorded): z.infer<typeof RecordedView> {
  return { ...recorded, shipment: viewShipment(recorded.shipment) }
}
