import { randomUUID } from 'node:crypto'
import t from 'tap'
import { request } from 'undici'
import { cancelOrder, type OrderFacts } from '#modules/orders/index.ts'
import { recordCashCollected, requestRefund } from '#modules/payments/index.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import { emit } from '#platform/events.ts'
import { publicId } from '#shared/ids.ts'
import { eventually, openPayShop } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)

async function paid(quantity = 1): Promise<{ order: OrderFacts; intent: string; dates: string }> {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: quantity })
  const { paymentIntent } = await shop.pay(order)
  await shop.catchUp()
  return { order, intent: paymentIntent, dates }
}

const refund = (order: OrderFacts, amount: number | null) =>
  shop.work((ctx) => requestRefund(ctx, { orderId: order.id, amount, currency: order.currency, note: null }))

t.test('case 30: more than was paid is refused, and so is the second of two halves plus one', async (t) => {
  const { order } = await paid()
  await t.rejects(refund(order, order.total + 1), {
    code: 'refund-too-large',
    details: { refundable: { amount: order.total } },
  })
  const half = order.total / 2 + 1
  const results = await Promise.allSettled([refund(order, half), refund(order, half)])
  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await shop.chore('refunds')
  await shop.catchUp()
  t.match(await shop.refunds(order.id), [{ amount: half, reason: 'owner_request', state: 'succeeded' }])
  t.equal((await shop.order(order.id)).paymentStatus, 'partially_refunded')
  await refund(order, null)
  await shop.chore('refunds')
  t.equal((await shop.order(order.id)).paymentStatus, 'refunded')
  await t.rejects(refund(order, null), { code: 'nothing-to-refund' })
})

t.test('case 31: a refund whose answer was lost is asked for with the same key and made once', async (t) => {
  const { order, intent } = await paid()
  await refund(order, null)
  await shop.misbehave('stripe.refunds', 'accept_then_reset', { times: 2 })
  await shop.chore('refunds')
  t.match(await shop.refunds(order.id), [{ state: /in_doubt|succeeded/ }])
  await shop.query(`update refunds set retry_at = null where order_id = $1`, [order.id])
  await shop.chore('refunds')
  await shop.catchUp()
  t.match(await shop.refunds(order.id), [{ state: 'succeeded', externalId: /^re_/ }])
  const { stripe } = await shop.stripe.of(shop.storeId)
  t.equal((await stripe.refunds.list({ payment_intent: intent })).data.length, 1)
  t.same(await shop.ledger(order.id), [
    `charge ${order.total}`,
    `refund_requested ${order.total}`,
    `refund ${order.total}`,
  ])
})

t.test('case 31: a worker that died in the middle of the call is followed by one that asks again', async (t) => {
  const { order, intent } = await paid()
  const [decided] = await refund(order, null)
  const { stripe } = await shop.stripe.of(shop.storeId)
  await stripe.refunds.create(
    { payment_intent: intent, amount: order.total, metadata: { dukkan_refund: publicId('refund', decided?.id ?? '') } },
    { idempotencyKey: 'some other key that Stripe has forgotten meanwhile' },
  )
  await shop.query(`update refunds set state = 'sending', attempts = 1, retry_at = null where order_id = $1`, [
    order.id,
  ])
  await shop.chore('refunds')
  t.match(await shop.refunds(order.id), [{ state: 'succeeded' }])
  t.equal((await stripe.refunds.list({ payment_intent: intent })).data.length, 1)
})

t.test('case 32: a refund made in the dashboard is in our books, and the shopper is told once', async (t) => {
  const { order, intent } = await paid()
  const before = (await shop.outcomes()).length
  await shop.control('/stripe/refund', { paymentIntent: intent, amount: 500 })
  await shop.arrived(before + 2)
  await eventually(async () => {
    await shop.catchUp()
    return (await shop.refunds(order.id))[0]?.state === 'succeeded'
  })
  t.match(await shop.refunds(order.id), [{ reason: 'dashboard', amount: 500, state: 'succeeded' }])
  t.equal((await shop.order(order.id)).paymentStatus, 'partially_refunded')
  t.equal(await shop.countEvents(order.id, 'refund.decided'), 1)
  t.equal(await shop.countEvents(order.id, 'refund.succeeded'), 1)
})

