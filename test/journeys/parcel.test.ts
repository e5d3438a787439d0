import t from 'tap'
import { findOrder, type OrderView } from '#app/demo/courier.ts'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks, settle } from '#test/journeys/books.ts'
import { buyByCard, buyInCash, courierOf } from '#test/journeys/plays.ts'
import { holdsOf, ledgerOf, ordersOf, plain, stockOf, titlesOf } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(120_000)
const shop = await openShop(t)
const hours = 3_600_000

let lastPhone = 40
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+9665040000${lastPhone}` })
}

type Lined = OrderView & { lines: { id: string; sku: string; quantity: number }[] }
type Answer = { status: number; body: { id: string; code?: string; remaining?: unknown } }

const orderOf = async (name: string): Promise<Lined> => {
  const [order] = await ordersOf(shop, name)
  const { id } = await findOrder(courierOf(shop), Number(order?.number))
  return (await shop.api(`GET /v1/orders/${id}`)).body
}

const send = (parcel: Record<string, unknown>): Promise<Answer> => shop.api('POST /v1/shipments', parcel)

const scan = (shipmentId: string, events: Record<string, unknown>[]) =>
  shop.api(`POST /v1/shipments/${shipmentId}/events`, { events })

const shopTime = (hoursAgo = 0) => new Date(shop.now().getTime() - hoursAgo * hours).toISOString()

const noticesOf = (name: string) =>
  shop.query<{ milestone: string; decided: string }>(
    `select n.milestone, n.decided from shipment_notices n join shipments p on p.id = n.shipment_id
    join orders o on o.id = p.order_id join shoppers s on s.id = o.shopper_id where s.name = $1 order by n.at, n.milestone`,
    [name],
  )

t.test('an order that leaves in two parcels is told of as parts, and is done when both are there', async (t) => {
  const sara = await newPhone('Two parcels')
  await buyByCard(sara, { 'DT-SUKK-1K': 2, 'DT-PAST-500': 1 })
  const order = await orderOf('Two parcels')
  const [dates] = order.lines.filter(({ sku }) => sku === 'DT-SUKK-1K')
  const first = await send({
    orderId: order.id,
    lines: [{ orderLineId: dates?.id, quantity: 1 }],
    carrier: 'Aramex',
    trackingNumber: 'A1',
  })
  t.equal(first.status, 201)
  t.match(
    plain(await sara.hear()),
    /^Good news, it is on its way: part of your order \d+, with Aramex, tracking number A1\./,
  )
  t.match(await ordersOf(shop, 'Two parcels'), [{ status: 'placed', fulfillment: 'partial' }])
  t.match(plain(await sara.say('where is my order')), /a part of it is on its way/)
  const second = await send({ orderId: order.id, carrier: 'Aramex', trackingNumber: 'A2' })
  t.match(plain(await sara.hear()), /part of your order \d+, with Aramex, tracking number A2/)
  t.match(await ordersOf(shop, 'Two parcels'), [{ fulfillment: 'shipped' }])
  await scan(first.body.id, [{ status: 'delivered', occurredAt: shopTime() }])
  t.match(plain(await sara.hear()), /^Delivered: part of your order \d+/)
  t.match(await ordersOf(shop, 'Two parcels'), [{ status: 'placed' }])
  await scan(second.body.id, [{ status: 'delivered', occurredAt: shopTime() }])
  t.match(plain(await sara.hear()), /^Delivered: part of your order \d+/)
  await shop.until(async () => (await ordersOf(shop, 'Two parcels'))[0]?.status === 'completed', 'all of it is there')
  t.same(await holdsOf(shop, 'Two parcels'), ['DT-PAST-500 1 shipped', 'DT-SUKK-1K 2 shipped'])
})

t.test('nothing is shipped that was not ordered, and what remains is said (case 36)', async (t) => {
  const amal = await newPhone('Too much')
  const before = await stockOf(shop, 'DT-SUKK-1K')
  await buyByCard(amal, { 'DT-SUKK-1K': 2 })
  const order = await orderOf('Too much')
  const orderLineId = order.lines[0]?.id
  const over = await send({ orderId: order.id, lines: [{ orderLineId, quantity: 3 }] })
  t.match(over, { status: 409, body: { type: /over-shipped/, remaining: [{ orderLineId, quantity: 2 }] } })
  const both = await Promise.all([
    send({ orderId: order.id, lines: [{ orderLineId, quantity: 2 }] }),
    send({ orderId: order.id, lines: [{ orderLineId, quantity: 2 }] }),
  ])
  t.same(both.map(({ status }) => status).sort(), [201, 409])
  await amal.hear()
  t.ok(await amal.hearsNothing(300), 'one parcel, one message')
  t.same(await stockOf(shop, 'DT-SUKK-1K'), { ...before, onHand: before.onHand - 2 })
})

t.test('scans that come late, twice and shuffled tell the newest step once and never go back (case 37)', async (t) => {
  const hind = await newPhone('Shuffled')
  await buyByCard(hind, { 'DT-SUKK-1K': 1 })
  const order = await orderOf('Shuffled')
  const { body } = await send({ orderId: order.id, carrier: 'SMSA', trackingNumber: 'S1', shippedAt: shopTime(30) })
  await hind.hear()
  const scans = [
    { status: 'in_transit', occurredAt: shopTime(20) },
    { status: 'out_for_delivery', occurredAt: shopTime(4) },
    { status: 'delivery_attempted', occurredAt: shopTime(3) },
    { status: 'out_for_delivery', occurredAt: shopTime(2) },
    { status: 'delivered', occurredAt: shopTime(1) },
  ]
  await scan(body.id, scans.toReversed())
  t.match(plain(await hind.hear()), /^Delivered: your order/)
  for (const late of scans) await scan(body.id, [late, late])
  await scan(body.id, [{ status: 'in_transit', occurredAt: shopTime(0.5), location: 'Jeddah' }])
  t.ok(await hind.hearsNothing(400), 'a burst of old scans is worth one message')
  t.match((await shop.api(`GET /v1/shipments/${body.id}`)).body, { status: 'delivered' })
  t.equal((await shop.api(`GET /v1/shipments/${body.id}/events`)).body.data.length, 6, 'the history has them all, once')
  const told = (await noticesOf('Shuffled')).filter(({ decided }) => decided === 'told')
  t.same(
    told.map(({ milestone }) => milestone),
    ['shipped', 'delivered'],
  )
})

t.test(
  'a courier who found nobody is told of in plain words, and a parcel that came back brought no cash',
  async (t) => {
    const rim = await newPhone('Nobody home')
    await buyInCash(rim, { 'DT-SUKK-1K': 1 })
    const order = await orderOf('Nobody home')
    const { body } = await send({ orderId: order.id, carrier: 'SMSA', trackingNumber: 'S2' })
    await rim.hear()
    await scan(body.id, [{ status: 'AttemptFail', occurredAt: shopTime() }])
    t.match(plain(await rim.hear()), /courier/)
    await scan(body.id, [{ status: 'brand new word', occurredAt: shopTime() }])
    t.ok(await rim.hearsNothing(300), 'a word nobody knows is kept and told to nobody')
    await scan(body.id, [{ status: 'returned', occurredAt: shopTime(-0.1) }])
    t.match(plain(await rim.hear()), /^The courier is bringing back to the shop: your order \d+\./)
    await shop.until(async () => (await ordersOf(shop, 'Nobody home'))[0]?.fulfillment === 'returned', 'it is back')
    t.same(await ledgerOf(shop, 'Nobody home'), ['due_on_delivery 5900'], 'no cash was taken')
  },
)

t.test('cash is taken once, however often the courier says so', async (t) => {
  const noor = await newPhone('Cash taken')
  await buyInCash(noor, { 'DT-SUKK-1K': 1 })
  const order = await orderOf('Cash taken')
  const { body } = await send({ orderId: order.id, carrier: 'SMSA', trackingNumber: 'S3' })
  await noor.hear()
  await scan(body.id, [{ status: 'out_for_delivery', occurredAt: shopTime() }])
  t.match(plain(await noor.hear()), /please have SAR 59 ready in cash/)
  const delivered = { eventId: 'd1', status: 'delivered', occurredAt: shopTime(), collected: order.total }
  await Promise.all([scan(body.id, [delivered]), scan(body.id, [delivered, delivered])])
  t.match(plain(await noor.hear()), /^Delivered/)
  await shop.until(async () => (await ordersOf(shop, 'Cash taken'))[0]?.status === 'completed', 'it is completed')
  t.same(await ledgerOf(shop, 'Cash taken'), ['due_on_delivery 5900', 'cash_collected 5900'])
})

t.test('after a day of silence news goes as an approved template; an answer to it opens the chat again', async (t) => {
  const lina = await newPhone('Silent')
  await buyByCard(lina, { 'DT-SUKK-1K': 1 })
  const order = await orderOf('Silent')
  shop.advance(25 * hours)
  const { body } = await send({ orderId: order.id, carrier: 'SMSA', trackingNumber: 'S4' })
  const shipped = await lina.hear()
  t.equal(shipped.type, 'template')
  t.match(plain(shipped), /^Good news, it is on its way: your order \d+, with SMSA, tracking number S4\./)
  t.same(titlesOf(shipped), ['Track order'])
  await scan(body.id, [{ status: 'delivered', occurredAt: shopTime() }])
  const delivered = await lina.hear()
  t.equal(delivered.type, 'template')
  const link = await lina.tap('Order again')
  t.match(plain(link), /1 × Sukkari.*: SAR 39/)
  t.equal(link.type, 'interactive', 'the tap opened the window')
  await settle(shop)
  const sentAs = await shop.query<{ sentAs: string }>(
    `select sent_as as "sentAs" from messages m join shoppers s on s.id = m.shopper_id
    where s.name = 'Silent' order by seq desc limit 3`,
  )
  t.same(sentAs, [{ sentAs: 'free_form' }, { sentAs: 'template' }, { sentAs: 'template' }])
})

t.test('in Arabic too the template says what the message would have said', async (t) => {
  const maha = await newPhone('مها')
  await maha.say('السلام عليكم')
  await maha.order([{ retailerId: 'DT-SUKK-1K', quantity: 1 }])
  await maha.say('حي الملقا، شارع أنس بن مالك، مبنى ٧، الرياض')
  await maha.tap('الدفع عند الاستلام')
  await maha.tap('نعم')
  const order = await orderOf('مها')
  shop.advance(25 * hours)
  const { body } = await send({ orderId: order.id, carrier: 'SMSA', trackingNumber: 'S5' })
  const shipped = await maha.hear()
  t.match(shipped, { type: 'template', body: { template: { language: { code: 'ar' } } } })
  t.match(plain(shipped), /^انطلق إليك الآن: طلبك رقم \d+، مع SMSA، رقم الشحنة S5\./)
  await scan(body.id, [{ status: 'out_for_delivery', occurredAt: shopTime() }])
  t.match(plain(await maha.hear()), /يُرجى تجهيز 59 ر\.س نقداً/)
})

t.test('at the end', (t) => checkBooks(t, shop))
