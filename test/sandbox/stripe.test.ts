import Stripe from 'stripe'
import t from 'tap'
import { type Heard, type Json, openStreet, type Reply, type Street, shop } from './support.ts'

const fields = {
  mode: 'payment',
  'line_items[0][price_data][currency]': 'egp',
  'line_items[0][price_data][unit_amount]': '6000',
  'line_items[0][price_data][product_data][name]': 'تمر ١ كجم',
  'line_items[0][quantity]': '2',
  success_url: 'https://shop.test/done?s={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.test/back',
  client_reference_id: 'ord_1',
  'metadata[order]': 'ord_1',
  'payment_intent_data[metadata][order]': 'ord_1',
}

const form = (more: Record<string, string> = {}, without: string[] = []) => {
  const all = new URLSearchParams({ ...fields, ...more })
  for (const name of without) all.delete(name)
  return all.toString()
}

const create = (
  street: Street,
  more: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Reply> => street.stripe('POST', '/checkout/sessions', { form: form(more), headers })

const typeOf = (heard: Heard) => heard.body.type
const heardTypes = (street: Street) => street.receiver.heard.filter(({ path }) => path === '/stripe').map(typeOf)
const pay = (street: Street, sessionId: string, outcome = 'paid') =>
  street.control('POST', '/cards/pay', { sessionId, outcome })

t.test('Stripe’s own client can make, read, list and expire a session here', async (t) => {
  const street = await openStreet(t)
  const { hostname, port } = new URL(street.sandbox.url)
  const stripe = new Stripe(shop.stripeKey, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  })
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price_data: { currency: 'egp', unit_amount: 6000, product_data: { name: 'تمر' } }, quantity: 2 }],
    success_url: 'https://shop.test/done',
    metadata: { order: 'ord_1' },
    expires_at: Math.floor(street.clock.now.getTime() / 1000) + 1860,
  })
  t.match(session, {
    object: 'checkout.session',
    amount_total: 12_000,
    currency: 'egp',
    status: 'open',
    payment_status: 'unpaid',
    metadata: { order: 'ord_1' },
  })
  t.equal(session.url, `${street.sandbox.url}/pay/${session.id}`)
  t.same((await stripe.checkout.sessions.retrieve(session.id)).id, session.id)
  t.match((await stripe.checkout.sessions.listLineItems(session.id)).data, [
    { description: 'تمر', quantity: 2, amount_total: 12_000 },
  ])
  const listed = await stripe.checkout.sessions.list({ created: { gte: session.created }, limit: 5 })
  t.same(
    listed.data.map(({ id }) => id),
    [session.id],
  )
  t.equal((await stripe.checkout.sessions.expire(session.id)).status, 'expired')
  await t.rejects(stripe.checkout.sessions.expire(session.id), { message: /^Only Checkout Sessions/ })
  await t.rejects(stripe.checkout.sessions.retrieve('cs_test_none'), { code: 'resource_missing', statusCode: 404 })
})

t.test('paying completes the session and sends events Stripe’s library accepts', async (t) => {
  const street = await openStreet(t, { number: {} })
  const { body: session } = await create(street)
  const { body: paid } = await pay(street, session.id)
  t.match(paid, { status: 'complete', paymentStatus: 'paid', redirectedTo: `https://shop.test/done?s=${session.id}` })
  t.same(heardTypes(street).sort(), ['charge.succeeded', 'checkout.session.completed', 'payment_intent.succeeded'])

  const heard = await street.hears((each) => typeOf(each) === 'checkout.session.completed')
  const { webhooks } = new Stripe('sk_test_x')
  const signature = String(heard.headers['stripe-signature'])
  const at = Math.floor(street.clock.now.getTime() / 1000)
  const event = webhooks.constructEvent(heard.raw, signature, shop.stripeSecret, 300, undefined, at * 1000)
  t.match(event.data.object, {
    id: session.id,
    payment_status: 'paid',
    client_reference_id: 'ord_1',
    metadata: { order: 'ord_1' },
  })
  t.throws(() => webhooks.constructEvent(`${heard.raw} `, signature, shop.stripeSecret, 300, undefined, at * 1000))

  const { body: read } = await street.stripe('GET', `/checkout/sessions/${session.id}?expand[]=payment_intent`)
  t.match(read.payment_intent, { status: 'succeeded', amount_received: 12_000, metadata: { order: 'ord_1' } })
  const { body: intent } = await street.stripe(
    'GET',
    `/payment_intents/${read.payment_intent.id}?expand[0]=latest_charge`,
  )
  t.match(intent.latest_charge, { paid: true, amount: 12_000 })
  const { body: byIntent } = await street.stripe('GET', `/checkout/sessions?payment_intent=${intent.id}`)
  t.same(
    byIntent.data.map(({ id }: Json) => id),
    [session.id],
  )
})

