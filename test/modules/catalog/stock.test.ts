import pino from 'pino'
import t, { type Test } from 'tap'
import {
  adjustStock,
  commitHolds,
  findStockDrift,
  holdStock,
  readStock,
  releaseHolds,
  setStock,
  shipHolds,
  stockDriftChore,
} from '#modules/catalog/index.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

const holdMs = 41 * 60_000

async function hold(shop: BenchShop, orderId: string, goods: Record<string, number>) {
  const lines = Object.entries(goods).map(([variantId, quantity]) => ({ variantId, quantity }))
  const expiresAt = new Date(shop.clock.now.getTime() + holdMs)
  const verdicts = await shop.work((tools) => holdStock(tools, [{ orderId, storeId: shop.storeId, expiresAt, lines }]))
  return verdicts.get(orderId)
}

async function commit(shop: BenchShop, orderId: string, goods: Record<string, number>) {
  const lines = Object.entries(goods).map(([variantId, quantity]) => ({ variantId, quantity }))
  const verdicts = await shop.work((tools) => commitHolds(tools, [{ orderId, storeId: shop.storeId, lines }]))
  return verdicts.get(orderId)
}

const release = (shop: BenchShop, orderId: string) =>
  shop.work((tools) => releaseHolds(tools, [{ orderId, storeId: shop.storeId }]))

/** I7 and I8: the shelf equals the sum of its movements, and what it promises the holds that live. */
async function assertBooksAgree(t: Test, shop: BenchShop) {
  t.same(await shop.work(({ tx }) => findStockDrift(tx)), [], 'shelf, movements and holds agree')
}

t.test('case 1: of 50 shoppers asking at once for the last one, exactly one gets it', async (t) => {
  const shop = await openBenchShop(t, { poolSize: 50 })
  const last = await shop.shelve({ onHand: 1 })
  const shopperId = await shop.welcome()
  const orders: string[] = []
  for (let i = 0; i < 50; i += 1) orders.push(await shop.bareOrder(shopperId))
  const verdicts = await Promise.all(orders.map((orderId) => hold(shop, orderId, { [last]: 1 })))
  t.equal(verdicts.filter((verdict) => verdict?.held).length, 1)
  const refused = verdicts.filter((verdict) => verdict?.held === false)
  t.equal(refused.length, 49)
  t.same(refused[0], { held: false, shortfalls: [{ variantId: last, wanted: 1, available: 0 }] })
  t.same(await shop.shelf(last), { onHand: 1, held: 1, committed: 0 })
  t.equal((await shop.query('select 1 from holds')).length, 1)
  t.equal((await shop.query(`select 1 from stock_movements where kind = 'hold'`)).length, 1)
  t.same(await shop.eventTypes(last), ['catalog.availability-changed'], 'the catalog hears once that it is gone')
  await assertBooksAgree(t, shop)
})

t.test('a hundred buyers of ten: ten have one each and ninety are told', async (t) => {
  const shop = await openBenchShop(t, { poolSize: 30 })
  const dates = await shop.shelve({ onHand: 10 })
  const shopperId = await shop.welcome()
  const orders: string[] = []
  for (let i = 0; i < 100; i += 1) orders.push(await shop.bareOrder(shopperId))
  const verdicts = await Promise.all(orders.map((orderId) => hold(shop, orderId, { [dates]: 1 })))
  t.equal(verdicts.filter((verdict) => verdict?.held).length, 10)
  t.same(await shop.shelf(dates), { onHand: 10, held: 10, committed: 0 })
  await assertBooksAgree(t, shop)
})

t.test('case 4: carts with the same goods in opposite order never wait for each other in a ring', async (t) => {
  const shop = await openBenchShop(t, { poolSize: 20 })
  const [a, b] = [await shop.shelve({ onHand: 100 }), await shop.shelve({ onHand: 100 })]
  const shopperId = await shop.welcome()
  const orders: string[] = []
  for (let i = 0; i < 40; i += 1) orders.push(await shop.bareOrder(shopperId))
  const verdicts = await Promise.all(
    orders.map((orderId, i) => hold(shop, orderId, i % 2 === 0 ? { [a]: 1, [b]: 2 } : { [b]: 2, [a]: 1 })),
  )
  t.ok(verdicts.every((verdict) => verdict?.held))
  t.same(await shop.shelf(a), { onHand: 100, held: 40, committed: 0 })
  t.same(await shop.shelf(b), { onHand: 100, held: 80, committed: 0 })
  await Promise.all(orders.map((orderId) => release(shop, orderId)))
  t.same(await shop.shelf(a), { onHand: 100, held: 0, committed: 0 })
  await assertBooksAgree(t, shop)
})

