import fc from 'fast-check'
import t from 'tap'
import { canMove, fulfillmentStatusOf, type OrderStatus, orderMoves } from '#modules/orders/index.ts'
import { holdUntil, isDone, judgeCancel, restOf } from '#modules/orders/order.rules.ts'
import { openBenchShop } from '#test/modules/orders/bench-shop.ts'

const line = (
  quantity: number,
  over: Partial<Record<'canceled' | 'shipped' | 'delivered' | 'returned', number>> = {},
) => ({
  quantity,
  canceledQuantity: over.canceled ?? 0,
  shippedQuantity: over.shipped ?? 0,
  deliveredQuantity: over.delivered ?? 0,
  returnedQuantity: over.returned ?? 0,
})

t.test('the moves the code allows are the moves the database allows', async (t) => {
  const shop = await openBenchShop(t)
  const rows = await shop.query<{ move: string }>(`select from_status || ' ' || to_status as move from order_moves`)
  const ours = Object.entries(orderMoves).flatMap(([from, all]) => all.map((to) => `${from} ${to}`))
  t.same(rows.map((row) => row.move).sort(), ours.sort())
})

t.test('the end of an order is the end, except for money that came late', async (t) => {
  const all = Object.keys(orderMoves) as OrderStatus[]
  t.same(
    all.filter((to) => canMove('expired', to)),
    ['placed'],
  )
  for (const closed of ['completed', 'canceled'] as const)
    t.same(
      all.filter((to) => canMove(closed, to)),
      [],
      closed,
    )
  t.ok(all.every((status) => !canMove(status, status)))
})

t.test('where the parcels stand follows from the quantities of the lines', async (t) => {
  const cases: [expected: string, lines: ReturnType<typeof line>[]][] = [
    ['unfulfilled', []],
    ['unfulfilled', [line(2), line(1)]],
    ['unfulfilled', [line(2, { canceled: 2 })]],
    ['partial', [line(2, { shipped: 1 }), line(1)]],
    ['partial', [line(2, { shipped: 2, delivered: 2 }), line(1)]],
    ['shipped', [line(2, { shipped: 2 }), line(1, { shipped: 1, delivered: 1 })]],
    ['shipped', [line(2, { shipped: 1, canceled: 1 })]],
    ['delivered', [line(2, { shipped: 2, delivered: 2 })]],
    ['delivered', [line(2, { shipped: 1, delivered: 1, canceled: 1 })]],
    ['returned_partial', [line(2, { shipped: 2, delivered: 2, returned: 1 })]],
    ['returned', [line(2, { shipped: 2, delivered: 2, returned: 2 })]],
    ['returned', [line(2, { shipped: 2, returned: 2 })]],
  ]
  for (const [expected, lines] of cases) t.equal(fulfillmentStatusOf(lines), expected, JSON.stringify(lines))
})

t.test('what can be called off depends on what was sent', async (t) => {
  const cases: [status: OrderStatus, lines: ReturnType<typeof line>[], verdict: string][] = [
    ['awaiting_payment', [line(1)], 'whole'],
    ['placed', [line(2)], 'whole'],
    ['on_hold', [line(2)], 'whole'],
    ['placed', [line(2, { shipped: 1 })], 'rest'],
    ['placed', [line(2, { shipped: 2 })], 'refused'],
    ['placed', [line(2, { shipped: 1, canceled: 1 })], 'refused'],
    ['canceled', [line(2, { canceled: 2 })], 'nothing'],
    ['expired', [line(1)], 'refused'],
    ['completed', [line(1, { shipped: 1, delivered: 1 })], 'refused'],
  ]
  for (const [status, lines, verdict] of cases) t.equal(judgeCancel({ status, lines }), verdict, `${status} ${verdict}`)
})

t.test('case 34: what was not sent is worth its share of its line', async (t) => {
  const lines = [
    { ...line(3, { shipped: 1 }), id: 'a', total: 3000, discount: 100, tax: 0 },
    { ...line(2, { shipped: 2 }), id: 'b', total: 500, discount: 0, tax: 0 },
    { ...line(4, { shipped: 1, canceled: 2 }), id: 'c', total: 400, discount: 0, tax: 20 },
  ]
  t.same(restOf(lines), {
    lines: [
      { orderLineId: 'a', quantity: 2 },
      { orderLineId: 'c', quantity: 1 },
    ],
    amount: 1933 + 105,
  })
})

t.test('what is given back for the rest is never more than the lines cost', async () => {
  const anyLine = fc
    .record({
      quantity: fc.integer({ min: 1, max: 99 }),
      unitPrice: fc.integer({ min: 1, max: 10 ** 7 }),
      sent: fc.nat(),
    })
    .map(({ quantity, unitPrice, sent }) => ({
      ...line(quantity, { shipped: sent % (quantity + 1) }),
      id: 'x',
      total: quantity * unitPrice,
      discount: 0,
      tax: 0,
    }))
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 10 }), (lines) => {
      const { amount } = restOf(lines)
      return amount >= 0 && amount <= lines.reduce((total, each) => total + each.total, 0)
    }),
  )
})

t.test('goods wait ten minutes longer than the payment page', async (t) => {
  t.same(holdUntil(new Date('2026-11-22T10:00:00Z'), 31), new Date('2026-11-22T10:41:00Z'))
})

t.test('an order is done when it is paid and handed over', async (t) => {
  const order = { status: 'placed', paymentStatus: 'paid', fulfillmentStatus: 'delivered' } as const
  t.equal(isDone(order), true)
  t.equal(isDone({ ...order, paymentStatus: 'due_on_delivery' }), false)
  t.equal(isDone({ ...order, fulfillmentStatus: 'shipped' }), false)
  t.equal(isDone({ ...order, status: 'on_hold' }), false)
})
