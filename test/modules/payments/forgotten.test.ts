import t from 'tap'
import { later, openPayShop } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)

/** A shop whose Stripe key leads to an account that never saw the sessions made so far. */
const forget = () => shop.control('/reset')

t.test('an order whose session Stripe does not know keeps its goods while it may be paid, and no longer', async (t) => {
  const dates = await shop.shelve({ onHand: 1 })
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.visit(`/p/${order.token}`)
  await forget()
  later(shop, 20)
  await shop.chore('reconcile-attempts')
  t.equal((await shop.order(order.id)).status, 'awaiting_payment')
  t.same(await shop.shelf(dates), { onHand: 1, held: 1, committed: 0 })
  later(shop, 40)
  await Promise.all([shop.chore('reconcile-attempts'), shop.chore('expire-orders')])
  t.match(await shop.order(order.id), { status: 'expired', paymentStatus: 'none' })
  t.match(await shop.attempts(order.id), [{ state: 'expired', closed: true }])
  t.same(await shop.shelf(dates), { onHand: 1, held: 0, committed: 0 })
  t.equal(await shop.countEvents(order.id, 'payment.expired'), 1)
  t.equal(await shop.countEvents(order.id, 'order.expired'), 1)
})

t.test('its link does not lead to a second session while the first may be paid', async (t) => {
  const dates = await shop.shelve({ onHand: 1 })
  const order = await shop.awaiting({ [dates]: 1 })
  const first = await shop.visit(`/p/${order.token}`)
  await forget()
  t.equal((await shop.visit(`/p/${order.token}`)).location, first.location)
  t.equal((await shop.attempts(order.id)).length, 1)
})

t.test('a session that was replaced is not asked about for ever', async (t) => {
  const dates = await shop.shelve({ onHand: 1 })
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.visit(`/p/${order.token}`)
  await shop.query(`update payment_attempts set state = 'superseded' where order_id = $1`, [order.id])
  await forget()
  later(shop, 60)
  await shop.chore('close-superseded')
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: true }])
})

t.test('money that was on its way when Stripe forgot it is for the owner to look at', async (t) => {
  const dates = await shop.shelve({ onHand: 1 })
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.pay(order, 'async')
  await shop.catchUp()
  await forget()
  later(shop, 60)
  await shop.chore('expire-orders')
  t.equal((await shop.order(order.id)).status, 'awaiting_payment')
  await shop.chore('reconcile-attempts')
  t.match(await shop.order(order.id), { status: 'on_hold', paymentStatus: 'pending' })
  t.match(await shop.attempts(order.id), [{ state: 'failed', closed: true }])
  t.same(await shop.problems(), ['payment-unknown'])
  await shop.chore('reconcile-attempts')
  t.equal(await shop.countEvents(order.id, 'order.on-hold'), 1)
})

t.test('a paid session that Stripe does not know is never taken for an unpaid one by its event', async (t) => {
  const dates = await shop.shelve({ onHand: 1 })
  const order = await shop.awaiting({ [dates]: 1 })
  const before = (await shop.outcomes()).length
  await shop.pay(order)
  await shop.arrived(before + 1)
  await forget()
  await shop.catchUp()
  t.match(await shop.order(order.id), { status: 'awaiting_payment' })
  t.ok(
    (await shop.outcomes()).slice(before).some((line) => line.endsWith('open')),
    'it is tried again, and then told of',
  )
})
