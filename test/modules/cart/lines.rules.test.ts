import fc from 'fast-check'
import t from 'tap'
import { addToLines, mostLines, mostPerLine, removeFromLines, setLineQuantity, tidyLines } from '#modules/cart/index.ts'

const line = (variantId: string, quantity = 1, seenPrice: number | null = null) => ({ variantId, quantity, seenPrice })

t.test('adding what is in the cart already makes it more, up to 99, at the price seen last', async (t) => {
  t.same(addToLines([], line('a')), { changed: true, lines: [line('a')], capped: false })
  t.same(addToLines([line('a', 2, 500)], line('a', 3, 600)), {
    changed: true,
    lines: [line('a', 5, 600)],
    capped: false,
  })
  t.same(addToLines([line('a', 98)], line('a', 2)), { changed: true, lines: [line('a', mostPerLine)], capped: true })
  t.same(addToLines([], line('a', 1e9)), { changed: true, lines: [line('a', mostPerLine)], capped: true })
})

t.test('quantities that are none are refused', async (t) => {
  for (const quantity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.same(addToLines([], line('a', quantity)), { changed: false, reason: 'bad_quantity' }, String(quantity))
  }
  t.same(setLineQuantity([line('a')], { variantId: 'a', quantity: -1 }), { changed: false, reason: 'bad_quantity' })
})

t.test('a cart has at most 100 different things', async (t) => {
  const full = Array.from({ length: mostLines }, (_, index) => line(`v${index}`))
  t.same(addToLines(full, line('one more')), { changed: false, reason: 'too_many_lines' })
  t.match(addToLines(full, line('v7')), { changed: true })
})

t.test('setting a quantity replaces it and none takes the line out', async (t) => {
  const cart = [line('a', 2), line('b', 1)]
  t.same(setLineQuantity(cart, { variantId: 'a', quantity: 7 }), {
    changed: true,
    lines: [line('a', 7), line('b', 1)],
    capped: false,
  })
  t.same(setLineQuantity(cart, { variantId: 'a', quantity: 0 }), {
    changed: true,
    lines: [line('b', 1)],
    capped: false,
  })
  t.same(removeFromLines(cart, 'a'), { changed: true, lines: [line('b', 1)], capped: false })
  t.same(removeFromLines(cart, 'z'), { changed: false, reason: 'not_in_cart' })
  t.same(setLineQuantity(cart, { variantId: 'z', quantity: 1 }), { changed: false, reason: 'not_in_cart' })
})

t.test(
  'a cart from outside becomes one line per thing within the limits, and says when something was dropped',
  async (t) => {
    t.same(tidyLines([line('a'), line('b'), line('a', 2)]), { lines: [line('a', 3), line('b')], capped: false })
    t.same(tidyLines([line('a', 0), line('b')]), { lines: [line('b')], capped: true })
    const flood = Array.from({ length: 10_001 }, (_, index) => line(`v${index}`))
    const tidied = tidyLines(flood)
    t.equal(tidied.lines.length, mostLines)
    t.equal(tidied.capped, true)
  },
)

t.test('however a cart is filled, its lines are distinct and within the limits', async () => {
  const anyLine = fc.record({
    variantId: fc.constantFrom('a', 'b', 'c', 'd'),
    quantity: fc.oneof(fc.integer(), fc.double(), fc.integer({ min: 1, max: 120 })),
    seenPrice: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.array(anyLine), (claims) => {
      const { lines } = tidyLines(claims)
      return (
        new Set(lines.map((each) => each.variantId)).size === lines.length &&
        lines.every(({ quantity }) => Number.isInteger(quantity) && quantity >= 1 && quantity <= mostPerLine)
      )
    }),
  )
})
