import fc from 'fast-check'
import t from 'tap'
import {
  availableOf,
  judgeDemands,
  promisesTooMuch,
  type StockRow,
  type StockVerdict,
  sumDemand,
} from '#modules/catalog/stock.rules.ts'

const row = (over: Partial<StockRow> = {}): StockRow => ({
  variantId: 'dates',
  locationId: 'main',
  storeId: 'shop',
  onHand: 10,
  held: 0,
  committed: 0,
  safety: 0,
  ...over,
})
const demand = (orderId: string, lines: [variantId: string, quantity: number][], storeId = 'shop') => ({
  orderId,
  storeId,
  lines: lines.map(([variantId, quantity]) => ({ variantId, quantity })),
})

t.test('what can be sold is what is there less what is promised and kept back, never below nothing', async (t) => {
  t.equal(availableOf(row({ held: 3, committed: 2, safety: 1 })), 4)
  t.equal(availableOf(row({ onHand: 0, held: 3, committed: 2 })), 0)
  t.equal(promisesTooMuch(row({ onHand: 4, held: 3, committed: 2 })), true)
  t.equal(promisesTooMuch(row({ onHand: 5, held: 3, committed: 2 })), false)
})

t.test('case 2: the same goods twice in one cart are wanted together', async (t) => {
  t.same(
    sumDemand(
      demand('o', [
        ['b', 1],
        ['a', 2],
        ['b', 3],
      ]).lines,
    ),
    [
      { variantId: 'a', quantity: 2 },
      { variantId: 'b', quantity: 4 },
    ],
  )
  const verdict = judgeDemands(
    [
      demand('o', [
        ['dates', 1],
        ['dates', 1],
      ]),
    ],
    [row({ onHand: 1 })],
  ).get('o')
  t.same(verdict, { enough: false, shortfalls: [{ variantId: 'dates', wanted: 2, available: 1 }] })
})

t.test('no one can want none, less than none or half of a thing', async (t) => {
  for (const quantity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => sumDemand([{ variantId: 'a', quantity }]), RangeError, String(quantity))
  }
})

t.test('case 3: carts judged together share one shelf, the earlier one first', async (t) => {
  const verdicts = judgeDemands(
    [demand('first', [['dates', 2]]), demand('second', [['dates', 2]]), demand('third', [['dates', 1]])],
    [row({ onHand: 3 })],
  )
  t.equal(verdicts.get('first')?.enough, true)
  t.same(verdicts.get('second'), {
    enough: false,
    shortfalls: [{ variantId: 'dates', wanted: 2, available: 1 }],
  })
  t.equal(verdicts.get('third')?.enough, true, 'a refused cart takes nothing, so its leftovers go to the next')
})

t.test('an order is filled in whole or not at all', async (t) => {
  const rows = [row(), row({ variantId: 'honey', onHand: 1 })]
  const verdicts = judgeDemands(
    [
      demand('greedy', [
        ['dates', 5],
        ['honey', 2],
      ]),
      demand('next', [['dates', 10]]),
    ],
    rows,
  )
  t.equal(verdicts.get('greedy')?.enough, false)
  t.equal(verdicts.get('next')?.enough, true)
})

t.test('goods of several places are taken in the order of the rows', async (t) => {
  const rows = [row({ locationId: 'main', onHand: 2 }), row({ locationId: 'cellar', onHand: 5 })]
  const verdict = judgeDemands([demand('o', [['dates', 4]])], rows).get('o')
  t.same(verdict?.enough && verdict.takes.map(({ locationId, quantity }) => [locationId, quantity]), [
    ['main', 2],
    ['cellar', 2],
  ])
})

t.test("another store's goods, and goods without a shelf, are not there", async (t) => {
  const verdicts = judgeDemands([demand('theirs', [['dates', 1]], 'other'), demand('none', [['ghost', 1]])], [row()])
  t.same(verdicts.get('theirs'), { enough: false, shortfalls: [{ variantId: 'dates', wanted: 1, available: 0 }] })
  t.same(verdicts.get('none'), { enough: false, shortfalls: [{ variantId: 'ghost', wanted: 1, available: 0 }] })
})

const count = fc.nat({ max: 20 })
const anyRows = fc.uniqueArray(
  fc.record({
    variantId: fc.constantFrom('a', 'b', 'c'),
    locationId: fc.constantFrom('main', 'cellar'),
    storeId: fc.constant('shop'),
    onHand: count,
    held: count,
    committed: count,
    safety: fc.nat({ max: 3 }),
  }),
  { selector: (each) => `${each.variantId} ${each.locationId}` },
)
const anyDemands = fc
  .array(
    fc.array(fc.record({ variantId: fc.constantFrom('a', 'b', 'c', 'd'), quantity: fc.integer({ min: 1, max: 9 }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    { maxLength: 8 },
  )
  .map((all) => all.map((lines, index) => ({ orderId: `o${index}`, storeId: 'shop', lines })))

const takesOf = (verdicts: Map<string, StockVerdict>) =>
  [...verdicts.values()].flatMap((verdict) => (verdict.enough ? verdict.takes : []))

t.test('whatever is asked, no shelf gives more than it has and every cart gets exactly its lines', async () => {
  fc.assert(
    fc.property(anyRows, anyDemands, (rows, demands) => {
      const verdicts = judgeDemands(demands, rows)
      const takes = takesOf(verdicts)
      const nothingOversold = rows.every((each) => {
        const taken = takes.filter((take) => take.variantId === each.variantId && take.locationId === each.locationId)
        return taken.reduce((total, take) => total + take.quantity, 0) <= availableOf(each)
      })
      const filledExactly = demands.every(({ orderId, lines }) => {
        if (!verdicts.get(orderId)?.enough) return true
        return sumDemand(lines).every(({ variantId, quantity }) => {
          const own = takes.filter((take) => take.orderId === orderId && take.variantId === variantId)
          return own.reduce((total, take) => total + take.quantity, 0) === quantity
        })
      })
      return nothingOversold && filledExactly && takes.every((take) => take.quantity > 0)
    }),
  )
})

t.test('a cart is refused only when something in it is short', async () => {
  fc.assert(
    fc.property(anyRows, anyDemands, (rows, demands) => {
      const refused = [...judgeDemands(demands, rows).values()].filter((verdict) => !verdict.enough)
      return refused.every(
        ({ shortfalls }) =>
          shortfalls.length > 0 && shortfalls.every(({ wanted, available }) => wanted > available && available >= 0),
      )
    }),
  )
})
