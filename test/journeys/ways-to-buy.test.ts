import t from 'tap'
import { seedStores } from '#seeds/content/index.ts'
import { checkBooks } from '#test/journeys/books.ts'
import { buyByCard, buyInCash, deliver, homeAddress, upToLink } from '#test/journeys/plays.ts'
import { cartOf, ordersOf, payLinkIn, plain, purposesTo, rhythmOf, titlesOf } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

const [, bakery] = seedStores
if (bakery === undefined) throw new Error('there is only one seed store')
const shop = await openShop(t, { neighbors: [bakery] })

t.test('where the catalog is hidden, lists and buttons fill the cart all the same', async (t) => {
  const [, { accessToken } = { accessToken: '' }] = shop.sandbox.world.numbers
  const settings = `${shop.sandbox.url}/v26.0/${bakery.phoneNumberId}/whatsapp_commerce_settings`
  const hidden = await fetch(`${settings}?is_catalog_visible=false`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}` },
  })
  t.equal(hidden.status, 200)
  const dana = await shop.phone({ name: 'Dana', phone: '+96550000001', country: 'KW' }, bakery)
  await dana.say('hi')
  const list = await dana.tap('Kuwaiti Sweets')
  t.match(list.body, { interactive: { type: /^list$/ } }, 'Meta refuses the catalog, so the list that stood by goes')
  const [row] = list.taps
  const cart = await dana.tap(row?.title ?? '')
  t.match(plain(cart), /^Added: .*Your cart:/s)
  t.same(titlesOf(cart), ['Checkout', 'Edit cart', 'Keep shopping'])
  const refused = await shop.query(`select 1 from messages where attempts > 1`)
  t.equal(refused.length, 1)
  await dana.tap('Checkout')
  const howToPay = await dana.say('Salmiya, block 4, street 7, house 9')
  t.match(plain(howToPay), /\*Total: KWD \d+\.\d{3}\*/)
  await dana.tap('Cash on delivery')
  const confirmed = await dana.tap('Yes, confirm')
  t.match(plain(confirmed), /paid in cash|cash on delivery/i)
  t.match(await ordersOf(shop, 'Dana'), [{ status: 'placed', method: 'cash_on_delivery' }])
  t.equal(rhythmOf(await dana.chat()), 'in out in out in out in out in out in out in out')
})

t.test('typed words find products, in either language and any spelling, and numbers say how many', async (t) => {
  const omar = await shop.phone({ name: 'Omar', phone: '+966501000011' })
  const found = await omar.say('do you have ajwa?')
  t.match(found.body, { interactive: { type: 'product_list' } })
  const three = await omar.say('3 ajwa')
  t.match(three.body, { interactive: { type: /^list$/ } }, 'a number is kept, so the rows add that many')
  const cart = await omar.tap(three.taps[0]?.title ?? '')
  t.match(plain(cart), /3 × Ajwa Dates from Madinah, 500 g: SAR 165/)
  await omar.say('عجوه')
  const arabic = await omar.say('عندكم عجوة')
  t.match(plain(arabic), /عجوة/, 'two messages in Arabic in a row change the language')
  const lost = await omar.say('سبيكة ذهب')
  t.match(plain(lost), /لم نجد شيئاً باسم/)
  const back = await omar.say('السلة')
  t.match(plain(back), /تمر عجوة المدينة، 500 جرام × 3: 165 ر\.س/)
})

t.test('a returning card shopper gets the link as soon as the cart comes, and pays with two messages', async (t) => {
  const layla = await shop.phone({ name: 'Layla', phone: '+966501000012' })
  await buyByCard(layla, { 'DT-SUKK-1K': 1 })
  const link = await layla.order(cartOf({ 'DT-SUKK-1K': 2 }))
  t.match(plain(link), /Order \d+ is ready to pay\..*2 × Sukkari.*To: Al Olaya/s)
  await layla.pay(payLinkIn(link))
  t.match(plain(await layla.hear()), /is confirmed: 2 items for SAR 98, paid by card/)
  t.match(await ordersOf(shop, 'Layla'), [{ status: 'placed' }, { status: 'placed', payment: 'paid', total: 9_800 }])
  t.same((await purposesTo(shop, 'Layla')).slice(-2), ['payment_link', 'order_confirmed'])
})

t.test('a returning cash shopper is asked for one yes, and may still pay by card', async (t) => {
  const huda = await shop.phone({ name: 'Huda', phone: '+966501000013' })
  await buyInCash(huda, { 'DT-SUKK-1K': 1 })
  const summary = await huda.order(cartOf({ 'DT-PAST-500': 3 }))
  t.same(titlesOf(summary), ['Yes, confirm', 'Pay by card', 'Change'])
  t.match(plain(summary), /You pay SAR 62 in cash on delivery\. Shall we confirm\?/)
  const link = await huda.tap('Pay by card')
  await huda.pay(payLinkIn(link))
  t.match(plain(await huda.hear()), /paid by card/)
  t.match(await ordersOf(shop, 'Huda'), [{ method: 'cash_on_delivery' }, { method: 'card', payment: 'paid' }])
})

t.test('an address may be a pin, and another one is one tap or one word away', async (t) => {
  const rami = await shop.phone({ name: 'Rami', phone: '+966501000014' })
  await rami.say('hello')
  await rami.order(cartOf({ 'DT-SAQA-1K': 1 }))
  const howToPay = await rami.location(24.7136, 46.6753)
  t.same(titlesOf(howToPay), ['Pay SAR 54', 'Cash on delivery', 'Change'])
  const change = await rami.tap('Change')
  t.same(titlesOf(change), ['Edit cart', 'Other address', 'View cart'])
  await rami.tap('Other address')
  const again = await rami.say('Al Malqa, Anas bin Malik Road, villa 3, Riyadh')
  t.match(plain(again), /To: Al Malqa, Anas bin Malik Road, villa 3, Riyadh/)
  const which = await rami.say('address')
  t.match(plain(which), /Choose an address, or type a new one/)
  const pinned = await rami.tap(which.taps.at(-1)?.title ?? '')
  t.notMatch(plain(pinned), /To: Al Malqa/, 'the pin is chosen again')
  await rami.tap('Cash on delivery')
  await rami.tap('Yes, confirm')
  t.match(
    await shop.query(`select address from orders o join shoppers s on s.id = o.shopper_id where s.name = 'Rami'`),
    [{ address: { latitude: 24.7136, longitude: 46.6753 } }],
  )
})

t.test('a delivered order is ordered again in one tap, at today’s prices', async (t) => {
  const maha = await shop.phone({ name: 'Maha', phone: '+966501000015' })
  await buyByCard(maha, { 'DT-MJLS-250': 2 })
  const [order] = await ordersOf(shop, 'Maha')
  await deliver(shop, maha, Number(order?.number))
  const link = await maha.tap('Order again')
  t.match(plain(link), /2 × .*SAR 92/)
  await maha.pay(payLinkIn(link))
  t.match(plain(await maha.hear()), /is confirmed: 2 items for SAR 112/)
  t.match(await ordersOf(shop, 'Maha'), [{ status: 'completed' }, { status: 'placed', payment: 'paid' }])
})

t.test('where the order is can be asked in any words; the answer leads to its page', async (t) => {
  const ziad = await shop.phone({ name: 'Ziad', phone: '+966501000016' })
  await buyInCash(ziad, { 'DT-SAQA-1K': 1 })
  const status = await ziad.say('where is my order?')
  t.match(plain(status), /^Order \d+, SAR 54: confirmed and being prepared\./)
  const [link] = status.links
  const page = await fetch(link?.url ?? '')
  t.equal(page.status, 200)
  const [order] = await ordersOf(shop, 'Ziad')
  t.match(await page.text(), new RegExp(`Order ${order?.number}`))
})

t.test('a second cart for an unpaid order is a question, and adding to it makes one order', async (t) => {
  const nada = await shop.phone({ name: 'Nada', phone: '+966501000017' })
  await upToLink(nada, { 'DT-SAQA-1K': 1 })
  const question = await nada.order(cartOf({ 'DT-PAST-500': 1 }))
  t.same(titlesOf(question), ['Add to it', 'Replace it', 'Separate order'])
  const link = await nada.tap('Add to it')
  t.match(plain(link), /1 × Saq.*\n1 × Date Paste/)
  await nada.pay(payLinkIn(link))
  t.match(plain(await nada.hear()), /2 items for SAR 68/)
  t.match(await ordersOf(shop, 'Nada'), [{ status: 'canceled' }, { status: 'placed', payment: 'paid', total: 6_800 }])
  const addresses = await shop.query(
    `select distinct address ->> 'text' as text from orders o join shoppers s on s.id = o.shopper_id
    where s.name = 'Nada'`,
  )
  t.same(addresses, [{ text: homeAddress }], 'the address is not asked for again')
})

t.test('at the end', (t) => checkBooks(t, shop))
