import fc from 'fast-check'
import t from 'tap'
import { type Figures, priceOrder } from '#modules/cart/pricing.rules.ts'
import { chargeGrid } from '#shared/money.ts'

const price = (terms: Partial<Parameters<typeof priceOrder>[0]>) =>
  priceOrder({ currency: 'SAR', lines: [], discountBp: 0, taxBp: 0, delivery: 0, ...terms })

t.test('case 39: totals come out to the last minor unit in every kind of currency', async (t) => {
  const cases: [why: string, terms: Partial<Parameters<typeof priceOrder>[0]>, expected: Partial<Figures>][] = [
    [
      'KWD 1.001 x 3 - 10 % + 5 % tax ends in 0, and the rounding is a figure of its own',
      { currency: 'KWD', lines: [{ unitPrice: 1001, quantity: 3 }], discountBp: 1000, taxBp: 500 },
      { subtotal: 3003, discount: 300, tax: 135, rounding: 2, total: 2840 },
    ],
    [
      'KWD with nothing to round has no rounding',
      { currency: 'KWD', lines: [{ unitPrice: 1250, quantity: 2 }], delivery: 500 },
      { subtotal: 2500, rounding: 0, total: 3000 },
    ],
    [
      'a KWD tie goes up',
      { currency: 'KWD', lines: [{ unitPrice: 1005, quantity: 1 }] },
      { subtotal: 1005, rounding: 5, total: 1010 },
    ],
    [
      'JPY has no minor unit to hide in',
      { currency: 'JPY', lines: [{ unitPrice: 333, quantity: 3 }], discountBp: 1000 },
      { subtotal: 999, discount: 100, rounding: 0, total: 899 },
    ],
    [
      'UGX counts whole shillings',
      { currency: 'UGX', lines: [{ unitPrice: 12_345, quantity: 1 }], discountBp: 1000, taxBp: 1800 },
      { subtotal: 12_345, discount: 1235, tax: 2000, total: 13_110 },
    ],
    [
      'HUF keeps its two decimals',
      { currency: 'HUF', lines: [{ unitPrice: 99_999, quantity: 1 }], discountBp: 1000 },
      { subtotal: 99_999, discount: 10_000, total: 89_999 },
    ],
    [
      '25 x 399.00 - 10 % does not drift with the quantity',
      { lines: [{ unitPrice: 39_900, quantity: 25 }], discountBp: 1000 },
      { subtotal: 997_500, discount: 99_750, total: 897_750 },
    ],
    ['nothing costs nothing', {}, { subtotal: 0, total: 0, rounding: 0 }],
  ]
  for (const [why, terms, expected] of cases) t.match(price(terms), expected, why)
})

t.test('a discount is spread so that the lines give it back to the last unit', async (t) => {
  const { lines, discount } = price({
    lines: [
      { unitPrice: 100, quantity: 1 },
      { unitPrice: 100, quantity: 1 },
      { unitPrice: 100, quantity: 1 },
    ],
    discountBp: 3333,
  })
  t.equal(discount, 100)
  t.same(
    lines.map((line) => line.discount),
    [34, 33, 33],
  )
})

const anyTerms = fc.record({
  currency: fc.constantFrom('SAR', 'KWD', 'BHD', 'JPY', 'EGP', 'UGX', 'HUF'),
  lines: fc.array(
    fc.record({ unitPrice: fc.integer({ min: 1, max: 5_000_000 }), quantity: fc.integer({ min: 1, max: 99 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  ),
  discountBp: fc.integer({ min: 0, max: 10_000 }),
  taxBp: fc.integer({ min: 0, max: 3000 }),
  delivery: fc.nat({ max: 100_000 }),
})

const sumOf = (figures: Figures, key: 'total' | 'discount' | 'tax') =>
  figures.lines.reduce((total, line) => total + line[key], 0)

t.test('I20: whatever is bought, the lines add up to the sums and the sums to the total', async () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      const figures = priceOrder(terms)
      const { subtotal, discount, tax, delivery, rounding, total } = figures
      return (
        sumOf(figures, 'total') === subtotal &&
        sumOf(figures, 'discount') === discount &&
        sumOf(figures, 'tax') === tax &&
        total === subtotal - discount + tax + delivery + rounding
      )
    }),
  )
})

t.test('what is charged can be charged: on the grid, at most half a step from the sum, never negative', async () => {
  fc.assert(
    fc.property(anyTerms, (terms) => {
      const { rounding, total, lines } = priceOrder(terms)
      const grid = chargeGrid(terms.currency)
      return (
        total % grid === 0 &&
        Math.abs(rounding) * 2 <= grid &&
        total >= 0 &&
        lines.every((line) => line.discount >= 0 && line.tax >= 0 && line.discount <= line.total)
      )
    }),
  )
})

t.test('ten of a thing cost ten times one of it', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.integer({ min: 1, max: 99 }), (unitPrice, quantity) => {
      return price({ lines: [{ unitPrice, quantity }] }).subtotal === unitPrice * quantity
    }),
  )
})
