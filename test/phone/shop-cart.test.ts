import fc from 'fast-check'
import t from 'tap'
import {
  type Cart,
  countOf,
  emptyCart,
  MOST_OF_ONE,
  orderOf,
  priceCart,
  putIn,
  quantityOf,
  setQuantity,
  withNote,
} from '#phone/shop/cart.ts'
import type { CatalogItem } from '#phone/state/types.ts'

function item(retailerId: string, minor: number, more: Partial<CatalogItem> = {}): CatalogItem {
  return {
    retailerId,
    groupId: retailerId,
    title: retailerId,
    description: '',
    minor,
    currency: 'SAR',
    price: '',
    availability: 'in stock',
    visible: true,
    imageUrl: '',
    collections: [],
    ...more,
  }
}

const ajwa = item('AJWA', 8_900)
const honey = item('HONEY', 12_050)

t.test('the cart counts pieces and adds up in minor units', async (t) => {
  const cart = putIn(putIn(putIn(emptyCart, ajwa, 2), honey, 1), ajwa, 1)
  t.equal(countOf(cart), 4)
  t.equal(quantityOf(cart, 'AJWA'), 3)
  t.same(priceCart(cart, [ajwa, honey], 'SAR').total, { amount: 3 * 8_900 + 12_050, currency: 'SAR' })
})

t.test('no more than 99 of one item fit, and none takes the line out', async (t) => {
  const full = putIn(putIn(emptyCart, ajwa, 98), ajwa, 5)
  t.equal(quantityOf(full, 'AJWA'), MOST_OF_ONE)
  t.same(setQuantity(full, 'AJWA', 0).lines, [])
  t.same(setQuantity(full, 'AJWA', -3).lines, [])
})

t.test('a price that moved since it was put in is told, and the one shown now is sent', async (t) => {
  const cart = putIn(emptyCart, ajwa, 2)
  const priced = priceCart(cart, [{ ...ajwa, minor: 9_500 }], 'SAR')
  t.same(priced.lines[0]?.before, { amount: 8_900, currency: 'SAR' })
  t.same(orderOf(priced, ''), { items: [{ retailerId: 'AJWA', quantity: 2, itemPrice: 95, currency: 'SAR' }] })
})

t.test('what the catalog stopped selling stays in sight but is neither counted nor sent', async (t) => {
  const cart = putIn(putIn(emptyCart, ajwa, 1), honey, 1)
  const priced = priceCart(cart, [ajwa, { ...honey, availability: 'out of stock' }], 'SAR')
  t.equal(priced.lines.length, 2)
  t.equal(priced.total.amount, 8_900)
  t.same(
    orderOf(priced, '').items.map(({ retailerId }) => retailerId),
    ['AJWA'],
  )
  t.equal(priceCart(cart, [], 'SAR').sendable, false, 'with nothing left there is nothing to send')
})

t.test('prices leave in major units with the decimals of the currency', async (t) => {
  const dinar = item('SAFFRON', 12_345, { currency: 'KWD' })
  const [line] = orderOf(priceCart(putIn(emptyCart, dinar, 1), [dinar], 'KWD'), ' no nuts ').items
  t.equal(line?.itemPrice, 12.345)
  t.equal(orderOf(priceCart(putIn(emptyCart, dinar, 1), [dinar], 'KWD'), ' no nuts ').note, 'no nuts')
})

t.test('a note stays with the cart while its lines change', async (t) => {
  t.equal(setQuantity(putIn(withNote(emptyCart, 'ring twice'), ajwa, 2), 'AJWA', 1).note, 'ring twice')
})

t.test('whatever is put in and taken out, the total is the sum of the lines', async () => {
  const items = [ajwa, honey, item('TEA', 1), item('OUD', 999_999_99)]
  const step = fc.record({ index: fc.nat(3), quantity: fc.integer({ min: -5, max: 200 }), put: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const cart = steps.reduce<Cart>((before, { index, quantity, put }) => {
        const chosen = items[index] ?? ajwa
        if (put) return putIn(before, chosen, Math.max(1, quantity))
        return setQuantity(before, chosen.retailerId, quantity)
      }, emptyCart)
      const priced = priceCart(cart, items, 'SAR')
      const byHand = cart.lines.reduce((sum, line) => sum + line.quantity * line.seenMinor, 0)
      return (
        priced.total.amount === byHand && cart.lines.every(({ quantity }) => quantity >= 1 && quantity <= MOST_OF_ONE)
      )
    }),
  )
})
