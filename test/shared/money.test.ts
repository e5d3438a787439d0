import fc from 'fast-check'
import t from 'tap'
import {
  add,
  allocate,
  compare,
  currencies,
  exponentOf,
  isNegative,
  type Money,
  money,
  multiply,
  percentOf,
  subtract,
  sum,
  taxIncluded,
  taxOnTop,
  zero,
} from '#shared/money.ts'

const amounts = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 })

t.test('every currency has the decimals ISO 4217 gives it', async (t) => {
  const cases: [string, number][] = [
    ['SAR', 2],
    ['EGP', 2],
    ['AED', 2],
    ['HUF', 2],
    ['TWD', 2],
    ['MGA', 2],
    ['XCG', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['VND', 0],
    ['CLP', 0],
    ['UGX', 0],
    ['ISK', 0],
    ['BHD', 3],
    ['IQD', 3],
    ['JOD', 3],
    ['KWD', 3],
    ['LYD', 3],
    ['OMR', 3],
    ['TND', 3],
    ['CLF', 4],
  ]
  for (const [currency, exponent] of cases) t.equal(exponentOf(currency), exponent, currency)
  t.equal(new Set(currencies).size, currencies.length, 'no code is listed twice')
  t.ok(
    currencies.every((currency) => /^[A-Z]{3}$/.test(currency)),
    'codes are three capitals',
  )
})

t.test('a currency that is unknown, retired, lower-case or a metal has no money', async (t) => {
  for (const currency of ['', 'sar', 'XAU', 'XXX', 'HRK', 'BGN', 'ZWL', 'constructor', '__proto__']) {
    t.throws(() => exponentOf(currency), RangeError, currency)
    t.throws(() => money(1, currency), RangeError, currency)
  }
})

t.test('money that is not a safe integer does not exist', async (t) => {
  for (const amount of [1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1]) {
    t.throws(() => money(amount, 'SAR'), RangeError, String(amount))
    t.throws(() => add({ amount, currency: 'SAR' }, zero('SAR')), RangeError)
    t.throws(() => multiply(money(1, 'SAR'), amount), RangeError)
    t.throws(() => percentOf(money(1, 'SAR'), amount), RangeError)
    t.throws(() => compare({ amount, currency: 'SAR' }, zero('SAR')), RangeError)
    t.throws(() => isNegative({ amount, currency: 'SAR' }), RangeError)
  }
  const most = money(Number.MAX_SAFE_INTEGER, 'SAR')
  t.throws(() => add(most, money(1, 'SAR')), RangeError)
  t.throws(() => subtract(money(-2, 'SAR'), most), RangeError)
  t.throws(() => multiply(most, 2), RangeError)
  t.throws(() => percentOf(most, 10_001), RangeError)
})

t.test('two currencies never mix', async (t) => {
  const [riyals, pounds] = [money(100, 'SAR'), money(100, 'EGP')]
  for (const mix of [add, subtract, compare]) t.throws(() => mix(riyals, pounds), RangeError)
  t.throws(() => sum([riyals, pounds], 'SAR'), RangeError)
})

t.test('amounts add up, subtract, multiply and compare', async (t) => {
  t.same(add(money(8900, 'SAR'), money(1500, 'SAR')), money(10_400, 'SAR'))
  t.same(subtract(money(1500, 'SAR'), money(8900, 'SAR')), money(-7400, 'SAR'))
  t.same(sum([money(1, 'SAR'), money(2, 'SAR'), money(3, 'SAR')], 'SAR'), money(6, 'SAR'))
  t.same(sum([], 'JPY'), zero('JPY'))
  t.same(multiply(money(39_900, 'SAR'), 25), money(997_500, 'SAR'))
  t.equal(compare(money(1, 'SAR'), money(2, 'SAR')), -1)
  t.equal(compare(money(2, 'SAR'), money(2, 'SAR')), 0)
  t.equal(compare(money(3, 'SAR'), money(2, 'SAR')), 1)
  t.ok(isNegative(money(-1, 'SAR')))
  t.notOk(isNegative(zero('SAR')))
})

t.test('nothing owed is zero, never minus zero', async (t) => {
  for (const nothing of [money(-0, 'SAR'), multiply(money(-5, 'SAR'), 0), percentOf(money(-1, 'SAR'), 1)]) {
    t.ok(Object.is(nothing.amount, 0))
  }
  t.ok(allocate(money(-1, 'SAR'), [1, 0]).every(({ amount }) => !Object.is(amount, -0)))
})

t.test('a percentage rounds half-up, and a refund mirrors its charge', async (t) => {
  const cases: [amount: number, basisPoints: number, expected: number][] = [
    [1000, 1500, 150],
    [5, 1000, 1],
    [4, 1000, 0],
    [15, 1000, 2],
    [9_999, 1500, 1500],
    [267_500, 10, 268],
    [9_007_199_254_740_991, 9_999, 9_006_298_534_815_517],
  ]
  for (const [amount, basisPoints, expected] of cases) {
    t.equal(percentOf(money(amount, 'SAR'), basisPoints).amount, expected, `${basisPoints} bp of ${amount}`)
    t.equal(percentOf(money(-amount, 'SAR'), basisPoints).amount, -expected, `${basisPoints} bp of -${amount}`)
  }
})

t.test('tax is added on top or found inside, half-up, and the two agree', async (t) => {
  t.same(taxOnTop(money(10_000, 'SAR'), 1500), money(1500, 'SAR'))
  t.same(taxIncluded(money(11_500, 'SAR'), 1500), money(1500, 'SAR'))
  t.same(taxIncluded(money(100, 'SAR'), 0), zero('SAR'))
  t.same(taxIncluded(money(105, 'AED'), 500), money(5, 'AED'))
  t.same(taxIncluded(money(7, 'EGP'), 1400), money(1, 'EGP'))
  t.throws(() => taxOnTop(money(100, 'SAR'), -1), RangeError)
  t.throws(() => taxIncluded(money(100, 'SAR'), -10_000), RangeError)
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (amount, rate) => {
      const net = money(amount, 'SAR')
      const tax = taxOnTop(net, rate)
      const found = taxIncluded(add(net, tax), rate)
      return Math.abs(found.amount - tax.amount) <= 1
    }),
  )
})

