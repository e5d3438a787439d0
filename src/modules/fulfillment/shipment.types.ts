import type { Milestone, ShipmentStatus, WantedLine } from './tracking.rules.ts'

export type NewShipment = {
  orderId: string
  /** Null for everything that is left. */
  lines: WantedLine[] | null
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  /** `label_created` when the parcel is packed and still here. */
  status: 'label_created' | 'in_transit'
  shippedAt: Date
}

export type NewTrackingEvent = {
  /** The sender's own name for the event, when it has one. */
  eventId: string | null
  /** Any carrier's word; see `readStatus`. */
  status: string
  substatus: string | null
  /** By the carrier's clock. */
  occurredAt: Date
  location: string | null
  message: string | null
  signedBy: string | null
  collected: { amount: number; currency: string } | null
  raw: unknown
}

export type ShipmentFacts = {
  id: string
  storeId: string
  orderId: string
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  status: ShipmentStatus
  statusAt: Date
  shippedAt: Date
  deliveredAt: Date | null
  createdAt: Date
  version: number
  lines: { orderLineId: string; quantity: number }[]
}

export type TrackingEventFacts = {
  id: string
  status: ShipmentStatus
  rawStatus: string
  substatus: string | null
  occurredAt: Date
  location: string | null
  message: string | null
  signedBy: string | null
  flag: string | null
  receivedAt: Date
}

export type Recorded = { shipment: ShipmentFacts; recorded: number; repeated: number; told: Milestone | null }