t.test('a declined card leaves the session open for another one', async (t) => {
  const street = await openStreet(t)
  const { body: session } = await create(street)
  t.match((await pay(street, session.id, 'declined')).body, {
    status: 'open',
    paymentStatus: 'unpaid',
    redirectedTo: null,
  })
  const failed = await street.hears((each) => typeOf(each) === 'payment_intent.payment_failed')
  t.match(failed.body.data.object, { last_payment_error: { code: 'card_declined' } })
  t.match((await pay(street, session.id, 'refused_3ds')).body, { status: 'open' })
  t.match((await pay(street, session.id, 'requires_3ds')).body, { status: 'complete', paymentStatus: 'paid' })
  const { body: charges } = await street.stripe('GET', '/charges')
  t.same(
    charges.data.map(({ status }: Json) => status),
    ['succeeded', 'failed', 'failed'],
    'newest first',
  )
})

t.test('money that comes later completes the session unpaid and settles or fails on its own', async (t) => {
  const street = await openStreet(t)
  const { body: first } = await create(street)
  t.match((await pay(street, first.id, 'async')).body, { status: 'complete', paymentStatus: 'unpaid' })
  t.match((await street.control('POST', `/sessions/${first.id}/settle-async`, { succeed: true })).body, {
    paymentStatus: 'paid',
  })
  t.equal((await street.control('POST', `/sessions/${first.id}/settle-async`, { succeed: true })).status, 409)
  const { body: second } = await create(street)
  t.match((await pay(street, second.id, 'async_failed')).body, { status: 'complete', paymentStatus: 'unpaid' })
  const types = heardTypes(street)
  t.ok(types.includes('checkout.session.async_payment_succeeded'))
  t.ok(types.includes('checkout.session.async_payment_failed'))
})

t.test('a session ends when its time is up, and nobody can pay it then', async (t) => {
  const street = await openStreet(t)
  const expires = Math.floor(street.clock.now.getTime() / 1000) + 1_800
  const { body: session } = await create(street, { expires_at: String(expires) })
  await street.control('POST', '/clock', { advanceMs: 1_800_000 })
  const heard = await street.hears((each) => typeOf(each) === 'checkout.session.expired')
  t.match(heard.body.data.object, { id: session.id, status: 'expired', url: null })
  t.match(
    String(heard.headers['stripe-signature']),
    `t=${Math.floor(street.clock.now.getTime() / 1000)},`,
    'signed by the receiver’s clock',
  )
  t.equal((await pay(street, session.id)).status, 409)
})

const refused: [name: string, more: Record<string, string>, without: string[], expected: Json][] = [
  ['an unknown parameter', { colour: 'red' }, [], { code: 'parameter_unknown', param: 'colour' }],
  ['Arabic as a locale', { locale: 'ar' }, [], { param: 'locale' }],
  ['less than half an hour', { expires_at: '1795343399' }, [], { param: 'expires_at' }],
  ['more than a day', { expires_at: '1795428001' }, [], { param: 'expires_at' }],
  [
    'no lines',
    {},
    [
      'line_items[0][price_data][currency]',
      'line_items[0][price_data][unit_amount]',
      'line_items[0][price_data][product_data][name]',
      'line_items[0][quantity]',
    ],
    { param: 'line_items' },
  ],
  ['no success page', {}, ['success_url'], { code: 'parameter_missing', param: 'success_url' }],
  ['half a piastre', { 'line_items[0][price_data][unit_amount]': '60.5' }, [], { code: 'parameter_invalid_integer' }],
  ['nothing of something', { 'line_items[0][quantity]': '0' }, [], { param: 'line_items[0][quantity]' }],
  [
    'an amount below the minimum',
    { 'line_items[0][price_data][unit_amount]': '100' },
    [],
    { code: 'amount_too_small' },
  ],
  ['an unknown currency', { 'line_items[0][price_data][currency]': 'iqd' }, [], { param: 'currency' }],
  [
    'a dinar amount that does not end in 0',
    { 'line_items[0][price_data][currency]': 'kwd', 'line_items[0][price_data][unit_amount]': '5123' },
    [],
    { param: /unit_amount/ },
  ],
  [
    'Ugandan cents',
    { 'line_items[0][price_data][currency]': 'ugx', 'line_items[0][price_data][unit_amount]': '500050' },
    [],
    { param: /unit_amount/ },
  ],
  ['a nine-digit amount', { 'line_items[0][price_data][unit_amount]': '100000000' }, [], { code: 'amount_too_large' }],
  [
    'two currencies',
    {
      'line_items[1][price_data][currency]': 'usd',
      'line_items[1][price_data][unit_amount]': '500',
      'line_items[1][price_data][product_data][name]': 'x',
    },
    [],
    { param: 'line_items' },
  ],
]

