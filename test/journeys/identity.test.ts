import t from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { seedStores } from '#seeds/content/index.ts'
import { checkBooks, sendings, settle } from '#test/journeys/books.ts'
import { buyInCash, homeAddress } from '#test/journeys/plays.ts'
import { cartOf, ordersOf, plain, rhythmOf } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

const [, bakery] = seedStores
if (bakery === undefined) throw new Error('there is only one seed store')
const shop = await openShop(t, { neighbors: [bakery] })

type Alias = { kind: string; value: string; name: string | null }

/** Who the shop takes this person for, by every name it knows. */
const aliasesOf = (name: string) =>
  shop.query<Alias & { shopperId: string }>(
    `select a.kind, a.value, s.name, s.id as "shopperId" from shopper_aliases a join shoppers s on s.id = a.shopper_id
    where s.name = $1 order by a.kind, a.value`,
    [name],
  )

const shoppersIn = (aliases: readonly { shopperId: string }[]) =>
  new Set(aliases.map(({ shopperId }) => shopperId)).size

/** Opens the window at Meta with a message the shop never gets, so that the next one may be written here by hand. */
const openWindow = async (phone: Phone) => {
  await shop.misbehave({ api: 'webhooks.messages', fault: 'lose', times: 1 })
  await phone.send({ text: '…' })
}

const personOf = async (phone: Phone) => {
  const { shoppers } = (await shop.control('/shoppers')) as unknown as {
    shoppers: { id: string; waId: string | null; bsuid: string }[]
  }
  const found = shoppers.find(({ id }) => id === phone.id)
  if (found === undefined) throw new Error('the sandbox does not know this phone')
  return found
}

t.test('a shopper without a visible number is asked once for address and phone, and buys in cash', async (t) => {
  const rana = await shop.phone({ name: 'Rana', hidePhone: true, username: 'rana.riyadh', country: 'SA' })
  await rana.say('Hello')
  const whereTo = await rana.order(cartOf({ 'DT-SUKK-1K': 1 }))
  t.match(plain(whereTo), /Please add a phone number the courier can call\./)
  const howToPay = await rana.say(`${homeAddress}, 0501234567`)
  t.match(plain(howToPay), /How would you like to pay\?/, 'one message held both')
  await rana.tap('Cash on delivery')
  await rana.tap('Yes, confirm')
  t.match(await ordersOf(shop, 'Rana'), [{ status: 'placed', payment: 'due_on_delivery' }])
  const [order] = await shop.query<{ phone: string; text: string }>(
    `select o.delivery_phone as phone, address ->> 'text' as text from orders o
    join shoppers s on s.id = o.shopper_id where s.name = 'Rana'`,
  )
  t.same(order, { phone: '+966501234567', text: homeAddress }, 'the phone is not a part of the address')
  const kinds = (await aliasesOf('Rana')).map(({ kind }) => kind)
  t.same(kinds, ['bsuid', 'username'], 'a business-scoped id is nobody’s phone number')
  const sent = (await sendings(shop)).map(({ body }) => body as { to?: string; recipient?: string })
  const { bsuid } = await personOf(rana)
  t.ok(
    sent.every(({ to, recipient }) => to === undefined && recipient === bsuid),
    'the id is addressed as an id',
  )
  t.equal(rhythmOf(await rana.chat()), 'in out in out in out in out in out')
})

t.test('a pin leaves only the phone to ask for, and what is no phone is asked for again', async (t) => {
  const faris = await shop.phone({ name: 'Faris', hidePhone: true, country: 'SA' })
  await faris.say('Hello')
  await faris.order(cartOf({ 'DT-SUKK-1K': 1 }))
  const phone = await faris.location(24.7, 46.6)
  t.match(plain(phone), /^Which number should the courier call\?/)
  t.match(plain(await faris.say('12')), /could not read a phone number/)
  t.match(plain(await faris.say('٠٥٠ ١٢٣ ٤٥٦٨')), /ما طريقة الدفع|How would you like to pay/)
})

t.test('when the number shows up later it is the same shopper, with the same cart and orders', async (t) => {
  const amal = await shop.phone({ name: 'Amal', phone: '+966501000021', hidePhone: true })
  await amal.say('Hello')
  await amal.order(cartOf({ 'DT-SUKK-1K': 2 }))
  await amal.say(`${homeAddress} 0501000021`)
  await amal.tap('Cash on delivery')
  await amal.tap('Yes, confirm')
  const before = await aliasesOf('Amal')
  const { bsuid, waId } = await personOf(amal)
  await shop.control('/webhooks', {
    phoneNumberId: shop.store.phoneNumberId,
    value: messageValue({ bsuid, waId: '966501000021', name: 'Amal', text: 'my orders' }),
  })
  t.match(plain(await amal.hear()), /^Order \d+, SAR 98: confirmed/)
  const after = await aliasesOf('Amal')
  t.same(
    after.map(({ kind }) => kind),
    ['bsuid', 'wa_id'],
    waId ?? 'hidden until now',
  )
  t.equal(shoppersIn([...before, ...after]), 1)
})

