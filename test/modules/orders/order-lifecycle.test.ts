import t from 'tap'
import { readOpenCarts } from '#modules/cart/index.ts'
import { commitHolds, releaseHolds, shipHolds } from '#modules/catalog/index.ts'
import {
  cancelOrder,
  lockOrders,
  moveOrders,
  type OrderFacts,
  orderListeners,
  readOrders,
  refreshFulfillment,
  reopenCart,
  resumeOrder,
  switchToCash,
} from '#modules/orders/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

async function order(shop: BenchShop, goods: Record<string, number>, by: 'card' | 'cash_on_delivery' = 'card') {
  const placed = await shop.place(await shop.fill(await shop.welcome(), goods, { paymentMethod: by }))
  if (!placed.placed) throw new Error(placed.reason)
  return placed.order
}

async function current(shop: BenchShop, orderId: string) {
  const found = (await shop.work(({ tx }) => readOrders(tx, [orderId]))).get(orderId)
  if (found === undefined) throw new Error('the order is gone')
  return found
}

async function openAttempt(shop: BenchShop, { id, total, currency }: OrderFacts, state: 'open' | 'processing') {
  const attemptId = shop.environment.newId()
  await shop.query(
    `insert into payment_attempts (id, store_id, order_id, attempt, state, amount, currency, idempotency_key, expires_at)
     values ($1, $2, $3, 1, $4, $5, $6, $7, $8)`,
    [attemptId, shop.storeId, id, state, total, currency, `co:${id}:1`, shop.clock.now],
  )
}

const attempts = (shop: BenchShop) => shop.query('select state from payment_attempts')

/** As fulfillment does when a parcel leaves. */
async function ship(shop: BenchShop, { id, lines }: OrderFacts, quantity: number) {
  const [line] = lines
  if (line === undefined) throw new Error('nothing to ship')
  await shop.work(async (ctx) => {
    await lockOrders(ctx.tx, [{ storeId: shop.storeId, orderId: id }])
    await shipHolds(ctx, [{ storeId: shop.storeId, orderId: id, variantId: line.variantId, quantity }])
    await ctx.tx.run('update order_lines set shipped_quantity = shipped_quantity + $2 where id = $1', [
      line.id,
      quantity,
    ])
    await refreshFulfillment(ctx, [{ storeId: shop.storeId, orderId: id }])
  })
}

t.test('a canceled order gives its goods back, ends its payment link and says why', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 3 })
  await openAttempt(shop, made, 'open')
  const canceled = await shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'changed mind' }))
  t.match(canceled, { status: 'canceled', cancelReason: 'changed mind', closedAt: shop.clock.now, holdExpiresAt: null })
  t.equal(canceled.lines[0]?.canceledQuantity, 3)
  t.match(await shop.query('select action, actor_id, after from audit_log'), [
    { action: 'order.cancel', actor_id: 'test', after: { status: 'canceled', reason: 'changed mind' } },
  ])
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 0 })
  t.same(await attempts(shop), [{ state: 'superseded' }])
  const again = await shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'again' }))
  t.same(again, canceled, 'a second tap changes nothing')
  t.same(await shop.eventTypes(made.id), ['order.awaiting-payment', 'order.canceled'])
})

t.test('eight cancellations at once give the goods back once', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 3 }, 'cash_on_delivery')
  const cancel = () => shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'x' }))
  await Promise.all(Array.from({ length: 8 }, cancel))
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 0 })
  t.equal((await shop.query(`select 1 from order_history where to_status = 'canceled'`)).length, 1)
})

t.test('case 34: of an order sent in part the rest is called off, and what was sent goes on', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 1000 })
  const made = await order(shop, { [dates]: 5 }, 'cash_on_delivery')
  await ship(shop, made, 2)
  t.equal((await current(shop, made.id)).fulfillmentStatus, 'partial')
  const rest = await shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'no more dates' }))
  t.match(rest, {
    status: 'placed',
    fulfillmentStatus: 'shipped',
    lines: [{ shippedQuantity: 2, canceledQuantity: 3 }],
  })
  t.same(await shop.shelf(dates), { onHand: 8, held: 0, committed: 0 })
  const [event] = await shop.query(`select payload from events where type = 'order.rest-canceled'`)
  t.match(event, { payload: { amount: 3000, lines: [{ orderLineId: made.lines[0]?.id, quantity: 3 }] } })
  await t.rejects(
    shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'x' })),
    { code: 'order-cannot-be-canceled' },
  )
})

t.test('case 36: the database refuses to ship more of a line than is left of it', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 2 }, 'cash_on_delivery')
  await t.rejects(ship(shop, made, 3), /1 more .* than promised/)
  await t.rejects(shop.query('update order_lines set shipped_quantity = 3'), /order_lines_never_over_shipped/)
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 2 })
})