t.test('a percentage is off by half a unit at most, whatever the quantity', async () => {
  fc.assert(
    fc.property(
      amounts,
      fc.integer({ min: 1, max: 999 }),
      fc.integer({ min: 0, max: 10_000 }),
      (price, quantity, bp) => {
        const line = multiply(money(price, 'SAR'), quantity)
        const exact = BigInt(line.amount) * BigInt(bp)
        const drift = exact - BigInt(percentOf(line, bp).amount) * 10_000n
        return drift >= -5000n && drift <= 5000n
      },
    ),
  )
})

t.test('an order discount is spread by largest remainder, ties to the earlier line', async (t) => {
  const cases: [amount: number, weights: number[], shares: number[]][] = [
    [100, [1, 1, 1], [34, 33, 33]],
    [200, [1, 1, 1], [67, 67, 66]],
    [-100, [1, 1, 1], [-34, -33, -33]],
    [1, [0, 5, 5], [0, 1, 0]],
    [10, [8900, 1500, 0], [9, 1, 0]],
    [0, [3, 4], [0, 0]],
    [0, [0, 0], [0, 0]],
    [0, [], []],
  ]
  for (const [amount, weights, shares] of cases) {
    t.same(
      allocate(money(amount, 'SAR'), weights).map((share) => share.amount),
      shares,
      `${amount} by ${weights}`,
    )
  }
})

t.test('an amount is not spread over nothing, nor by weights that are no counts', async (t) => {
  for (const weights of [[], [0, 0], [1, -1], [0.5], [Number.NaN]]) {
    t.throws(() => allocate(money(1, 'SAR'), weights), RangeError, String(weights))
  }
})

t.test('shares add up exactly, lie within one unit of fair and never exceed the line they discount', async () => {
  const weightLists = fc.array(fc.nat({ max: 1_000_000_000 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(weightLists, fc.double({ min: -1, max: 1, noNaN: true }), (weights, part) => {
      const total = weights.reduce((a, b) => a + b, 0)
      fc.pre(total > 0)
      const discount = money(Math.trunc(total * part), 'KWD')
      const shares = allocate(discount, weights)
      const fair = (share: Money, index: number): boolean => {
        const weight = weights[index] ?? 0
        const off = BigInt(share.amount) * BigInt(total) - BigInt(discount.amount) * BigInt(weight)
        return off > -BigInt(total) && off < BigInt(total) && Math.abs(share.amount) <= weight
      }
      return compare(sum(shares, 'KWD'), discount) === 0 && shares.every(fair)
    }),
  )
})
