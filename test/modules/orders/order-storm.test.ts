import t from 'tap'
import { commitHolds, findStockDrift, releaseHolds, shipHolds } from '#modules/catalog/index.ts'
import {
  cancelOrder,
  lockOrders,
  moveOrders,
  type OrderFacts,
  orderMoves,
  refreshFulfillment,
  reopenCart,
  switchToCash,
} from '#modules/orders/index.ts'
import { Refusal } from '#shared/errors.ts'
import { type BenchShop, type BenchTools, openBenchShop } from '#test/modules/orders/bench-shop.ts'

const seed = 20_261_122
const workers = 8
const stepsPerWorker = 40
const opening = 25

/** A small generator with a seed, so that a failure can be seen again (mulberry32). */
function chanceFrom(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

type Step = (ctx: BenchTools, order: OrderFacts) => Promise<unknown>

const unsent = (order: OrderFacts) =>
  order.lines
    .map((line) => ({ ...line, quantity: line.quantity - line.canceledQuantity - line.shippedQuantity }))
    .filter((line) => line.quantity > 0)

const pay: Step = async (ctx, { id, storeId }) => {
  const order = (await lockOrders(ctx.tx, [{ storeId, orderId: id }])).get(id)
  if (order === undefined || !['awaiting_payment', 'expired'].includes(order.status)) return
  const committed = await commitHolds(ctx, [{ orderId: id, storeId, lines: unsent(order) }])
  if (committed.get(id)?.committed) await moveOrders(ctx, [{ storeId, orderId: id, to: 'placed', reason: 'paid' }])
}

const expire: Step = async (ctx, { id, storeId }) => {
  const order = (await lockOrders(ctx.tx, [{ storeId, orderId: id }])).get(id)
  if (order?.status !== 'awaiting_payment') return
  await releaseHolds(ctx, [{ storeId, orderId: id }])
  await moveOrders(ctx, [{ storeId, orderId: id, to: 'expired', reason: null }])
}

const ship: Step = async (ctx, { id, storeId }) => {
  const order = (await lockOrders(ctx.tx, [{ storeId, orderId: id }])).get(id)
  const [line] = order?.status === 'placed' ? unsent(order) : []
  if (line === undefined) return
  await shipHolds(ctx, [{ storeId, orderId: id, variantId: line.variantId, quantity: 1 }])
  await ctx.tx.run('update order_lines set shipped_quantity = shipped_quantity + 1 where id = $1', [line.id])
  await refreshFulfillment(ctx, [{ storeId, orderId: id }])
}

/** The last place is for an edit, which only the shopper's own worker may make. */
const steps: readonly (Step | null)[] = [
  pay,
  pay,
  expire,
  ship,
  ship,
  (ctx, { id }) => cancelOrder(ctx, { orderId: id, reason: 'storm' }),
  (ctx, { id }) => switchToCash(ctx, id),
  null,
]

async function refusalsAreFine(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

type Weather = { shop: BenchShop; goods: readonly string[]; chance: (below: number) => number; orders: OrderFacts[] }

/** One worker at a time speaks for a shopper, as the lock on the conversation sees to. */
async function placeSome({ shop, goods, chance, orders }: Weather, shopperId: string): Promise<void> {
  const wanted = Object.fromEntries(goods.filter(() => chance(2) === 0).map((good) => [good, 1 + chance(3)]))
  const paymentMethod = chance(2) === 0 ? 'card' : 'cash_on_delivery'
  const placed = await shop.place(await shop.fill(shopperId, wanted, { paymentMethod }))
  if (placed.placed) orders.push(placed.order)
}

async function doSomething({ shop, chance, orders }: Weather, shopperId: string): Promise<void> {
  const own = orders.filter((order) => order.shopperId === shopperId)
  const [order, edited] = [orders[chance(orders.length)], own[chance(own.length)]]
  const act = steps[chance(steps.length)]
  if (act && order) await refusalsAreFine(shop.work((ctx) => act(ctx, order)))
  else if (edited) await refusalsAreFine(shop.work((ctx) => reopenCart(ctx, edited.id)))
}

async function storm(weather: Weather): Promise<void> {
  const { shop, chance, orders } = weather
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const shopperId = await shop.welcome()
      for (let i = 0; i < stepsPerWorker; i += 1) {
        const act = chance(3) === 0 || orders.length === 0 ? placeSome : doSomething
        await act(weather, shopperId)
      }
    }),
  )
}

t.test(`after a storm of shoppers, payments and parcels the books agree (seed ${seed})`, async (t) => {
  const shop = await openBenchShop(t, { poolSize: workers })
  const goods = []
  for (let i = 0; i < 4; i += 1) goods.push(await shop.shelve({ onHand: opening, price: 1000 + i }))
  const orders: OrderFacts[] = []
  await storm({ shop, goods, chance: chanceFrom(seed), orders })
  t.ok(orders.length > workers, `${orders.length} orders were made`)

  t.same(await shop.work(({ tx }) => findStockDrift(tx)), [], 'I7, I8: shelf, movements and holds agree')
  const oversold = await shop.query(
    `select variant_id from stock s where held + committed > on_hand
       or on_hand + (select coalesce(sum(shipped_quantity), 0) from order_lines l where l.variant_id = s.variant_id) <> $1`,
    [opening],
  )
  t.same(oversold, [], 'nothing was promised that is not there, and what left the shelf was shipped')
  const legal = Object.entries(orderMoves).flatMap(([from, all]) => all.map((to) => `${from} ${to}`))
  const paths = await shop.query(
    `select order_id, from_status, to_status, previous from (
       select *, lag(to_status) over (partition by order_id order by id) as previous
       from order_history where axis = 'order') h
     where from_status is distinct from previous or (from_status is not null and from_status || ' ' || to_status <> all ($1))`,
    [legal],
  )
  t.same(paths, [], "I10: each order's history is a path of legal moves")
  const unequal = await shop.query(
    `select o.id from orders o join order_history h on h.order_id = o.id and h.axis = 'order'
     where h.id = (select max(id) from order_history where order_id = o.id and axis = 'order') and h.to_status <> o.status`,
  )
  t.same(unequal, [], 'and ends where the order stands')
  const sums = await shop.query(
    `select id from orders o where total <> subtotal - discount + tax + delivery + rounding
       or subtotal <> (select coalesce(sum(total), 0) from order_lines where order_id = o.id)`,
  )
  t.same(sums, [], 'I20: lines add up to totals')
  const dead = await shop.query(
    `select h.id from holds h join orders o on o.id = h.order_id
     where h.state in ('held', 'committed') and o.status in ('expired', 'canceled', 'completed')`,
  )
  t.same(dead, [], 'no closed order keeps goods')
  const numbers = await shop.query<{ number: number }>('select number from orders order by number')
  t.same(
    numbers.map((row) => row.number),
    orders.map((_, index) => index + 1),
    'numbers have no gap',
  )
})