t.test('case 8: an order that runs out in the very moment it is paid is one or the other, never both', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 1000 })
  const outcomes = { placed: 0, expired: 0 }
  for (let round = 0; round < 20; round += 1) {
    const made = await order(shop, { [dates]: 1 })
    const key = { storeId: shop.storeId, orderId: made.id }
    const pay = () =>
      shop.work(async (ctx) => {
        const locked = (await lockOrders(ctx.tx, [key])).get(made.id)
        if (locked?.status !== 'awaiting_payment') return false
        await commitHolds(ctx, [{ ...key, lines: [{ variantId: dates, quantity: 1 }] }])
        await moveOrders(ctx, [{ ...key, to: 'placed', reason: 'paid' }])
        return true
      })
    const expire = () =>
      shop.work(async (ctx) => {
        const locked = (await lockOrders(ctx.tx, [key])).get(made.id)
        if (locked?.status !== 'awaiting_payment') return false
        await releaseHolds(ctx, [key])
        await moveOrders(ctx, [{ ...key, to: 'expired', reason: null }])
        return true
      })
    const won = await Promise.all(round % 2 === 0 ? [pay(), expire()] : [expire(), pay()])
    t.equal(won.filter(Boolean).length, 1)
    const { status } = await current(shop, made.id)
    if (status === 'placed' || status === 'expired') outcomes[status] += 1
  }
  t.equal(outcomes.placed + outcomes.expired, 20)
  t.match(await shop.shelf(dates), { held: 0, committed: outcomes.placed })
})

t.test('an illegal move is refused by the code, and by the database when the code is passed by', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 }, 'cash_on_delivery')
  const move = { storeId: shop.storeId, orderId: made.id, to: 'expired', reason: null } as const
  await t.rejects(
    shop.work((ctx) => moveOrders(ctx, [move])),
    { code: 'order-cannot-move', details: { status: 'placed', to: 'expired' } },
  )
  await t.rejects(shop.query(`update orders set status = 'expired'`), /cannot go from placed to expired/)
})

t.test('money for an order that ran out places it and opens it again', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 })
  const key = { storeId: shop.storeId, orderId: made.id }
  await shop.work((ctx) => moveOrders(ctx, [{ ...key, to: 'expired', reason: null }]))
  t.match(await current(shop, made.id), { status: 'expired', closedAt: shop.clock.now })
  await shop.work((ctx) => moveOrders(ctx, [{ ...key, to: 'placed', reason: 'late payment' }]))
  t.match(await current(shop, made.id), { status: 'placed', closedAt: null, placedAt: shop.clock.now })
  t.same(await shop.eventTypes(made.id), ['order.awaiting-payment', 'order.expired', 'order.placed'])
})

t.test('a shopper who pays the courier instead has the order placed with the goods promised', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 2 })
  await openAttempt(shop, made, 'open')
  const switched = await shop.work((ctx) => switchToCash(ctx, made.id))
  t.match(switched, { status: 'placed', paymentMethod: 'cash_on_delivery', paymentStatus: 'due_on_delivery' })
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 2 })
  t.same(await attempts(shop), [{ state: 'superseded' }])
  t.match(await shop.query('select kind, amount from payment_ledger'), [
    { kind: 'due_on_delivery', amount: made.total },
  ])
  const [event] = await shop.query(`select payload from events where type = 'order.placed'`)
  t.match(event, { payload: { paymentMethod: 'cash_on_delivery' } })
  t.same(await shop.work((ctx) => switchToCash(ctx, made.id)), switched, 'a second tap changes nothing')
})

t.test('a payment the bank is working on is not overtaken by cash or by an edit', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 })
  await openAttempt(shop, made, 'processing')
  await t.rejects(
    shop.work((ctx) => switchToCash(ctx, made.id)),
    { code: 'payment-in-progress' },
  )
  await t.rejects(
    shop.work((ctx) => reopenCart(ctx, made.id)),
    { code: 'payment-in-progress' },
  )
  t.equal((await current(shop, made.id)).status, 'awaiting_payment')
})

t.test('cash is refused where the store takes none, and for an order that waits for no payment', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 })
  await shop.query('update stores set cash_on_delivery = false')
  await t.rejects(
    shop.work((ctx) => switchToCash(ctx, made.id)),
    { code: 'payment-method-unavailable' },
  )
  await shop.work((ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'x' }))
  await t.rejects(
    shop.work((ctx) => switchToCash(ctx, made.id)),
    { code: 'order-not-awaiting-payment' },
  )
})

t.test(
  'case 35: an order edited before it is paid becomes a cart again, and nothing is owed or kept back',
  async (t) => {
    const shop = await openBenchShop(t)
    const [dates, honey] = [await shop.shelve({ price: 1000 }), await shop.shelve({ price: 2000 })]
    const made = await order(shop, { [dates]: 2 })
    const cart = await shop.work((ctx) => reopenCart(ctx, made.id))
    t.match(cart, { shopperId: made.shopperId, lines: [{ variantId: dates, quantity: 2, seenPrice: 1000 }] })
    t.not(cart.id, made.cartId)
    t.match(await current(shop, made.id), { status: 'canceled', cancelReason: 'edited', paymentStatus: 'none' })
    const more = await shop.fill(made.shopperId, { [dates]: 2, [honey]: 1 })
    const less = await shop.fill(made.shopperId, { [dates]: 2 })
    t.equal(more.cartId, cart.id)
    const placed = await shop.place(less)
    t.match(placed, { placed: true, order: { total: made.total } })
    t.same(await shop.shelf(dates), { onHand: 10, held: 2, committed: 0 })
    t.same(await shop.shelf(honey), { onHand: 10, held: 0, committed: 0 })
    t.same(await shop.query('select 1 from payment_ledger'), [])
  },
)

