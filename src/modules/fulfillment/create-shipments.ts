import { shipHolds } from '#modules/catalog/index.ts'
import { lockOrders, type OrderFacts, refreshFulfillment } from '#modules/orders/index.ts'
import { audit } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Conflict, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { trackingUrlOf } from './carriers.ts'
import { readShipments } from './read-shipments.ts'
import type { NewShipment, ShipmentFacts } from './shipment.types.ts'
import { tellMilestone } from './tell-milestone.ts'
import { judgePacking, type PackingVerdict, type ShippableLine } from './tracking.rules.ts'

type Packed = { id: string; input: NewShipment; lines: { line: ShippableLine; quantity: number }[] }

/**
 * Sends parcels out, all or none: takes the goods off the shelf, counts the lines as shipped and, unless a parcel is
 * only labeled, tells the shopper once. Throws NotFound('order'), NotFound('order-line'), Conflict('order-not-shippable'),
 * Conflict('over-shipped') with what remains, and Conflict('tracking-number-in-use').
 */
export async function createShipments(ctx: StoreContext, inputs: readonly NewShipment[]): Promise<ShipmentFacts[]> {
  const keys = inputs.map(({ orderId }) => ({ storeId: ctx.storeId, orderId }))
  const orders = await lockOrders(ctx.tx, keys)
  const parcels = pack(ctx, inputs, orders)
  await refuseTakenNumbers(ctx, inputs)
  await shipHolds(
    ctx,
    parcels.flatMap((parcel) => departures(ctx, parcel)),
  )
  await write(ctx, parcels)
  await refreshFulfillment(ctx, keys)
  for (const { id, input } of parcels) {
    await audit(ctx, {
      action: 'shipment.create',
      subjectKind: 'shipment',
      subjectId: id,
      after: { orderId: input.orderId },
    })
    if (input.status === 'in_transit')
      await tellMilestone(ctx, { shipmentId: id, orderId: input.orderId, milestone: 'shipped' })
  }
  return readShipments(
    ctx,
    parcels.map(({ id }) => id),
  )
}

/** Two parcels of one call share what is left of an order, so each packing is counted before the next is judged. */
function pack(ctx: StoreContext, inputs: readonly NewShipment[], orders: ReadonlyMap<string, OrderFacts>): Packed[] {
  const left = new Map([...orders].map(([id, order]) => [id, order.lines.map((line) => ({ ...line }))]))
  return inputs.map((input) => {
    const order = orders.get(input.orderId)
    const lines = left.get(input.orderId)
    if (order === undefined || lines === undefined) throw new NotFound('order', publicId('order', input.orderId))
    if (order.status !== 'placed') {
      throw new Conflict('order-not-shippable', 'Only a placed order can be shipped.', { status: order.status })
    }
    const verdict = judgePacking(lines, input.lines)
    if (!verdict.packed) throw refusalOf(verdict)
    for (const { line, quantity } of verdict.lines) line.shippedQuantity += quantity
    return { id: ctx.newId(), input, lines: verdict.lines }
  })
}

function refusalOf(verdict: Extract<PackingVerdict, { packed: false }>): Error {
  if (verdict.reason === 'unknown-line') return new NotFound('order-line')
  const remaining = verdict.remaining.map(({ orderLineId, quantity }) => ({
    orderLineId: publicId('orderLine', orderLineId),
    quantity,
  }))
  return new Conflict(
    'over-shipped',
    'That is more than is left to ship.',
    { remaining },
    'Ship at most what remains of each line.',
  )
}

async function refuseTakenNumbers(ctx: StoreContext, inputs: readonly NewShipment[]): Promise<void> {
  const numbered = inputs.filter(({ trackingNumber }) => trackingNumber !== null)
  const taken = await ctx.tx.query<{ trackingNumber: string; shipmentId: string }>(FIND_LIVE, [
    ctx.storeId,
    numbered.map(({ carrier }) => carrier),
    numbered.map(({ trackingNumber }) => trackingNumber),
  ])
  const names = numbered.map(({ carrier, trackingNumber }) => JSON.stringify([carrier, trackingNumber]))
  if (taken.length === 0 && new Set(names).size === names.length) return
  const [first] = taken
  throw new Conflict('tracking-number-in-use', 'Another parcel that is still under way has this tracking number.', {
    ...(first && { trackingNumber: first.trackingNumber, shipmentId: publicId('shipment', first.shipmentId) }),
  })
}

function departures(ctx: StoreContext, { input, lines }: Packed) {
  return lines.map(({ line, quantity }) => ({
    storeId: ctx.storeId,
    orderId: input.orderId,
    variantId: line.variantId,
    quantity,
  }))
}

async function write(ctx: StoreContext, parcels: readonly Packed[]): Promise<void> {
  await ctx.tx.run(INSERT, [
    ctx.storeId,
    parcels.map(({ id }) => id),
    parcels.map(({ input }) => input.orderId),
    parcels.map(({ input }) => input.carrier),
    parcels.map(({ input }) => input.trackingNumber),
    parcels.map(({ input }) => input.trackingUrl ?? trackingUrlOf(input.carrier, input.trackingNumber)),
    parcels.map(({ input }) => input.status),
    parcels.map(({ input }) => input.shippedAt),
    ctx.now(),
  ])
  const packed = parcels.flatMap(({ id, lines }) => lines.map(({ line, quantity }) => ({ id, line, quantity })))
  await ctx.tx.run(INSERT_LINES, [
    ctx.storeId,
    packed.map(({ id }) => id),
    packed.map(({ line }) => line.id),
    packed.map(({ quantity }) => quantity),
  ])
}

const FIND_LIVE: Statement = {
  name: 'shipments_find_live',
  text: `select s.id as "shipmentId", s.tracking_number as "trackingNumber" from shipments s
    join unnest($2::text[], $3::text[]) as w (carrier, number)
      on s.tracking_number = w.number and s.carrier is not distinct from w.carrier
    where s.store_id = $1 and s.status not in ('delivered', 'returned', 'canceled')`,
}

const INSERT: Statement = {
  name: 'shipments_insert',
  text: `insert into shipments (id, store_id, order_id, carrier, tracking_number, tracking_url, status, status_at,
      shipped_at, created_at, updated_at)
    select id, $1, order_id, carrier, number, url, status, shipped_at, shipped_at, $9, $9
    from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
      as t (id, order_id, carrier, number, url, status, shipped_at)`,
}

const INSERT_LINES: Statement = {
  name: 'shipment_lines_insert',
  text: `with packed as (
      select * from unnest($2::uuid[], $3::uuid[], $4::int[]) as t (shipment_id, order_line_id, quantity)
    ), counted as (
      update order_lines l set shipped_quantity = l.shipped_quantity + p.quantity
      from (select order_line_id, sum(quantity)::int as quantity from packed group by 1) p
      where l.store_id = $1 and l.id = p.order_line_id
    )
    insert into shipment_lines (shipment_id, order_line_id, store_id, quantity)
    select shipment_id, order_line_id, $1, quantity from packed`,
}
