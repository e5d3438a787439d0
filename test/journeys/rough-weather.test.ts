import t, { type Test } from 'tap'
import { control, type Phone } from '#app/demo/phone.ts'
import { checkBooks, sendings, settle } from '#test/journeys/books.ts'
import { homeAddress } from '#test/journeys/plays.ts'
import { cartOf, ordersOf, plain, rhythmOf } from '#test/journeys/views.ts'
import { heardBy, outcomesOf, wipeBells } from '#test/journeys/weather.ts'
import { openShop, queueBackends, type Shop } from '#test/support/shop.ts'

t.setTimeout(180_000)

for (const queue of queueBackends) {
  t.test(`over ${queue}, with two workers`, { timeout: 120_000 }, async (t) => {
    const shop = await openShop(t, { queue, workers: 2 })
    await t.test('two hundred copies of one webhook are one message', (t) => copies(t, shop))
    await t.test('a body full of messages and statuses is taken in whole and in order', (t) => batches(t, shop))
    await t.test('statuses that overtake, repeat and shuffle never take a message back', (t) => statuses(t, shop))
    await t.test('a queue wiped in the middle of a purchase costs a moment', (t) => wiped(t, shop))
    await t.test('workers that leave in the middle of a burst leave nothing undone', (t) => leaving(t, shop))
    await t.test('a message nobody can handle is given up with one apology; its neighbors notice nothing', (t) =>
      poison(t, shop),
    )
    await checkBooks(t, shop, { deadEvents: 1 })
  })
}

let lastPhone = 1000
const newPhone = (shop: Shop, name: string): Promise<Phone> => {
  lastPhone += 1
  return shop.phone({ name, phone: `+96650500${lastPhone}` })
}

const crowd = (shop: Shop, name: string, size: number) =>
  Promise.all(Array.from({ length: size }, (_, place) => newPhone(shop, `${name} ${place}`)))

async function copies(t: Test, shop: Shop): Promise<void> {
  const phone = await newPhone(shop, 'Copies')
  await shop.misbehave({ api: 'webhooks.messages', fault: 'duplicate', copies: 200, times: 1 })
  await phone.say('Hello')
  const wamid = (await phone.chat())[0]?.wamid
  await shop.control('/webhooks/replay', { wamid, times: 200 })
  t.ok(await phone.hearsNothing(500), 'nothing more is said')
  t.same(await outcomesOf(shop, phone), ['answered'])
  t.equal(rhythmOf(await phone.chat()), 'in out')
}

async function batches(t: Test, shop: Shop): Promise<void> {
  await control(`${shop.sandbox.url}/control/timing`, { webhookBatchMs: 120 }, 'PUT')
  const phones = await crowd(shop, 'Batch', 12)
  const words = ['Hello', 'cart', 'my orders', 'menu']
  await Promise.all(
    phones.map(async (phone) => {
      for (const text of words) await phone.send({ text })
    }),
  )
  const answers = [/^Welcome/, /^Your cart is empty/, /^You have no orders/, /^What would you like to do/]
  for (const phone of phones) {
    const heard = await heardBy(phone, words.length)
    t.match(heard.map(plain), answers)
  }
  await control(`${shop.sandbox.url}/control/timing`, { webhookBatchMs: 0 }, 'PUT')
  const [envelope] = await shop.query<{ most: number }>(
    `select max(rows)::int as most from (select count(*) as rows from inbox where kind = 'message' group by envelope_id) e`,
  )
  t.ok((envelope?.most ?? 0) > 4, 'the messages of several people shared a body')
}