t.test('case 33: a refund that fails later puts the order back to paid and asks for a person', async (t) => {
  const { order } = await paid()
  await refund(order, null)
  await shop.chore('refunds')
  t.equal((await shop.order(order.id)).paymentStatus, 'refunded')
  const [row] = await shop.refunds(order.id)
  await shop.control(`/refunds/${row?.externalId}/fail`)
  await eventually(async () => {
    await shop.catchUp()
    return (await shop.refunds(order.id))[0]?.state === 'failed'
  })
  t.equal((await shop.order(order.id)).paymentStatus, 'paid')
  t.equal(await shop.countEvents(order.id, 'refund.failed'), 1)
  t.ok((await shop.problems()).includes('refund-failed'))
})

t.test('case 21: canceling while the shopper is on the page closes the page at Stripe', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.visit(`/p/${order.token}`)
  const [attempt] = await shop.attempts(order.id)
  await shop.work((ctx) => cancelOrder(ctx, { orderId: order.id, reason: 'owner' }))
  await shop.chore('close-superseded')
  const { stripe } = await shop.stripe.of(shop.storeId)
  t.equal((await stripe.checkout.sessions.retrieve(attempt?.sessionId ?? '')).status, 'expired')
  t.match(await shop.attempts(order.id), [{ state: 'superseded', closed: true }])
  t.match((await shop.visit(`/p/${order.token}`)).body, 'Order canceled')
})

t.test('case 21: canceled in the moment it was paid, the money goes back in full, once', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.visit(`/p/${order.token}`)
  const [attempt] = await shop.attempts(order.id)
  await shop.work((ctx) => cancelOrder(ctx, { orderId: order.id, reason: 'owner' }))
  await shop.paySession(attempt?.sessionId ?? '')
  await shop.catchUp()
  await shop.chore('refunds')
  await shop.catchUp()
  t.match(await shop.refunds(order.id), [{ reason: 'canceled', amount: order.total, state: 'succeeded' }])
  t.match(await shop.order(order.id), { status: 'canceled', paymentStatus: 'refunded' })
})

t.test('a paid order that is canceled is refunded without anyone asking', async (t) => {
  const { order } = await paid()
  await shop.work((ctx) => cancelOrder(ctx, { orderId: order.id, reason: 'owner' }))
  await shop.catchUp()
  await shop.chore('refunds')
  t.match(await shop.refunds(order.id), [{ reason: 'canceled', amount: order.total, state: 'succeeded' }])
})

t.test('the canceled rest of an order sent in part goes back, and the order goes on', async (t) => {
  const { order } = await paid(2)
  await shop.work(({ tx }) =>
    emit(tx, [
      { storeId: shop.storeId, type: 'order.rest-canceled', subjectId: order.id, payload: { amount: 1000, lines: [] } },
    ]),
  )
  await shop.catchUp()
  await shop.chore('refunds')
  t.match(await shop.refunds(order.id), [{ reason: 'owner_request', amount: 1000, state: 'succeeded' }])
  t.match(await shop.order(order.id), { status: 'placed', paymentStatus: 'partially_refunded' })
})

t.test('a refund whose reason has gone by the time it is carried out is dropped', async (t) => {
  const { order } = await paid()
  const [attempt] = await shop.attempts(order.id)
  await shop.work(({ tx, newId }) =>
    tx.run(
      `insert into refunds (id, store_id, order_id, attempt_id, amount, currency, reason, state, request_key)
      values ($1, $2, $3, $4, $5, 'SAR', 'second_payment', 'decided', 'rf:overtaken')`,
      [newId(), shop.storeId, order.id, attempt?.id, order.total],
    ),
  )
  await shop.chore('refunds')
  t.match(await shop.refunds(order.id), [{ reason: 'second_payment', state: 'failed' }])
  t.equal((await shop.order(order.id)).paymentStatus, 'paid')
})

t.test('cash at the door pays the order once, and a wrong sum is the owner’s to settle', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 }, { paymentMethod: 'cash_on_delivery' })
  t.equal((await shop.order(order.id)).paymentStatus, 'due_on_delivery')
  const cash = { orderId: order.id, amount: order.total, currency: 'SAR', externalId: 'scan-1' }
  await Promise.all([1, 2, 3].map(() => shop.work((ctx) => recordCashCollected(ctx, cash))))
  t.equal((await shop.order(order.id)).paymentStatus, 'paid')
  t.same(await shop.ledger(order.id), [`due_on_delivery ${order.total}`, `cash_collected ${order.total}`])
  const other = await shop.awaiting({ [dates]: 1 }, { paymentMethod: 'cash_on_delivery' })
  await shop.work((ctx) => recordCashCollected(ctx, { ...cash, orderId: other.id, amount: other.total - 100 }))
  t.equal((await shop.order(other.id)).paymentStatus, 'due_on_delivery')
  t.ok((await shop.problems()).includes('cash-differs'))
})

