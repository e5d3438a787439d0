import { pino } from 'pino'
import t from 'tap'
import { createShipments, recordTracking } from '#modules/fulfillment/index.ts'
import { messagingListeners, orderConfirmation, queueMessages } from '#modules/messaging/index.ts'
import { textOf } from '#modules/messaging/text-of.ts'
import { cancelOrder, moveOrders, type OrderFacts } from '#modules/orders/index.ts'
import { recordCashCollected } from '#modules/payments/index.ts'
import { type EventDraft, emit } from '#platform/events.ts'
import { eventRelay } from '#platform/relay.ts'
import type { Json } from '#test/modules/messaging/talking-shop.ts'
import { openBenchShop } from '#test/modules/orders/bench-shop.ts'

type Teardown = Parameters<typeof openBenchShop>[0]

/** A shop whose events are told to the listeners of messaging; nothing is sent. */
async function openTellingShop(t: Teardown) {
  const shop = await openBenchShop(t)
  const relay = eventRelay(messagingListeners)
  const tools = { database: shop.database, environment: shop.environment, log: pino({ level: 'silent' }) }
  const tellAll = async () => {
    for (const shard of await relay.waiting(tools)) while (await relay.run(shard, tools));
  }
  return {
    ...shop,
    tellAll,
    async said(): Promise<Json[]> {
      await tellAll()
      return shop.query<Json>('select * from messages order by seq')
    },
    announce: (draft: Omit<EventDraft, 'storeId'>) =>
      shop.work((ctx) => emit(ctx.tx, [{ storeId: shop.storeId, ...draft }])),
    async order(over: Json = {}): Promise<OrderFacts> {
      const variantId = await shop.shelve()
      const placed = await shop.place(await shop.fill(await shop.welcome(), { [variantId]: 3 }, over))
      if (!placed.placed) throw new Error(placed.reason)
      return placed.order
    },
    move: (order: OrderFacts, to: OrderFacts['status'], reason: string | null = null) =>
      shop.work((ctx) => moveOrders(ctx, [{ storeId: shop.storeId, orderId: order.id, to, reason }])),
  }
}

const plainParcel = { carrier: null, trackingNumber: null, trackingUrl: null, status: 'in_transit' } as const
const cash = { paymentMethod: 'cash_on_delivery', language: 'ar' }
const purposes = (messages: Json[]) => messages.map((message) => message.purpose)

t.test('an order is confirmed once, whether the chat or the listener says it first', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order(cash)
  await shop.work((ctx) => queueMessages(ctx.tx, [orderConfirmation(order)], ctx.newId))
  await shop.announce({ type: 'order.placed', subjectId: order.id })
  const [message, ...more] = await shop.said()
  t.equal(more.length, 0)
  t.match(message, { cause_kind: 'order', cause_id: order.id, slot: 0, purpose: 'order_confirmed', language: 'ar' })
  t.match(message.content.facts, { itemCount: 3, total: 4500, payment: 'cash_on_delivery', token: order.token })
  t.match(textOf(message.content, 'ar'), /3 قطع بإجمالي \u206845 ر\.س\u2069، والدفع نقداً عند الاستلام/)
})

t.test('a link that ended is told once, whichever event comes', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order()
  t.same(await shop.said(), [], 'a card order is not confirmed before it is paid')
  await shop.announce({ type: 'payment.expired', subjectId: order.id, payload: { attemptId: order.id } })
  t.same(await shop.said(), [], 'a session may end while the order can still be paid')
  await shop.move(order, 'expired')
  await shop.announce({ type: 'payment.expired', subjectId: order.id })
  t.strictSame(purposes(await shop.said()), ['payment_expired'])
})

t.test('a declined card is told once per attempt, with cash only where the shop takes it', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order()
  const [first, second] = [shop.environment.newId(), shop.environment.newId()]
  const declined = (attemptId: string) =>
    shop.announce({ type: 'payment.declined', subjectId: order.id, payload: { attemptId } })
  await declined(first)
  await declined(first)
  t.match(await shop.said(), [{ purpose: 'payment_declined', content: { facts: { cashAllowed: 1 } } }])
  await shop.query('update stores set cash_on_delivery = false')
  await declined(second)
  t.match((await shop.said())[1], { cause_id: second, content: { facts: { cashAllowed: 0 } } })
  await shop.move(order, 'placed')
  await declined(shop.environment.newId())
  t.strictSame(purposes(await shop.said()).slice(2), ['order_confirmed'], 'nobody hears of a refusal after paying')
})

