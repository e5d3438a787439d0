import { randomBytes } from 'node:crypto'
import t from 'tap'
import { fulfillmentRoutes } from '#modules/fulfillment/index.ts'
import { type PlaceOrder, readOrders } from '#modules/orders/index.ts'
import { publicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'
import { furnish } from '#test/modules/orders/bench-shop.ts'

const api = await openApi(t, { routes: [fulfillmentRoutes] })
const store = await api.openStore()
const stranger = await api.openStore({ slug: 'stranger' })
const shop = furnish({ storeId: store.id, work: (job) => store.within((ctx) => job({ ...ctx, randomBytes })) })
const { ask } = api

async function order(quantities: number[], over: Partial<PlaceOrder> = {}) {
  const goods: Record<string, number> = {}
  for (const quantity of quantities) goods[await shop.shelve({ onHand: 10 })] = quantity
  const request = await shop.fill(await shop.welcome(), goods, { paymentMethod: 'cash_on_delivery', ...over })
  const placed = await shop.place(request)
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order
}

const current = async (id: string) => (await store.within(({ tx }) => readOrders(tx, [id]))).get(id)
const milestones = (shipmentId: string) =>
  shop.query<{ milestone: string; decided: string }>(
    `select milestone, decided from shipment_notices where 'shm_' || replace(shipment_id::text, '-', '') = $1 order by at, milestone`,
    [shipmentId],
  )

type Made = Awaited<ReturnType<typeof order>>
const ship = (made: Made, body: object = {}) =>
  ask('POST /v1/shipments', store.key, { body: { orderId: publicId('order', made.id), ...body } })
const lineOf = (made: Made, place: number) => publicId('orderLine', made.lines[place]?.id ?? '')
const report = (shipmentId: string, ...events: object[]) =>
  ask(`POST /v1/shipments/${shipmentId}/events`, store.key, { body: { events } })
const scan = (status: string, hour: number, more: object = {}) => ({
  status,
  occurredAt: `2026-11-22T${String(hour).padStart(2, '0')}:00:00+03:00`,
  ...more,
})

t.test('a parcel without lines holds the whole order, takes it off the shelf and is told of once', async (t) => {
  const made = await order([2, 1])
  const answer = await ship(made, { carrier: 'SMSA', trackingNumber: 'SM-1' })
  t.equal(answer.statusCode, 201, answer.body)
  t.match(answer.json(), {
    status: 'in_transit',
    trackingUrl: 'https://www.smsaexpress.com/trackingdetails?tracknumbers=SM-1',
    lines: [{ quantity: 2 }, { quantity: 1 }],
  })
  t.match(await current(made.id), {
    fulfillmentStatus: 'shipped',
    lines: [{ shippedQuantity: 2 }, { shippedQuantity: 1 }],
  })
  t.match(await shop.shelf(made.lines[0]?.variantId ?? ''), { onHand: 8, committed: 0 })
  t.strictSame(await milestones(answer.json().id), [{ milestone: 'shipped', decided: 'told' }])
  t.equal(
    (
      await shop.query(`select 1 from events where type = 'shipment.milestone' and payload ->> 'orderId' = $1`, [
        made.id,
      ])
    ).length,
    1,
  )
})

t.test('case 34 and 36: an order goes out in parts, and never more of it than there is', async (t) => {
  const made = await order([3])
  const first = await ship(made, { lines: [{ orderLineId: lineOf(made, 0), quantity: 2 }] })
  t.equal(first.statusCode, 201, first.body)
  t.match(await current(made.id), { fulfillmentStatus: 'partial' })
  const tooMuch = await ship(made, { lines: [{ orderLineId: lineOf(made, 0), quantity: 2 }] })
  t.equal(tooMuch.statusCode, 409)
  t.match(tooMuch.json(), { code: 'over-shipped', remaining: [{ orderLineId: lineOf(made, 0), quantity: 1 }] })
  t.equal((await ship(made)).statusCode, 201)
  t.match(await current(made.id), { fulfillmentStatus: 'shipped' })
  t.match((await ship(made)).json(), { code: 'over-shipped' }, 'nothing is left')
  const listed = await ask(`GET /v1/orders/${publicId('order', made.id)}/shipments`, store.key)
  t.equal(listed.json().data.length, 2)
})

t.test('fifty parallel parcels for one order make one', async (t) => {
  const made = await order([1])
  const answers = await Promise.all(Array.from({ length: 50 }, () => ship(made)))
  t.equal(answers.filter((answer) => answer.statusCode === 201).length, 1)
  t.equal(answers.filter((answer) => answer.statusCode === 409).length, 49)
})

t.test('case 37: scans in any order, twice and late leave one delivered parcel and one message a step', async (t) => {
  const made = await order([1])
  const { id } = (await ship(made, { shippedAt: '2026-11-22T08:00:00+03:00' })).json()
  const out = await report(id, scan('OutForDelivery', 11))
  t.match(out.json(), { recorded: 1, repeated: 0, told: 'out_for_delivery', shipment: { status: 'out_for_delivery' } })
  t.match((await report(id, scan('delivered', 12))).json(), { told: 'delivered', shipment: { status: 'delivered' } })
  t.match((await report(id, scan('in_transit', 10))).json(), {
    recorded: 1,
    told: null,
    shipment: { status: 'delivered' },
  })
  t.match((await report(id, scan('delivered', 12))).json(), { recorded: 0, repeated: 1, told: null })
  t.match((await report(id, scan('delivered', 13))).json(), { recorded: 1, told: null })
  t.match(await current(made.id), { fulfillmentStatus: 'delivered', lines: [{ deliveredQuantity: 1 }] })
  const told = (await milestones(id)).filter(({ decided }) => decided === 'told')
  t.strictSame(told.map(({ milestone }) => milestone).sort(), ['delivered', 'out_for_delivery', 'shipped'])
  const events = await ask(`GET /v1/shipments/${id}/events`, store.key)
  t.strictSame(
    events.json().data.map((event: { rawStatus: string }) => event.rawStatus),
    ['in_transit', 'OutForDelivery', 'delivered', 'delivered'],
  )
})

t.test('a burst of old scans tells only of the newest step', async (t) => {
  const { id } = (
    await ship(await order([1]), { status: 'label_created', shippedAt: '2026-11-22T08:00:00+03:00' })
  ).json()
  t.strictSame(await milestones(id), [], 'a label is no news')
  const answer = await report(id, scan('in_transit', 9), scan('out_for_delivery', 10), scan('delivered', 11))
  t.match(answer.json(), { recorded: 3, told: 'delivered' })
  t.strictSame(await milestones(id), [
    { milestone: 'delivered', decided: 'told' },
    { milestone: 'out_for_delivery', decided: 'superseded' },
    { milestone: 'shipped', decided: 'superseded' },
  ])
})

t.test('cash at the door is money in the ledger, once however often it is reported', async (t) => {
  const made = await order([1])
  const { id } = (await ship(made, { shippedAt: '2026-11-22T08:00:00+03:00' })).json()
  const collected = { amount: made.total, currency: 'SAR' }
  const delivery = scan('delivered', 12, { eventId: 'e-1', collected })
  await Promise.all([report(id, delivery), report(id, delivery), report(id, delivery)])
  t.match(await current(made.id), { paymentStatus: 'paid' })
  const rows = await shop.query<{ amount: number }>(
    `select amount from payment_ledger where order_id = $1 and kind = 'cash_collected'`,
    [made.id],
  )
  t.strictSame(rows, [{ amount: made.total }])
})

t.test('an unknown word is kept, and a time far ahead is refused', async (t) => {
  const { id } = (await ship(await order([1]), { shippedAt: '2026-11-22T08:00:00+03:00' })).json()
  t.match((await report(id, scan('beamed up', 9))).json(), {
    recorded: 1,
    told: null,
    shipment: { status: 'in_transit' },
  })
  const future = await report(id, { status: 'delivered', occurredAt: '2026-11-24T12:00:00Z' })
  t.equal(future.statusCode, 400)
  t.match(future.json(), { code: 'event-in-the-future' })
  t.equal(
    (await report(id, { status: 'delivered', occurredAt: '2026-11-22 12:00' })).statusCode,
    400,
    'a time needs its zone',
  )
})

t.test('a tracking number names one parcel under way, and may be used again once that one is over', async (t) => {
  const numbered = { carrier: 'Aramex', trackingNumber: 'AX-9', shippedAt: '2026-11-22T08:00:00+03:00' }
  const first = (await ship(await order([1]), numbered)).json()
  t.match((await ship(await order([1]), numbered)).json(), { code: 'tracking-number-in-use', shipmentId: first.id })
  await report(first.id, scan('delivered', 12))
  t.equal((await ship(await order([1]), numbered)).statusCode, 201)
})

t.test('only a placed order ships, and only its own store ships it', async (t) => {
  const unpaid = await order([1], { paymentMethod: 'card' })
  t.match((await ship(unpaid)).json(), { status: 409, code: 'order-not-shippable' })
  const made = await order([1])
  const foreign = await ask('POST /v1/shipments', stranger.key, { body: { orderId: publicId('order', made.id) } })
  t.match(foreign.json(), { status: 404, code: 'order-not-found' })
  const { id } = (await ship(made)).json()
  const peek = await ask(`GET /v1/shipments/${id}`, stranger.key)
  t.match(peek.json(), { status: 404, code: 'shipment-not-found' })
  const tamper = await ask(`POST /v1/shipments/${id}/events`, stranger.key, {
    body: { events: [scan('delivered', 12)] },
  })
  t.match(tamper.json(), { status: 404, code: 'shipment-not-found' })
})

t.test('a batch goes out whole or not at all', async (t) => {
  const [one, two] = [await order([1]), await order([1])]
  const of = (made: Made) => ({ orderId: publicId('order', made.id) })
  const bad = await ask('POST /v1/shipments/batch', store.key, { body: { shipments: [of(one), of(two), of(one)] } })
  t.equal(bad.statusCode, 409)
  t.match(await current(one.id), { fulfillmentStatus: 'unfulfilled' })
  const good = await ask('POST /v1/shipments/batch', store.key, { body: { shipments: [of(one), of(two)] } })
  t.equal(good.json().data.length, 2, good.body)
})