t.test('sessions Stripe would not make are refused with its codes', async (t) => {
  const street = await openStreet(t)
  for (const [name, more, without, expected] of refused) {
    const answer = await street.stripe('POST', '/checkout/sessions', { form: form(more, without) })
    t.equal(answer.status, 400, name)
    t.match(answer.body.error, { type: 'invalid_request_error', ...expected }, name)
  }
  const stranger = await street.stripe('GET', '/balance', { headers: { authorization: 'Bearer sk_test_stranger' } })
  t.equal(stranger.status, 401)
})

t.test('zero-decimal, three-decimal and small settlements are charged in their own units', async (t) => {
  const street = await openStreet(t)
  const charged = async (currency: string, amount: string) =>
    (
      await create(street, {
        'line_items[0][price_data][currency]': currency,
        'line_items[0][price_data][unit_amount]': amount,
        'line_items[0][quantity]': '1',
      })
    ).status
  t.equal(await charged('jpy', '76'), 200, '76 yen are above half a dollar')
  t.equal(await charged('jpy', '70'), 400)
  t.equal(await charged('kwd', '160'), 200, '0.160 dinars are above half a dollar')
  t.equal(await charged('kwd', '150'), 400)
})

t.test('one idempotency key makes one session, whatever happens to the answer', async (t) => {
  const street = await openStreet(t)
  const key = { 'idempotency-key': 'co:ord_1:1' }
  await street.control('POST', '/misbehave', { api: 'stripe.sessions', fault: 'accept_then_reset', times: 1 })
  await t.rejects(create(street, {}, key))
  const second = await create(street, {}, key)
  t.equal(second.headers['idempotent-replayed'], 'true')
  const third = await create(street, {}, key)
  t.same(third.body, second.body)
  t.equal((await street.stripe('GET', '/checkout/sessions')).body.data.length, 1)

  const other = await create(street, { client_reference_id: 'ord_2' }, key)
  t.equal(other.status, 400)
  t.match(other.body.error, { type: 'idempotency_error' })
  await street.control('POST', '/clock', { advanceMs: 24 * 3_600_000 })
  t.not((await create(street, {}, key)).body.id, second.body.id, 'keys are forgotten after a day')
})

t.test('an answer of 500 after the work is repeated for its key', async (t) => {
  const street = await openStreet(t)
  const key = { 'idempotency-key': 'co:ord_1:1' }
  await street.control('POST', '/misbehave', { api: 'stripe.sessions', fault: 'accept_then_500', times: 1 })
  t.equal((await create(street, {}, key)).status, 500)
  t.equal((await create(street, {}, key)).status, 500)
  t.equal((await street.stripe('GET', '/checkout/sessions')).body.data.length, 1)
})

async function paidIntent(street: Street): Promise<string> {
  const { body: session } = await create(street)
  return (await pay(street, session.id)).body.paymentIntent
}

const refund = (street: Street, more: Record<string, string>, headers: Record<string, string> = {}) =>
  street.stripe('POST', '/refunds', { form: new URLSearchParams(more).toString(), headers })

t.test('refunds give back what was paid and not a piastre more', async (t) => {
  const street = await openStreet(t)
  const payment_intent = await paidIntent(street)
  const part = await refund(
    street,
    { payment_intent, amount: '5000', 'metadata[refund]': 'ref_1' },
    { 'idempotency-key': 'ref_1' },
  )
  t.match(part.body, { object: 'refund', status: 'succeeded', amount: 5_000, metadata: { refund: 'ref_1' } })
  t.same(
    (
      await refund(
        street,
        { payment_intent, amount: '5000', 'metadata[refund]': 'ref_1' },
        { 'idempotency-key': 'ref_1' },
      )
    ).body,
    part.body,
  )
  t.match((await refund(street, { payment_intent, amount: '7001' })).body.error, { param: 'amount' })
  t.match((await refund(street, { payment_intent })).body, { amount: 7_000 })
  t.match((await refund(street, { payment_intent })).body.error, { code: 'charge_already_refunded' })
  const { body: listed } = await street.stripe('GET', `/refunds?payment_intent=${payment_intent}`)
  t.same(
    listed.data.map(({ amount }: Json) => amount),
    [7_000, 5_000],
  )
  await street.quiet()
  t.same(
    heardTypes(street)
      .filter((type) => type.includes('refund'))
      .sort(),
    ['charge.refunded', 'charge.refunded', 'refund.created', 'refund.created'],
  )
})

