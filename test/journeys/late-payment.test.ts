import t from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks } from '#test/journeys/books.ts'
import { ownerOf } from '#test/journeys/owner.ts'
import { attemptsOf, refundsOf, sessionIn, visit } from '#test/journeys/payments-of.ts'
import { upToLink } from '#test/journeys/plays.ts'
import { holdsOf, ledgerOf, ordersOf, payLinkIn, plain, purposesTo, stockOf, titlesOf } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(120_000)
const shop = await openShop(t)
const owner = ownerOf(shop)
const minutes = 60_000

let lastPhone = 40
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+9665030000${lastPhone}` })
}

const expiry = async (name: string) => {
  await shop.hurry('payments.expire-orders')
  await shop.until(async () => (await ordersOf(shop, name))[0]?.status === 'expired', 'the order has expired')
}

/**
 * Stripe opened a session and its answer was lost, as when our process dies in between: the shop knows of no session to
 * ask about, and someone pays it all the same.
 */
async function payUnknownSession(url: string): Promise<void> {
  await shop.misbehave({ api: 'stripe.sessions', fault: 'accept_then_reset' })
  await visit(url)
  await shop.behave()
  const listed = await fetch(`${shop.sandbox.url}/v1/checkout/sessions?limit=1`, {
    headers: { authorization: `Bearer ${shop.stripeKey}` },
  })
  const { data } = (await listed.json()) as { data: { id: string }[] }
  await shop.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
  await shop.control('/cards/pay', { sessionId: data[0]?.id })
  await shop.behave()
}

t.test('a link nobody opened ends on its own clock, gives the goods back and can be made anew', async (t) => {
  const before = await stockOf(shop, 'DT-SUKK-1K')
  const sara = await newPhone('Expired')
  const url = await upToLink(sara, { 'DT-SUKK-1K': 2 })
  shop.advance(40 * minutes)
  await shop.hurry('payments.expire-orders')
  t.ok(await sara.hearsNothing(400), 'the hold outlives the session by ten minutes')
  shop.advance(2 * minutes)
  await expiry('Expired')
  const ended = await sara.hear()
  t.match(plain(ended), /^The payment link of your order \d+ has ended and the items are back on the shelf\./)
  t.same(await stockOf(shop, 'DT-SUKK-1K'), before)
  t.same(await holdsOf(shop, 'Expired'), ['DT-SUKK-1K 2 released'])
  t.match((await visit(url)).text, /This link has ended/)
  const link = await sara.tap('New payment link')
  t.match(plain(link), /2 × Sukkari.*: SAR 78/)
  await sara.pay(payLinkIn(link))
  t.match(plain(await sara.hear()), /is confirmed: 2 items for SAR 98/)
  t.match(await ordersOf(shop, 'Expired'), [{ status: 'expired' }, { status: 'placed', payment: 'paid' }])
})

t.test('a link that was opened and left ends with Stripe’s page, told of once', async (t) => {
  const amal = await newPhone('Left')
  const url = await upToLink(amal, { 'DT-SUKK-1K': 1 })
  await visit(url)
  shop.advance(32 * minutes)
  t.match(plain(await amal.hear()), /^The payment link of your order \d+ has ended/)
  await shop.hurry('payments.expire-orders')
  t.ok(await amal.hearsNothing(400))
  t.match(await ordersOf(shop, 'Left'), [{ status: 'expired' }])
  t.match(await attemptsOf(shop, 'Left'), [{ state: 'expired' }])
  t.match(plain(await amal.say('cash')), /You pay SAR 59 in cash on delivery\. Shall we confirm\?/)
  t.match(plain(await amal.tap('Yes, confirm')), /is confirmed/)
})

t.test('money that comes after the hold, with goods on the shelf, places the order after all (case 6)', async (t) => {
  const hind = await newPhone('Late with stock')
  await payUnknownSession(await upToLink(hind, { 'DT-SUKK-1K': 1 }))
  shop.advance(45 * minutes)
  await expiry('Late with stock')
  await hind.hear()
  await shop.control('/webhooks/replay', { all: true })
  t.match(plain(await hind.hear()), /is confirmed: 1 item for SAR 59, paid by card/)
  t.match(await ordersOf(shop, 'Late with stock'), [{ status: 'placed', payment: 'paid' }])
  t.same(await holdsOf(shop, 'Late with stock'), ['DT-SUKK-1K 1 released', 'DT-SUKK-1K 1 committed'])
})

t.test('money that comes when the goods are gone goes back whole, once, with an apology (case 7)', async (t) => {
  const rim = await newPhone('Late without stock')
  await owner.counts('DT-ANBR-1K', 1)
  await payUnknownSession(await upToLink(rim, { 'DT-ANBR-1K': 1 }))
  shop.advance(45 * minutes)
  await expiry('Late without stock')
  await rim.hear()
  await owner.counts('DT-ANBR-1K', 0)
  await shop.control('/webhooks/replay', { all: true, times: 3, shuffle: true })
  const sorry = await rim.hear()
  t.match(plain(sorry), /^We are returning SAR 149 to you for your order \d+\. The reason: the payment arrived after/)
  await shop.hurry('payments.refunds')
  await shop.until(async () => (await refundsOf(shop, 'Late without stock'))[0]?.state === 'succeeded', 'it is back')
  t.same(await refundsOf(shop, 'Late without stock'), [{ reason: 'late_payment', state: 'succeeded', amount: 14_900 }])
  t.same(await ledgerOf(shop, 'Late without stock'), ['charge 14900', 'refund_requested 14900', 'refund 14900'])
  t.match(await ordersOf(shop, 'Late without stock'), [{ status: 'expired' }])
  t.same((await purposesTo(shop, 'Late without stock')).slice(-2), ['payment_expired', 'refund_decided'])
})

t.test('a webhook Stripe could not deliver is fetched, even for a session the shop never heard of', async (t) => {
  const maya = await newPhone('Fetched')
  await payUnknownSession(await upToLink(maya, { 'DT-SUKK-1K': 1 }))
  await shop.hurry('payments.undelivered-events')
  t.match(plain(await maya.hear()), /is confirmed: 1 item for SAR 59, paid by card/)
  t.same(await ledgerOf(shop, 'Fetched'), ['charge 5900'])
})

t.test('a page about to end is replaced by a fresh one, and the old one takes no money (case 20)', async (t) => {
  const noor = await newPhone('Replaced')
  const url = await upToLink(noor, { 'DT-SUKK-1K': 1 })
  const first = sessionIn((await visit(url)).location)
  shop.advance(30.5 * minutes)
  const second = sessionIn((await visit(url)).location)
  t.not(second, first)
  await t.rejects(shop.control('/cards/pay', { sessionId: first }), /expired/)
  await shop.control('/cards/pay', { sessionId: second })
  t.match(plain(await noor.hear()), /is confirmed/)
  t.match(await attemptsOf(shop, 'Replaced'), [{ state: 'superseded' }, { state: 'paid' }])
  t.same(await ledgerOf(shop, 'Replaced'), ['charge 5900'])
})

t.test('a price that changes while the link waits is not charged; the page leads to the new total', async (t) => {
  const lina = await newPhone('Price moved')
  const url = await upToLink(lina, { 'DT-QSHR-250': 1 })
  await owner.setsPrice('DT-QSHR-250', 2_400)
  const page = await visit(url)
  t.match(page.text, /A price has changed/)
  t.same(await attemptsOf(shop, 'Price moved'), [], 'no page at Stripe takes the old price')
  const chat = new URL(/https:\/\/wa\.me\/[^"]+/.exec(page.text)?.[0] ?? '')
  const changed = await lina.say(chat.searchParams.get('text') ?? '')
  t.match(plain(changed), /is now SAR 24; you saw SAR 22\..*\*Total: SAR 44\*/s)
  await lina.pay(payLinkIn(await lina.tap('Accept new total')))
  t.match(plain(await lina.hear()), /is confirmed: 1 item for SAR 44/)
})

t.test(
  'a bank that takes two days: the goods wait all the while, and the news goes as a template (case 18)',
  async (t) => {
    const abeer = await newPhone('Two days')
    const url = await upToLink(abeer, { 'DT-SUKK-1K': 1 })
    const { sessionId } = (await abeer.pay(url, 'async')) as { sessionId: string }
    await shop.until(async () => (await attemptsOf(shop, 'Two days'))[0]?.state === 'processing', 'it is under way')
    shop.advance(48 * 60 * minutes)
    await shop.hurry('payments.expire-orders')
    t.ok(await abeer.hearsNothing(400))
    t.same(await holdsOf(shop, 'Two days'), ['DT-SUKK-1K 1 held'])
    await shop.control(`/sessions/${sessionId}/settle-async`, { succeed: true })
    const confirmed = await abeer.hear()
    t.equal(confirmed.type, 'template')
    t.match(plain(confirmed), /^Thank you! Your order \d+ is confirmed: 1 item for SAR 59, paid by card\./)
    t.same(titlesOf(confirmed), ['Track order'])
  },
)

t.test('at the end', (t) => checkBooks(t, shop))
