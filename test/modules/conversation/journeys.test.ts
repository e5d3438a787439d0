import t from 'tap'
import { phoneOf, textOf } from '#test/modules/conversation/chat-shop.ts'
import { homeAddress, openDateShop, ordersOf, returning, titlesOf } from '#test/modules/conversation/date-shop.ts'

t.test('journey C: a new shopper browses, sends the cart, gives an address and pays by link', async (t) => {
  const { shop } = await openDateShop(t)
  await shop.linkCatalog()
  const sara = phoneOf(shop, { waId: '966500000001' })
  const welcome = await sara.says('Hi')
  t.same(titlesOf(welcome), ['Dates', 'العربية', 'Talk to a person'])
  const products = await sara.taps(welcome, 'Dates')
  t.match(products, { kind: 'products', header: 'Dates', sections: [{ retailerIds: ['D-41', 'D-42'] }] })
  t.same(titlesOf(products), ['Ajwa dates', 'Sukkari dates'], 'a plain list stands by')
  const whereTo = await sara.sendsCart([
    { sku: 'D-41', quantity: 1, price: 89 },
    { sku: 'D-42', quantity: 2, price: 45 },
  ])
  t.match(whereTo, {
    kind: 'location_request',
    text: /^3 items for SAR 179 plus SAR 15 delivery\. Where should it go\?/,
  })
  const howToPay = await sara.says(homeAddress)
  t.same(titlesOf(howToPay), ['Pay SAR 194', 'Cash on delivery', 'Change'])
  t.match(
    textOf(howToPay),
    /1 × Ajwa dates, 1 kg: SAR 89\n2 × Sukkari dates: SAR 90\nDelivery: SAR 15\n\*Total: SAR 194\*\nTo: Olaya St 12/,
  )
  const link = await sara.taps(howToPay, 'Pay SAR 194')
  t.match(link, { kind: 'link', title: 'Pay SAR 194', url: /^https:\/\/shop\.test\/p\/[\w-]{22}$/ })
  t.match(textOf(link), /Order 1 is ready to pay\.\n.*It is held for you until 13:41\.$/s)
  t.same(await ordersOf(shop), [{ number: 1, status: 'awaiting_payment', method: 'card', total: 19_400 }])
  t.same(await shop.query('select lines from carts where status = $1', ['open']), [], 'the cart became the order')
})

t.test('journey B: a returning card shopper gets the link as soon as the cart comes', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  const link = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }], 'ring twice')
  t.match(link, { kind: 'link', title: 'Pay SAR 104' })
  t.match(await shop.query('select note, address, delivery_phone from orders'), [
    { note: 'ring twice', address: { text: homeAddress }, delivery_phone: '+966500000001' },
  ])
  const again = await sara.says('pay')
  t.equal('url' in again && again.url, 'url' in link && link.url, '"pay" sends the same link')
  t.equal((await ordersOf(shop)).length, 1)
})

t.test('journey A: "Order D-41" from a link is one tap away from paid, in Arabic too', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card', language: 'ar' })
  const link = await sara.says('طلب D-41')
  t.match(link, { kind: 'link', title: 'دفع 104 ر.س', footer: 'أو تكفي كلمة: كاش · العنوان · تعديل · إلغاء' })
  t.match(textOf(link), /^طلبك رقم ⁨1⁩ جاهز للدفع\.\n⁨تمر عجوة، 1 كجم⁩ × 1: ⁨89 ر\.س⁩/)
})

t.test('a new shopper who taps cash below the whole order is not shown it again', async (t) => {
  const { shop } = await openDateShop(t)
  await shop.linkCatalog()
  const sara = phoneOf(shop, { waId: '966500000001' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  const howToPay = await sara.says(homeAddress)
  t.match(textOf(howToPay), /1 × Ajwa dates/)
  const question = await sara.taps(howToPay, 'Cash on delivery')
  t.equal(textOf(question), 'You pay SAR 104 in cash on delivery. Shall we confirm?')
  t.match(await sara.taps(question, 'Yes, confirm'), { notice: 'order_confirmed' })
  t.match(await ordersOf(shop), [{ status: 'placed', method: 'cash_on_delivery', total: 10_400 }])
})

t.test('journey E: cash on delivery is one summary and one yes, and is confirmed once', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'cash_on_delivery' })
  const summary = await sara.sendsCart([{ sku: 'D-42', quantity: 2, price: 45 }])
  t.same(titlesOf(summary), ['Yes, confirm', 'Pay by card', 'Change'])
  t.match(textOf(summary), /You pay SAR 105 in cash on delivery\. Shall we confirm\?$/)
  const confirmed = await sara.taps(summary, 'Yes, confirm')
  t.match(confirmed, {
    kind: 'notice',
    notice: 'order_confirmed',
    facts: { orderNumber: 1, itemCount: 2, total: 10_500 },
  })
  t.match(await shop.query(`select cause_kind, slot, purpose from messages where cause_kind = 'order'`), [
    { cause_kind: 'order', slot: 0, purpose: 'order_confirmed' },
  ])
  t.same(await ordersOf(shop), [{ number: 1, status: 'placed', method: 'cash_on_delivery', total: 10_500 }])
  const twice = await sara.taps(summary, 'Yes, confirm')
  t.match(twice, { kind: 'link', text: /^You already have order 1 for this\./, url: /\/o\// })
  t.equal((await ordersOf(shop)).length, 1, 'a double tap makes no second order')
})

t.test('someone without a visible number is asked once for address and phone together', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { bsuid: 'SA.1' })
  const whereTo = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  t.match(whereTo, { kind: 'location_request', text: /Please add a phone number the courier can call\.$/ })
  const whom = await sara.sharesPin({ latitude: 24.7, longitude: 46.6, name: 'Home' })
  t.match(whom, { kind: 'text', text: 'Which number should the courier call?' })
  t.match(await sara.says('soon'), { kind: 'text', text: /^We could not read a phone number there\./ })
  const howToPay = await sara.says('٠٥٠ ٠٠٠ ٠٠٠١')
  t.match(textOf(howToPay), /To: Home/)
  await sara.taps(howToPay, 'Pay SAR 104')
  t.match(await shop.query('select address, delivery_phone from orders'), [
    { address: { text: 'Home', latitude: 24.7, longitude: 46.6 }, delivery_phone: '+966500000001' },
  ])
})