t.test(
  'case 5: an owner who counts none while a shopper pays keeps the promise, sells no more and is told',
  async (t) => {
    const shop = await openBenchShop(t)
    const dates = await shop.shelve({ onHand: 5 })
    const orderId = await shop.bareOrder(await shop.welcome())
    await hold(shop, orderId, { [dates]: 2 })
    const level = await shop.work((ctx) => setStock(ctx, { variantId: dates, onHand: 0, reason: 'mice' }))
    t.match(level, { onHand: 0, held: 2, available: 0 })
    t.match(await problems(shop), [{ code: 'stock-below-promised', details: { onHand: 0, held: 2 }, open: true }])
    const other = await shop.bareOrder(await shop.welcome())
    t.match(await hold(shop, other, { [dates]: 1 }), { held: false, shortfalls: [{ available: 0 }] })

    t.same(await commit(shop, orderId, { [dates]: 2 }), { committed: true, fresh: false }, 'who pays in time has it')
    t.same(await shop.shelf(dates), { onHand: 0, held: 0, committed: 2 })
    await shop.work((ctx) => adjustStock(ctx, { variantId: dates, adjustBy: 3, reason: 'delivery' }))
    t.match(await problems(shop), [{ open: false }], 'goods that came in close the problem')
    const shipped = { orderId, storeId: shop.storeId, variantId: dates, quantity: 2 }
    await shop.work((tools) => shipHolds(tools, [shipped]))
    t.same(await shop.shelf(dates), { onHand: 1, held: 0, committed: 0 })
    await assertBooksAgree(t, shop)
  },
)

t.test('a parcel that leaves although none was counted empties the shelf and never takes it below', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 3 })
  const orderId = await shop.bareOrder(await shop.welcome())
  await commit(shop, orderId, { [dates]: 3 })
  await shop.work((ctx) => setStock(ctx, { variantId: dates, onHand: 1, reason: null }))
  const shipped = { orderId, storeId: shop.storeId, variantId: dates, quantity: 2 }
  await shop.work((tools) => shipHolds(tools, [shipped]))
  t.same(await shop.shelf(dates), { onHand: 0, held: 0, committed: 1 })
  await t.rejects(
    shop.work((tools) => shipHolds(tools, [shipped])),
    /1 more .* than promised/,
    'more than the order has committed cannot leave',
  )
  await assertBooksAgree(t, shop)
})

t.test('case 6: a hold that ran out is filled from fresh stock when the money comes after all', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 2 })
  const orderId = await shop.bareOrder(await shop.welcome())
  await hold(shop, orderId, { [dates]: 2 })
  t.same(await release(shop, orderId), [{ orderId, variantId: dates, quantity: 2 }])
  t.same(await commit(shop, orderId, { [dates]: 2 }), { committed: true, fresh: true })
  t.same(await commit(shop, orderId, { [dates]: 2 }), { committed: true, fresh: false }, 'told twice, done once')
  t.same(await shop.shelf(dates), { onHand: 2, held: 0, committed: 2 })
  await assertBooksAgree(t, shop)
})

t.test('case 7: late money for goods another shopper has bought meanwhile moves nothing', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 1 })
  const [late, quick] = [await shop.bareOrder(await shop.welcome()), await shop.bareOrder(await shop.welcome())]
  await hold(shop, late, { [dates]: 1 })
  await release(shop, late)
  t.match(await commit(shop, quick, { [dates]: 1 }), { committed: true })
  t.same(await commit(shop, late, { [dates]: 1 }), {
    committed: false,
    shortfalls: [{ variantId: dates, wanted: 1, available: 0 }],
  })
  t.same(await shop.shelf(dates), { onHand: 1, held: 0, committed: 1 })
  await assertBooksAgree(t, shop)
})

t.test('giving back twice gives back once, also at the same moment', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 4 })
  const orderId = await shop.bareOrder(await shop.welcome())
  await hold(shop, orderId, { [dates]: 4 })
  t.same(await shop.eventTypes(dates), ['catalog.availability-changed'])
  const released = await Promise.all(Array.from({ length: 8 }, () => release(shop, orderId)))
  t.equal(released.filter((each) => each.length > 0).length, 1)
  t.same(await shop.shelf(dates), { onHand: 4, held: 0, committed: 0 })
  t.equal((await shop.eventTypes(dates)).length, 2, 'told when it sold out and when it came back')
  await assertBooksAgree(t, shop)
})

t.test('what is kept back for safety is never promised', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 5, safety: 2 })
  const orderId = await shop.bareOrder(await shop.welcome())
  t.match(await hold(shop, orderId, { [dates]: 4 }), { held: false, shortfalls: [{ wanted: 4, available: 3 }] })
  t.match(await hold(shop, orderId, { [dates]: 3 }), { held: true })
})

