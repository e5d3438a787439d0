import t from 'tap'
import { driftOf } from '#modules/catalog/sync/drift.rules.ts'
import { type ItemFacts, judgeItem, type MetaItem, type ShopWindow } from '#modules/catalog/sync/meta-item.rules.ts'
import { judgeStanding } from '#modules/catalog/sync/standing.rules.ts'
import { codePoints } from '#shared/text.ts'

const window: ShopWindow = {
  name: { en: 'Palm House', ar: 'بيت النخيل' },
  currency: 'SAR',
  language: 'ar',
  displayPhoneNumber: '+966 50-000 0001',
  imageUrl: (id) => `https://shop.test/media/${id}.jpg`,
}

const dates: ItemFacts = {
  productId: 'product',
  retailerId: 'D-1',
  title: { en: 'Ajwa Dates', ar: 'تمر عجوة' },
  description: { en: 'Soft', ar: 'طري' },
  optionTitle: {},
  brand: null,
  options: [],
  optionValues: [],
  price: 6_000,
  compareAt: null,
  forSale: true,
  available: 3,
  imageIds: ['one', 'two'],
}

function itemOf(facts: Partial<ItemFacts>, shop: Partial<ShopWindow> = {}, known = false): MetaItem {
  const verdict = judgeItem({ ...dates, ...facts }, { ...window, ...shop }, known)
  if (!verdict.listed) throw new Error(`not listed: ${verdict.why}`)
  return verdict.item
}

t.test('an item says in the store’s own language what is for sale', async (t) => {
  t.same(itemOf({}), {
    id: 'D-1',
    title: 'تمر عجوة',
    description: 'طري',
    availability: 'in stock',
    condition: 'new',
    price: '60.00 SAR',
    sale_price: '',
    link: `https://wa.me/966500000001?text=${encodeURIComponent('تمر عجوة')}`,
    image: [
      { url: 'https://shop.test/media/one.jpg', tag: [] },
      { url: 'https://shop.test/media/two.jpg', tag: [] },
    ],
    brand: 'بيت النخيل',
    item_group_id: 'product',
  })
})

t.test('prices are written as Meta reads them, a sale with both prices', async (t) => {
  const cases: [Partial<ItemFacts>, string, string, string][] = [
    [{ price: 6_000, compareAt: 7_550 }, 'SAR', '75.50 SAR', '60.00 SAR'],
    [{ price: 1_250 }, 'KWD', '1.250 KWD', ''],
    [{ price: 500 }, 'JPY', '500 JPY', ''],
  ]
  for (const [facts, currency, price, sale_price] of cases) t.match(itemOf(facts, { currency }), { price, sale_price })
})

t.test('a title that is too long keeps what sets the variant apart', async (t) => {
  const long = itemOf({ title: { ar: 'تمر '.repeat(60) }, optionTitle: { ar: '٥ كيلو' } })
  t.equal(codePoints(String(long.title)), 100)
  t.match(long.title, /… – ٥ كيلو$/)
  const { title } = itemOf({ title: { ar: 'x'.repeat(300) }, optionTitle: { ar: 'y'.repeat(300) } })
  t.ok(codePoints(String(title)) <= 100)
  t.equal(itemOf({ title: { ar: 'Dates\n\tof  Medina ' } }).title, 'Dates of Medina')
})

t.test('a description is plain, and its place is never empty', async (t) => {
  t.equal(itemOf({ description: { ar: '<p>Soft &amp; <b>sweet</b></p> 1 < 2' } }).description, 'Soft &amp; sweet 1 < 2')
  t.equal(itemOf({ description: {} }).description, 'تمر عجوة')
  t.equal(codePoints(String(itemOf({ description: { ar: 'x'.repeat(6_000) } }).description)), 5_000)
})

t.test('options become the traits Meta knows, the others are named', async (t) => {
  const options = [
    { name: { ar: 'اللون' }, values: [{ ar: 'أحمر' }] },
    { name: { ar: 'الحجم' }, values: [{ ar: 'صغير' }, { ar: 'كبير' }] },
    { name: { ar: 'Roast' }, values: [{ ar: 'dark, very: dark' }] },
    { name: { ar: 'Grind' }, values: [{ ar: 'fine' }] },
  ]
  t.match(itemOf({ options, optionValues: [0, 1, 0, 0] }), {
    color: 'أحمر',
    size: 'كبير',
    additional_variant_attribute: 'Roast:dark very dark,Grind:fine',
  })
})

t.test('whatever cannot be bought is out of stock at Meta, once Meta knows it', async (t) => {
  const cases: [Partial<ItemFacts>, boolean, string][] = [
    [{ available: 0 }, false, 'out of stock'],
    [{ available: 0 }, true, 'out of stock'],
    [{ forSale: false }, true, 'out of stock'],
    [{ forSale: false, imageIds: [] }, true, 'out of stock'],
    [{ imageIds: [] }, true, 'in stock'],
  ]
  for (const [facts, known, availability] of cases) t.equal(itemOf(facts, {}, known).availability, availability)
  t.same(judgeItem({ ...dates, forSale: false }, window, false), { listed: false, why: 'not_for_sale' })
  t.same(judgeItem({ ...dates, imageIds: [] }, window, false), { listed: false, why: 'no_image' })
  t.notOk('image' in itemOf({ imageIds: [] }, {}, true), 'Meta keeps the picture it has')
})

t.test('a price for people is compared by its digits', async (t) => {
  const same: [number, string, string][] = [
    [6_000, 'SAR', 'SAR60.00'],
    [6_000, 'SAR', '60 ر.س'],
    [123_450, 'USD', '$1,234.50'],
    [123_450, 'EUR', '1.234,50 €'],
    [500, 'KWD', 'KWD0.500'],
    [1_050, 'SAR', '١٠٫٥٠ ر.س'],
    [6_000, 'SAR', 'price on request'],
  ]
  const expected = { title: 'Dates', availability: 'in stock' }
  for (const [price, currency, shown] of same) t.same(driftOf({ ...expected, price, currency }, { price: shown }), [])
  for (const shown of ['SAR61.00', 'SAR600.00', 'SAR6.00']) {
    t.same(driftOf({ ...expected, price: 6_000, currency: 'SAR' }, { price: shown }), ['price'])
  }
})

t.test('what Meta leaves out is no difference', async (t) => {
  const expected = { title: 'Dates', availability: 'in stock', price: 100, currency: 'SAR' }
  t.same(driftOf(expected, {}), [])
  t.same(driftOf(expected, { name: 'Figs', availability: 'out of stock' }), ['title', 'availability'])
})

t.test('a catalog can be shown when it is the connected one, visible, and has a cart', async (t) => {
  const well = { catalogId: '1', connected: ['1'], visible: true, cart: true }
  t.same(judgeStanding(well), [])
  t.match(judgeStanding({ ...well, connected: [] }), [{ code: 'catalog-not-connected', fix: /^Connect the catalog 1/ }])
  t.match(judgeStanding({ ...well, connected: ['2'] }), [{ fix: /connected to catalog 2.*Connect 1 instead/ }])
  t.match(judgeStanding({ ...well, visible: false, cart: false }), [
    { code: 'catalog-not-visible' },
    { code: 'catalog-cart-off' },
  ])
})
