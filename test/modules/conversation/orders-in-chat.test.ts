import t from 'tap'
import { phoneOf, textOf, work } from '#test/modules/conversation/chat-shop.ts'
import { openDateShop, ordersOf, returning, titlesOf } from '#test/modules/conversation/date-shop.ts'

t.test('a cart sent over an unpaid order may join it, and no goods are held twice', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await shop.query('update stock set on_hand = 2 where variant_id = $1', [ajwa])
  await sara.sendsCart([{ sku: 'D-41', quantity: 2, price: 89 }])
  const asked = await sara.sendsCart([{ sku: 'D-42', quantity: 1, price: 45 }])
  t.same(titlesOf(asked), ['Add to it', 'Replace it', 'Separate order'])
  const link = await sara.taps(asked, 'Add to it')
  t.match(link, { kind: 'link', title: 'Pay SAR 238' }, 'their own hold did not stand in the way')
  t.match(await ordersOf(shop), [
    { number: 1, status: 'canceled' },
    { number: 2, status: 'awaiting_payment' },
  ])
  t.same(await shop.shelf(ajwa), { onHand: 2, held: 2, committed: 0 })
})

t.test('the words below the link work: cash, edit, address, cancel', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  const line = await sara.says('edit')
  t.match(textOf(line), /^How many of Ajwa dates, 1 kg would you like\?/)
  const cart = await sara.says('٢')
  t.match(textOf(cart), /2 × Ajwa dates, 1 kg: SAR 178/)
  t.match(await sara.taps(cart, 'Checkout'), { kind: 'link', title: 'Pay SAR 193' })
  t.match(await sara.says('address'), { kind: 'location_request' })
  t.match(textOf(await sara.says('Al Malqa 3, Riyadh')), /To: Al Malqa 3, Riyadh/)
  const sure = await sara.says('cancel')
  t.match(await sara.taps(sure, 'Cancel order'), { text: /^Order 3 is canceled and nothing is charged\./ })
  await sara.sendsCart([{ sku: 'D-42', quantity: 1, price: 45 }])
  t.match(await sara.says('كاش'), { kind: 'notice', notice: 'order_confirmed', facts: { payment: 'cash_on_delivery' } })
  t.same(
    (await ordersOf(shop)).map(({ status }) => status),
    ['canceled', 'canceled', 'canceled', 'placed'],
  )
  t.same(await shop.query('select sum(held)::int as held from stock'), [{ held: 0 }])
})

t.test(
  '"pay" for an order whose prices have changed shows the new total, and a lower one makes a new link',
  async (t) => {
    const { shop, ajwa } = await openDateShop(t)
    const sara = phoneOf(shop, { waId: '966500000001' })
    await returning(shop, sara, { method: 'card' })
    await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
    await shop.query('update variants set price = 9500 where id = $1', [ajwa])
    const dearer = await sara.says('pay')
    t.match(textOf(dearer), /^Ajwa dates, 1 kg is now SAR 95; you saw SAR 89\.\n/)
    const link = await sara.taps(dearer, 'Accept new total')
    t.match(link, { kind: 'link', title: 'Pay SAR 110' })
    await shop.query('update variants set price = 8000 where id = $1', [ajwa])
    t.match(await sara.says('ادفع'), { kind: 'link', title: 'Pay SAR 95' })
    t.match(await ordersOf(shop), [{ status: 'canceled' }, { status: 'canceled' }, { status: 'awaiting_payment' }])
  },
)

t.test('a paused shop says so once, and still answers for its orders', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  await shop.query(`update stores set status = 'paused'`)
  t.match(await sara.says('hi'), { kind: 'text', text: /takes no orders for the moment/ })
  await sara.post({ type: 'text', text: { body: 'hello?' } })
  await work(shop)
  t.same(await sara.listen(), [])
  t.match(await sara.says('order 1'), { kind: 'link' })
})

t.test('orders are found by state, by number and from a list, in the shopper’s words', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  t.match(await sara.says('where is my order?'), { kind: 'buttons', text: /^You have no orders/ })
  await returning(shop, sara, { method: 'cash_on_delivery' })
  for (const sku of ['D-41', 'D-42']) {
    await sara.taps(await sara.sendsCart([{ sku, quantity: 1, price: sku === 'D-41' ? 89 : 45 }]), 'Yes, confirm')
  }
  const list = await sara.says('orders')
  t.same(titlesOf(list), ['Order 2', 'Order 1'])
  t.match(await sara.taps(list, 'Order 1'), {
    kind: 'link',
    title: 'Track order',
    text: /^Order 1, SAR 104: confirmed/,
  })
  t.match(await sara.says('order 2'), { kind: 'link', text: /^Order 2, SAR 60/ })
  t.match(await sara.says('order 9'), { kind: 'buttons', text: 'We find no order 9 of yours.' })
  const again = await sara.says('order again')
  t.match(textOf(again), /1 × Sukkari dates: SAR 45/)
})

t.test('news of a new number keeps the shopper, and a changed identity hides the saved address', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.post({ type: 'system', system: { type: 'user_changed_number', wa_id: '966500000002' } })
  await work(shop)
  const moved = phoneOf(shop, { waId: '966500000002' })
  await moved.listen()
  t.match(await moved.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }]), { kind: 'link' })
  await moved.post({ type: 'system', system: { type: 'customer_identity_changed' } })
  await work(shop)
  t.match(await moved.sendsCart([{ sku: 'D-42', quantity: 1, price: 45 }]), { kind: 'buttons' })
  const apart = await moved.says('separate order')
  t.match(apart, { kind: 'location_request' }, 'whoever holds the phone now is not told where the shopper lives')
})
