import t from 'tap'
import { later, openPayShop, stripeKey } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)

t.test('a tap on the pay link leads to one checkout session for the exact total', async (t) => {
  const dates = await shop.shelve({ price: 2500, title: 'Ajwa' })
  const order = await shop.awaiting({ [dates]: 2 })
  const answer = await shop.visit(`/p/${order.token}`)
  t.equal(answer.status, 303, answer.body)
  t.match(answer.location, `${shop.sandbox.url}/pay/cs_`)
  t.equal(answer.headers['cache-control'], 'no-store')
  t.equal(answer.headers['referrer-policy'], 'no-referrer')
  const [attempt] = await shop.attempts(order.id)
  t.match(attempt, { attempt: 1, state: 'open' })
  const { stripe } = await shop.stripe.of(shop.storeId)
  const session = await stripe.checkout.sessions.retrieve(attempt?.sessionId ?? '')
  t.equal(session.amount_total, order.total)
  t.equal(session.currency, 'sar')
  t.match(session.client_reference_id, /^ord_/)
  t.match(session.metadata, { dukkan_store: /^sto_/, dukkan_order: /^ord_/, dukkan_attempt: /^pay_/ })
  t.equal(session.success_url, `${shop.publicUrl}/p/${order.token}/done?session_id={CHECKOUT_SESSION_ID}`)
  t.equal(session.cancel_url, `${shop.publicUrl}/p/${order.token}/back`)
})

t.test('case 20: however often and however many at once the link is tapped, there is one open session', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => shop.visit(`/p/${order.token}`)))
  t.same(new Set(answers.map((answer) => answer.status)), new Set([303]))
  t.equal(new Set(answers.map((answer) => answer.location)).size, 1)
  t.equal((await shop.attempts(order.id)).length, 1)
})

t.test('case 22: a link preview, a HEAD request or a prefetch starts nothing', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const agents = [
    'WhatsApp/2.25.20.75 A',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  ]
  for (const agent of agents) {
    const answer = await shop.visit(`/p/${order.token}`, { 'user-agent': agent })
    t.equal(answer.status, 200, agent)
    t.notMatch(answer.body, String(order.number + 1_000_000), agent)
  }
  t.equal((await shop.visit(`/p/${order.token}`, {}, 'HEAD')).status, 200)
  t.equal((await shop.visit(`/p/${order.token}`, { 'sec-purpose': 'prefetch;prerender' })).status, 200)
  t.same(await shop.attempts(order.id), [])
})

t.test('a link of nobody is not found, whatever it looks like', async (t) => {
  for (const token of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '..%2F..', '%00']) {
    t.match(await shop.visit(`/p/${token}`), { status: /404|400/ }, token)
    t.match(await shop.visit(`/o/${token}`), { status: /404|400/ }, token)
  }
})

t.test('an answer lost on the way is healed by the next tap: the same key gives the same session', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.misbehave('stripe.sessions', 'accept_then_reset', { times: 2 })
  const lost = await shop.visit(`/p/${order.token}`)
  t.equal(lost.status, 503)
  t.match(lost.body, 'Nothing was charged')
  t.match(await shop.attempts(order.id), [{ state: 'creating', sessionId: null }])
  const found = await shop.visit(`/p/${order.token}`)
  t.equal(found.status, 303, found.body)
  t.match(await shop.attempts(order.id), [{ attempt: 1, state: 'open' }])
  const { stripe } = await shop.stripe.of(shop.storeId)
  const sessions = await stripe.checkout.sessions.list({ limit: 100 })
  const ours = sessions.data.filter((session) => session.success_url?.includes(order.token))
  t.equal(ours.length, 1, 'Stripe made one session, not two')
})

t.test('while Stripe is away the shopper reads so, and the order waits', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const { id } = await shop.misbehave('stripe.sessions', 'http_500')
  t.equal((await shop.visit(`/p/${order.token}`)).status, 503)
  await shop.control(`/misbehave/${id}`, {}, 'DELETE')
  t.equal((await shop.order(order.id)).status, 'awaiting_payment')
})

