import t from 'tap'
import { signAction } from '#shared/signed-action.ts'
import { phoneOf, textOf } from '#test/modules/conversation/chat-shop.ts'
import { openDateShop, ordersOf, returning, titlesOf } from '#test/modules/conversation/date-shop.ts'

t.test('a button of an older cart says how the cart stands now', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  const first = await sara.taps(await sara.taps(await sara.says('hi'), 'Dates'), 'Ajwa dates')
  const second = await sara.taps(first, 'Keep shopping')
  t.match(second, { kind: 'list' })
  await sara.says('sukkari')
  const changed = await sara.says('1')
  t.match(textOf(changed), /^Added: Sukkari dates\. Your cart:/)
  const stale = await sara.taps(first, 'Checkout')
  t.match(
    textOf(stale),
    /^Your cart has changed since then\..*\n1 × Ajwa dates, 1 kg: SAR 89\n1 × Sukkari dates: SAR 45/s,
  )
  t.match(await sara.taps(stale, 'Checkout'), { kind: 'location_request' })
})

t.test('row 15: forged, foreign and garbled buttons do nothing and are answered with a fresh menu', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const [sara, omar] = [phoneOf(shop, { waId: '966500000001' }), phoneOf(shop, { waId: '966500000002' })]
  const list = await sara.taps(await sara.says('hi'), 'Dates')
  await omar.says('hi')
  const stolen = sara.tapOf(list, 'Ajwa dates')
  const otherKey = signAction(Buffer.alloc(32), {
    storeId: shop.storeId,
    shopperId: await omar.shopperId(),
    verb: 'add',
    args: [ajwa.replaceAll('-', '')],
    version: 0,
  })
  const press = (id: string) => ({
    type: 'interactive',
    interactive: { type: 'button_reply', button_reply: { id, title: 'x' } },
  })
  for (const message of [stolen, press(otherKey), press('add:1:2:3'), press('💥')]) {
    t.match(await omar.send(message), { kind: 'list', text: /^That button is not valid any more\./ })
  }
  t.same(await shop.query('select 1 from carts'), [])
})

t.test('a price that rose since it was shown is charged only after a yes to the new one', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'cash_on_delivery' })
  const summary = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  await shop.query('update variants set price = 9500 where id = $1', [ajwa])
  const dearer = await sara.taps(summary, 'Yes, confirm')
  t.match(textOf(dearer), /^Ajwa dates, 1 kg is now SAR 95; you saw SAR 89\.\n.*\*Total: SAR 110\*/s)
  t.same(titlesOf(dearer), ['Accept new total', 'Edit cart', 'Keep shopping'])
  t.same(await ordersOf(shop), [])
  const accepted = await sara.taps(dearer, 'Accept new total')
  await sara.taps(accepted, 'Yes, confirm')
  t.match(await ordersOf(shop), [{ total: 11_000 }])
})

t.test('a lower price is honored without a word', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'cash_on_delivery' })
  const summary = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  await shop.query('update variants set price = 8000 where id = $1', [ajwa])
  t.match(await sara.taps(summary, 'Yes, confirm'), { kind: 'notice', facts: { total: 9500 } })
})

t.test('row 13: a price edited in the cart is a claim and never what is charged', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  const said = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 0.01 }])
  t.match(textOf(said), /is now SAR 89; you saw SAR 0\.01\./)
  t.same(await ordersOf(shop), [])
  const other = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 1, currency: 'USD' }])
  t.match(other, { kind: 'link', title: 'Pay SAR 104' }, 'a price in another currency says nothing')
})

t.test(
  'what sold out is taken out, what is short is set to what there is, and nothing happens before a yes',
  async (t) => {
    const { shop, ajwa, sukkari } = await openDateShop(t)
    const sara = phoneOf(shop, { waId: '966500000001' })
    await returning(shop, sara, { method: 'cash_on_delivery' })
    await shop.query('update stock set on_hand = 0 where variant_id = $1', [ajwa])
    await shop.query('update stock set on_hand = 2 where variant_id = $1', [sukkari])
    const said = await sara.sendsCart([
      { sku: 'D-41', quantity: 1, price: 89 },
      { sku: 'D-42', quantity: 5, price: 45 },
      { sku: 'GONE', quantity: 1, price: 1 },
    ])
    t.match(textOf(said), /One item is no longer in our shop/)
    t.match(textOf(said), /Ajwa dates, 1 kg has just sold out, so we took it out\./)
    t.match(textOf(said), /There are only 2 left of Sukkari dates; we set your cart to that\./)
    t.same(titlesOf(said), ['Continue', 'Edit cart', 'Keep shopping'])
    const summary = await sara.taps(said, 'Continue')
    t.match(textOf(summary), /2 × Sukkari dates: SAR 90/)
    await shop.query('update stock set on_hand = 1 where variant_id = $1', [sukkari])
    const short = await sara.taps(summary, 'Yes, confirm')
    t.match(textOf(short), /There is only 1 left of Sukkari dates/)
    t.same(await ordersOf(shop), [])
  },
)

