import fc from 'fast-check'
import t from 'tap'
import type { CartLine } from '#modules/cart/index.ts'
import { compareQuotes, type QuotableVariant, quoteCart } from '#modules/cart/index.ts'

const now = new Date('2026-11-22T10:00:00Z')
const store = { currency: 'SAR', deliveryFee: 1500 }

const variant = (variantId: string, over: Partial<QuotableVariant> = {}): QuotableVariant => ({
  variantId,
  productId: `product of ${variantId}`,
  sku: variantId.toUpperCase(),
  title: { en: variantId },
  optionTitle: { en: '1 kg' },
  imageId: null,
  price: 1000,
  available: 10,
  whyNot: null,
  ...over,
})
const want = (variantId: string, quantity = 1, seenPrice: number | null = null): CartLine => ({
  variantId,
  quantity,
  seenPrice,
})
const quote = (lines: CartLine[], variants: QuotableVariant[]) => quoteCart({ lines, variants, store, now })

t.test('a cart is quoted at our prices with the delivery on top', async (t) => {
  t.match(quote([want('dates', 2), want('honey')], [variant('dates'), variant('honey', { price: 2550 })]), {
    lines: [
      { variantId: 'dates', quantity: 2, unitPrice: 1000, total: 2000 },
      { variantId: 'honey', quantity: 1, unitPrice: 2550, total: 2550 },
    ],
    problems: [],
    subtotal: 4550,
    delivery: 1500,
    total: 6050,
    expiresAt: new Date('2026-11-22T10:30:00Z'),
  })
})

t.test('case 24: a price that came with the cart is a claim, told when it differs and never charged', async (t) => {
  const cases: [seen: number | null, kinds: string[]][] = [
    [null, []],
    [1000, []],
    [1, ['price_up']],
    [1200, ['price_down']],
  ]
  for (const [seen, kinds] of cases) {
    const { problems, subtotal } = quote([want('dates', 1, seen)], [variant('dates')])
    t.same(
      problems.map((problem) => problem.kind),
      kinds,
      `seen ${seen}`,
    )
    t.equal(subtotal, 1000)
  }
})

t.test('case 25: what cannot be bought stays readable and is left out of the sum', async (t) => {
  const cases: [why: QuotableVariant['whyNot'], problem: object][] = [
    ['archived', { kind: 'unavailable', whyNot: 'archived', title: { en: 'honey' } }],
    ['hidden', { kind: 'unavailable', whyNot: 'hidden', title: { en: 'honey' } }],
    ['draft', { kind: 'unavailable', whyNot: 'draft', title: { en: 'honey' } }],
    ['sold_out', { kind: 'sold_out', wanted: 1, title: { en: 'honey' } }],
  ]
  for (const [whyNot, problem] of cases) {
    const available = whyNot === 'sold_out' ? 0 : 10
    const quoted = quote([want('dates'), want('honey')], [variant('dates'), variant('honey', { whyNot, available })])
    t.match(quoted.problems, [problem], String(whyNot))
    t.equal(quoted.total, 2500)
  }
  t.match(quote([want('ghost')], []), { lines: [], problems: [{ kind: 'unavailable', whyNot: 'unknown' }], total: 0 })
})

t.test('of what is short the rest is quoted, and the shopper is told how many are left', async (t) => {
  t.match(quote([want('dates', 5)], [variant('dates', { available: 3 })]), {
    lines: [{ quantity: 3, total: 3000 }],
    problems: [{ kind: 'only_left', wanted: 5, available: 3 }],
  })
})

t.test('case 2: the same goods twice are one line of their sum', async (t) => {
  t.match(quote([want('dates', 1), want('dates', 2)], [variant('dates', { available: 2 })]), {
    lines: [{ quantity: 2 }],
    problems: [{ kind: 'only_left', wanted: 3, available: 2 }],
  })
})

t.test('an empty cart costs nothing, not even its delivery', async (t) => {
  t.match(quote([], []), { total: 0, delivery: 0, lines: [] })
})

t.test('case 39: a dinar total ends in 0 and says what was rounded', async (t) => {
  const kuwait = { currency: 'KWD', deliveryFee: 500 }
  const quoted = quoteCart({
    lines: [want('dates', 3)],
    variants: [variant('dates', { price: 1001 })],
    store: kuwait,
    now,
  })
  t.match(quoted, { subtotal: 3003, delivery: 500, rounding: -3, total: 3500 })
})

