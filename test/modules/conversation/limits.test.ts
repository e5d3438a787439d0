import fc from 'fast-check'
import t from 'tap'
import { answer } from '#modules/conversation/answers/answer.ts'
import type { Intent } from '#modules/conversation/intent.types.ts'
import { seal } from '#modules/conversation/seal.ts'
import type { Reply, Say, Situation, Verdict } from '#modules/conversation/turn.types.ts'
import { toWhatsAppBody } from '#modules/messaging/channels/whatsapp/body.ts'
import type { Content } from '#modules/messaging/index.ts'
import { codePoints } from '#shared/text.ts'
import {
  card,
  cartOf,
  given,
  home,
  idOf,
  order,
  shopperId,
  storeId,
  variant,
} from '#test/modules/conversation/situations.ts'

const words = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
  fc.constantFrom(
    'تمر عجوة المدينة الفاخر من المزارع العضوية المعتمدة في المدينة المنورة',
    '👨‍👩‍👧‍👦'.repeat(30),
    'Ajwa',
    ' ',
    '\u200b',
    'x'.repeat(300),
  ),
)

const title = fc.record({ en: words, ar: words })
const number = fc.integer({ min: 1, max: 8 })

const variants = fc.array(
  fc.record({
    title,
    optionTitle: fc.oneof(fc.constant({}), title),
    price: fc.integer({ min: 1, max: 99_999_999 }),
    available: fc.integer({ min: 0, max: 120 }),
    inMetaCatalog: fc.boolean(),
  }),
  { minLength: 1, maxLength: 40 },
)

const situations = fc
  .record({
    variants,
    goods: fc.dictionary(fc.integer({ min: 1, max: 45 }).map(String), fc.integer({ min: 1, max: 99 }), { maxKeys: 40 }),
    collections: fc.array(title, { maxLength: 25 }),
    language: fc.constantFrom('en' as const, 'ar' as const),
    catalogId: fc.constantFrom(null, '900'),
    addresses: fc.array(words, { maxLength: 10 }),
    orders: fc.array(
      fc.record({
        status: fc.constantFrom('awaiting_payment', 'placed', 'on_hold', 'completed', 'canceled', 'expired'),
        fulfillmentStatus: fc.constantFrom('unfulfilled', 'partial', 'shipped', 'delivered', 'returned'),
        total: fc.integer({ min: 0, max: 99_999_999 }),
      }),
      { maxLength: 12 },
    ),
    lastPaymentMethod: fc.constantFrom(null, 'card' as const, 'cash_on_delivery' as const),
    waId: fc.constantFrom(null, '966500000001'),
    arrived: fc.boolean(),
    currency: fc.constantFrom('SAR', 'KWD', 'JPY'),
  })
  .map((drawn): Situation => {
    const shelf = drawn.variants.map((each, at) =>
      variant(at + 1, { ...each, sellable: each.available > 0, whyNot: each.available > 0 ? null : 'sold_out' }),
    )
    const lines = [{ variantId: idOf(1), quantity: 2, seenPrice: 1 }]
    return given({
      variants: shelf,
      cards: shelf.map((each) => card([each])),
      cart: cartOf(drawn.goods),
      collections: drawn.collections.map((each, at) => ({
        id: idOf(90 + at),
        storeId,
        handle: 'c',
        title: each,
        productCount: at,
      })),
      language: drawn.language,
      addresses: drawn.addresses.map((text, at) => ({ ...home, id: idOf(800 + at), text })),
      orders: drawn.orders.map((each, at) => order(at + 1, each as Parameters<typeof order>[1])),
      store: { catalogId: drawn.catalogId, currency: drawn.currency },
      shopper: { lastPaymentMethod: drawn.lastPaymentMethod, waId: drawn.waId },
      chat: drawn.arrived ? { memory: { arrived: { lines, note: null } } } : {},
    })
  })