t.test('an order is held in whole over several places, or nothing of it is', async (t) => {
  const shop = await openBenchShop(t)
  const [dates, honey] = [await shop.shelve({ onHand: 2 }), await shop.shelve({ onHand: 1 })]
  const cellar = shop.environment.newId()
  await shop.query(`insert into locations (id, store_id, name) values ($1, $2, 'Cellar')`, [cellar, shop.storeId])
  await shop.query('insert into stock (variant_id, location_id, store_id, on_hand) values ($1, $2, $3, 5)', [
    dates,
    cellar,
    shop.storeId,
  ])
  await shop.query(
    `insert into stock_movements (store_id, variant_id, location_id, kind, on_hand_change, actor)
     values ($1, $2, $3, 'set', 5, 'system:test')`,
    [shop.storeId, dates, cellar],
  )
  const orderId = await shop.bareOrder(await shop.welcome())
  t.match(await hold(shop, orderId, { [dates]: 4, [honey]: 2 }), { held: false })
  t.same(await shop.query('select 1 from holds'), [])
  t.match(await hold(shop, orderId, { [dates]: 4, [honey]: 1 }), { held: true })
  const places = await shop.query<{ locationId: string; held: number }>(
    'select location_id as "locationId", held from stock where variant_id = $1 order by held',
    [dates],
  )
  t.strictSame(
    places.map(({ held }) => held),
    [2, 2],
  )
  t.equal((await release(shop, orderId)).length, 3)
  await assertBooksAgree(t, shop)
})

t.test("a count of another store's goods says there is no such variant", async (t) => {
  const shop = await openBenchShop(t)
  const unknown = shop.environment.newId()
  await t.rejects(
    shop.work((ctx) => setStock(ctx, { variantId: unknown, onHand: 1, reason: null })),
    { code: 'variant-not-found' },
  )
  const dates = await shop.shelve({ onHand: 2 })
  await t.rejects(
    shop.work((ctx) => adjustStock(ctx, { variantId: dates, adjustBy: -3, reason: null })),
    { code: 'stock-below-zero', details: { onHand: 2 } },
  )
})

t.test('every change is written down with who made it, and nothing of it can be changed later', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 0 })
  await shop.work((ctx) => setStock(ctx, { variantId: dates, onHand: 7, reason: 'opening count' }))
  await shop.work((ctx) => adjustStock(ctx, { variantId: dates, adjustBy: -2, reason: 'broken' }))
  const movements = await shop.query(
    'select kind, on_hand_change as change, reason, actor from stock_movements where variant_id = $1 and on_hand_change <> 0 order by id',
    [dates],
  )
  t.same(movements, [
    { kind: 'set', change: 7, reason: 'opening count', actor: 'system:test' },
    { kind: 'adjust', change: -2, reason: 'broken', actor: 'system:test' },
  ])
  const [level] = await shop.work(({ tx }) => readStock(tx, shop.storeId, [dates]))
  t.match(level, { onHand: 5, available: 5 })
  await t.rejects(shop.query('update stock_movements set on_hand_change = 0'), /append-only|permission denied/)
})

t.test('counters that disagree with their history are reported every night until they agree again', async (t) => {
  const shop = await openBenchShop(t)
  const [dates, honey] = [await shop.shelve(), await shop.shelve()]
  const orderId = await shop.bareOrder(await shop.welcome())
  await hold(shop, orderId, { [dates]: 2, [honey]: 1 })
  const { database, environment } = shop
  const lines: string[] = []
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) })
  const nightly = () => stockDriftChore().run({ database, environment, log })
  await nightly()
  t.same(await problems(shop), [])
  await shop.query('update stock set held = held - 1 where variant_id = $1', [dates])
  await shop.query('update stock set held = held - 1 where variant_id = $1', [honey])
  await nightly()
  t.equal(lines.length, 1, 'one line for all of them')
  t.match(JSON.parse(lines[0] ?? ''), { variants: 2, examples: [{ variantId: String }, { variantId: String }] })
  await shop.query('update stock set held = held + 1 where variant_id = $1', [honey])
  await nightly()
  t.match(await problems(shop), [
    {
      code: 'stock-drift',
      details: {
        counted: { onHand: 10, held: 1 },
        moved: { onHand: 10, held: 2 },
        promised: { held: 2, committed: 0 },
      },
      open: true,
    },
  ])
  await shop.query('update stock set held = held + 1 where variant_id = $1', [dates])
  await nightly()
  t.match(await problems(shop), [{ open: false }])
})

function problems(shop: BenchShop) {
  return shop.query('select code, details, resolved_at is null as open from store_problems order by id')
}
