import { randomBytes } from 'node:crypto'
import t from 'tap'
import { moveOrders, orderRoutes, type PlaceOrder } from '#modules/orders/index.ts'
import { publicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'
import { furnish } from '#test/modules/orders/bench-shop.ts'

const api = await openApi(t, { routes: [orderRoutes] })
const store = await api.openStore()
const stranger = await api.openStore({ slug: 'stranger' })
const shop = furnish({ storeId: store.id, work: (job) => store.within((ctx) => job({ ...ctx, randomBytes })) })
const { ask } = api

async function order(goods: Record<string, number>, over: Partial<PlaceOrder> = {}) {
  const placed = await shop.place(await shop.fill(await shop.welcome(), goods, over))
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order
}

const idOf = (made: { id: string }) => publicId('order', made.id)

t.test('an owner reads an order with its lines, its money and its history', async (t) => {
  const dates = await shop.shelve({ price: 8900, title: 'Ajwa', option: '1 kg' })
  const made = await order({ [dates]: 2 }, { note: 'Ring twice' })
  const read = await ask(`GET /v1/orders/${idOf(made)}`, store.key)
  t.equal(read.statusCode, 200, read.body)
  t.equal(read.headers.etag, '"1"')
  t.match(read.json(), {
    id: idOf(made),
    number: made.number,
    status: 'awaiting_payment',
    paymentStatus: 'none',
    fulfillmentStatus: 'unfulfilled',
    total: { amount: 19_300, currency: 'SAR' },
    delivery: { amount: 1500, currency: 'SAR' },
    note: 'Ring twice',
    address: { text: 'Olaya St 1, Riyadh' },
    lines: [{ variantId: publicId('variant', dates), title: { en: 'Ajwa' }, optionTitle: { en: '1 kg' }, quantity: 2 }],
    history: [{ axis: 'order', from: null, to: 'awaiting_payment', at: '2026-11-22T09:00:00.000Z' }],
  })
  t.notOk(read.body.includes(made.token), 'the payment link is not in every listing')
})

t.test('orders are listed newest first, page by page, each once', async (t) => {
  const dates = await shop.shelve({ onHand: 100 })
  const made = []
  for (let i = 0; i < 5; i += 1) made.push(idOf(await order({ [dates]: 1 })))
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await ask(`GET /v1/orders?limit=2${cursor}`, store.key)).json()
    seen.push(...page.data.map((each: { id: string }) => each.id))
    cursor = page.nextCursor === null ? '' : `&cursor=${encodeURIComponent(page.nextCursor)}`
  } while (cursor !== '')
  t.same(seen.slice(0, 5), made.toReversed())
  t.equal(new Set(seen).size, seen.length)
})

t.test('a list shows what became of an order at once', async (t) => {
  const dates = await shop.shelve({ onHand: 100 })
  const made = await order({ [dates]: 3 })
  const listed = async () => {
    const { data } = (await ask('GET /v1/orders', store.key)).json()
    return data.find(({ id }: { id: string }) => id === idOf(made))
  }
  t.match(await listed(), { lines: [{ quantity: 3, shippedQuantity: 0 }] })
  await shop.query('update order_lines set shipped_quantity = 2 where order_id = $1', [made.id])
  t.match(await listed(), { lines: [{ quantity: 3, shippedQuantity: 2 }] })
  await shop.query('update orders set note = $2 where id = $1', [made.id, 'by the door'])
  t.match(await listed(), { note: 'by the door', lines: [{ shippedQuantity: 2 }] })
})

t.test('orders are found by status, payment, parcels, shopper and number', async (t) => {
  const dates = await shop.shelve({ onHand: 100 })
  const cash = await order({ [dates]: 1 }, { paymentMethod: 'cash_on_delivery' })
  const found = async (query: string) => {
    const page = (await ask(`GET /v1/orders?limit=100&${query}`, store.key)).json()
    return page.data.map((each: { id: string }) => each.id)
  }
  t.same(await found('status=placed'), [idOf(cash)])
  t.same(await found('paymentStatus=due_on_delivery'), [idOf(cash)])
  t.same(await found(`shopperId=${publicId('shopper', cash.shopperId)}`), [idOf(cash)])
  t.same(await found(`number=${cash.number}`), [idOf(cash)])
  t.same(await found('fulfillmentStatus=delivered'), [])
  t.same(await found('fulfillmentStatus=unfulfilled&status=placed'), [idOf(cash)])
  for (const query of ['status=paid', 'number=0', 'shopperId=1', 'color=red', 'limit=101']) {
    t.equal((await ask(`GET /v1/orders?${query}`, store.key)).statusCode, 400, query)
  }
})

