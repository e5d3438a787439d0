import { randomBytes, randomUUID } from 'node:crypto'
import t from 'tap'
import { orderRoutes } from '#modules/orders/index.ts'
import { publicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'
import { furnish } from '#test/modules/orders/bench-shop.ts'

const api = await openApi(t, { routes: [orderRoutes] })
const store = await api.openStore()
const stranger = await api.openStore({ slug: 'stranger' })
const shop = furnish({ storeId: store.id, work: (job) => store.within((ctx) => job({ ...ctx, randomBytes })) })
const address = { text: 'Olaya St 1, Riyadh' }

type Line = [variantId: string, quantity: number]

function bodyFor(shopperId: string, lines: readonly Line[], over: Record<string, unknown> = {}) {
  return {
    shopperId: publicId('shopper', shopperId),
    lines: lines.map(([variantId, quantity]) => ({ variantId: publicId('variant', variantId), quantity })),
    paymentMethod: 'cash_on_delivery',
    address,
    ...over,
  }
}

const take = (body: object, headers: Record<string, string> = {}) =>
  api.ask('POST /v1/orders', store.key, { body, headers })

t.test('an order taken on the phone is placed, its goods are promised, and the shopper is told', async (t) => {
  const dates = await shop.shelve({ price: 8900, onHand: 5, title: 'Ajwa' })
  const sara = await shop.welcome()
  const answer = await take(
    bodyFor(sara, [[dates, 2]], { note: 'Ring twice', language: 'ar', deliveryPhone: '+966500000009' }),
  )
  t.equal(answer.statusCode, 201, answer.body)
  const order = answer.json()
  t.match(order, {
    status: 'placed',
    channel: 'api',
    paymentMethod: 'cash_on_delivery',
    paymentStatus: 'due_on_delivery',
    subtotal: { amount: 17_800, currency: 'SAR' },
    total: { amount: 19_300, currency: 'SAR' },
    language: 'ar',
    note: 'Ring twice',
    deliveryPhone: '+966500000009',
    address,
  })
  t.match(await shop.shelf(dates), { onHand: 5, held: 0, committed: 2 })
  const events = await shop.query(
    'select type from events where subject_id = any (select id from orders where number = $1)',
    [order.number],
  )
  t.strictSame(events, [{ type: 'order.placed' }], 'which the confirmation is sent for')
  const [entry] = await shop.query<{ action: string; actor_kind: string }>(
    'select action, actor_kind from audit_log where subject_id = $1',
    [order.id],
  )
  t.match(entry, { action: 'order.take', actor_kind: 'api_key' })
})

t.test('what the shopper has in the cart of the chat stays in it', async (t) => {
  const [dates, coffee] = [await shop.shelve({}), await shop.shelve({})]
  const sara = await shop.welcome()
  const inChat = await shop.fill(sara, { [coffee]: 3 })
  const answer = await take(bodyFor(sara, [[dates, 1]]))
  t.equal(answer.statusCode, 201, answer.body)
  const carts = await shop.query<{ id: string; status: string }>('select id, status from carts where shopper_id = $1', [
    sara,
  ])
  t.equal(carts.find(({ id }) => id === inChat.cartId)?.status, 'open')
  t.equal((await shop.place(inChat)).placed, true, 'and can be ordered after')
})

t.test('the same request twice is one order', async (t) => {
  const dates = await shop.shelve({ onHand: 10 })
  const sara = await shop.welcome()
  const headers = { 'idempotency-key': randomUUID() }
  const first = await take(bodyFor(sara, [[dates, 1]]), headers)
  const again = await take(bodyFor(sara, [[dates, 1]]), headers)
  t.equal(first.statusCode, 201, first.body)
  t.equal(again.json().id, first.json().id)
  t.match(await shop.shelf(dates), { committed: 1 })
})

t.test('more than there is, or what is not for sale, makes no order and keeps nothing', async (t) => {
  const dates = await shop.shelve({ onHand: 2 })
  const sara = await shop.welcome()
  const short = await take(bodyFor(sara, [[dates, 3]]))
  t.match(short.json(), { status: 422, code: 'sold-out', shortfalls: [{ wanted: 3, available: 2 }] })
  t.equal(short.json().shortfalls[0].variantId, publicId('variant', dates))
  const unknown = randomUUID()
  const gone = await take(
    bodyFor(sara, [
      [unknown, 1],
      [dates, 1],
    ]),
  )
  t.match(gone.json(), { status: 422, code: 'order-lines-unavailable', unavailable: [{ why: 'unknown' }] })
  const twice = await take(
    bodyFor(sara, [
      [dates, 1],
      [dates, 1],
    ]),
  )
  t.match(twice.json(), { status: 422, code: 'order-lines-repeated', variantId: publicId('variant', dates) })
  t.strictSame(await shop.query('select 1 from carts where shopper_id = $1', [sara]), [])
  t.match(await shop.shelf(dates), { onHand: 2, committed: 0 })
})

t.test('another total than the shopper was told is refused with the new one', async (t) => {
  const dates = await shop.shelve({ price: 5000 })
  const sara = await shop.welcome()
  const refused = await take(bodyFor(sara, [[dates, 1]], { expectedTotal: { amount: 5000, currency: 'SAR' } }))
  t.match(refused.json(), { status: 409, code: 'total-changed', total: { amount: 6500, currency: 'SAR' } })
  const taken = await take(bodyFor(sara, [[dates, 1]], { expectedTotal: { amount: 6500, currency: 'SAR' } }))
  t.equal(taken.statusCode, 201, taken.body)
})

t.test('orders are taken for shoppers of the store, with a key that may write them', async (t) => {
  const dates = await shop.shelve({})
  const sara = await shop.welcome()
  const nobody = await take(bodyFor(randomUUID(), [[dates, 1]]))
  t.match(nobody.json(), { status: 404, code: 'shopper-not-found' })
  const foreign = await api.ask('POST /v1/orders', stranger.key, { body: bodyFor(sara, [[dates, 1]]) })
  t.match(foreign.json(), { status: 404, code: 'shopper-not-found' })
})
