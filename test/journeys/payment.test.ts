import t from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks } from '#test/journeys/books.ts'
import { attemptsOf, refundsOf, sessionIn, visit } from '#test/journeys/payments-of.ts'
import { deliver, homeAddress, upToLink } from '#test/journeys/plays.ts'
import {
  cartOf,
  holdsOf,
  ledgerOf,
  ordersOf,
  payLinkIn,
  plain,
  purposesTo,
  stockOf,
  titlesOf,
} from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(120_000)
const shop = await openShop(t)

let lastPhone = 40
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+9665020000${lastPhone}` })
}

t.test('a card that is declined and then accepted makes one paid order, told of once each (case 17)', async (t) => {
  const sara = await newPhone('Declined')
  const link = await upToLink(sara, { 'DT-SUKK-1K': 1 })
  await sara.pay(link, 'declined')
  const declined = await sara.hear()
  t.match(
    plain(declined),
    /^The bank declined the card for your order \d+; nothing was charged\. Your items are still held/,
  )
  t.same(titlesOf(declined), ['New payment link', 'Cash on delivery'])
  t.match(await ordersOf(shop, 'Declined'), [{ status: 'awaiting_payment' }])
  await sara.pay(payLinkIn(await sara.tap('New payment link')), 'declined_then_paid')
  t.match(plain(await sara.hear()), /is confirmed: 1 item for SAR 59, paid by card/)
  t.same(await ledgerOf(shop, 'Declined'), ['charge 5900'])
  t.equal((await attemptsOf(shop, 'Declined')).length, 1, 'the page at Stripe stayed open')
})

t.test('three webhooks at once and the done page make one payment and one confirmation (cases 9, 10)', async (t) => {
  const hala = await newPhone('Thrice')
  const url = await upToLink(hala, { 'DT-SUKK-1K': 1 })
  await shop.misbehave({ api: 'webhooks.stripe', fault: 'duplicate', copies: 3 })
  const { redirectedTo } = (await shop.control('/cards/pay', { url })) as { redirectedTo: string }
  const pages = await Promise.all([visit(redirectedTo), visit(redirectedTo), visit(redirectedTo)])
  await shop.behave()
  for (const { status, text } of pages) {
    t.equal(status, 200)
    t.match(text, /Payment received|Checking your payment/)
  }
  t.match(plain(await hala.hear()), /is confirmed/)
  t.same(await ledgerOf(shop, 'Thrice'), ['charge 5900'])
  t.same(await holdsOf(shop, 'Thrice'), ['DT-SUKK-1K 1 committed'])
  t.match((await visit(redirectedTo)).text, /Payment received/)
  t.ok(await hala.hearsNothing(300), 'nothing is said twice')
})

t.test('when the webhook is lost, coming back from Stripe settles it all the same', async (t) => {
  const aya = await newPhone('Webhook lost')
  const url = await upToLink(aya, { 'DT-SUKK-1K': 1 })
  await shop.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
  const { redirectedTo } = (await shop.control('/cards/pay', { url })) as { redirectedTo: string }
  // The page asks Stripe at most every two seconds, and refreshes itself until it knows.
  shop.advance(3_000)
  t.match((await visit(redirectedTo)).text, /Payment received/)
  t.match(plain(await aya.hear()), /is confirmed/)
  await shop.behave()
  t.match(await attemptsOf(shop, 'Webhook lost'), [{ state: 'paid' }])
})

t.test('when neither the webhook nor the shopper comes back, the reconciler asks Stripe (case 12)', async (t) => {
  const maya = await newPhone('Nobody came')
  const url = await upToLink(maya, { 'DT-SUKK-1K': 1 })
  await shop.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
  await maya.pay(url)
  t.match(await ordersOf(shop, 'Nobody came'), [{ status: 'awaiting_payment' }])
  await shop.behave()
  await shop.query('update payment_attempts set checked_at = null where state = $1', ['open'])
  await shop.hurry('payments.reconcile-attempts')
  t.match(plain(await maya.hear()), /is confirmed/)
  t.same(await ledgerOf(shop, 'Nobody came'), ['charge 5900'])
})

t.test('two tabs lead to one session, and what was paid in one cannot be paid in the other (case 20)', async (t) => {
  const rasha = await newPhone('Two tabs')
  const url = await upToLink(rasha, { 'DT-SUKK-1K': 1 })
  const tabs = await Promise.all([visit(url), visit(url), visit(url)])
  t.same(new Set(tabs.map(({ status }) => status)), new Set([303]))
  t.equal(new Set(tabs.map(({ location }) => location)).size, 1)
  t.equal((await attemptsOf(shop, 'Two tabs')).length, 1)
  await rasha.pay(url)
  await rasha.hear()
  const page = await visit(url)
  t.match(page, { status: 200, text: /Payment received/ })
  await t.rejects(rasha.pay(url), /The link ended/)
  t.same(await ledgerOf(shop, 'Two tabs'), ['charge 5900'])
})

t.test('previews of the link and programs that look at it start no payment (case 22)', async (t) => {
  const duha = await newPhone('Preview')
  const url = await upToLink(duha, { 'DT-SUKK-1K': 1 })
  const lookers = ['WhatsApp/2.24.1 A', 'facebookexternalhit/1.1', 'TelegramBot (like TwitterBot)']
  for (const userAgent of lookers) t.equal((await visit(url, { userAgent })).status, 200)
  t.equal((await visit(url, { method: 'HEAD' })).status, 200)
  t.same(await attemptsOf(shop, 'Preview'), [])
  t.equal((await visit(url)).status, 303)
  t.match(await attemptsOf(shop, 'Preview'), [{ state: 'open' }])
})

t.test('one word turns an unpaid order into cash, and the card page closes', async (t) => {
  const lama = await newPhone('Cash instead')
  const url = await upToLink(lama, { 'DT-SUKK-1K': 1 })
  const { location } = await visit(url)
  t.match(plain(await lama.say('cash')), /is confirmed: 1 item for SAR 59, cash on delivery|paid in cash|pay.*cash/i)
  t.match(await ordersOf(shop, 'Cash instead'), [{ status: 'placed', method: 'cash_on_delivery' }])
  await shop.hurry('payments.close-superseded')
  await shop.until(
    async () =>
      (await shop.query(`select 1 from payment_attempts where state = 'superseded' and closed_at is null`)).length ===
      0,
    'the page at Stripe is closed',
  )
  const sessionId = sessionIn(location)
  await t.rejects(shop.control('/cards/pay', { sessionId }), /expired/)
  t.match((await visit(url)).text, /You pay the courier in cash/)
})

t.test('whoever paid by card a moment before saying cash owes the courier nothing', async (t) => {
  const jood = await newPhone('Paid and cash')
  const url = await upToLink(jood, { 'DT-SUKK-1K': 1 })
  await shop.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
  await jood.pay(url)
  t.match(plain(await jood.say('كاش')), /is confirmed|تم تأكيد/)
  await shop.behave()
  await shop.hurry('payments.close-superseded')
  await shop.until(async () => (await ordersOf(shop, 'Paid and cash'))[0]?.payment === 'paid', 'the payment is found')
  t.same(await ledgerOf(shop, 'Paid and cash'), ['due_on_delivery 5900', 'charge 5900'])
  t.same(await refundsOf(shop, 'Paid and cash'), [])
})

t.test('editing an unpaid order opens its cart again and ends its link', async (t) => {
  const nour = await newPhone('Edit')
  const url = await upToLink(nour, { 'DT-SUKK-1K': 2, 'DT-PAST-500': 1 })
  await visit(url)
  const which = await nour.say('edit')
  t.match(plain(which), /^Which item shall we change\?/)
  t.same(await holdsOf(shop, 'Edit'), ['DT-PAST-500 1 released', 'DT-SUKK-1K 2 released'])
  await nour.tap('Sukkari')
  const cart = await nour.say('1')
  t.match(plain(cart), /1 × Sukkari.*: SAR 39\n1 × Date Paste/)
  const link = await nour.tap('Checkout')
  t.same(titlesOf(link), ['Pay SAR 73'])
  t.match((await visit(url)).text, /Order canceled/)
  await nour.pay(payLinkIn(link))
  t.match(plain(await nour.hear()), /2 items for SAR 73/)
  t.match(await ordersOf(shop, 'Edit'), [{ status: 'canceled' }, { status: 'placed', payment: 'paid', total: 7_300 }])
})

t.test(
  'a shopper who cancels while the page is open pays nothing; one who paid first gets it back (case 21)',
  async (t) => {
    const [quick, slow] = [await newPhone('Canceled'), await newPhone('Canceled late')]
    const before = await stockOf(shop, 'DT-SUKK-1K')
    const url = await upToLink(quick, { 'DT-SUKK-1K': 1 })
    const { location } = await visit(url)
    t.match(plain(await quick.say('cancel')), /^Shall we cancel order \d+ \(SAR 59\)\?/)
    t.match(plain(await quick.tap('Cancel order')), /is canceled and nothing is charged/)
    t.same(await stockOf(shop, 'DT-SUKK-1K'), before, 'the goods are back on the shelf')
    await shop.hurry('payments.close-superseded')
    await shop.until(async () => {
      const { status } = (await shop
        .control('/cards/pay', { sessionId: sessionIn(location), outcome: 'left' })
        .catch(() => ({ status: 'closed' }))) as { status: string }
      return status === 'closed'
    }, 'the page at Stripe is closed')

    const late = await upToLink(slow, { 'DT-SUKK-1K': 1 })
    await shop.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
    await slow.pay(late)
    await slow.say('cancel')
    await slow.tap('Cancel order')
    await shop.behave()
    await shop.hurry('payments.close-superseded')
    const refund = await slow.hear()
    t.match(plain(refund), /^We are returning SAR 59 to you for your order \d+\. The reason: the order was canceled\./)
    await shop.hurry('payments.refunds')
    await shop.until(
      async () => (await refundsOf(shop, 'Canceled late'))[0]?.state === 'succeeded',
      'the money is back',
    )
    t.same(await refundsOf(shop, 'Canceled late'), [{ reason: 'canceled', state: 'succeeded', amount: 5_900 }])
    t.same(await ledgerOf(shop, 'Canceled late'), ['charge 5900', 'refund_requested 5900', 'refund 5900'])
  },
)

t.test(
  'an owner who cancels a paid order sends the money back, and one message tells the shopper of both',
  async (t) => {
    const rula = await newPhone('Owner cancels')
    await rula.pay(await upToLink(rula, { 'DT-SUKK-1K': 1 }))
    await rula.hear()
    const { body } = await shop.api('GET /v1/orders?limit=1')
    const answer = await shop.api(`POST /v1/orders/${body.data[0].id}/cancel`, { reason: 'no courier today' })
    t.equal(answer.status, 200)
    t.match(plain(await rula.hear()), /^We are returning SAR 59 to you .* The reason: the order was canceled\./)
    await shop.hurry('payments.refunds')
    await shop.until(
      async () => (await refundsOf(shop, 'Owner cancels'))[0]?.state === 'succeeded',
      'the money is back',
    )
    t.match(await ordersOf(shop, 'Owner cancels'), [{ status: 'canceled', payment: 'refunded' }])
    t.same((await purposesTo(shop, 'Owner cancels')).slice(-2), ['order_confirmed', 'refund_decided'])
  },
)

t.test(
  'a bank that takes its time: the goods wait, and the confirmation comes when the money does (case 18)',
  async (t) => {
    const abeer = await newPhone('Async')
    const url = await upToLink(abeer, { 'DT-SUKK-1K': 1 })
    const { sessionId } = (await abeer.pay(url, 'async')) as { sessionId: string }
    await shop.until(
      async () => (await attemptsOf(shop, 'Async'))[0]?.state === 'processing',
      'the payment is under way',
    )
    t.match((await visit(url)).text, /Payment under way/)
    t.match(plain(await abeer.say('cash')), /The bank is working on a payment for order \d+\./)
    t.match(plain(await abeer.say('where is my order')), /Order \d+/)
    await shop.control(`/sessions/${sessionId}/settle-async`, { succeed: true })
    t.match(plain(await abeer.hear()), /is confirmed: 1 item for SAR 59, paid by card/)
    t.same(await ledgerOf(shop, 'Async'), ['pending 5900', 'charge 5900'])
  },
)

t.test('a bank that says no in the end: the shopper is offered another way (case 19)', async (t) => {
  const ghada = await newPhone('Async failed')
  const url = await upToLink(ghada, { 'DT-SUKK-1K': 1 })
  const { sessionId } = (await ghada.pay(url, 'async')) as { sessionId: string }
  await shop.until(
    async () => (await attemptsOf(shop, 'Async failed'))[0]?.state === 'processing',
    'the payment is under way',
  )
  await shop.control(`/sessions/${sessionId}/settle-async`, { succeed: false })
  const declined = await ghada.hear()
  t.same(titlesOf(declined), ['New payment link', 'Cash on delivery'])
  t.match(plain(await ghada.tap('Cash on delivery')), /is confirmed/)
  t.match(await ordersOf(shop, 'Async failed'), [{ status: 'placed', method: 'cash_on_delivery' }])
  t.same(await ledgerOf(shop, 'Async failed'), ['pending 5900', 'failed 5900', 'due_on_delivery 5900'])
})

t.test('a Stripe that does not answer is said so on the page, and the next tap gets through', async (t) => {
  const maram = await newPhone('Stripe away')
  const url = await upToLink(maram, { 'DT-SUKK-1K': 1 })
  await shop.misbehave({ api: 'stripe.sessions', fault: 'http_500' })
  t.equal((await visit(url)).status, 503)
  await shop.behave()
  t.equal((await visit(url)).status, 303)
  t.match(await attemptsOf(shop, 'Stripe away'), [{ attempt: 1, state: 'open' }])
})

t.test('a parcel that was paid by card asks for nothing at the door', async (t) => {
  const fatin = await newPhone('Door')
  await fatin.pay(await upToLink(fatin, { 'DT-SUKK-1K': 1 }))
  await fatin.hear()
  const [order] = await ordersOf(shop, 'Door')
  const { outForDelivery } = await deliver(shop, fatin, Number(order?.number))
  t.match(plain(outForDelivery), /there is nothing left to pay/)
  const link = await fatin.order(cartOf({ 'DT-SUKK-1K': 1 }))
  t.match(plain(link), new RegExp(`To: ${homeAddress}`))
  t.same((await purposesTo(shop, 'Door')).at(-1), 'payment_link')
})

t.test('at the end', (t) => checkBooks(t, shop))