t.test('an owner cancels an order, once, with a reason that stays', async (t) => {
  const dates = await shop.shelve()
  const made = await order({ [dates]: 2 })
  const headers = { 'idempotency-key': 'cancel-1' }
  const body = { reason: 'Out of boxes' }
  const canceled = await ask(`POST /v1/orders/${idOf(made)}/cancel`, store.key, { body, headers })
  t.equal(canceled.statusCode, 200, canceled.body)
  t.match(canceled.json(), { status: 'canceled', cancelReason: 'Out of boxes', lines: [{ canceledQuantity: 2 }] })
  const again = await ask(`POST /v1/orders/${idOf(made)}/cancel`, store.key, { body, headers })
  t.equal(again.body, canceled.body)
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 0 })
  const { history } = (await ask(`GET /v1/orders/${idOf(made)}`, store.key)).json()
  t.match(history.at(-1), { from: 'awaiting_payment', to: 'canceled', actor: /^api_key:/, reason: 'Out of boxes' })
  const [entry] = await shop.query(`select actor_kind, action from audit_log where action = 'order.cancel'`)
  t.match(entry, { actor_kind: 'api_key' })
})

t.test('an order that cannot be canceled or resumed says what to do instead', async (t) => {
  const made = await order({ [await shop.shelve()]: 1 })
  await store.within((ctx) => moveOrders(ctx, [{ storeId: store.id, orderId: made.id, to: 'expired', reason: null }]))
  const body = { reason: 'x' }
  t.match((await ask(`POST /v1/orders/${idOf(made)}/cancel`, store.key, { body })).json(), {
    status: 409,
    code: 'order-cannot-be-canceled',
    fix: /Refund/,
  })
  t.match((await ask(`POST /v1/orders/${idOf(made)}/resume`, store.key, { body })).json(), {
    status: 409,
    code: 'order-not-on-hold',
  })
})

t.test('an order on hold goes on', async (t) => {
  const made = await order({ [await shop.shelve()]: 1 }, { paymentMethod: 'cash_on_delivery' })
  await store.within((ctx) =>
    moveOrders(ctx, [{ storeId: store.id, orderId: made.id, to: 'on_hold', reason: 'check' }]),
  )
  const resumed = await ask(`POST /v1/orders/${idOf(made)}/resume`, store.key, { body: { reason: 'Checked' } })
  t.match(resumed.json(), { status: 'placed' }, resumed.body)
})

t.test("a stranger's order is answered like one that never was", async (t) => {
  const made = await order({ [await shop.shelve()]: 1 })
  const missing = publicId('order', api.environment.newId())
  for (const line of ['GET /v1/orders/:id', 'POST /v1/orders/:id/cancel', 'POST /v1/orders/:id/resume']) {
    const asked = line.startsWith('POST') ? { body: { reason: 'x' } } : {}
    const foreign = await ask(line.replace(':id', idOf(made)), stranger.key, asked)
    const never = await ask(line.replace(':id', missing), stranger.key, asked)
    t.equal(foreign.statusCode, 404, line)
    const told = (body: string, id: string) => body.replaceAll(id, 'ID').replace(/"(requestId|instance)":"[^"]*"/g, '')
    t.equal(told(foreign.body, idOf(made)), told(never.body, missing), line)
  }
  t.same((await ask('GET /v1/orders', stranger.key)).json().data, [])
})

t.test('reading and canceling take a key of their own each', async (t) => {
  const made = await order({ [await shop.shelve()]: 1 })
  const reader = await store.keyWith('orders:read')
  const body = { reason: 'x' }
  t.equal((await ask(`GET /v1/orders/${idOf(made)}`, reader)).statusCode, 200)
  t.equal((await ask(`POST /v1/orders/${idOf(made)}/cancel`, reader, { body })).statusCode, 403)
  t.equal((await ask('GET /v1/orders', await store.keyWith('catalog:read'))).statusCode, 403)
  t.equal((await ask(`POST /v1/orders/${idOf(made)}/cancel`, store.key, { body: {} })).statusCode, 400)
})