t.test('two strangers who turn out to be one keep both histories', async (t) => {
  const { phoneNumberId } = shop.store
  const salma = await shop.phone({ name: 'Salma', phone: '+966501000022' })
  await openWindow(salma)
  const { bsuid } = await personOf(salma)
  const says = (text: string, ids: Pick<Written, 'bsuid' | 'waId'>) =>
    shop.control('/webhooks', { phoneNumberId, value: messageValue({ name: 'Salma', text, ...ids }) })
  await says('hello', { bsuid: null, waId: '966501000022' })
  await salma.hear()
  await says('hi', { bsuid, waId: null })
  await salma.hear()
  t.equal(shoppersIn(await aliasesOf('Salma')), 2, 'nothing tells yet that they are one')
  await shop.query(`update shoppers set last_payment_method = 'card' where name = 'Salma' and id in (
    select shopper_id from shopper_aliases where kind = 'bsuid')`)
  await says('hello again', { bsuid, waId: '966501000022' })
  await salma.hear()
  t.equal(shoppersIn(await aliasesOf('Salma')), 1)
  t.match(await shop.query(`select last_payment_method from shoppers where name = 'Salma' and merged_into is null`), [
    { last_payment_method: 'card' },
  ])
})

t.test('a number that comes with another person’s id opens nobody’s orders', async (t) => {
  const old = await shop.phone({ name: 'Reem', phone: '+966501000027' })
  await buyInCash(old, { 'DT-SUKK-1K': 1 })
  await shop.control(`/shoppers/${old.id}/change-number`, { phone: '+966501000028' })
  await settle(shop)
  const heir = await shop.phone({ name: 'Heir', phone: '+966501000027' })
  t.match(plain(await heir.say('my orders')), /You have no orders with us yet/)
  t.match(plain(await old.say('my orders')), /^Order \d+, SAR 59/)
})

t.test('a new phone number and a new user id take nothing away', async (t) => {
  const tala = await shop.phone({ name: 'Tala', phone: '+966501000023' })
  await buyInCash(tala, { 'DT-PAST-500': 1 })
  await shop.control(`/shoppers/${tala.id}/change-number`, { phone: '+966501000024' })
  await settle(shop)
  await shop.control(`/shoppers/${tala.id}/change-user-id`, {})
  await settle(shop)
  t.match(plain(await tala.say('my orders')), /^Order \d+, SAR 34: confirmed/)
  const [sent] = (await sendings(shop)).slice(-1)
  t.match(sent?.body, { to: '+966501000024' })
  const numbers = (await aliasesOf('Tala')).filter(({ kind }) => kind === 'wa_id').map(({ value }) => value)
  t.ok(numbers.includes('966501000024'))
  t.equal(shoppersIn(await aliasesOf('Tala')), 1)
})

t.test('the same person in two shops is two customers, and neither shop sees the other’s', async (t) => {
  const here = await shop.phone({ name: 'Jana', phone: '+966501000025' })
  await buyInCash(here, { 'DT-SUKK-1K': 1 })
  await shop.control(`/shoppers/${here.id}/say`, { phoneNumberId: bakery.phoneNumberId, text: 'طلباتي' })
  await shop.until(async () => shoppersIn(await aliasesOf('Jana')) === 2, 'both shops know her')
  const stores = await shop.query<{ store: string; orders: number }>(
    `select t.slug as store, (select count(*)::int from orders o where o.shopper_id = s.id) as orders
    from shoppers s join stores t on t.id = s.store_id where s.name = 'Jana' order by t.slug`,
  )
  t.same(stores, [
    { store: 'dar-al-tamr', orders: 1 },
    { store: bakery.slug, orders: 0 },
  ])
  const answered = await shop.query<{ content: { text: string } }>(
    `select m.content from messages m join stores t on t.id = m.store_id join shoppers s on s.id = m.shopper_id
    where s.name = 'Jana' and t.slug = $1`,
    [bakery.slug],
  )
  t.match(answered, [{ content: { text: /لا توجد لديك طلبات بعد/ } }])
  const list = await shop.api('GET /v1/orders?limit=100')
  const [neighbor] = shop.neighbors
  const other = await fetch(`${shop.url}/v1/orders/${list.body.data[0].id}`, {
    headers: { authorization: `Bearer ${neighbor?.apiKey}` },
  })
  t.equal(other.status, 404)
})

t.test('who stops offers in WhatsApp itself is known to have, until they resume', async (t) => {
  const hidden = await shop.phone({ name: 'Stops offers', hidePhone: true })
  t.match(plain(await hidden.say('Hello')), /^Welcome/)
  const optedOut = async () => {
    const { data } = (await shop.api('GET /v1/shoppers?limit=100')).body
    return data.find(({ name }: { name: string }) => name === 'Stops offers').marketingOptedOutAt
  }
  const { phoneNumberId } = shop.store
  await shop.control(`/shoppers/${hidden.id}/marketing`, { phoneNumberId, value: 'stop' })
  await shop.until(async () => (await optedOut()) !== null, 'the shop knows of the stop')
  await shop.control(`/shoppers/${hidden.id}/marketing`, { phoneNumberId, value: 'resume' })
  await shop.until(async () => (await optedOut()) === null, 'the shop knows of the resumption')
})

t.test('at the end', (t) => checkBooks(t, shop))

type Written = { bsuid: string | null; waId: string | null; name: string; text: string }

/** A text as Meta hands it over, from somebody whose number it shows or keeps to itself. */
function messageValue({ bsuid, waId, name, text }: Written) {
  const contact = { ...(waId !== null && { wa_id: waId }), ...(bsuid !== null && { user_id: bsuid }) }
  const sender = { ...(waId !== null && { from: waId }), ...(bsuid !== null && { from_user_id: bsuid }) }
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '966525550142', phone_number_id: shop.store.phoneNumberId },
    contacts: [{ profile: { name }, ...contact }],
    messages: [
      {
        ...sender,
        id: `wamid.${Buffer.from(`${bsuid}${text}${waId}`).toString('base64url')}`,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: 'text',
        text: { body: text },
      },
    ],
  }
}