t.test('who canceled in the chat is not told again; when the shop cancels, the shopper is', async (t) => {
  const shop = await openTellingShop(t)
  const [theirs, ours] = [await shop.order(cash), await shop.order(cash)]
  await shop.work((ctx) => {
    const actor = { kind: 'shopper', id: theirs.shopperId } as const
    return cancelOrder({ ...ctx, actor }, { orderId: theirs.id, reason: 'changed my mind' })
  })
  await shop.work((ctx) => {
    const actor = { kind: 'api_key', id: 'owner', scopes: [] } as const
    return cancelOrder({ ...ctx, actor }, { orderId: ours.id, reason: 'no courier' })
  })
  const canceled = (await shop.said()).filter((message) => message.purpose === 'order_canceled')
  t.match(canceled, [{ cause_id: ours.id, content: { facts: { paid: 0 } } }])
})

t.test('the rest that will not come lowers what is due at the door, and the shopper is told', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order(cash)
  const [line] = order.lines
  const shipments = await shop.work((ctx) =>
    createShipments(ctx, [
      {
        orderId: order.id,
        lines: [{ orderLineId: line?.id ?? '', quantity: 1 }],
        ...plainParcel,
        shippedAt: ctx.now(),
      },
    ]),
  )
  await shop.work((ctx) => cancelOrder(ctx, { orderId: order.id, reason: 'no more dates' }))
  const told = (await shop.said()).filter(({ purpose }) => purpose === 'rest_canceled')
  t.match(told, [{ content: { facts: { itemCount: 2, due: 2500 } } }])
  const id = shipments[0]?.id ?? ''
  await shop.announce({
    type: 'shipment.milestone',
    subjectId: id,
    payload: { shipmentId: id, orderId: order.id, milestone: 'out_for_delivery' },
  })
  t.match((await shop.said()).at(-1), { content: { facts: { due: 'amount', amount: 2500 } } })
  await shop.work((ctx) =>
    recordCashCollected(ctx, { orderId: order.id, amount: 2500, currency: order.currency, externalId: 'c1' }),
  )
  t.match(await shop.query('select payment_status from orders'), [{ payment_status: 'paid' }])
  t.same(await shop.query('select 1 from store_problems'), [], 'the courier brought what was due')
})

t.test('a refund that fails is told, and one that arrives only when it took longer than a day', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order()
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
  const settled = (type: string, decidedAt: string) =>
    shop.announce({
      type,
      subjectId: order.id,
      payload: { refundId: shop.environment.newId(), amount: 500, currency: 'SAR', reason: 'canceled', decidedAt },
    })
  await settled('refund.succeeded', hoursAgo(1))
  t.same(await shop.said(), [])
  await settled('refund.succeeded', hoursAgo(30))
  await settled('refund.failed', hoursAgo(1))
  t.match(await shop.said(), [
    { purpose: 'refund_arrived', slot: 1, content: { facts: { amount: 500 } } },
    { purpose: 'refund_failed', slot: 2, content: { facts: { amount: 500 } } },
  ])
})

t.test('a refund is told with its amount and reason, once', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order()
  const refundId = shop.environment.newId()
  const payload = { refundId, amount: 4_500, currency: 'SAR', reason: 'late_payment' }
  await shop.announce({ type: 'refund.decided', subjectId: order.id, payload })
  await shop.announce({ type: 'refund.decided', subjectId: order.id, payload })
  await shop.announce({ type: 'refund.decided', subjectId: order.id, payload: {} })
  const [message, ...more] = await shop.said()
  t.equal(more.length, 0)
  t.match(
    textOf(message.content, 'en'),
    /returning SAR 45 to you for your order 1\. The reason: the payment arrived after/,
  )
})

t.test('each step of a parcel is told once, with what is due at the door', async (t) => {
  const shop = await openTellingShop(t)
  const order = await shop.order({ ...cash, language: 'en' })
  await shop.tellAll()
  const [shipment] = await shop.work((ctx) =>
    createShipments(ctx, [
      {
        orderId: order.id,
        lines: null,
        carrier: 'aramex',
        trackingNumber: '34567890',
        trackingUrl: null,
        status: 'in_transit',
        shippedAt: ctx.now(),
      },
    ]),
  )
  const shipmentId = shipment?.id ?? ''
  const scan = (status: string, minutes: number) =>
    shop.work((ctx) => {
      const occurredAt = new Date(ctx.now().getTime() + minutes * 60_000)
      const event = { eventId: null, status, substatus: null, occurredAt, location: null, message: null }
      return recordTracking(ctx, { shipmentId, events: [{ ...event, signedBy: null, collected: null, raw: null }] })
    })
  await scan('out_for_delivery', 1)
  await scan('out_for_delivery', 1)
  await scan('delivered', 2)
  const told = (await shop.said()).filter((message) => message.cause_kind === 'shipment')
  t.strictSame(purposes(told), ['order_shipped', 'out_for_delivery', 'order_delivered'])
  t.match(textOf(told[0].content, 'en'), /on its way: your order 1, with .*34567890/i)
  t.match(textOf(told[1].content, 'en'), /please have SAR 45 ready in cash/)
})