t.test('equal charges have equal digests, whatever they are called and in whichever order', async (t) => {
  const [dates, honey] = [variant('dates'), variant('honey')]
  const one = quote([want('dates'), want('honey')], [dates, honey])
  t.equal(quote([want('honey'), want('dates', 1, 5)], [{ ...dates, title: { en: 'Figs' } }, honey]).digest, one.digest)
  const others = [
    quote([want('dates', 2), want('honey')], [dates, honey]),
    quote([want('dates')], [dates, honey]),
    quote([want('dates'), want('honey')], [dates, variant('honey', { price: 1001 })]),
    quote([want('dates'), want('honey')], [variant('dates', { price: 1001 }), variant('honey', { price: 999 })]),
    quoteCart({
      lines: [want('dates'), want('honey')],
      variants: [dates, honey],
      store: { ...store, deliveryFee: 1 },
      now,
    }),
    quoteCart({
      lines: [want('dates'), want('honey')],
      variants: [dates, honey],
      store: { ...store, currency: 'AED' },
      now,
    }),
  ]
  t.equal(new Set([one, ...others].map((each) => each.digest)).size, 1 + others.length)
})

t.test('case 23: what changed between the shown quote and the current one can be said piece by piece', async (t) => {
  const shown = quote(
    [want('dates', 2), want('honey'), want('figs')],
    [variant('dates'), variant('honey'), variant('figs')],
  )
  const current = quote(
    [want('dates', 2), want('honey'), want('figs'), want('tea')],
    [
      variant('dates', { price: 1100, available: 1 }),
      variant('honey', { whyNot: 'hidden' }),
      variant('figs'),
      variant('tea'),
    ],
  )
  t.match(compareQuotes(shown, current), [
    { kind: 'quantity', line: { variantId: 'dates' }, from: 2, to: 1 },
    { kind: 'price', line: { variantId: 'dates' }, from: 1000, to: 1100 },
    { kind: 'removed', line: { variantId: 'honey' } },
    { kind: 'added', line: { variantId: 'tea' } },
    { kind: 'total', from: 5500, to: 4600 },
  ])
  t.same(compareQuotes(shown, shown), [])
  const farther = { ...store, deliveryFee: 2000 }
  const same = [variant('dates'), variant('honey'), variant('figs')]
  t.match(compareQuotes(shown, quoteCart({ lines: shown.lines, variants: same, store: farther, now })), [
    { kind: 'delivery', from: 1500, to: 2000 },
    { kind: 'total', from: 5500, to: 6000 },
  ])
})

const anyLine = fc.record({
  variantId: fc.constantFrom('a', 'b', 'c', 'd'),
  quantity: fc.integer({ min: -1, max: 200 }),
  seenPrice: fc.option(fc.nat({ max: 5000 })),
})
const anyVariant = fc.record({
  variantId: fc.constantFrom('a', 'b', 'c'),
  price: fc.integer({ min: 1, max: 5000 }),
  available: fc.nat({ max: 30 }),
  whyNot: fc.constantFrom('archived', 'draft', 'hidden', 'sold_out', null),
})

t.test('whatever is in a cart, no more is quoted than there is, and every difference has a problem', async () => {
  fc.assert(
    fc.property(
      fc.array(anyLine),
      fc.uniqueArray(anyVariant, { selector: (each) => each.variantId }),
      (lines, known) => {
        const variants = known.map((each) => variant(each.variantId, each))
        const quoted = quote(lines, variants)
        const wanted = new Set(lines.filter((line) => line.quantity > 0).map((line) => line.variantId))
        const spoken = new Set([...quoted.lines, ...quoted.problems].map((each) => each.variantId))
        return (
          quoted.lines.every((line) => {
            const source = variants.find((each) => each.variantId === line.variantId)
            return source !== undefined && line.quantity <= source.available && line.unitPrice === source.price
          }) &&
          quoted.subtotal === quoted.lines.reduce((total, line) => total + line.quantity * line.unitPrice, 0) &&
          wanted.size === spoken.size
        )
      },
    ),
  )
})
