import t from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks } from '#test/journeys/books.ts'
import { ownerOf } from '#test/journeys/owner.ts'
import { buyByCard, buyInCash, homeAddress, upToLink, upToPaying } from '#test/journeys/plays.ts'
import { cartOf, holdsOf, ordersOf, payLinkIn, plain, stockOf, titlesOf } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

const shop = await openShop(t)
const owner = ownerOf(shop)

let lastPhone = 40
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+9665010000${lastPhone}` })
}

t.test('a price that went up is said in words and charged only after a yes (case 23)', async (t) => {
  const sara = await newPhone('Price up')
  const howToPay = await upToPaying(sara, { 'DT-QSHR-250': 2 })
  t.match(plain(howToPay), /\*Total: SAR 64\*/)
  await owner.setsPrice('DT-QSHR-250', 2_500)
  const changed = await sara.tap('Pay SAR 64')
  t.match(plain(changed), /is now SAR 25; you saw SAR 22\./)
  t.match(plain(changed), /\*Total: SAR 70\*/)
  t.equal(titlesOf(changed)[0], 'Accept new total')
  t.same(await ordersOf(shop, 'Price up'), [], 'nothing is ordered at a price nobody has seen')
  const link = await sara.tap('Accept new total')
  t.same(titlesOf(link), ['Pay SAR 70'], 'having chosen the card before, the shopper goes straight to the link')
  await sara.pay(payLinkIn(link))
  await sara.hear()
  t.match(await ordersOf(shop, 'Price up'), [{ status: 'placed', payment: 'paid', total: 7_000 }])
})

t.test('a price that went up between cash and yes is asked again; the old yes buys nothing', async (t) => {
  const amal = await newPhone('Cash up')
  await upToPaying(amal, { 'DT-SACH-10': 1 })
  await amal.tap('Cash on delivery')
  await owner.setsPrice('DT-SACH-10', 3_100)
  const changed = await amal.tap('Yes, confirm')
  t.match(plain(changed), /is now SAR 31; you saw SAR 29\./)
  t.same(await ordersOf(shop, 'Cash up'), [])
  const again = await amal.tap('Accept new total')
  t.match(plain(again), /You pay SAR 51 in cash on delivery/)
  await amal.tap('Yes, confirm')
  t.match(await ordersOf(shop, 'Cash up'), [{ status: 'placed', method: 'cash_on_delivery', total: 5_100 }])
})

t.test('a price that went down is honored without a word', async (t) => {
  const hind = await newPhone('Price down')
  await upToPaying(hind, { 'DT-SACH-30': 1 })
  await owner.setsPrice('DT-SACH-30', 7_000)
  const link = await hind.tap('Pay SAR 95')
  t.same(titlesOf(link), ['Pay SAR 90'])
  t.notMatch(plain(link), /you saw/)
  await hind.pay(payLinkIn(link))
  t.match(plain(await hind.hear()), /for SAR 90, paid by card/)
})

t.test('a forged price in WhatsApp’s cart is worth nothing (case 24)', async (t) => {
  const eve = await newPhone('Forger')
  await eve.say('Hello')
  const answer = await eve.order([{ retailerId: 'DT-AJWA-3K', quantity: 1, itemPrice: 0.01 }])
  t.match(plain(answer), /is now SAR 279; you saw SAR 0\.01/)
  const whereTo = await eve.tap('Accept new total')
  t.match(plain(whereTo), /for SAR 279 plus SAR 20 delivery/)
  t.match(titlesOf(await eve.say(homeAddress)), ['Pay SAR 299'])
})

t.test('what sells out before the yes is said, and the rest is one tap away', async (t) => {
  const rim = await newPhone('Sold out')
  await upToPaying(rim, { 'DT-ANBR-1K': 1, 'DT-SUKK-1K': 1 })
  await owner.counts('DT-ANBR-1K', 0)
  const changed = await rim.tap('Cash on delivery')
  t.match(plain(changed), /Anbara.* has just sold out, so we took it out\./)
  t.match(plain(changed), /\*Total: SAR 59\*/)
  t.equal(titlesOf(changed)[0], 'Continue')
  const summary = await rim.tap('Continue')
  t.match(plain(summary), /You pay SAR 59 in cash/)
  await rim.tap('Yes, confirm')
  t.match(await ordersOf(shop, 'Sold out'), [{ status: 'placed', total: 5_900 }])
})

t.test('of ten who want the last one at once, one gets it and nine are told', async (t) => {
  await owner.counts('DT-ANBR-500', 1)
  const crowd = await Promise.all(
    Array.from({ length: 10 }, async (_, place) => {
      const phone = await newPhone(`Crowd ${place}`)
      await upToPaying(phone, { 'DT-ANBR-500': 1 })
      await phone.tap('Cash on delivery')
      return phone
    }),
  )
  const answers = await Promise.all(crowd.map((phone) => phone.tap('Yes, confirm')))
  const confirmed = answers.filter((answer) => /is confirmed/.test(plain(answer)))
  const told = answers.filter((answer) => /^Nothing in that cart is available any more/.test(plain(answer)))
  t.same([confirmed.length, told.length], [1, 9])
  t.same(await stockOf(shop, 'DT-ANBR-500'), { onHand: 1, held: 0, committed: 1 })
})

t.test('more than there is becomes what there is, with a word and a tap', async (t) => {
  await owner.counts('DT-MEDJ-J-1K', 3)
  const noor = await newPhone('Too many')
  await noor.say('Hello')
  const answer = await noor.order(cartOf({ 'DT-MEDJ-J-1K': 7 }))
  t.match(plain(answer), /There are only 3 left of .*; we set your cart to that\./)
  t.match(plain(answer), /3 × .*: SAR 267/)
  t.equal(titlesOf(answer)[0], 'Continue')
})

t.test('a product archived while it is in the cart leaves the rest of it to be bought (case 25)', async (t) => {
  const lina = await newPhone('Archived')
  await upToPaying(lina, { 'DT-KHWL-WB': 1, 'DT-SUKK-1K': 2 })
  await owner.archives('DT-KHWL-WB')
  const cart = await lina.say('cart')
  t.match(plain(cart), /is no longer for sale, so we took it out\./)
  t.match(plain(cart), /2 × Sukkari.*: SAR 78/)
  const link = await lina.say('card')
  t.same(titlesOf(link), ['Pay SAR 98'])
  await lina.pay(payLinkIn(link))
  t.match(plain(await lina.hear()), /2 items for SAR 98/)
  t.match(plain(await lina.order(cartOf({ 'DT-KHWL-WB': 1 }))), /^Nothing in that cart is available any more/)
})

t.test('an order that is placed outlives the product in it (case 26)', async (t) => {
  const noha = await newPhone('Snapshot')
  await buyByCard(noha, { 'DT-MJLS-500': 1 })
  await owner.setsPrice('DT-MJLS-500', 99_900)
  await owner.archives('DT-MJLS-500')
  t.match(plain(await noha.say('my order')), /^Order \d+, SAR 105: confirmed and being prepared\./)
  const [order] = await ordersOf(shop, 'Snapshot')
  const { body } = await shop.api(`GET /v1/orders?limit=100`)
  const seen = body.data.find(({ number }: { number: number }) => number === order?.number)
  t.match(seen.total, { amount: 10_500 })
})

t.test('what is held for somebody stays theirs when the owner counts none (case 5)', async (t) => {
  const wafa = await newPhone('Held')
  const link = await upToLink(wafa, { 'DT-CARD-500': 2 })
  await owner.counts('DT-CARD-500', 0)
  await wafa.pay(link)
  t.match(plain(await wafa.hear()), /is confirmed/)
  t.same(await holdsOf(shop, 'Held'), ['DT-CARD-500 2 committed'])
  const problems = await shop.query(`select code from store_problems where resolved_at is null and code like 'stock%'`)
  t.equal(problems.length, 1, 'the owner is told that more is promised than there is')
})

t.test('a button from before says where things stand now', async (t) => {
  const dina = await newPhone('Stale')
  const first = await upToPaying(dina, { 'DT-SUKK-1K': 1 })
  const [oldPay] = first.taps
  await dina.order(cartOf({ 'DT-PAST-500': 1 }))
  await dina.tap('Add to it')
  const answer = await dina.act({ tap: { id: oldPay?.id, messageId: first.wamid } })
  t.match(plain(answer), /^Your cart has changed since then\. This is how it stands now:/)
  t.same(await ordersOf(shop, 'Stale'), [])
})

t.test('a second tap on a yes makes no second order', async (t) => {
  const dalal = await newPhone('Double tap')
  await upToPaying(dalal, { 'DT-SUKK-1K': 1 })
  const summary = await dalal.tap('Cash on delivery')
  const [yes] = summary.taps
  const tap = { tap: { id: yes?.id, messageId: summary.wamid } }
  await Promise.all([dalal.send(tap), dalal.send(tap), dalal.send(tap)])
  const heard = [await dalal.hear(), await dalal.hear(), await dalal.hear()]
  t.equal(heard.filter((answer) => /is confirmed: 1 item/.test(plain(answer))).length, 1)
  t.equal(heard.filter((answer) => /^You already have order \d+ for this\./.test(plain(answer))).length, 2)
  t.equal((await ordersOf(shop, 'Double tap')).length, 1)
})

t.test('a forged button, and another shopper’s, do nothing but bring the menu', async (t) => {
  const [mallory, victim] = [await newPhone('Mallory'), await newPhone('Victim')]
  const summary = await upToPaying(victim, { 'DT-SUKK-1K': 1 })
  const [theirs] = summary.taps
  await mallory.say('Hello')
  const raw = (id: string) => ({
    raw: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title: 'Pay' } } },
  })
  for (const id of [
    String(theirs?.id),
    `${String(theirs?.id).slice(0, -3)}AAA`,
    'confirm',
    '__proto__::0:x',
    'cancel-order:x:0:y',
  ]) {
    const answer = await mallory.act(raw(id))
    t.match(plain(answer), /^That button is not valid any more\./, id)
  }
  t.same(await ordersOf(shop, 'Mallory'), [])
  t.same(await ordersOf(shop, 'Victim'), [])
  t.match(plain(await victim.tap('Cash on delivery')), /Shall we confirm\?/)
})

t.test('what a shopper bought in cash cannot be canceled by a button made for somebody else', async (t) => {
  const [one, other] = [await newPhone('Owner of order'), await newPhone('Neighbor')]
  await buyInCash(one, { 'DT-SUKK-1K': 1 })
  const question = await one.say('cancel')
  const [cancel] = question.taps
  await other.say('Hello')
  await other.act({
    raw: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: cancel?.id, title: 'x' } } },
  })
  t.match(await ordersOf(shop, 'Owner of order'), [{ status: 'placed' }])
  t.match(plain(await one.tap('Cancel order')), /^Order \d+ is canceled and nothing is charged\./)
  t.match(await ordersOf(shop, 'Owner of order'), [{ status: 'canceled' }])
  t.same(await holdsOf(shop, 'Owner of order'), ['DT-SUKK-1K 1 released'])
})

t.test('at the end', (t) => checkBooks(t, shop))