const pins = (situation: Situation) => {
  const { digest } = situation.quote(situation.cart.lines)
  return fc.constantFrom(
    { cartId: situation.cart.id, version: situation.cart.version, digest },
    { cartId: situation.cart.id, version: 1, digest },
  )
}

function intentsFor(situation: Situation): fc.Arbitrary<Intent> {
  const page = fc.nat({ max: 5 })
  const orderId = fc.oneof(
    fc.constant(null),
    number.map((each) => idOf(500 + each)),
  )
  const variantId = number.map(idOf)
  const pin = pins(situation)
  const bare = [
    'greet',
    'menu',
    'cart',
    'change',
    'change_address',
    'orders',
    'voice',
    'unclear',
    'agent',
    'bot',
  ] as const
  const more = ['stop', 'start', 'forged', 'edit', 'cancel'] as const
  const record = <Is extends Intent['is']>(is: Is, fields: object) =>
    fc.record({ is: fc.constant(is), ...fields }) as unknown as fc.Arbitrary<Intent>
  const address = fc.record({ text: words, latitude: fc.constant(null), longitude: fc.constant(null) })
  return fc.oneof(
    fc.constantFrom(...bare, ...more).map((is): Intent => ({ is })),
    record('browse', { page }),
    record('collection', { collectionId: fc.constant(idOf(90)), page }),
    record('search', { text: words, said: words, quantity: fc.constantFrom(null, 1, 99), order: fc.boolean(), page }),
    record('product', { retailerId: number.map((each) => `D-${each}`) }),
    record('add', { variantId, quantity: fc.integer({ min: 1, max: 99 }) }),
    record('line', { variantId }),
    record('quantity', { variantId, quantity: fc.constantFrom(0, 1, 99, 100, 1e9) }),
    record('edit_cart', { page }),
    record('empty_cart', { pin }),
    record('merge', { how: fc.constantFrom('add', 'replace', 'apart'), pin }),
    record('checkout', { pin: fc.oneof(fc.constant(null), pin) }),
    record('method', { method: fc.constantFrom('card', 'cash_on_delivery'), pin: fc.oneof(fc.constant(null), pin) }),
    record('confirm', { pin }),
    record('address', { address, phone: fc.constantFrom(null, '+966500000001') }),
    record('phone', { phone: fc.constantFrom(null, '+966500000001') }),
    record('use_address', { addressId: fc.constantFrom(idOf(800), idOf(1)) }),
    ...(['pay_again', 'pay_cash', 'order_again', 'cancel_order'] as const).map((is) => record(is, { orderId })),
    record('order', { orderId: number.map((each) => idOf(500 + each)) }),
    record('order_number', { number }),
    record('language', { language: fc.constantFrom('en', 'ar') }),
    record('native_cart', {
      items: fc.array(
        fc.record({
          retailerId: fc.integer({ min: 1, max: 60 }).map((each) => `D-${each}`),
          quantity: fc.oneof(fc.integer({ min: -5, max: 200 }), fc.constantFrom(Number.NaN, 1e9, 1.5)),
          price: fc.oneof(fc.constant(null), fc.double({ noNaN: false })),
          currency: fc.constantFrom('SAR', 'USD', null),
        }),
        { minLength: 1, maxLength: 150 },
      ),
      note: fc.oneof(fc.constant(null), words),
    }),
  )
}

const verdicts = (situation: Situation): fc.Arbitrary<Verdict> =>
  fc.constantFrom<Verdict>(
    { of: 'refused', code: 'order-moved-on' },
    { of: 'order', order: order(1, { status: 'placed' }) },
    { of: 'cart', cart: cartOf({ 1: 2 }) },
    { of: 'place', placed: { placed: true, order: order(9), again: false } },
    { of: 'place', placed: { placed: true, order: order(9), again: true } },
    { of: 'place', placed: { placed: false, reason: 'quote_changed', quote: situation.quote([]) } },
    {
      of: 'place',
      placed: { placed: false, reason: 'sold_out', shortfalls: [{ variantId: idOf(1), wanted: 2, available: 0 }] },
    },
  )

