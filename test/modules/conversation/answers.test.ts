import t from 'tap'
import { answer } from '#modules/conversation/answers/answer.ts'
import type { Intent } from '#modules/conversation/intent.types.ts'
import type { Reply, Say, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { card, cartOf, given, home, idOf, order, variant } from '#test/modules/conversation/situations.ts'

function turnOf(reply: Reply): Turn {
  if ('act' in reply) throw new Error(`a deed instead of an answer: ${reply.act.do}`)
  return reply
}

const when = (situation: Situation, intent: Intent): Turn => turnOf(answer(intent, situation))

function verbsOf(say: Say | null): string[] {
  if (say?.kind === 'buttons') return say.choices.map(({ verb }) => verb)
  if (say?.kind === 'list') return say.sections.flatMap((section) => section.choices.map(({ verb }) => verb))
  return []
}

t.test('the greeting lists the sections and what is the shopper’s own', async (t) => {
  const { say } = when(given({ cart: cartOf({ 1: 2 }), orders: [order(1)] }), { is: 'greet' })
  t.same(verbsOf(say), ['collection', 'cart', 'orders', 'language', 'agent'])
  t.match(say, { kind: 'list', text: /^Welcome to Date House!/ })
})

t.test('more sections than a list holds end in a row that leads to all of them, page by page', async (t) => {
  const collections = Array.from({ length: 23 }, (_, at) => ({
    id: idOf(100 + at),
    storeId: 's',
    handle: `c${at}`,
    title: { en: `Section ${at}` },
    productCount: 1,
  }))
  const situation = given({ collections })
  t.same(verbsOf(when(situation, { is: 'greet' }).say), [...Array(7).fill('collection'), 'browse', 'language', 'agent'])
  const pages = [0, 1, 2].map((page) => when(situation, { is: 'browse', page }).say)
  const shown = pages.flatMap((say) => (say?.kind === 'list' ? say.sections.flatMap((each) => each.choices) : []))
  t.equal(new Set(shown.filter(({ verb }) => verb === 'collection').map(({ args }) => args[0])).size, 23)
  t.same(
    shown.filter(({ verb }) => verb === 'browse').map(({ args }) => args),
    [['1'], ['2'], ['0']],
  )
})

t.test('a shop with nothing on the shelves still has something to say', async (t) => {
  t.match(when(given({ collections: [] }), { is: 'greet' }).say, { kind: 'buttons' })
  t.match(when(given({ collections: [] }), { is: 'browse', page: 0 }).say, { text: /^There is nothing on the shelves/ })
})

t.test('a section is shown with WhatsApp’s cart only as far as Meta has taken its items', async (t) => {
  const cards = [
    card([variant(1)]),
    card([variant(2, { inMetaCatalog: false })]),
    card([variant(3, { sellable: false })]),
  ]
  const collection: Intent = { is: 'collection', collectionId: idOf(90), page: 0 }
  const linked = { catalogId: '900' }
  t.match(when(given({ cards, store: linked }), collection).say, { kind: 'products', retailerIds: ['D-1'] })
  t.match(when(given({ cards: [card([variant(1)])], store: linked }), collection).say, {
    kind: 'product',
    retailerId: 'D-1',
  })
  t.match(when(given({ cards, store: { catalogId: '900', catalogUsable: false } }), collection).say, { kind: 'list' })
  t.same(verbsOf(when(given({ cards }), collection).say), ['add', 'add'], 'what cannot be bought is not shown')
  t.match(when(given({ cards: [] }), collection).say, { text: /^That section is empty/ })
})

t.test('a miss is graceful, and the third in a row offers a person', async (t) => {
  const search: Intent = { is: 'search', text: 'saffron', said: 'Saffron', quantity: null, order: false, page: 0 }
  const first = when(given(), search)
  t.match(first, { say: { text: /^We found nothing for “Saffron”/ }, memory: { misses: 1 } })
  t.match(when(given({ chat: { memory: { misses: 2 } } }), search).say, { text: /A colleague can help/ })
})

t.test('an empty cart is no dead end, and an unpaid order is where things stand', async (t) => {
  t.same(verbsOf(when(given(), { is: 'cart' }).say), ['browse', 'agent'])
  t.match(when(given({ orders: [order(1)] }), { is: 'checkout', pin: null }).say, { kind: 'link', title: 'Pay SAR 35' })
})

t.test('the way to the order asks for what is missing and for nothing else', async (t) => {
  const cart = cartOf({ 1: 2 })
  const checkout: Intent = { is: 'checkout', pin: null }
  t.match(when(given({ cart }), checkout), { step: 'address', say: { kind: 'location_request' } })
  t.match(when(given({ cart, shopper: { waId: null } }), checkout).say, { text: /add a phone number/ })
  t.match(when(given({ cart, addresses: [home], shopper: { waId: null } }), checkout), { step: 'phone' })
  t.same(verbsOf(when(given({ cart, addresses: [home] }), checkout).say), ['pay', 'cash', 'change'])
  const cashOnly = { cart, addresses: [home], store: { cardPayments: false } }
  t.same(verbsOf(when(given(cashOnly), checkout).say), ['confirm', 'change'])
  const noWay = { cart, addresses: [home], store: { cardPayments: false, cashOnDelivery: false } }
  t.same(verbsOf(when(given(noWay), checkout).say), ['agent'])
  t.match(answer(checkout, given({ cart, addresses: [home], store: { cashOnDelivery: false } })), {
    act: { do: 'place', request: { paymentMethod: 'card', expectedDigest: String } },
  })
})

t.test('a way to pay that the shop does not take is said so, with the ways it does', async (t) => {
  const cart = cartOf({ 1: 2 })
  const cash: Intent = { is: 'pay_cash', orderId: null }
  const { say } = when(given({ cart, addresses: [home], store: { cashOnDelivery: false } }), cash)
  t.same(verbsOf(say), ['pay', 'change'])
  t.match(say, { text: /^This shop takes cards only/ })
})

t.test('cash said before the address is known is remembered until it is', async (t) => {
  const cart = cartOf({ 1: 2 })
  const asked = when(given({ cart }), { is: 'pay_cash', orderId: null })
  t.match(asked, { say: { kind: 'location_request' }, memory: { wantedMethod: 'cash_on_delivery' } })
  const address = { text: 'Olaya St 12, Riyadh', latitude: null, longitude: null }
  const then = given({ cart, chat: { memory: { wantedMethod: 'cash_on_delivery' } } })
  t.same(verbsOf(when(then, { is: 'address', address, phone: null }).say), ['confirm', 'pay', 'change'])
})

t.test('an address too short to find a door by, and a question, are asked for again', async (t) => {
  for (const text of ['12', 'الرياض', 'Do you deliver to Jeddah?', 'هل توصلون إلى جدة؟', 'Olaya 12']) {
    const address = { text, latitude: null, longitude: null }
    const turn = when(given({ cart: cartOf({ 1: 1 }) }), { is: 'address', address, phone: null })
    const short = text !== 'Olaya 12'
    t.match(
      turn,
      short ? { step: 'address', say: { text: /^The courier may not find that/ } } : { usedAddress: address },
    )
    t.equal(turn.usedAddress === undefined, short)
  }
})

t.test('a place sent out of the blue is kept for the next order', async (t) => {
  const address = { text: '📍 24.70000, 46.60000', latitude: 24.7, longitude: 46.6 }
  const turn = when(given(), { is: 'address', address, phone: null })
  t.match(turn, { usedAddress: address, say: { text: /^We will deliver to/ } })
})

t.test('what was agreed is placed at exactly that sum; a cart that moved on is shown again', async (t) => {
  const situation = given({ cart: cartOf({ 1: 2 }), addresses: [home] })
  const { digest } = situation.quote(situation.cart.lines)
  const pin = { cartId: situation.cart.id, version: situation.cart.version, digest }
  t.match(answer({ is: 'confirm', pin }, situation), { act: { request: { expectedDigest: digest } } })
  const older = { ...pin, version: 2 }
  t.match(when(situation, { is: 'confirm', pin: older }).say, { text: /^Your cart has changed since then/ })
  const elsewhere = { ...pin, cartId: idOf(1) }
  t.match(when(situation, { is: 'confirm', pin: elsewhere }).say, { text: /^Your cart has changed since then/ })
  const cheaper = { ...pin, digest: 'other' }
  t.match(when(situation, { is: 'confirm', pin: cheaper }).say, { kind: 'buttons', text: /^Your cart:/ })
})

t.test('stock that went to somebody else in the same moment is said, and the rest stays in the cart', async (t) => {
  const situation = given({ cart: cartOf({ 1: 2, 2: 1 }), addresses: [home], shopper: { lastPaymentMethod: 'card' } })
  const reply = answer({ is: 'checkout', pin: null }, situation)
  if (!('act' in reply)) throw new Error('nothing was placed')
  const shortfalls = [{ variantId: idOf(1), wanted: 2, available: 0 }]
  const turn = turnOf(reply.next({ of: 'place', placed: { placed: false, reason: 'sold_out', shortfalls } }))
  t.match(turn.say, { text: /^Dates 1 has just sold out, so we took it out\.\n.*1 × Dates 2: SAR 20/s })
  t.same(turn.cart?.lines, [{ variantId: idOf(2), quantity: 1, seenPrice: 2000 }])
})

t.test('a confirmation belongs to its order, so that a listener finds it said', async (t) => {
  const situation = given({ orders: [order(7)] })
  const reply = answer({ is: 'pay_cash', orderId: null }, situation)
  if (!('act' in reply)) throw new Error('nothing was done')
  t.same(reply.act, { do: 'switch_to_cash', orderId: order(7).id })
  const placed = order(7, { status: 'placed', paymentMethod: 'cash_on_delivery' })
  t.match(turnOf(reply.next({ of: 'order', order: placed })), {
    orderId: placed.id,
    say: { kind: 'notice', notice: 'order_confirmed', facts: { orderNumber: 7 } },
    shopper: { lastPaymentMethod: 'cash_on_delivery' },
  })
  t.match(turnOf(reply.next({ of: 'refused', code: 'payment-in-progress' })).say, { text: /^The bank is working/ })
  t.match(turnOf(reply.next({ of: 'refused', code: 'order-not-awaiting-payment' })).say, { text: /has moved on/ })
})

t.test('an order can be called off until money or parcels have moved', async (t) => {
  const table: [Parameters<typeof order>[1], string][] = [
    [{}, 'cancel-order'],
    [{ status: 'placed', paymentMethod: 'cash_on_delivery', paymentStatus: 'due_on_delivery' }, 'cancel-order'],
    [{ status: 'placed', paymentStatus: 'paid' }, 'agent'],
    [
      {
        status: 'placed',
        paymentMethod: 'cash_on_delivery',
        paymentStatus: 'due_on_delivery',
        fulfillmentStatus: 'shipped',
      },
      'collection',
    ],
  ]
  for (const [changes, verb] of table) {
    const { say } = when(given({ orders: [order(1, changes)] }), { is: 'cancel' })
    t.equal(verbsOf(say)[0], verb, JSON.stringify(changes))
  }
})

t.test('every state of an order has its words and its next step', async (t) => {
  const table: [Parameters<typeof order>[1], RegExp, string][] = [
    [{}, /is ready to pay/, 'link'],
    [{ status: 'placed' }, /confirmed and being prepared/, 'link'],
    [{ status: 'on_hold' }, /we are checking something/, 'link'],
    [{ status: 'placed', fulfillmentStatus: 'partial' }, /a part of it is on its way/, 'link'],
    [{ status: 'placed', fulfillmentStatus: 'shipped' }, /on its way to you/, 'link'],
    [{ status: 'completed', fulfillmentStatus: 'delivered' }, /delivered/, 'buttons'],
    [{ status: 'completed', fulfillmentStatus: 'returned' }, /returned/, 'link'],
    [{ status: 'canceled' }, /canceled/, 'buttons'],
    [{ status: 'expired' }, /the payment link has ended/, 'buttons'],
  ]
  for (const [changes, words, kind] of table) {
    const { say } = when(given({ orders: [order(1, changes)] }), { is: 'orders' })
    t.match(say, { kind, text: words }, JSON.stringify(changes))
  }
})

t.test('shopping on while a person is called brings the shop back, and what it asks it also hears', async (t) => {
  const waiting = { handedOverAt: new Date(0) }
  const items = [{ retailerId: 'D-1', quantity: 1, price: null, currency: null }]
  const turn = when(given({ chat: waiting }), { is: 'native_cart', items, note: null })
  t.match(turn, { handedOver: false, step: 'address' })
  t.equal(when(given({ chat: waiting }), { is: 'stop' }).handedOver, undefined)
})

t.test('"pay" and "cash" just after a link has ended take up that order again; a day later they do not', (t) => {
  const { now } = given({})
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const replyAfter = (hours: number, is: 'pay_again' | 'pay_cash') => {
    const orders = [order(1, { status: 'expired', createdAt: hoursAgo(hours) })]
    return answer({ is, orderId: null }, given({ orders, variants: [variant(1)] }))
  }
  const lines = [{ variantId: variant(1).variantId, quantity: 2 }]
  t.match(replyAfter(1, 'pay_again'), { act: { do: 'place', request: { paymentMethod: 'card' }, cart: { lines } } })
  t.match(replyAfter(1, 'pay_cash'), { cart: { lines }, say: { text: /in cash on delivery\. Shall we confirm\?$/ } })
  for (const is of ['pay_again', 'pay_cash'] as const) {
    t.match(replyAfter(25, is), { say: { text: /^Your cart is empty/ } })
  }
  t.end()
})