t.test('a refund may wait, fail and make room for another', async (t) => {
  const street = await openStreet(t)
  const payment_intent = await paidIntent(street)
  await street.control('POST', '/misbehave', { api: 'stripe.refunds', fault: 'pending', times: 1 })
  const { body: waiting } = await refund(street, { payment_intent })
  t.equal(waiting.status, 'pending')
  await street.control('POST', `/refunds/${waiting.id}/fail`)
  const failed = await street.hears((each) => typeOf(each) === 'refund.failed')
  t.match(failed.body.data.object, { id: waiting.id, status: 'failed', failure_reason: String })
  t.match((await street.stripe('GET', `/refunds/${waiting.id}`)).body, { status: 'failed' })
  t.match((await refund(street, { payment_intent })).body, { status: 'succeeded', amount: 12_000 })
})

t.test('a refund in the dashboard is heard of by webhook only', async (t) => {
  const street = await openStreet(t)
  const paymentIntent = await paidIntent(street)
  t.match((await street.control('POST', '/stripe/refund', { paymentIntent, amount: 100 })).body, { amount: 100 })
  const heard = await street.hears((each) => typeOf(each) === 'charge.refunded')
  t.match(heard.body.data.object, { amount_refunded: 100, refunded: false })
  t.equal((await street.control('POST', '/stripe/refund', { paymentIntent, amount: 12_000 })).status, 409)
})

t.test('events the shop never confirmed can be found afterwards', async (t) => {
  const street = await openStreet(t)
  await street.control('POST', '/misbehave', {
    api: 'webhooks.stripe.checkout.session.completed',
    fault: 'lose',
    times: 1,
  })
  const { body: session } = await create(street)
  await pay(street, session.id)
  t.notOk(heardTypes(street).includes('checkout.session.completed'))
  const { body: lost } = await street.stripe('GET', '/events?delivery_success=false&types[]=checkout.session.completed')
  t.match(lost.data, [
    { type: 'checkout.session.completed', data: { object: { id: session.id } }, pending_webhooks: 1 },
  ])
  t.match((await street.stripe('GET', `/events/${lost.data[0].id}`)).body, { id: lost.data[0].id })
  const { body: all } = await street.stripe('GET', '/events?limit=2')
  t.ok(all.has_more)
  const { body: newer } = await street.stripe('GET', `/events?ending_before=${all.data[1].id}`)
  t.same(newer.data, [all.data[0]])
})

t.test('the doctor can look at account, balance and endpoints', async (t) => {
  const street = await openStreet(t)
  await paidIntent(street)
  t.match((await street.stripe('GET', '/account')).body, {
    object: 'account',
    charges_enabled: true,
    default_currency: 'usd',
  })
  t.match((await street.stripe('GET', '/balance')).body, { object: 'balance', available: [{ currency: 'usd' }] })
  t.match((await street.stripe('GET', '/webhook_endpoints')).body.data, [
    { url: `${street.receiver.url}/stripe`, status: 'enabled' },
  ])
})

t.test('a session that costs nothing completes without a payment', async (t) => {
  const street = await openStreet(t)
  const { body: session } = await create(street, { 'line_items[0][price_data][unit_amount]': '0' })
  t.match((await pay(street, session.id)).body, { paymentStatus: 'no_payment_required', paymentIntent: null })
  await street.quiet()
  t.same(heardTypes(street), ['checkout.session.completed'])
})

t.test('the person driving can end a session and finish a waiting refund', async (t) => {
  const street = await openStreet(t)
  const { body: session } = await create(street)
  t.match((await street.control('POST', `/sessions/${session.id}/expire`)).body, { status: 'expired' })
  t.equal((await street.control('POST', `/sessions/${session.id}/expire`)).status, 409)
  t.equal((await street.control('POST', '/sessions/cs_none/expire')).status, 404)

  const payment_intent = await paidIntent(street)
  await street.control('POST', '/misbehave', { api: 'stripe.refunds', fault: 'pending', times: 1 })
  const { body: waiting } = await refund(street, { payment_intent })
  t.match((await street.control('POST', `/refunds/${waiting.id}/complete`)).body, { status: 'succeeded' })
  t.equal((await street.control('POST', `/refunds/${waiting.id}/complete`)).status, 409)
  t.equal((await street.control('POST', '/refunds/re_none/fail')).status, 404)
})

t.test('events follow an endpoint that moves, also those tried again', async (t) => {
  const street = await openStreet(t)
  street.sandbox.setStripeWebhookUrl(shop.stripeKey, `${street.receiver.url}/nowhere`)
  street.receiver.answers.push(500, 500, 500)
  const { body: session } = await create(street)
  await pay(street, session.id)
  street.sandbox.setStripeWebhookUrl(shop.stripeKey, `${street.receiver.url}/stripe`)
  await street.quiet()
  t.same(heardTypes(street).sort(), ['charge.succeeded', 'checkout.session.completed', 'payment_intent.succeeded'])
  t.throws(() => street.sandbox.setStripeWebhookUrl('sk_test_stranger', 'http://x.test'), {
    message: /no Stripe account/,
  })
  const { body: unheard } = await street.stripe('GET', '/events?delivery_success=false')
  t.same(unheard.data, [])
})
