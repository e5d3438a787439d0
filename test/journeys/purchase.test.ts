import t from 'tap'
import { checkBooks } from '#test/journeys/books.ts'
import { deliver, homeAddress } from '#test/journeys/plays.ts'
import {
  cartOf,
  holdsOf,
  ledgerOf,
  ordersOf,
  payLinkIn,
  plain,
  purposesTo,
  rhythmOf,
  stockOf,
  titlesOf,
} from '#test/journeys/views.ts'
import { openShop, queueBackends } from '#test/support/shop.ts'

for (const queue of queueBackends) {
  t.test(`over ${queue}: one shopper pays by card in English, another in cash in Arabic`, async (t) => {
    const shop = await openShop(t, { queue })

    await t.test('a new shopper browses, sends the cart, pays by card and gets the parcel', async (t) => {
      const sara = await shop.phone({ name: 'Sara', phone: '+966501000001' })
      const welcome = await sara.say('Hello')
      t.match(plain(welcome), /^Welcome to Dar Al Tamr!/)
      t.same(titlesOf(welcome), ['Dates', 'Coffee & Cardamom', 'العربية', 'Talk to a person'])
      const shelf = await sara.tap('Dates')
      t.match(shelf.body, { interactive: { type: 'product_list', action: { catalog_id: shop.store.catalogId } } })
      const whereTo = await sara.order(cartOf({ 'DT-AJWA-500': 2, 'DT-AJWA-1K': 1 }), 'Ring twice, please')
      t.match(plain(whereTo), /^3 items for SAR 209 plus SAR 20 delivery\. Where should it go\?/)
      t.match(whereTo.body, { interactive: { type: 'location_request_message' } })
      const howToPay = await sara.say(homeAddress)
      t.same(titlesOf(howToPay), ['Pay SAR 229', 'Cash on delivery', 'Change'])
      t.match(
        plain(howToPay),
        /2 × Ajwa Dates from Madinah, 500 g: SAR 110\n1 × Ajwa Dates from Madinah, 1 kg: SAR 99\nDelivery: SAR 20\n\*Total: SAR 229\*\nTo: Al Olaya/,
      )
      t.same(await ordersOf(shop, 'Sara'), [], 'nothing is ordered before a way to pay is chosen')
      const link = await sara.tap('Pay SAR 229')
      t.match(plain(link), /^Order \d+ is ready to pay\..*It is held for you until \d\d:\d\d\./s)
      t.match(await ordersOf(shop, 'Sara'), [{ status: 'awaiting_payment', payment: 'none', total: 22_900 }])
      t.same(await holdsOf(shop, 'Sara'), ['DT-AJWA-1K 1 held', 'DT-AJWA-500 2 held'])
      t.same(await stockOf(shop, 'DT-AJWA-500'), { onHand: 64, held: 2, committed: 0 })

      t.match(await sara.pay(payLinkIn(link)), { status: 'complete', paymentStatus: 'paid' })
      const confirmed = await sara.hear()
      t.match(plain(confirmed), /^Thank you! Your order \d+ is confirmed: 3 items for SAR 229, paid by card\./)
      t.match(await ordersOf(shop, 'Sara'), [{ status: 'placed', method: 'card', payment: 'paid', language: 'en' }])
      t.same(await ledgerOf(shop, 'Sara'), ['charge 22900'])
      t.same(await holdsOf(shop, 'Sara'), ['DT-AJWA-1K 1 committed', 'DT-AJWA-500 2 committed'])
      t.match(await shop.query('select note, address, delivery_phone from orders'), [
        { note: 'Ring twice, please', address: { text: homeAddress }, delivery_phone: '+966501000001' },
      ])

      const [order] = await ordersOf(shop, 'Sara')
      const parcel = await deliver(shop, sara, Number(order?.number))
      t.match(
        plain(parcel.shipped),
        /^Good news, it is on its way: your order \d+, with SMSA, tracking number DEMO\d+\./,
      )
      t.match(plain(parcel.outForDelivery), /At the door: there is nothing left to pay\./)
      t.same(titlesOf(parcel.delivered), ['Order again'])
      await shop.until(async () => (await ordersOf(shop, 'Sara'))[0]?.status === 'completed', 'the order is completed')
      t.same(await stockOf(shop, 'DT-AJWA-500'), { onHand: 62, held: 0, committed: 0 })
      t.equal(rhythmOf(await sara.chat()), 'in out in out in out in out in out out out out out', 'one message a turn')
      t.same(await purposesTo(shop, 'Sara'), [
        ...['menu', 'browse', 'address', 'quote', 'payment_link', 'order_confirmed'],
        ...['order_shipped', 'out_for_delivery', 'order_delivered'],
      ])
    })

    await t.test('a new shopper orders in Arabic, with Arabic digits, and pays the courier', async (t) => {
      const noura = await shop.phone({ name: 'نورة', phone: '+966551000002' })
      t.match(plain(await noura.say('السلام عليكم')), /^أهلاً بك في دار التمر!/)
      await noura.tap('القهوة والهيل')
      const whereTo = await noura.order(cartOf({ 'DT-CARD-100': 1, 'DT-HARA-BL-250': 2 }))
      t.match(plain(whereTo), /^وصلتنا سلتك: 3 قطع بقيمة 99 ر\.س، والتوصيل 20 ر\.س\. إلى أين نوصلها؟/)
      const howToPay = await noura.say('حي الملقا، شارع أنس بن مالك، مبنى ٧، الرياض')
      t.same(titlesOf(howToPay), ['دفع 119 ر.س', 'الدفع عند الاستلام', 'تعديل'])
      const summary = await noura.tap('الدفع عند الاستلام')
      t.match(plain(summary), /الدفع نقداً عند الاستلام: 119 ر\.س\. هل نؤكد الطلب؟/)
      t.same(await ordersOf(shop, 'نورة'), [], 'cash takes a yes of its own')
      const confirmed = await noura.tap('نعم، تأكيد الطلب')
      t.match(plain(confirmed), /^شكراً لك! تم تأكيد طلبك رقم \d+: 3 قطع بإجمالي 119 ر\.س، والدفع نقداً عند الاستلام\./)
      t.match(await ordersOf(shop, 'نورة'), [
        { status: 'placed', method: 'cash_on_delivery', payment: 'due_on_delivery', language: 'ar', total: 11_900 },
      ])
      t.same(await ledgerOf(shop, 'نورة'), ['due_on_delivery 11900'])
      t.same(await holdsOf(shop, 'نورة'), ['DT-CARD-100 1 committed', 'DT-HARA-BL-250 2 committed'])

      const [order] = await ordersOf(shop, 'نورة')
      const parcel = await deliver(shop, noura, Number(order?.number))
      t.match(plain(parcel.outForDelivery), /عند الاستلام: يُرجى تجهيز 119 ر\.س نقداً\./)
      t.same(titlesOf(parcel.delivered), ['إعادة الطلب'])
      await shop.until(async () => (await ordersOf(shop, 'نورة'))[0]?.status === 'completed', 'the order is completed')
      t.same(await ledgerOf(shop, 'نورة'), ['due_on_delivery 11900', 'cash_collected 11900'])
      t.equal(rhythmOf(await noura.chat()), 'in out in out in out in out in out in out out out out')
    })

    await checkBooks(t, shop)
  })
}
