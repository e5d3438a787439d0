import t from 'tap'
import { readCarts } from '#phone/shop/keep-carts.ts'
import { cardsOf, picturesOf, productIdOf, readProductMessage, sectionsOf } from '#phone/shop/message-parts.ts'
import { priceText, readSentCart, shownPrice } from '#phone/shop/prices.ts'
import { regularPrice } from '#phone/shop/regular-price.ts'
import type { CatalogItem, Fields } from '#phone/state/types.ts'
import { aMessage } from './messages.ts'

const message = (interactive: Fields) => aMessage({ type: 'interactive', body: { type: 'interactive', interactive } })

t.test('a list of products is read by its sections', async (t) => {
  const list = message({
    type: 'product_list',
    header: { type: 'text', text: 'Dates' },
    body: { text: 'Fresh today' },
    action: {
      catalog_id: '1',
      sections: [
        { title: 'Soft', product_items: [{ product_retailer_id: 'A' }, { product_retailer_id: 'B' }] },
        { product_items: [{ product_retailer_id: 'C' }] },
      ],
    },
  })
  t.match(readProductMessage(list), { header: 'Dates', body: 'Fresh today', footer: '', products: [] })
  t.same(sectionsOf(list), [
    { title: 'Soft', retailerIds: ['A', 'B'] },
    { title: '', retailerIds: ['C'] },
  ])
})

t.test('a product message names its product', async (t) => {
  t.equal(productIdOf(message({ type: 'product', action: { product_retailer_id: 'A' } })), 'A')
})

t.test('the bubble shows three different products, not three sizes of one', async (t) => {
  const product = (title: string) => ({ retailerId: title, title, price: 'SAR 1.00', imageUrl: `/${title}` })
  const titles = ['Ajwa – 500 g', 'Ajwa – 1 kg', 'Honey', 'Oud – 3 ml', 'Tea']
  t.same(picturesOf(titles.map(product)), ['/Ajwa – 500 g', '/Honey', '/Oud – 3 ml'])
})

t.test('the cards of a carousel stand in the order of their index', async (t) => {
  const carousel = message({
    type: 'carousel',
    action: {
      cards: [
        { card_index: 1, type: 'cta_url', action: { parameters: { display_text: 'Look', url: 'https://a.example/' } } },
        {
          card_index: 0,
          body: { text: 'First' },
          action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'b1', title: 'Buy' } }] },
        },
        { card_index: 2, type: 'product', action: { product_retailer_id: 'A' } },
      ],
    },
  })
  t.match(cardsOf(carousel), [
    { index: 0, body: 'First', retailerId: null, link: null, buttons: [{ id: 'b1', title: 'Buy' }] },
    { index: 1, link: { title: 'Look', url: 'https://a.example/' }, buttons: [] },
    { index: 2, retailerId: 'A' },
  ])
})

const order = (items: Fields[]) => ({ type: 'order', order: { text: 'ring twice', product_items: items } })

t.test('a sent cart is counted and added up as it was seen', async (t) => {
  const cart = readSentCart(
    order([
      { product_retailer_id: 'A', quantity: 2, item_price: 89.5, currency: 'SAR' },
      { product_retailer_id: 'B', quantity: 1, item_price: 0.1, currency: 'SAR' },
    ]),
  )
  t.match(cart, { count: 3, total: { amount: 17_910, currency: 'SAR' }, note: 'ring twice' })
})

t.test('a sent cart that cannot be added up claims no total', async (t) => {
  const item = { product_retailer_id: 'A', quantity: 1, item_price: 1, currency: 'SAR' }
  t.equal(readSentCart(order([item, { ...item, currency: 'KWD' }])).total, null)
  t.equal(readSentCart(order([item, { ...item, currency: 'XXX' }])).total, null)
  t.equal(readSentCart(order([])).total, null)
})

t.test('an amount is written in the reader’s language and keeps to itself', async (t) => {
  t.equal(priceText({ amount: 123_450, currency: 'SAR' }, 'en'), '\u2068SAR 1,234.50\u2069')
  t.equal(priceText({ amount: 12_345, currency: 'KWD' }, 'ar'), '\u206812.345 د.ك\u2069')
})

t.test('Meta’s wording of a price is put into the reader’s', async (t) => {
  t.equal(shownPrice('SAR 23.00', 'ar'), '\u206823 ر.س\u2069')
  t.equal(shownPrice('KWD 1,250.500', 'en'), '\u2068KWD 1,250.500\u2069')
  t.equal(shownPrice('XQZ 1.00', 'ar'), 'XQZ 1.00')
  t.equal(shownPrice('on request', 'ar'), 'on request')
})

const item = (price: string, minor: number, currency = 'SAR'): CatalogItem => ({
  retailerId: 'A',
  groupId: '',
  title: 'A',
  description: '',
  price,
  minor,
  currency,
  availability: 'in stock',
  visible: true,
  imageUrl: '',
  collections: [],
})

t.test('an item on sale shows what it costs without the sale', async (t) => {
  t.same(regularPrice(item('60.00 SAR', 4_500)), { amount: 6_000, currency: 'SAR' })
  t.equal(regularPrice(item('45.00 SAR', 4_500)), null)
  t.same(regularPrice(item('KWD 1,000.500', 1, 'KWD')), { amount: 1_000_500, currency: 'KWD' })
  t.equal(regularPrice(item('', 4_500)), null)
})

t.test('carts kept by the browser come back, and nothing that is no cart', async (t) => {
  const line = { retailerId: 'A', quantity: 2, seenMinor: 8_900 }
  const kept = { '1/shp_1': { lines: [line, { ...line, quantity: 0 }, { ...line, seenMinor: 'x' }], note: 'hi' } }
  t.same(readCarts(JSON.stringify(kept)), { '1/shp_1': { lines: [line], note: 'hi' } })
  t.same(readCarts(null), {})
  t.same(readCarts('[]'), {})
})