t.test('the daily comparison takes in what was missed and reports what still differs', async (t) => {
  const { order, intent } = await paid()
  const { id } = await shop.misbehave('webhooks.stripe', 'lose')
  await shop.control('/stripe/refund', { paymentIntent: intent, amount: 300 })
  await shop.control(`/misbehave/${id}`, {}, 'DELETE')
  await shop.work(({ tx, newId, now }) =>
    raiseProblem(tx, shop.storeId, {
      id: newId(),
      code: 'stripe-event-dead',
      subject: 'evt_1',
      fix: 'Look.',
      now: now(),
    }),
  )
  shop.clock.now = new Date(shop.clock.now.getTime() + 3 * 3_600_000)
  await shop.chore('compare-ledger')
  t.notOk((await shop.problems()).includes('stripe-event-dead'), 'the books agree, whatever the event would have told')
  t.match(await shop.refunds(order.id), [{ reason: 'dashboard', amount: 300, state: 'succeeded' }])
  t.notOk((await shop.problems()).includes('ledger-differs'))
  await shop.work(({ tx, newId, now }) =>
    tx.run(
      `insert into payment_ledger (id, store_id, order_id, kind, amount, currency, provider, external_id, at)
      values ($1, $2, $3, 'charge', 777, 'SAR', 'stripe', 'pi_never', $4::timestamptz - interval '5 hours')`,
      [newId(), shop.storeId, order.id, now()],
    ),
  )
  await shop.chore('compare-ledger')
  t.ok((await shop.problems()).includes('ledger-differs'))
})

t.test('the owner’s API refunds, shows the money of an order and gives the link again', async (t) => {
  const key = await shop.key()
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const answer = await request(`${shop.publicUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
    })
    // biome-ignore lint/suspicious/noExplicitAny: answers of three shapes are read by path.
    return { status: answer.statusCode, body: (await answer.body.json()) as any }
  }
  const { order } = await paid()
  const path = `/v1/orders/${publicId('order', order.id)}`
  const made = await ask('POST', `${path}/refunds`, { amount: { amount: 400, currency: 'SAR' }, note: 'a dent' })
  t.match(made, { status: 201, body: { data: [{ id: /^rfd_/, amount: { amount: 400 }, state: 'decided' }] } })
  await shop.chore('refunds')
  t.match(await ask('GET', `${path}/payments`), {
    status: 200,
    body: {
      status: 'partially_refunded',
      charged: { amount: order.total, currency: 'SAR' },
      refunded: { amount: 400 },
      net: { amount: order.total - 400 },
      attempts: [{ state: 'paid', number: 1 }],
      refunds: [{ state: 'succeeded' }],
      ledger: [{ kind: 'charge' }, { kind: 'refund_requested' }, { kind: 'refund' }],
    },
  })
  t.match(await ask('POST', `${path}/refunds`, { amount: { amount: 1, currency: 'EUR' } }), {
    status: 422,
    body: { code: 'refund-currency' },
  })
  t.match(await ask('POST', `${path}/pay-link`), { status: 200, body: { payable: false } })
  const waiting = await shop.awaiting({ [await shop.shelve()]: 1 })
  t.match(await ask('POST', `/v1/orders/${publicId('order', waiting.id)}/pay-link`), {
    status: 200,
    body: { url: `${shop.publicUrl}/p/${waiting.token}`, payable: true, heldUntil: /^2026-/ },
  })
  const nobody = publicId('order', randomUUID())
  for (const [method, action] of [
    ['POST', 'refunds'],
    ['GET', 'payments'],
    ['POST', 'pay-link'],
  ] as const) {
    const answer = await ask(method, `/v1/orders/${nobody}/${action}`, action === 'refunds' ? {} : undefined)
    t.match(answer, { status: 404, body: { code: 'order-not-found' } }, action)
  }
})