const seals = { key: Buffer.alloc(32, 7), storeId, shopperId, cartVersion: 4 }

const roomFor = (content: Content) => (content.kind === 'list' || content.kind === 'text' ? 4096 : 1024)

function over(what: string, text: string | undefined, room: number): string[] {
  const length = codePoints(text ?? '')
  return length > room ? [`${what} of ${length}`] : []
}

/** What Meta would refuse, or what would be cut where it should not be. */
function complaintsOf(content: Content): string[] {
  if (content.kind === 'notice') return []
  const body = toWhatsAppBody(content, { recipient: { to: '+966500000001' }, catalogId: '900', opaque: 'm.1' })
  return [
    ...over('text', content.text, roomFor(content)),
    ...(content.kind === 'link' ? over('title', content.title, 20) : []),
    ...('footer' in content ? over('footer', content.footer, 60) : []),
    ...('fallback' in content && content.fallback !== undefined ? complaintsOf(content.fallback) : []),
    ...(body.ok ? [] : [body.reason]),
  ]
}

function everySay(reply: Reply, situation: Situation, depth = 0): Say[] {
  if (!('act' in reply)) return reply.say === null ? [] : [reply.say]
  if (depth > 3) throw new Error('deeds without end')
  return fc.sample(verdicts(situation), 3).flatMap((verdict) => everySay(reply.next(verdict), situation, depth + 1))
}

t.test('nothing an answer says breaks a limit of WhatsApp, whatever the shop and the shopper are like', async (t) => {
  const cases = situations.chain((situation) => intentsFor(situation).map((intent) => ({ situation, intent })))
  fc.assert(
    fc.property(cases, ({ situation, intent }) => {
      for (const say of everySay(answer(intent, situation), situation)) {
        const complaints = complaintsOf(seal(say, seals))
        if (complaints.length > 0) throw new Error(`${intent.is}: ${complaints.join(', ')}\n${JSON.stringify(say)}`)
      }
    }),
    { numRuns: 1500 },
  )
  t.pass('1,500 situations')
})

t.test('a cart where everything went wrong at once still fits a message', async (t) => {
  const long = { en: 'A very long name '.repeat(10), ar: 'اسم طويل جداً للصنف '.repeat(10) }
  const shelf = Array.from({ length: 40 }, (_, at) =>
    variant(at + 1, { title: long, optionTitle: long, price: 88_888_888, available: at % 3 }),
  )
  const lines = shelf.map(({ variantId }) => ({ variantId, quantity: 99, seenPrice: 77_777_777 }))
  for (const language of ['en', 'ar'] as const) {
    const situation = given({
      variants: shelf,
      cart: { ...cartOf({}), lines },
      language,
      addresses: [{ ...home, text: long.ar }],
    })
    for (const is of ['cart', 'edit'] as const) {
      for (const say of everySay(answer({ is }, situation), situation)) {
        const content = seal(say, seals)
        t.same(complaintsOf(content), [], `${is} in ${language}`)
        t.match(content, { text: /\S/ })
      }
    }
  }
})

t.test('a total is never negative and never charged twice, whatever the cart claims', async (t) => {
  const cases = situations.chain((situation) =>
    intentsFor(situation)
      .filter(({ is }) => is === 'native_cart')
      .map((intent) => ({ situation, intent })),
  )
  fc.assert(
    fc.property(cases, ({ situation, intent }) => {
      const reply = answer(intent, situation)
      if (!('act' in reply) || reply.act.do !== 'place') return true
      const { quote } = reply.act.request
      return quote.total >= 0 && quote.lines.every((line) => line.quantity > 0 && line.quantity <= 99)
    }),
    { numRuns: 300 },
  )
  t.pass('300 carts')
})
