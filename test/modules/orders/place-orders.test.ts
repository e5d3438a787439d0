import t from 'tap'
import type { Placed } from '#modules/orders/index.ts'
import { placeOrders, readOrderByToken, readOrders, readRecentOrders } from '#modules/orders/index.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

function ordered(placed: Placed) {
  if (!placed.placed) throw new Error(`not placed: ${placed.reason}`)
  return placed.order
}

async function numbers(shop: BenchShop) {
  const rows = await shop.query<{ number: number }>('select number from orders order by number')
  return rows.map((row) => row.number)
}

t.test('a confirmed card order waits for its payment with the goods held and a link of its own', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 8900, title: 'Ajwa', option: '1 kg' })
  const placed = await shop.place(await shop.fill(await shop.welcome(), { [dates]: 2 }))
  const order = ordered(placed)
  t.match(order, {
    number: 1,
    status: 'awaiting_payment',
    paymentMethod: 'card',
    paymentStatus: 'none',
    fulfillmentStatus: 'unfulfilled',
    currency: 'SAR',
    subtotal: 17_800,
    delivery: 1500,
    total: 19_300,
    token: /^[\w-]{22}$/,
    address: { text: 'Olaya St 1, Riyadh' },
    holdExpiresAt: new Date('2026-11-22T10:41:00Z'),
    placedAt: null,
    lines: [
      { variantId: dates, title: { en: 'Ajwa' }, options: { en: '1 kg' }, unitPrice: 8900, quantity: 2, total: 17_800 },
    ],
  })
  t.same(await shop.shelf(dates), { onHand: 10, held: 2, committed: 0 })
  t.same(await shop.eventTypes(order.id), ['order.awaiting-payment'])
  t.same(await history(shop, order.id), [['order', null, 'awaiting_payment']])
  t.same(await shop.query('select actor from order_history'), [{ actor: `shopper:${order.shopperId}` }])
  t.same(await readOrderByToken(shop.database, order.token), order, 'its link finds it without knowing the store')
  t.equal(await readOrderByToken(shop.database, 'x'.repeat(22)), null)
})

t.test('a cash order is placed at once, its goods promised and its amount due on delivery', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 8900 })
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 }, { paymentMethod: 'cash_on_delivery' })
  const order = ordered(await shop.place(request))
  t.match(order, { status: 'placed', paymentStatus: 'due_on_delivery', holdExpiresAt: null, placedAt: shop.clock.now })
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 1 })
  t.same(await shop.eventTypes(order.id), ['order.placed'])
  t.same(await history(shop, order.id), [
    ['order', null, 'placed'],
    ['payment', null, 'due_on_delivery'],
  ])
  t.match(await shop.query('select kind, amount, currency, provider from payment_ledger'), [
    { kind: 'due_on_delivery', amount: 10_400, currency: 'SAR', provider: 'cash' },
  ])
  t.same(await shop.query(`select status from carts`), [{ status: 'ordered' }])
})

t.test(
  'as in case 40, one cart placed fifty times at once makes one order, and everyone is told of that one',
  async (t) => {
    const shop = await openBenchShop(t, { poolSize: 50 })
    const dates = await shop.shelve({ onHand: 100 })
    const request = await shop.fill(await shop.welcome(), { [dates]: 1 })
    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.place(request)))
    const orders = answers.map(ordered)
    t.equal(new Set(orders.map((order) => order.id)).size, 1)
    t.equal(answers.filter((answer) => answer.placed && !answer.again).length, 1)
    t.same(await numbers(shop), [1])
    t.same(await shop.shelf(dates), { onHand: 100, held: 1, committed: 0 })
    t.same(await shop.eventTypes(orders[0]?.id ?? ''), ['order.awaiting-payment'])
  },
)

t.test(
  'case 1: fifty shoppers confirm the last one at once; one order, 49 refusals, numbers without a gap',
  async (t) => {
    const shop = await openBenchShop(t, { poolSize: 50 })
    const [last, plenty] = [await shop.shelve({ onHand: 1 }), await shop.shelve({ onHand: 100 })]
    const requests = []
    for (let i = 0; i < 50; i += 1) requests.push(await shop.fill(await shop.welcome(), { [plenty]: 1, [last]: 1 }))
    const answers = await Promise.all(requests.map((request) => shop.place(request)))
    t.equal(answers.filter((answer) => answer.placed).length, 1)
    const refused = answers.filter((answer) => !answer.placed)
    t.ok(refused.every((answer) => answer.reason === 'sold_out'))
    t.match(refused[0], { shortfalls: [{ variantId: last, wanted: 1, available: 0 }] })
    t.same(
      await shop.shelf(plenty),
      { onHand: 100, held: 1, committed: 0 },
      'a refused order holds nothing of the rest',
    )
    const next = await shop.place(await shop.fill(await shop.welcome(), { [plenty]: 1 }))
    t.equal(ordered(next).number, 2)
    t.same(await numbers(shop), [1, 2])
  },
)

t.test('orders placed together and apart number through without a gap, per store', async (t) => {
  const shop = await openBenchShop(t, { poolSize: 10 })
  const dates = await shop.shelve({ onHand: 1000 })
  const batches = []
  for (let i = 0; i < 10; i += 1) {
    const batch = []
    for (let j = 0; j < 4; j += 1) batch.push(await shop.fill(await shop.welcome(), { [dates]: 1 }))
    batches.push(batch)
  }
  await Promise.all(batches.map((batch) => shop.work((tools) => placeOrders(tools, batch))))
  t.same(
    await numbers(shop),
    Array.from({ length: 40 }, (_, index) => index + 1),
  )
})