t.test('a session that is about to end is closed at Stripe before a new one is made', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const first = await shop.visit(`/p/${order.token}`)
  later(shop, 30.5)
  const second = await shop.visit(`/p/${order.token}`)
  t.equal(second.status, 303, second.body)
  t.not(second.location, first.location)
  const attempts = await shop.attempts(order.id)
  t.match(attempts, [
    { attempt: 1, state: 'superseded', closed: true },
    { attempt: 2, state: 'open' },
  ])
  const { stripe } = await shop.stripe.of(shop.storeId)
  t.equal((await stripe.checkout.sessions.retrieve(attempts[0]?.sessionId ?? '')).status, 'expired')
  t.ok(((await shop.order(order.id)).holdExpiresAt?.getTime() ?? 0) > shop.clock.now.getTime() + 40 * 60_000)
})

t.test('case 23: a price that changed after the order was made stops the payment and says so', async (t) => {
  const dates = await shop.shelve({ price: 1000 })
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.query('update variants set price = 1200 where id = $1', [dates])
  const answer = await shop.visit(`/p/${order.token}`)
  t.equal(answer.status, 200)
  t.match(answer.body, 'A price has changed')
  t.match(answer.body, 'https://wa.me/966500000000')
  t.same(await shop.attempts(order.id), [])
})

t.test('too small an amount for a card is said to the shopper and to the owner', async (t) => {
  await shop.query('update stores set delivery_fee = 0 where id = $1', [shop.storeId])
  const sweet = await shop.shelve({ price: 5 })
  const order = await shop.awaiting({ [sweet]: 1 })
  await shop.query('update stores set delivery_fee = 1500 where id = $1', [shop.storeId])
  const answer = await shop.visit(`/p/${order.token}`)
  t.match(answer.body, 'Too little for a card')
  t.ok((await shop.problems()).includes('amount-too-small'))
  t.match(await shop.attempts(order.id), [{ state: 'failed', closed: true }])
})

t.test(
  'a key that Stripe no longer accepts becomes a problem with a way out, and goes away with a good one',
  async (t) => {
    const dates = await shop.shelve()
    const order = await shop.awaiting({ [dates]: 1 })
    shop.sandbox.setWorld({ ...shop.sandbox.world, stripeAccounts: [] })
    t.equal((await shop.visit(`/p/${order.token}`)).status, 503)
    t.ok((await shop.problems()).includes('stripe-key-refused'))
    const webhookUrl = `${shop.publicUrl}/webhooks/stripe/${shop.storeId}`
    const account = { secretKey: stripeKey, webhookSecret: 'whsec_bench', webhookUrl, settlementCurrency: 'AED' }
    shop.sandbox.setWorld({ ...shop.sandbox.world, stripeAccounts: [account] })
    t.equal((await shop.visit(`/p/${order.token}`)).status, 303)
    t.notOk((await shop.problems()).includes('stripe-key-refused'))
  },
)

t.test(
  'a currency that Stripe does not charge in is said to the owner; the shopper is sent back to the chat',
  async (t) => {
    const dates = await shop.shelve()
    const order = await shop.awaiting({ [dates]: 1 })
    await shop.query(`update orders set currency = 'IQD' where id = $1`, [order.id])
    const answer = await shop.visit(`/p/${order.token}`)
    t.equal(answer.status, 503)
    t.match(answer.body, 'Card payment does not work now')
    t.ok((await shop.problems()).includes('stripe-refused'))
  },
)

t.test('a closed shop or one without cards sends nobody to pay', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.query('update stores set card_payments = false where id = $1', [shop.storeId])
  t.match((await shop.visit(`/p/${order.token}`)).body, 'Card payment is closed')
  await shop.query('update stores set card_payments = true where id = $1', [shop.storeId])
  t.equal((await shop.visit(`/p/${order.token}`)).status, 303)
})

t.test('the link says where an order stands once there is nothing to pay', async (t) => {
  const dates = await shop.shelve()
  const cash = await shop.awaiting({ [dates]: 1 }, { paymentMethod: 'cash_on_delivery', language: 'ar' })
  const page = await shop.visit(`/p/${cash.token}`)
  t.equal(page.status, 200)
  t.match(page.body, 'dir="rtl"')
  t.match(page.body, 'تم تأكيد الطلب')
  t.match((await shop.visit(`/p/${cash.token}?lang=en`)).body, 'Order confirmed')
  const late = await shop.awaiting({ [dates]: 1 })
  later(shop, 42)
  t.match((await shop.visit(`/p/${late.token}`)).body, 'This link has ended')
})
