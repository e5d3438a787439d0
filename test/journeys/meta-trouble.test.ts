import t, { type Test } from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { checkBooks, sendings } from '#test/journeys/books.ts'
import { buyInCash } from '#test/journeys/plays.ts'
import { cartOf, ordersOf, plain, rhythmOf } from '#test/journeys/views.ts'
import { endDoubts, endPauses, outcomesOf } from '#test/journeys/weather.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(180_000)
const shop = await openShop(t, { workers: 2 })

let lastPhone = 100
const newPhone = (name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+966506000${lastPhone}` })
}

const messageTo = async (name: string) => {
  const [row] = await shop.query<{ state: string; attempts: number; code: string | null }>(
    `select m.state, m.attempts, m.error_code as code from messages m join shoppers s on s.id = m.shopper_id
    where s.name = $1 order by m.seq desc limit 1`,
    [name],
  )
  return row
}

const callsFor = async (name: string) => {
  const ids = await shop.query<{ id: string }>(
    'select m.id from messages m join shoppers s on s.id = m.shopper_id where s.name = $1',
    [name],
  )
  const known = new Set(ids.map(({ id }) => id))
  return (await sendings(shop)).filter(({ body }) => known.has(body.biz_opaque_callback_data?.split('.')[0] ?? ''))
}

/** One hello in this weather; the sun comes out once the call that answers it has gone wrong. */
async function hello(name: string, rule: Record<string, unknown>): Promise<Phone> {
  const phone = await newPhone(name)
  await inBadWeather(name, rule, () => phone.send({ text: 'Hello' }))
  return phone
}

/** Read marks go the same way as messages, so the weather holds until a message was caught in it. */
async function inBadWeather(name: string, rule: Record<string, unknown>, act: () => Promise<unknown>): Promise<void> {
  await shop.misbehave({ api: 'messages', ...rule })
  await act()
  const caught = async () => (await callsFor(name)).some(({ fault }) => fault !== undefined)
  await shop.until(caught, 'a message is caught in it')
  await shop.behave()
}

async function heardOnce(t: Test, phone: Phone, name: string): Promise<void> {
  t.match(plain(await phone.hear()), /^Welcome/)
  await shop.until(async () => (await messageTo(name))?.state === 'read', 'it is read')
  t.ok(await phone.hearsNothing(200), 'nothing is said twice')
}

// Meta's answer would take 15 seconds not to come, so the others do not wait for it.
const silent = await hello('Silence', { fault: 'silence' })

t.test('limits are waited out: nothing is lost and nothing is doubled', async (t) => {
  for (const [name, rule] of Object.entries({
    'Too many requests': { fault: 'http_429' },
    'Number limit': { fault: '130429' },
    'Pair limit': { fault: '131056' },
  })) {
    const phone = await hello(name, rule)
    await shop.until(() => endPauses(shop), 'Meta is left alone')
    await heardOnce(t, phone, name)
    t.same(
      (await callsFor(name)).map(({ status }) => status === 200),
      [false, true],
      name,
    )
  }
})

t.test('an answer that was lost after the message was taken is found in its status; nothing goes twice', async (t) => {
  for (const fault of ['accept_then_reset', 'accept_then_500']) {
    const phone = await hello(fault, { fault })
    await heardOnce(t, phone, fault)
    t.equal((await callsFor(fault)).length, 1, fault)
  }
})

t.test('a menu of which nobody knows whether it went is not sent again; asking again brings it', async (t) => {
  for (const fault of ['reset', '503_no_body', 'http_500']) {
    const phone = await hello(fault, { fault })
    await shop.until(async () => (await messageTo(fault))?.state === 'in_doubt', `${fault} is in doubt`)
    t.ok(await phone.hearsNothing(100))
    await endDoubts(shop, fault)
    await shop.until(async () => (await messageTo(fault))?.state === 'failed', 'it is given up')
    t.match(plain(await phone.say('menu')), /^What would you like to do/)
  }
})

t.test('a confirmation is certain to arrive, though its first call led nowhere', async (t) => {
  const sara = await newPhone('Certain')
  await sara.say('Hello')
  await sara.order(cartOf({ 'DT-SUKK-1K': 1 }))
  await sara.say('Al Olaya, King Fahd Road, building 12, Riyadh')
  await sara.tap('Cash on delivery')
  await inBadWeather('Certain', { fault: 'reset' }, () => sara.send({ tap: { title: 'Yes, confirm' } }))
  await shop.until(async () => (await messageTo('Certain'))?.state === 'in_doubt', 'the confirmation is in doubt')
  t.match(await ordersOf(shop, 'Certain'), [{ status: 'placed' }], 'the order does not wait for Meta')
  await endDoubts(shop, 'Certain')
  t.match(plain(await sara.hear()), /is confirmed/)
  await shop.until(async () => (await messageTo('Certain'))?.state === 'read', 'it is read')
  t.match(await messageTo('Certain'), { attempts: 2 })
})

t.test('while Meta is away for everybody orders are taken, and when it is back all is said in order', async (t) => {
  const crowd = await Promise.all(Array.from({ length: 8 }, (_, place) => newPhone(`Outage ${place}`)))
  for (const phone of crowd) await phone.say('Hello')
  const refusedBefore = (await sendings(shop)).filter(({ status }) => status === 429).length
  await shop.misbehave({ api: 'messages', fault: 'http_429' })
  for (const phone of crowd) {
    await phone.send({ text: 'cart' })
    await phone.send({ text: 'my orders' })
    await phone.send({ text: 'menu' })
  }
  await shop.until(
    async () => (await shop.query('select 1 from inbox where outcome is null')).length === 0,
    'everybody is answered on paper',
  )
  const refused = async () => (await sendings(shop)).filter(({ status }) => status === 429).length - refusedBefore
  await shop.until(async () => (await refused()) > 0, 'Meta has said no')
  t.ok((await refused()) <= crowd.length, 'whoever was under way hears no once, and nobody asks again')
  await shop.behave()
  await endPauses(shop)
  const answers = [/^Your cart is empty/, /^You have no orders/, /^What would you like to do/]
  for (const phone of crowd) {
    for (const answer of answers) t.match(plain(await phone.hear(30_000)), answer)
    t.equal(
      rhythmOf(await phone.chat())
        .replaceAll(' ', '')
        .split('out').length - 1,
      4,
    )
  }
})

t.test('a token that is refused parks the store; once the owner has mended it, all that waited goes out', async (t) => {
  // A refusal just after a new token still speaks of the old one, and this shop has only just opened.
  await shop.query(`update store_secrets set updated_at = updated_at - interval '1 minute'`)
  const noor = await newPhone('Token')
  await noor.say('Hello')
  await inBadWeather('Token', { fault: 'auth_190' }, () => noor.send({ text: 'menu' }))
  const parked = async () => (await shop.query(`select 1 from stores where sending_parked_at is not null`)).length === 1
  await shop.until(parked, 'the store is parked')
  const problems = await shop.query(`select code from store_problems where resolved_at is null`)
  t.ok(problems.length > 0, 'the owner is told')
  const buying = await newPhone('Parked')
  await buying.send({ text: 'Hello' })
  t.ok(await buying.hearsNothing(300))
  t.equal((await shop.api('POST /v1/store/resume-sending')).status, 200)
  t.match(plain(await noor.hear()), /^What would you like to do/)
  t.match(plain(await buying.hear()), /^Welcome/)
  t.same(await outcomesOf(shop, buying), ['answered'])
})

t.test('a failure that is told of later ends the message, or sends it again when that can help', async (t) => {
  const rim = await newPhone('Later')
  await buyInCash(rim, { 'DT-SUKK-1K': 1 })
  await inBadWeather('Later', { fault: 'fail_later', code: 131026 }, () => rim.send({ text: 'menu' }))
  await shop.until(async () => (await messageTo('Later'))?.state === 'failed', 'it has failed')
  t.match(await messageTo('Later'), { code: '131026', attempts: 1 })
})

t.test('a call nobody answered was not taken, and is over when its time is', async (t) => {
  await shop.until(async () => (await messageTo('Silence'))?.state === 'in_doubt', 'the call has been given up', 20_000)
  await endDoubts(shop, 'Silence')
  await shop.until(async () => (await messageTo('Silence'))?.state === 'failed', 'it is decided')
  t.match(plain(await silent.say('Hello')), /^Welcome/)
})

t.test('at the end', (t) => checkBooks(t, shop, { states: ['failed'] }))