t.test('in one batch the earlier cart gets the last one and the later is told what is left', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 3 })
  const first = await shop.fill(await shop.welcome(), { [dates]: 2 })
  const second = await shop.fill(await shop.welcome(), { [dates]: 2 })
  const answers = await shop.work((tools) => placeOrders(tools, [first, second, first]))
  t.match(answers.get(first.cartId), { placed: true, again: false })
  t.match(answers.get(second.cartId), {
    placed: false,
    reason: 'sold_out',
    shortfalls: [{ variantId: dates, wanted: 2, available: 1 }],
  })
  t.same(await numbers(shop), [1])
})

t.test('case 2: a cart that asks for the same goods on two lines asks for their sum', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 1 })
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 })
  const [line] = request.quote.lines
  if (line === undefined) throw new Error('the quote has a line')
  const twice = { ...request, quote: { ...request.quote, lines: [line, line] } }
  t.match(await shop.place(twice), {
    placed: false,
    reason: 'quote_changed',
    quote: { problems: [{ kind: 'only_left' }] },
  })
  t.same(await shop.shelf(dates), { onHand: 1, held: 0, committed: 0 })
})

t.test('case 23: a price that rose after the shopper said yes is never charged unsaid', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 1000 })
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 })
  await shop.query('update variants set price = 1200 where id = $1', [dates])
  const refused = await shop.place(request)
  t.match(refused, { placed: false, reason: 'quote_changed', quote: { subtotal: 1200, total: 2700 } })
  t.same(await shop.query('select 1 from orders'), [])
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 0 })
  if (refused.placed || refused.reason !== 'quote_changed') return t.fail('a new quote was expected')
  const agreed = await shop.place({ ...request, quote: refused.quote, expectedDigest: refused.quote.digest })
  t.equal(ordered(agreed).total, 2700)
})

t.test('case 23: a delivery fee that changed is said too', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 })
  await shop.query('update stores set delivery_fee = 2000')
  t.match(await shop.place(request), { placed: false, reason: 'quote_changed', quote: { delivery: 2000 } })
})

t.test('case 25: goods taken off sale while in the cart are flagged and the rest can be bought', async (t) => {
  const shop = await openBenchShop(t)
  const [dates, honey] = [await shop.shelve({ title: 'Dates' }), await shop.shelve({ title: 'Honey' })]
  const request = await shop.fill(await shop.welcome(), { [dates]: 1, [honey]: 1 })
  await shop.query('update products set hidden = true where id = (select product_id from variants where id = $1)', [
    honey,
  ])
  const refused = await shop.place(request)
  t.match(refused, {
    reason: 'quote_changed',
    quote: {
      lines: [{ variantId: dates }],
      problems: [{ kind: 'unavailable', variantId: honey, whyNot: 'hidden', title: { en: 'Honey' } }],
    },
  })
  if (refused.placed || refused.reason !== 'quote_changed') return t.fail('a new quote was expected')
  const rest = await shop.place({ ...request, quote: refused.quote, expectedDigest: refused.quote.digest })
  t.same(
    ordered(rest).lines.map((line) => line.variantId),
    [dates],
  )
})

t.test('case 26: an order reads the same after its goods were renamed, repriced and archived', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 1000, title: 'Dates' })
  const order = ordered(await shop.place(await shop.fill(await shop.welcome(), { [dates]: 1 })))
  await shop.query(`update products set title = '{"en": "Figs"}', status = 'archived'`)
  await shop.query(`update variants set price = 5, archived_at = now()`)
  const later = await shop.work(({ tx }) => readOrders(tx, [order.id]))
  t.same(later.get(order.id), order)
})

t.test('a cart with nothing left to buy makes no order', async (t) => {
  const shop = await openBenchShop(t)
  const request = await shop.fill(await shop.welcome(), {})
  t.match(await shop.place(request), { placed: false, reason: 'quote_changed', quote: { lines: [], total: 0 } })
})

t.test('a payment method the store gave up is refused before anything is written', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 }, { paymentMethod: 'cash_on_delivery' })
  await shop.query('update stores set cash_on_delivery = false')
  await t.rejects(shop.place(request), { code: 'payment-method-unavailable' })
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 0 })
})

t.test("another shopper's cart cannot be placed", async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const request = await shop.fill(await shop.welcome(), { [dates]: 1 })
  const thief = await shop.welcome()
  await t.rejects(shop.place({ ...request, shopperId: thief }), { code: 'cart-not-found' })
})

t.test('a shopper sees their latest orders first and no more than asked for', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const shopperId = await shop.welcome()
  const made = []
  for (let i = 0; i < 3; i += 1) made.push(ordered(await shop.place(await shop.fill(shopperId, { [dates]: 1 }))).id)
  const stranger = await shop.welcome()
  const recent = await shop.work(({ tx }) => readRecentOrders(tx, [shopperId, stranger], 2))
  t.same(
    recent.get(shopperId)?.map((order) => order.id),
    [made[2], made[1]],
  )
  t.equal(recent.has(stranger), false)
})

async function history(shop: BenchShop, orderId: string) {
  const rows = await shop.query<{ axis: string; from: string | null; to: string }>(
    'select axis, from_status as "from", to_status as "to" from order_history where order_id = $1 order by id',
    [orderId],
  )
  return rows.map(({ axis, from, to }) => [axis, from, to])
}
