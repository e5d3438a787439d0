import t from 'tap'
import type { OrderFacts } from '#modules/orders/index.ts'
import { openPayShop, type PayShop } from '#test/modules/payments/pay-shop.ts'

function minutesLater({ clock }: PayShop, minutes: number): void {
  clock.now = new Date(clock.now.getTime() + minutes * 60_000)
}

/** An order whose page was asked for, made or not, and whose answer nobody got; then the order was called off. */
async function lose(shop: PayShop, fault: string): Promise<OrderFacts> {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.misbehave('stripe.sessions', fault, { times: 2 })
  await shop.visit(`/p/${order.token}`)
  await shop.query(`update payment_attempts set state = 'superseded' where order_id = $1`, [order.id])
  return order
}

async function sessionsOf(shop: PayShop, order: OrderFacts): Promise<(string | null)[]> {
  const { stripe } = await shop.stripe.of(shop.storeId)
  const { data } = await stripe.checkout.sessions.list({ limit: 100 })
  return data.filter((session) => session.success_url?.includes(order.token)).map(({ status }) => status)
}

t.test('a page whose address was lost with the answer is found again and closed', async (t) => {
  const shop = await openPayShop(t)
  const order = await lose(shop, 'accept_then_reset')
  t.strictSame(await sessionsOf(shop, order), ['open'])
  await shop.chore('find-lost-sessions')
  t.strictSame(await sessionsOf(shop, order), ['open'], 'the answer may still be on its way')
  minutesLater(shop, 1.5)
  await shop.chore('find-lost-sessions')
  t.strictSame(await sessionsOf(shop, order), ['expired'])
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: true }])
})

t.test('a page that Stripe was never asked for leaves none open', async (t) => {
  const shop = await openPayShop(t)
  const order = await lose(shop, 'reset')
  minutesLater(shop, 1.5)
  await shop.chore('find-lost-sessions')
  t.notOk((await sessionsOf(shop, order)).includes('open'))
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: true }])
})

t.test('while Stripe does not answer nothing is taken for closed; past its end it is', async (t) => {
  const shop = await openPayShop(t)
  const order = await lose(shop, 'accept_then_reset')
  minutesLater(shop, 1.5)
  await shop.misbehave('stripe.sessions', 'http_500')
  await shop.chore('find-lost-sessions')
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: false }])
  minutesLater(shop, 60)
  await shop.chore('find-lost-sessions')
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: true }])
})
