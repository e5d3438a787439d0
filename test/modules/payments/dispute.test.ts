import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { StripeAccounts, stripeDrain } from '#modules/payments/index.ts'
import { StoreSecrets } from '#modules/stores/index.ts'
import { openPayShop } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)

/** Stripe's dispute desk, which the sandbox does not have: one dispute that stands as the test says. */
const dispute = {
  id: 'dp_1',
  object: 'dispute',
  amount: 2500,
  currency: 'sar',
  status: 'needs_response',
  payment_intent: '',
}
const desk = createServer((_request, reply) => {
  reply.setHeader('content-type', 'application/json')
  reply.end(JSON.stringify(dispute))
})
await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
t.teardown(() => desk.close())

const secrets = new StoreSecrets(shop.database, shop.box, shop.environment.now)
const stripe = new StripeAccounts(secrets, { url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}` })
const drain = stripeDrain({ stripe, publicUrl: shop.publicUrl })
const work = { database: shop.database, environment: shop.environment, log: shop.tools.log as never }

let count = 0
async function hear(type: string, objectId: string, intentId: string | null) {
  count += 1
  const id = `evt_${count}`
  const json = JSON.stringify({ id, type, objectId, metadata: {}, intentId })
  const arrival = { storeId: shop.storeId, kind: 'stripe', dedupeKey: id, json, happenedAt: null } as const
  await shop.inbox.store({ source: 'stripe', body: Buffer.from(id), arrivals: [arrival] })
  for (const shard of await drain.waiting(work)) await drain.run(shard, work)
}

async function paid() {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const { paymentIntent } = await shop.pay(order)
  await shop.arrived(1)
  await shop.catchUp()
  return { order, intent: String(paymentIntent) }
}

t.test('a dispute stops what was not sent yet, and the order counts as disputed until it ends', async (t) => {
  const { order, intent } = await paid()
  Object.assign(dispute, { amount: order.total, payment_intent: intent })
  await hear('charge.dispute.created', 'dp_1', intent)
  await hear('charge.dispute.updated', 'dp_1', intent)
  t.match(await shop.order(order.id), { status: 'on_hold', paymentStatus: 'disputed' })
  t.same(await shop.ledger(order.id), [`charge ${order.total}`, `dispute_opened ${order.total}`])
  t.ok((await shop.problems()).includes('payment-disputed'))
  dispute.status = 'won'
  await hear('charge.dispute.closed', 'dp_1', intent)
  t.equal((await shop.order(order.id)).paymentStatus, 'paid')
  t.notOk((await shop.problems()).includes('payment-disputed'))
})

t.test('a dispute that is lost is lost money', async (t) => {
  const { order, intent } = await paid()
  Object.assign(dispute, { id: 'dp_2', amount: order.total, payment_intent: intent, status: 'lost' })
  await hear('charge.dispute.closed', 'dp_2', intent)
  t.equal((await shop.order(order.id)).paymentStatus, 'lost')
})

t.test('a fraud warning or a review puts the order on hold for its owner', async (t) => {
  for (const [type, problem] of [
    ['radar.early_fraud_warning.created', 'fraud-warning'],
    ['review.opened', 'payment-review'],
  ] as const) {
    const { order, intent } = await paid()
    await hear(type, 'issfr_1', intent)
    t.match(await shop.order(order.id), { status: 'on_hold', paymentStatus: 'paid' }, type)
    t.ok((await shop.problems()).includes(problem))
  }
})

t.test('a dispute about somebody else’s payment is none of ours', async (t) => {
  Object.assign(dispute, { id: 'dp_3', payment_intent: 'pi_foreign', status: 'needs_response' })
  await hear('charge.dispute.created', 'dp_3', 'pi_foreign')
  await hear('review.opened', 'prv_1', 'pi_foreign')
  const outcomes = await shop.query<{ outcome: string }>(
    `select outcome from inbox where dedupe_key like 'evt\\_%' order by id desc limit 2`,
  )
  t.same(
    outcomes.map(({ outcome }) => outcome),
    ['ignored:other-integration', 'ignored:other-integration'],
  )
})