async function statuses(t: Test, shop: Shop): Promise<void> {
  await shop.misbehave({ api: 'messages', fault: 'early_status', times: 10 })
  await shop.misbehave({ api: 'webhooks.statuses', fault: 'reorder', times: 10 })
  await shop.misbehave({ api: 'webhooks.statuses', fault: 'duplicate', copies: 4, times: 10 })
  const phones = await crowd(shop, 'Status', 10)
  await Promise.all(phones.map((phone) => phone.say('Hello')))
  await settle(shop)
  await shop.behave()
  const { struck } = (await shop.control('/state')) as { struck: Record<string, number> }
  const wanted = ['messages early_status', 'webhooks.statuses reorder', 'webhooks.statuses duplicate']
  t.same(
    wanted.map((fault) => struck[fault]),
    [10, 10, 10],
  )
  await shop.control('/webhooks/replay', { all: true, shuffle: true })
  await settle(shop)
  const states = await shop.query(
    `select distinct m.state, m.attempts from messages m join shoppers s on s.id = m.shopper_id where s.name like 'Status %'`,
  )
  t.same(states, [{ state: 'read', attempts: 1 }])
}

async function wiped(t: Test, shop: Shop): Promise<void> {
  const phone = await newPhone(shop, 'Wiped')
  const steps: (() => Promise<unknown>)[] = [
    () => phone.say('Hello'),
    () => phone.order(cartOf({ 'DT-SUKK-1K': 1 })),
    () => phone.say(homeAddress),
    () => phone.tap('Cash on delivery'),
    () => phone.tap('Yes, confirm'),
  ]
  for (const step of steps) {
    const timed = async () => {
      const since = performance.now()
      await step()
      t.ok(performance.now() - since < 8_000, 'the sweep finds what the bell forgot')
    }
    await Promise.all([wipeBells(shop), timed(), wipeBells(shop), wipeBells(shop)])
  }
  t.match(await ordersOf(shop, 'Wiped'), [{ status: 'placed' }])
  t.equal(rhythmOf(await phone.chat()), 'in out in out in out in out in out')
}

async function leaving(t: Test, shop: Shop): Promise<void> {
  const phones = await crowd(shop, 'Burst', 30)
  const words = ['Hello', 'ajwa', 'cart']
  const talking = Promise.all(
    phones.map(async (phone) => {
      for (const text of words) await phone.send({ text })
    }),
  )
  await shop.until(
    async () => (await shop.query(`select 1 from inbox where outcome is null`)).length > 0,
    'the burst has begun',
  )
  await shop.closeWorkers()
  await talking
  const [open] = await shop.query<{ count: number }>('select count(*)::int as count from inbox where outcome is null')
  t.ok((open?.count ?? 0) > 0, 'work was left lying about')
  await shop.openWorkers(2)
  for (const phone of phones) {
    const heard = await heardBy(phone, words.length)
    t.match(plain(heard[0] ?? { text: '' }), /^Welcome/)
    t.match(plain(heard[2] ?? { text: '' }), /^Your cart is empty/)
  }
}

async function poison(t: Test, shop: Shop): Promise<void> {
  const [sick, well] = [await newPhone(shop, 'Sick'), await newPhone(shop, 'Well')]
  await sick.say('Hello')
  await shop.query(
    `update conversations set memory = '{"offered": 7}' where shopper_id = (select id from shoppers where name = 'Sick')`,
  )
  await sick.send({ text: 'dates' })
  await sick.send({ text: 'menu' })
  for (const text of ['Hello', 'ajwa', 'menu']) t.match(plain(await well.say(text)), /./)
  const dead = async () => {
    await shop.query('update mailboxes set blocked_until = null where blocked_until is not null')
    return (await shop.query(`select 1 from inbox where outcome = 'dead'`)).length > 0
  }
  await shop.until(dead, 'the message is given up', 30_000)
  const [apology, menu] = await heardBy(sick, 2)
  t.match(plain(apology ?? { text: '' }), /sorry/i)
  t.match(plain(menu ?? { text: '' }), /^What would you like to do/, 'what came after it is answered')
  t.same(await outcomesOf(shop, sick), ['answered', 'dead', 'answered'])
  const problems = await shop.query(`select 1 from store_problems where code = 'message-not-handled'`)
  t.equal(problems.length, 1)
  t.equal((await sendings(shop)).filter(({ status }) => status !== 200).length, 0)
}