t.test('trying an expired order again fills the cart once, however often it is tapped', async (t) => {
  const shop = await openBenchShop(t)
  const [dates, honey] = [await shop.shelve(), await shop.shelve()]
  const made = await order(shop, { [dates]: 2 })
  await shop.work((ctx) => moveOrders(ctx, [{ storeId: shop.storeId, orderId: made.id, to: 'expired', reason: null }]))
  await shop.fill(made.shopperId, { [dates]: 1, [honey]: 1 })
  await shop.work((ctx) => reopenCart(ctx, made.id))
  const twice = await shop.work((ctx) => reopenCart(ctx, made.id))
  t.match(twice.lines, [
    { variantId: dates, quantity: 2 },
    { variantId: honey, quantity: 1 },
  ])
  const stored = await shop.work(({ tx }) => readOpenCarts(tx, [made.shopperId]))
  t.same(stored.get(made.shopperId), twice)
})

t.test('a placed order cannot be edited', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 }, 'cash_on_delivery')
  await t.rejects(
    shop.work((ctx) => reopenCart(ctx, made.id)),
    { code: 'order-cannot-be-edited' },
  )
})

t.test('an order on hold goes on when the owner says so, and its shopper is not told twice', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 }, 'cash_on_delivery')
  const key = { storeId: shop.storeId, orderId: made.id }
  await shop.work((ctx) => moveOrders(ctx, [{ ...key, to: 'on_hold', reason: 'address unclear' }]))
  const resumed = await shop.work((ctx) => resumeOrder(ctx, { orderId: made.id, reason: 'called the shopper' }))
  t.equal(resumed.status, 'placed')
  t.same(await shop.shelf(dates), { onHand: 10, held: 0, committed: 1 })
  t.same(await shop.eventTypes(made.id), ['order.placed', 'order.on-hold', 'order.resumed'])
  await t.rejects(
    shop.work((ctx) => resumeOrder(ctx, { orderId: made.id, reason: 'x' })),
    { code: 'order-not-on-hold' },
  )
})

t.test('an order is completed by whichever comes last, the money or the parcel', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const made = await order(shop, { [dates]: 1 }, 'cash_on_delivery')
  await ship(shop, made, 1)
  const tell = (type: string) =>
    shop.work(async (ctx) => {
      const event = { id: 1, storeId: shop.storeId, type, subjectId: made.id, createdAt: shop.clock.now }
      for (const listener of orderListeners.filter((each) => each.types.includes(type))) {
        await listener.handle(ctx, { ...event, payload: { orderId: made.id } })
      }
    })
  await shop.query('update order_lines set delivered_quantity = 1')
  await shop.work((ctx) => refreshFulfillment(ctx, [{ storeId: shop.storeId, orderId: made.id }]))
  await tell('shipment.milestone')
  t.equal((await current(shop, made.id)).status, 'placed', 'handed over and not paid')
  await shop.query(`update orders set payment_status = 'paid'`)
  await tell('payment.cash-collected')
  t.match(await current(shop, made.id), { status: 'completed', closedAt: shop.clock.now })
  await tell('payment.cash-collected')
  t.equal((await shop.query(`select 1 from order_history where to_status = 'completed'`)).length, 1)
})

t.test("another store's order is not there, behind the wall between stores and without it", async (t) => {
  const shop = await openBenchShop(t)
  const made = await order(shop, { [await shop.shelve()]: 1 })
  const storeId = shop.environment.newId()
  const { database, environment } = shop
  const actor = { kind: 'system', id: 'test' } as const
  const verbs: ((ctx: StoreContext) => Promise<unknown>)[] = [
    (ctx) => cancelOrder(ctx, { orderId: made.id, reason: 'x' }),
    (ctx) => resumeOrder(ctx, { orderId: made.id, reason: 'x' }),
    (ctx) => switchToCash(ctx, made.id),
    (ctx) => reopenCart(ctx, made.id),
    (ctx) => moveOrders(ctx, [{ storeId, orderId: made.id, to: 'canceled', reason: null }]),
  ]
  for (const verb of verbs) {
    await t.rejects(
      database.inStores([storeId], (tx) => verb({ ...environment, tx, actor, storeId })),
      { code: 'order-not-found' },
    )
    await t.rejects(
      database.asSystem((tx) => verb({ ...environment, tx, actor, storeId })),
      { code: 'order-not-found' },
    )
  }
})
