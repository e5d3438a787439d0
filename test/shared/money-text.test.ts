import fc from 'fast-check'
import t from 'tap'
import {
  currencies,
  exponentOf,
  formatMoney,
  type MoneyFormat,
  metaPrice,
  money,
  parseMajor,
  parseMajorNumber,
  toMajor,
} from '#shared/money.ts'
import { toArabicDigits } from '#shared/text.ts'

t.test('an owner writes a price in any usual spelling', async (t) => {
  const cases: [text: string, currency: string, amount: number][] = [
    ['60', 'EGP', 6000],
    ['60.5', 'EGP', 6050],
    [' 60.50 ', 'EGP', 6050],
    ['0', 'EGP', 0],
    ['007', 'EGP', 700],
    ['1,234.50', 'SAR', 123_450],
    ['1,234,567', 'SAR', 123_456_700],
    ['1.250', 'KWD', 1250],
    ['1,250', 'KWD', 1_250_000],
    ['1500', 'JPY', 1500],
    ['-12.30', 'SAR', -1230],
    ['\u221212.30', 'SAR', -1230],
    ['٦٠٫٥', 'EGP', 6050],
    ['١٬٢٣٤٫٥٠', 'SAR', 123_450],
    ['۱۲٫۳۴', 'SAR', 1234],
    ['90071992547409.91', 'SAR', 9_007_199_254_740_991],
  ]
  for (const [text, currency, amount] of cases) t.same(parseMajor(text, currency), money(amount, currency), text)
})

t.test('a price that can be read two ways, or not at all, is not guessed', async (t) => {
  const cases: [text: string, currency: string][] = [
    ['', 'SAR'],
    [' ', 'SAR'],
    ['.', 'SAR'],
    ['.5', 'SAR'],
    ['5.', 'SAR'],
    ['1.234', 'SAR'],
    ['1.0000', 'KWD'],
    ['1.0', 'JPY'],
    ['1,50', 'SAR'],
    ['1,2345', 'SAR'],
    [',123', 'SAR'],
    ['1234,567', 'SAR'],
    ['1.234,50', 'SAR'],
    ['1 234', 'SAR'],
    ['60 SAR', 'SAR'],
    ['--5', 'SAR'],
    ['+5', 'SAR'],
    ['1e3', 'SAR'],
    ['0x10', 'SAR'],
    ['NaN', 'SAR'],
    ['٦٠،٥', 'SAR'],
    ['١٬٢', 'SAR'],
    ['١٬٢٣٤٫٥٠١', 'SAR'],
    ['90071992547409.92', 'SAR'],
    ['9'.repeat(100_000), 'SAR'],
  ]
  for (const [text, currency] of cases) t.equal(parseMajor(text, currency), null, `${text.slice(0, 20)} ${currency}`)
  t.throws(() => parseMajor('1', 'ZZZ'), RangeError)
})

t.test('an amount written out reads back in every currency, in Latin and in Arabic figures', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.maxSafeInteger(), (currency, amount) => {
      const text = toMajor(money(amount, currency))
      const arabic = toArabicDigits(text.replace('.', '٫'))
      const decimals = text.split('.')[1]?.length ?? 0
      const readings = [parseMajor(text, currency), parseMajor(arabic, currency)]
      return decimals === exponentOf(currency) && readings.every((reading) => reading?.amount === amount)
    }),
    { numRuns: 1000 },
  )
})

t.test("Meta's float prices become the minor units the shopper saw", async (t) => {
  const cases: [major: number, currency: string, amount: number][] = [
    [7.99, 'SAR', 799],
    [0, 'SAR', 0],
    [60, 'EGP', 6000],
    [0.1 + 0.2, 'SAR', 30],
    [1.005, 'SAR', 101],
    [8.575, 'SAR', 858],
    [1.1 * 3, 'SAR', 330],
    [0.999, 'SAR', 100],
    [9.995, 'SAR', 1000],
    [1.25, 'KWD', 1250],
    [1500, 'JPY', 1500],
    [1500.5, 'JPY', 1501],
    [1e-7, 'SAR', 0],
    [0.000001, 'SAR', 0],
    [90_071_992_547_409.9, 'SAR', 9_007_199_254_740_990],
  ]
  for (const [major, currency, amount] of cases) {
    t.same(parseMajorNumber(major, currency), money(amount, currency), `${major} ${currency}`)
  }
})

t.test('a float that is no price is not made into one', async (t) => {
  for (const major of [-0.01, Number.NaN, Number.POSITIVE_INFINITY, 1e15, 1e21, 1e300, Number.MAX_SAFE_INTEGER]) {
    t.equal(parseMajorNumber(major, 'SAR'), null, String(major))
  }
})

t.test('a price sent to Meta as a number comes back as the same price', async () => {
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.nat({ max: 1_000_000_000_000 }), (currency, amount) => {
      const major = Number(toMajor(money(amount, currency)))
      return parseMajorNumber(major, currency)?.amount === amount
    }),
    { numRuns: 1000 },
  )
})

t.test('the catalog price always has all decimals and no grouping', async (t) => {
  t.equal(metaPrice(money(6000, 'EGP')), '60.00 EGP')
  t.equal(metaPrice(money(123_456_789, 'SAR')), '1234567.89 SAR')
  t.equal(metaPrice(money(5, 'KWD')), '0.005 KWD')
  t.equal(metaPrice(money(1500, 'JPY')), '1500 JPY')
  t.equal(toMajor(money(-5, 'SAR')), '-0.05')
})

t.test('amounts read the way shoppers write them, in both languages', async (t) => {
  const cases: [amount: number, currency: string, format: MoneyFormat, english: string, arabic: string][] = [
    [10_400, 'SAR', {}, 'SAR 104', '104 ر.س'],
    [10_400, 'SAR', { minor: 'always' }, 'SAR 104.00', '104.00 ر.س'],
    [10_450, 'SAR', {}, 'SAR 104.50', '104.50 ر.س'],
    [1_250, 'KWD', {}, 'KWD 1.250', '1.250 د.ك'],
    [123_456_789, 'EGP', {}, 'EGP 1,234,567.89', '1,234,567.89 ج.م'],
    [99_999, 'AED', {}, 'AED 999.99', '999.99 د.إ'],
    [100_000, 'AED', {}, 'AED 1,000', '1,000 د.إ'],
    [1_500, 'JPY', { minor: 'always' }, 'JPY 1,500', '1,500 JPY'],
    [-7_400, 'SAR', {}, '-SAR 74', '-74 ر.س'],
    [0, 'SAR', {}, 'SAR 0', '0 ر.س'],
    [123_450, 'SAR', { digits: 'arabic' }, 'SAR ١٬٢٣٤٫٥٠', '١٬٢٣٤٫٥٠ ر.س'],
  ]
  for (const [amount, currency, format, english, arabic] of cases) {
    t.equal(formatMoney(money(amount, currency), 'en', format), english)
    t.equal(formatMoney(money(amount, currency), 'ar', format), arabic)
  }
})

t.test('the figure in a message reads back as the amount', async () => {
  const formats = fc.record({
    digits: fc.constantFrom('latin' as const, 'arabic' as const),
    minor: fc.constantFrom('auto' as const, 'always' as const),
  })
  fc.assert(
    fc.property(fc.constantFrom(...currencies), fc.maxSafeNat(), formats, (currency, amount, format) => {
      const [, figure = ''] = formatMoney(money(amount, currency), 'en', format).split(' ')
      return parseMajor(figure, currency)?.amount === amount
    }),
  )
})
