import t from 'tap'
import { findOrder, sendParcel } from '#app/demo/courier.ts'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks, settle } from '#test/journeys/books.ts'
import { ownerOf } from '#test/journeys/owner.ts'
import { buyInCash, courierOf } from '#test/journeys/plays.ts'
import { cartOf, ordersOf, payLinkIn, plain, rhythmOf, titlesOf } from '#test/journeys/views.ts'
import { outcomesOf } from '#test/journeys/weather.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(120_000)
const shop = await openShop(t)
const owner = ownerOf(shop)

let lastPhone = 100
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+966507000${lastPhone}` })
}

const contact = [{ name: 'A friend', phone: '+966501112233' }]

t.test('whatever is sent gets an answer with a way on', async (t) => {
  const acts: Record<string, Record<string, unknown>> = {
    voice: { voice: true },
    image: { image: true },
    sticker: { sticker: true },
    document: { document: true },
    contact: { contacts: contact },
    unsupported: { unsupported: true },
    'unknown type': { raw: { type: 'hologram', hologram: { id: '1' } } },
  }
  for (const [kind, act] of Object.entries(acts)) {
    const phone = await newPhone(`Sends ${kind}`)
    await phone.say('Hello')
    const answer = await phone.act(act)
    t.ok(titlesOf(answer).length > 0, `${kind}: there is something to tap`)
    t.same(await outcomesOf(shop, phone), ['answered', 'answered'], kind)
    t.match(plain(await phone.say('cart')), /^Your cart is empty/, 'and the shop goes on')
  }
})

t.test('a picture with words is answered by its words', async (t) => {
  const phone = await newPhone('Caption')
  await phone.say('Hello')
  t.match(plain(await phone.act({ image: { caption: 'do you have ajwa?' } })), /^Found: .*\n.*\n• تمر عجوة/)
})

t.test('what asks nothing is noted and not answered', async (t) => {
  const phone = await newPhone('Quiet')
  await phone.say('Hello')
  const [mine, theirs] = await phone.chat()
  await phone.send({ reaction: { messageId: theirs?.wamid, emoji: '👍' } })
  await phone.send({ edit: { messageId: mine?.wamid, text: 'Hello!' } })
  await phone.send({ revoke: { messageId: mine?.wamid } })
  await settle(shop)
  t.ok(await phone.hearsNothing(200))
  const outcomes = await outcomesOf(shop, phone)
  t.equal(outcomes.length, 4)
  t.ok(
    outcomes.slice(1).every((outcome) => outcome.startsWith('ignored:')),
    outcomes.join(),
  )
})

t.test('a shopper who cannot make themselves understood meets a person, not an endless menu', async (t) => {
  const phone = await newPhone('Lost')
  await phone.say('Hello')
  await phone.act({ sticker: true })
  await phone.send({ sticker: true })
  const person = await phone.act({ sticker: true })
  t.equal(titlesOf(person)[0], 'Talk to a person')
  t.equal(rhythmOf(await phone.chat()), 'in out in out in in out', 'excuses are not repeated within ten minutes')
})

t.test('a person takes over: the shop is silent, and one tap or word brings it back', async (t) => {
  const phone = await newPhone('Agent')
  await phone.say('Hello')
  await phone.order(cartOf({ 'DT-SUKK-1K': 1 }))
  const called = await phone.say('I want to talk to a human')
  t.match(
    plain(called),
    /^A colleague has been told and will answer you here as soon as possible\. Your cart stays saved\./,
  )
  await phone.send({ text: 'my address is wrong' })
  await phone.send({ text: 'hello?' })
  await phone.send({ voice: true })
  await settle(shop)
  t.ok(await phone.hearsNothing(300))
  t.same((await outcomesOf(shop, phone)).slice(-3), ['handed_over', 'handed_over', 'handed_over'])
  const waiting = `select 1 from store_problems where code = 'shopper-waits-for-person' and resolved_at is null`
  t.equal((await shop.query(waiting)).length, 1, 'the owner knows who waits')
  const back = await phone.tap('Back to the shop')
  t.match(plain(back), /^Welcome back to the shop\./)
  t.same(await shop.query(waiting), [])
  t.match(plain(await phone.say('cart')), /1 × Sukkari/, 'the cart is still there')
})

t.test('news of a parcel reaches a shopper who waits for a person', async (t) => {
  const phone = await newPhone('Agent and parcel')
  await buyInCash(phone, { 'DT-SUKK-1K': 1 })
  await phone.say('agent')
  const [order] = await ordersOf(shop, 'Agent and parcel')
  await sendParcel(courierOf(shop), await findOrder(courierOf(shop), Number(order?.number)))
  t.match(plain(await phone.hear()), /^Good news, it is on its way/)
})

t.test('"stop" ends offers and nothing else; it is confirmed once and can be taken back', async (t) => {
  const phone = await newPhone('Stop')
  await buyInCash(phone, { 'DT-SUKK-1K': 1 })
  t.match(plain(await phone.say('STOP')), /^No more offers\. Order updates will still reach you\./)
  await phone.send({ text: 'stop' })
  await settle(shop)
  t.ok(await phone.hearsNothing(200), 'a second stop asks for silence')
  const optedOut = `select marketing_opted_out_at is not null as out from shoppers where name = 'Stop'`
  t.same(await shop.query(optedOut), [{ out: true }])
  const [order] = await ordersOf(shop, 'Stop')
  await sendParcel(courierOf(shop), await findOrder(courierOf(shop), Number(order?.number)))
  t.match(plain(await phone.hear()), /^Good news, it is on its way/)
  t.match(plain(await phone.say('start')), /^You will hear of our offers again/)
  t.same(await shop.query(optedOut), [{ out: false }])
})

t.test('a paused shop says so once, serves earlier orders, and goes on where it stopped', async (t) => {
  const [old, fresh] = [await newPhone('Paused'), await newPhone('Paused new')]
  await buyInCash(old, { 'DT-SUKK-1K': 1 })
  await owner.setsStore({ status: 'paused' })
  t.match(plain(await fresh.say('Hello')), /^The shop takes no orders for the moment\./)
  await fresh.send({ text: 'why?' })
  await settle(shop)
  t.ok(await fresh.hearsNothing(200))
  t.match(plain(await old.say('where is my order')), /^Order \d+, SAR 59: confirmed/)
  const question = await old.order(cartOf({ 'DT-PAST-500': 1 }))
  t.match(plain(question), /takes no orders/)
  t.equal((await ordersOf(shop, 'Paused')).length, 1)
  await owner.setsStore({ status: 'active' })
  t.match(plain(await fresh.say('Hello')), /^Welcome/)
})

t.test('a payment page of a shop that has paused takes no money', async (t) => {
  const phone = await newPhone('Paused link')
  await phone.say('Hello')
  await phone.order(cartOf({ 'DT-SUKK-1K': 1 }))
  await phone.say('Al Olaya, King Fahd Road, building 12, Riyadh')
  const url = payLinkIn(await phone.tap('Pay SAR 59'))
  await owner.setsStore({ status: 'paused' })
  await t.rejects(phone.pay(url), /The link ended/)
  await owner.setsStore({ status: 'active' })
  await phone.pay(url)
  t.match(plain(await phone.hear()), /is confirmed/)
})

t.test('one message in the other language does not change it, two do, and a word always does', async (t) => {
  const phone = await newPhone('Languages')
  t.match(plain(await phone.say('Hello')), /^Welcome/)
  t.match(plain(await phone.say('السلة')), /^Your cart is empty/)
  t.match(plain(await phone.say('طلباتي')), /^لا توجد لديك طلبات بعد/)
  t.match(plain(await phone.say('English')), /^We will go on in English\./)
  t.match(plain(await phone.say('السلة')), /^Your cart is empty/, 'a chosen language stays')
  t.match(plain(await phone.say('السلة')), /^Your cart is empty/)
  t.match(plain(await phone.tap('العربية')), /^نكمل الآن بالعربية\./)
})

t.test('at the end', (t) => checkBooks(t, shop))
