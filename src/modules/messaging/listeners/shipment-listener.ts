import { readShipmentsOfOrder, type ShipmentFacts } from '#modules/fulfillment/index.ts'
import { noticeDraft } from '#modules/messaging/notices/drafts.ts'
import type { NoticeContent, NoticeFacts, ParcelFacts } from '#modules/messaging/notices/facts.ts'
import { queueMessages } from '#modules/messaging/queue-messages.ts'
import { dueOf, type OrderFacts, readOrders } from '#modules/orders/index.ts'
import type { Listener } from '#platform/relay.ts'
import { textIn } from './payloads.ts'

type Parcel = { order: OrderFacts; shipment: ShipmentFacts; facts: ParcelFacts }

/** The place in the list is the slot of the cause, so entries are only ever added at its end. */
const notices: readonly (readonly [milestone: string, notice: (parcel: Parcel) => NoticeContent])[] = [
  ['shipped', shipped],
  ['out_for_delivery', outForDelivery],
  ['delivered', ({ order, facts }) => notice('order_delivered', { ...facts, orderId: order.id })],
  ['delivery_attempted', ({ facts }) => notice('delivery_attempted', facts)],
  [
    'ready_for_pickup',
    ({ shipment, facts }) => notice('ready_for_pickup', { ...facts, carrier: shipment.carrier ?? '' }),
  ],
  ['exception', ({ facts }) => notice('delivery_exception', facts)],
  ['returned', ({ facts }) => notice('parcel_returned', facts)],
]

/** Tells the shopper of each step of a parcel that fulfillment found worth telling, once. */
export const shipmentListener: Listener = {
  name: 'messaging.shipment-milestone',
  types: ['shipment.milestone'],
  async handle(ctx, event) {
    const [orderId, shipmentId] = [textIn(event, 'orderId') ?? '', textIn(event, 'shipmentId') ?? event.subjectId]
    const slot = notices.findIndex(([milestone]) => milestone === event.payload.milestone)
    const order = slot === -1 ? undefined : (await readOrders(ctx.tx, [orderId])).get(orderId)
    if (order === undefined) return
    const shipment = (await readShipmentsOfOrder(ctx, orderId)).find(({ id }) => id === shipmentId)
    const content = shipment && notices[slot]?.[1]({ order, shipment, facts: parcelFacts(order, shipment) })
    if (content === undefined) return
    const draft = noticeDraft(order, { kind: 'shipment', id: shipmentId, slot }, content)
    await queueMessages(ctx.tx, [draft], ctx.newId)
  },
}

function shipped({ shipment, facts }: Parcel): NoticeContent {
  const { carrier, trackingNumber } = shipment
  return notice('order_shipped', { ...facts, carrier: carrier ?? '', trackingNumber: trackingNumber ?? '' })
}

function outForDelivery({ order, facts }: Parcel): NoticeContent {
  return notice('out_for_delivery', {
    ...facts,
    due: dueAtTheDoor(order, facts),
    amount: dueOf(order),
    currency: order.currency,
  })
}

function dueAtTheDoor(order: OrderFacts, { part }: ParcelFacts): NoticeFacts['out_for_delivery']['due'] {
  if (order.paymentStatus !== 'due_on_delivery') return 'nothing'
  return part === 1 ? 'cash' : 'amount'
}

function parcelFacts(order: OrderFacts, { lines }: ShipmentFacts): ParcelFacts {
  const ordered = order.lines.reduce((count, line) => count + line.quantity - line.canceledQuantity, 0)
  const packed = lines.reduce((count, line) => count + line.quantity, 0)
  return { orderNumber: order.number, part: packed < ordered ? 1 : 0, token: order.token }
}

function notice<Name extends NoticeContent['notice']>(name: Name, facts: NoticeFacts[Name]): NoticeContent {
  return { kind: 'notice', notice: name, facts } as NoticeContent
}
