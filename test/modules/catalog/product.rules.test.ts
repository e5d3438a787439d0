import fc from 'fast-check'
import t from 'tap'
import {
  handleOf,
  judgeVariants,
  optionTitleOf,
  searchTextOf,
  type VariantFacts,
} from '#modules/catalog/product.rules.ts'
import { searchWords } from '#modules/catalog/search.rules.ts'
import { chargeGrid } from '#shared/money.ts'
import { foldText } from '#shared/text.ts'

const options = [
  {
    name: { en: 'Weight', ar: 'الوزن' },
    values: [
      { en: '500 g', ar: '٥٠٠ غ' },
      { en: '1 kg', ar: '١ كغ' },
    ],
  },
  { name: { en: 'Roast' }, values: [{ en: 'Light' }, { en: 'Dark' }] },
]
const variant = (over: Partial<VariantFacts> = {}): VariantFacts => ({
  sku: 'A',
  retailerId: 'A',
  optionValues: [0, 0],
  price: 1000,
  compareAt: null,
  ...over,
})
const other = variant({ sku: 'B', retailerId: 'B', optionValues: [0, 1] })

t.test('variants stand side by side when each can be told apart and charged', async (t) => {
  const cases: [string, VariantFacts[], string, string | undefined][] = [
    ['two that differ', [variant(), other], 'SAR', undefined],
    ['a value that is not there', [variant({ optionValues: [0, 2] })], 'SAR', 'option-values-invalid'],
    ['a value too few', [variant({ optionValues: [0] })], 'SAR', 'option-values-invalid'],
    ['a value too many', [variant({ optionValues: [0, 0, 0] })], 'SAR', 'option-values-invalid'],
    ['one SKU twice', [variant(), { ...other, sku: 'A' }], 'SAR', 'variant-repeated'],
    ['one retailer id twice', [variant(), { ...other, retailerId: 'A' }], 'SAR', 'variant-repeated'],
    ['one choice twice', [variant(), { ...other, optionValues: [0, 0] }], 'SAR', 'variant-repeated'],
    ['a sale that is none', [variant({ compareAt: 1000 })], 'SAR', 'compare-at-too-low'],
    ['a sale', [variant({ compareAt: 1001 })], 'SAR', undefined],
    ['a price between two chargeable ones', [variant({ price: 1005 })], 'KWD', 'price-not-chargeable'],
    ['a former price between two chargeable ones', [variant({ compareAt: 1015 })], 'KWD', 'price-not-chargeable'],
    ['a chargeable price in dinars', [variant({ price: 1250 })], 'KWD', undefined],
  ]
  for (const [name, variants, currency, code] of cases) {
    t.equal(judgeVariants(variants, { options, currency })?.code, code, name)
  }
})

t.test('a price is taken exactly when cards can be charged it, and the way out can be charged', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.constantFrom('SAR', 'KWD', 'JPY', 'BHD'),
      (price, currency) => {
        const fault = judgeVariants([variant({ price })], { options, currency })
        if (price % chargeGrid(currency) === 0) return fault === null
        const ways = [...(fault?.fix.matchAll(/\d+/g) ?? [])].map(Number)
        return (
          ways.length > 0 &&
          ways.every((way) => way > 0 && judgeVariants([variant({ price: way })], { options, currency }) === null)
        )
      },
    ),
  )
})

t.test('a variant is called by its values, in each language that has one', async (t) => {
  t.same(optionTitleOf(options, [1, 1]), { en: '1 kg / Dark', ar: '١ كغ / Dark' })
  t.same(optionTitleOf([], []), {})
  t.same(optionTitleOf([{ name: { ar: 'لون' }, values: [{ ar: 'أحمر' }] }], [0]), { ar: 'أحمر' })
})

t.test('a product is found by each word of its title, brand, options and SKUs, in either spelling', async (t) => {
  const text = searchTextOf({ title: { en: 'Ajwa Dates', ar: 'تمرُ عجوة' }, brand: 'Crème', options, skus: ['AJ-1'] })
  for (const query of ['AJWA', 'dates', 'تمر', 'عجوه', 'creme', 'dark', '500', 'aj-1']) {
    t.ok(
      searchWords(foldText(query)).every((word) => text.includes(word)),
      query,
    )
  }
  t.notOk(text.includes('weight'), 'not by the name of an option')
})

t.test('a handle is made of the English title, and of nothing when it has no Latin letter', async (t) => {
  t.equal(handleOf({ en: ' Ajwa Dates, 1 kg! ' }), 'ajwa-dates-1-kg')
  t.equal(handleOf({ en: 'Crème brûlée' }), 'creme-brulee')
  t.equal(handleOf({ ar: 'تمر' }), null)
  t.equal(handleOf({ en: '🌴' }), null)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (en) => {
      const handle = handleOf({ en })
      return handle === null || /^[a-z0-9](?:[a-z0-9-]{0,61})$/.test(handle)
    }),
  )
})
