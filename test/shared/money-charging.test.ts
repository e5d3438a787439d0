import fc from 'fast-check'
import t from 'tap'
import {
  add,
  allocate,
  chargeGrid,
  compare,
  currencies,
  fromStripeAmount,
  metaPrice,
  money,
  multiply,
  percentOf,
  roundToGrid,
  stripeAmount,
  subtract,
  sum,
  taxOnTop,
} from '#shared/money.ts'

const notOnStripe = ['CLF', 'IQD', 'LYD', 'UYI', 'UYW']
const chargeable = currencies.filter((currency) => !notOnStripe.includes(currency))

t.test('Stripe is told the amount in the decimals it counts in', async (t) => {
  const cases: [amount: number, currency: string, stripe: number][] = [
    [10_400, 'SAR', 10_400],
    [199_000, 'HUF', 199_000],
    [500, 'JPY', 500],
    [15_500, 'UGX', 1_550_000],
    [1_990, 'ISK', 199_000],
    [5_120, 'KWD', 5_120],
    [12_300, 'MGA', 123],
  ]
  for (const [amount, currency, stripe] of cases) {
    t.equal(stripeAmount(money(amount, currency)), stripe, `${amount} ${currency}`)
    t.same(fromStripeAmount(stripe, currency.toLowerCase()), money(amount, currency), `${stripe} ${currency} back`)
  }
})

t.test('every zero-decimal currency of Stripe is sent as it is', async (t) => {
  const zeroDecimal = 'BIF CLP DJF GNF JPY KMF KRW PYG RWF VND VUV XAF XOF XPF'.split(' ')
  for (const currency of zeroDecimal) t.equal(stripeAmount(money(7, currency)), 7, currency)
})

t.test('an amount Stripe cannot charge is refused before it is sent', async (t) => {
  for (const currency of ['KWD', 'BHD', 'JOD', 'OMR', 'TND']) {
    t.equal(chargeGrid(currency), 10)
    t.throws(() => stripeAmount(money(5_121, currency)), /not on the grid/, currency)
  }
  t.throws(() => stripeAmount(money(150, 'MGA')), /not on the grid/)
  t.throws(() => stripeAmount({ amount: 1.5, currency: 'SAR' }), RangeError)
  t.throws(() => stripeAmount(money(Number.MAX_SAFE_INTEGER, 'UGX')), RangeError)
  for (const currency of notOnStripe) {
    t.throws(() => stripeAmount(money(1000, currency)), RangeError, currency)
    t.throws(() => fromStripeAmount(1000, currency), RangeError, currency)
  }
})

t.test('a report from Stripe that cannot be true is refused', async (t) => {
  t.throws(() => fromStripeAmount(150, 'ugx'), RangeError)
  t.throws(() => fromStripeAmount(1.5, 'sar'), RangeError)
  t.throws(() => fromStripeAmount(100, 'zzz'), RangeError)
})

t.test('a total goes to the nearest charge, ties up, with the difference as a line', async (t) => {
  const cases: [amount: number, currency: string, rounded: number][] = [
    [5_121, 'KWD', 5_120],
    [5_124, 'KWD', 5_120],
    [5_125, 'KWD', 5_130],
    [-5_125, 'KWD', -5_130],
    [5_130, 'KWD', 5_130],
    [5_121, 'SAR', 5_121],
    [12_349, 'MGA', 12_300],
    [5_121, 'IQD', 5_121],
  ]
  for (const [amount, currency, expected] of cases) {
    const total = money(amount, currency)
    const { rounded, rounding } = roundToGrid(total)
    t.same(rounded, money(expected, currency), `${amount} ${currency}`)
    t.same(add(total, rounding), rounded)
  }
})

t.test('rounding moves a total by half a step at most, and Stripe takes every rounded total', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...chargeable), fc.integer({ min: -1e12, max: 1e12 }), (currency, amount) => {
      const { rounded, rounding } = roundToGrid(money(amount, currency))
      const back = fromStripeAmount(stripeAmount(rounded), currency)
      return Math.abs(rounding.amount) * 2 <= chargeGrid(currency) && compare(back, rounded) === 0
    }),
  )
})

t.test('quote, charge and invoice agree to the unit in every kind of currency', async (t) => {
  const cases: { currency: string; price: number; quantity: number; off: number; tax: number; expected: number[] }[] = [
    // KWD 1.001 × 3 = 3.003, less 0.300, plus 0.135 tax = 2.838, charged 2.840 with a rounding line of 0.002
    { currency: 'KWD', price: 1_001, quantity: 3, off: 1000, tax: 500, expected: [3_003, 300, 135, 2, 2_840, 2_840] },
    { currency: 'JPY', price: 333, quantity: 3, off: 1000, tax: 1000, expected: [999, 100, 90, 0, 989, 989] },
    {
      currency: 'UGX',
      price: 15_505,
      quantity: 3,
      off: 1000,
      tax: 1800,
      expected: [46_515, 4_652, 7_535, 0, 49_398, 4_939_800],
    },
    {
      currency: 'HUF',
      price: 199_050,
      quantity: 3,
      off: 1000,
      tax: 2700,
      expected: [597_150, 59_715, 145_107, 0, 682_542, 682_542],
    },
    {
      currency: 'SAR',
      price: 39_900,
      quantity: 25,
      off: 1000,
      tax: 0,
      expected: [997_500, 99_750, 0, 0, 897_750, 897_750],
    },
  ]
  for (const { currency, price, quantity, off, tax: rate, expected } of cases) {
    const gross = multiply(money(price, currency), quantity)
    const discount = percentOf(gross, off)
    const net = subtract(gross, discount)
    const tax = taxOnTop(net, rate)
    const { rounded, rounding } = roundToGrid(add(net, tax))
    t.same(
      [gross, discount, tax, rounding, rounded].map(({ amount }) => amount).concat(stripeAmount(rounded)),
      expected,
      currency,
    )
    const invoice = sum([gross, multiply(discount, -1), tax, rounding], currency)
    t.same(
      invoice,
      fromStripeAmount(stripeAmount(rounded), currency),
      `${currency}: invoice lines add up to the charge`,
    )
  }
})

t.test('ten percent off one line of 25 or off 25 lines of one is the same discount', async (t) => {
  const price = money(39_900, 'SAR')
  const together = percentOf(multiply(price, 25), 1000)
  const lines = allocate(
    together,
    Array.from({ length: 25 }, () => price.amount),
  )
  t.equal(metaPrice(together), '997.50 SAR')
  t.same(sum(lines, 'SAR'), together)
  t.ok(lines.every((share) => share.amount === 3_990))
})