t.test('row 14: odd quantities are refused politely and totals stay sane', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  const limits = /^Not all of it could go in/
  t.match(await sara.sendsCart([{ sku: 'D-41', quantity: -1, price: 89 }]), {
    kind: 'buttons',
    text: limits,
  })
  const said = await sara.sendsCart([
    { sku: 'D-41', quantity: 1.5, price: 89 },
    { sku: 'D-42', quantity: '٣', price: 45 },
  ])
  t.match(textOf(said), limits)
  t.match(textOf(said), /3 × Sukkari dates: SAR 135/)
})

t.test('a second cart is added or replaces the first only as the shopper says', async (t) => {
  const { shop } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  const asked = await sara.sendsCart([{ sku: 'D-42', quantity: 2, price: 45 }])
  t.same(titlesOf(asked), ['Add to it', 'Replace it'])
  t.match(
    await sara.says('checkout'),
    { text: /^Your cart already holds 1 item\./ },
    'what came is not lost by going on',
  )
  const added = await sara.says('1')
  t.match(added, { kind: 'location_request', text: /^3 items for SAR 179/ })
  t.match(
    textOf(await sara.taps(asked, 'Add to it')),
    /^Your cart has changed since then/,
    'the question is answered once',
  )
  const same = await sara.sendsCart([
    { sku: 'D-42', quantity: 2, price: 45 },
    { sku: 'D-41', quantity: 1, price: 89 },
  ])
  t.match(same, { kind: 'location_request' }, 'the same cart once more asks nothing')
})

t.test('an expired link is made anew from the button of its notice, at today’s prices', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  const [order] = await shop.query<{ id: string }>('select id from orders')
  const payAgain = signAction(shop.key, {
    storeId: shop.storeId,
    shopperId: await sara.shopperId(),
    verb: 'pay-again',
    args: [Buffer.from((order?.id ?? '').replaceAll('-', ''), 'hex').toString('base64url')],
    version: 0,
  })
  const press = { type: 'button', button: { payload: payAgain, text: 'New payment link' } }
  t.match(await sara.send(press), { kind: 'link', title: 'Pay SAR 104' }, 'still held: the same link')
  await shop.query('update variants set price = 8000 where id = $1', [ajwa])
  shop.clock.now = new Date(shop.clock.now.getTime() + 60 * 60_000)
  t.match(await sara.send(press), { kind: 'link', title: 'Pay SAR 95' })
  t.match(await ordersOf(shop), [{ status: 'canceled' }, { status: 'awaiting_payment', total: 9500 }])
})

t.test('a cart of which nothing can be bought is told so and puts no order in question', async (t) => {
  const { shop, sukkari } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  await shop.query(
    `update products set status = 'archived' where id = (select product_id from variants where id = $1)`,
    [sukkari],
  )
  const told = await sara.sendsCart([{ sku: 'D-42', quantity: 1, price: 45 }])
  t.match(textOf(told), /^Nothing in that cart is available any more, sorry\./)
  t.match(await sara.says('pay'), { kind: 'link', title: 'Pay SAR 104' })
})

t.test('goods that only the shopper’s own unpaid order holds may still take its place', async (t) => {
  const { shop, ajwa } = await openDateShop(t)
  const sara = phoneOf(shop, { waId: '966500000001' })
  await returning(shop, sara, { method: 'card' })
  await sara.sendsCart([{ sku: 'D-41', quantity: 2, price: 89 }])
  await shop.query('update stock set on_hand = held where variant_id = $1', [ajwa])
  const asked = await sara.sendsCart([{ sku: 'D-41', quantity: 1, price: 89 }])
  t.same(titlesOf(asked), ['Add to it', 'Replace it', 'Separate order'])
  t.match(await sara.taps(asked, 'Replace it'), { kind: 'link', title: 'Pay SAR 104' })
})
