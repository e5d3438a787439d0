import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import t from 'tap'
import { request } from 'undici'
import { replaceSecret } from '#modules/stores/index.ts'
import { publicId } from '#shared/ids.ts'
import { openPayShop, webhookSecret } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)

type Letter = { event?: object; secret?: string; at?: number; body?: string; header?: string | null; storeId?: string }

/** Posts an event as Stripe would, or as a forger would. */
async function post({ event = {}, secret = webhookSecret, at, body, header, storeId = shop.storeId }: Letter = {}) {
  const payload = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'customer.created',
    created: Math.floor(shop.clock.now.getTime() / 1000),
    livemode: false,
    data: { object: { id: 'cus_1', object: 'customer' } },
    ...event,
  })
  const timestamp = at ?? Math.floor(shop.clock.now.getTime() / 1000)
  const signed = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  const signature = header === undefined ? signed : header
  const answer = await request(`${shop.publicUrl}/webhooks/stripe/${storeId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(signature !== null && { 'stripe-signature': signature }) },
    body: body ?? payload,
  })
  await answer.body.dump()
  return answer.statusCode
}

const stored = async () => (await shop.query<{ n: number }>('select count(*)::int as n from inbox'))[0]?.n ?? 0
const kept = () => shop.tools.database.system<{ n: number }>('select count(*)::int as n from envelopes')

t.test('a signed event is stored before it is acknowledged, once however often it comes', async (t) => {
  const before = await stored()
  const event = { id: 'evt_same' }
  t.same(await Promise.all([post({ event }), post({ event }), post({ event })]), [200, 200, 200])
  t.equal(await stored(), before + 1)
  t.equal(await post({ event: { id: 'evt_by_public_id' }, storeId: publicId('store', shop.storeId) }), 200)
})

t.test('cases 13 and 14, row 11: forged, old, future, test-mode and foreign events leave nothing behind', async (t) => {
  const now = Math.floor(shop.clock.now.getTime() / 1000)
  const before = { inbox: await stored(), envelopes: await kept() }
  const letters: [string, Letter][] = [
    ['no signature', { header: null }],
    ['an empty signature', { header: '' }],
    ['another secret', { secret: 'whsec_other' }],
    ['only the old scheme', { header: `t=${now},v0=${'0'.repeat(64)}` }],
    ['a changed body', { body: '{"id":"evt_x","object":"event"}' }],
    ['301 seconds old', { at: now - 301 }],
    ['dated tomorrow', { at: now + 86_400 }],
    ['301 seconds ahead', { at: now + 301 }],
    ['a live event at a store with a test key', { event: { livemode: true } }],
    ['an event of a connected account', { event: { account: 'acct_other' } }],
    ['a store that is not there', { storeId: randomUUID() }],
    ['no store at all', { storeId: 'nonsense' }],
  ]
  for (const [name, letter] of letters) t.equal(await post(letter), 400, name)
  t.same({ inbox: await stored(), envelopes: await kept() }, before)
  t.equal(await post({ at: now - 299 }), 200)
  t.equal(await post({ at: now + 299 }), 200)
})

t.test('case 13: five bad signatures tell the owner that the secret may be wrong', async (t) => {
  for (let count = 0; count < 6; count += 1) await post({ secret: 'whsec_wrong' })
  t.ok((await shop.problems()).includes('stripe-webhook-rejected'))
  t.equal(await post(), 200)
  t.notOk((await shop.problems()).includes('stripe-webhook-rejected'), 'a good one shows that it is put right')
})

t.test('a store’s event cannot use up the id of another store’s event', async (t) => {
  const event = { id: 'evt_shared' }
  t.equal(await post({ event }), 200)
  const rows = await shop.query<{ key: string }>(
    `select dedupe_key as key from inbox where body ->> 'id' = 'evt_shared'`,
  )
  t.same(rows, [{ key: `${shop.storeId}:evt_shared` }])
})

t.test(
  'of an event only what leads back to the payment is kept: no name, no card, and no odd byte stops it',
  async (t) => {
    const metadata = { dukkan_store: publicId('store', randomUUID()), dukkan_note: 'a\u0000b', theirs: 'Canary' }
    const object = {
      id: 'ch_1',
      object: 'charge',
      metadata,
      payment_intent: { id: 'pi_1' },
      billing_details: { name: 'Canary \u0000' },
    }
    t.equal(await post({ event: { id: 'evt_private', type: 'charge.refunded', data: { object } } }), 200)
    const torn = { id: 'ch_2', object: 'charge', payment_intent: '\ud83d' }
    t.equal(await post({ event: { id: 'evt_torn', type: 'charge.refunded', data: { object: torn } } }), 200)
    const [row] = await shop.query<{ body: object }>(`select body from inbox where body ->> 'id' = 'evt_private'`)
    t.same(row?.body, {
      id: 'evt_private',
      type: 'charge.refunded',
      objectId: 'ch_1',
      metadata: { dukkan_store: metadata.dukkan_store },
      intentId: 'pi_1',
    })
  },
)

t.test('case 15: events of another integration in the same account are ignored and never touch an order', async (t) => {
  const session = {
    id: 'cs_foreign',
    object: 'checkout.session',
    metadata: { order_id: '17' },
    client_reference_id: '17',
  }
  const other = publicId('store', randomUUID())
  const stolen = {
    dukkan_store: other,
    dukkan_order: publicId('order', randomUUID()),
    dukkan_attempt: publicId('payment', randomUUID()),
  }
  await post({ event: { type: 'checkout.session.completed', data: { object: session } } })
  await post({ event: { type: 'checkout.session.completed', data: { object: { ...session, metadata: null } } } })
  await post({ event: { type: 'checkout.session.completed', data: { object: { ...session, metadata: stolen } } } })
  await post({ event: { type: 'payout.paid', data: { object: { id: 'po_1', object: 'payout' } } } })
  await shop.catchUp()
  t.same((await shop.outcomes()).slice(-4), [
    'checkout.session.completed ignored:other-integration',
    'checkout.session.completed ignored:other-integration',
    'checkout.session.completed ignored:other-store',
    'payout.paid ignored:not-used',
  ])
})

t.test(
  'case 11: an event of ours about a payment that is not here yet is tried again, and parked in the end',
  async (t) => {
    const metadata = {
      dukkan_store: publicId('store', shop.storeId),
      dukkan_order: publicId('order', randomUUID()),
      dukkan_attempt: publicId('payment', randomUUID()),
    }
    const object = { id: 'cs_lost', object: 'checkout.session', metadata }
    await post({ event: { id: 'evt_lost', type: 'checkout.session.completed', data: { object } } })
    await shop.catchUp()
    t.equal((await shop.outcomes()).at(-1), 'checkout.session.completed open')
    for (let tries = 0; tries < 10; tries += 1) {
      await shop.query(`update inbox set retry_at = null where body ->> 'id' = 'evt_lost'`)
      await shop.catchUp()
    }
    t.equal((await shop.outcomes()).at(-1), 'checkout.session.completed parked:unknown-payment')
  },
)

t.test('an event that cannot be handled while Stripe is away is handled when it is back', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  await shop.visit(`/p/${order.token}`)
  const [attempt] = await shop.attempts(order.id)
  const { id } = await shop.misbehave('stripe.sessions', 'http_500')
  await shop.paySession(attempt?.sessionId ?? '')
  await shop.catchUp()
  t.equal((await shop.order(order.id)).status, 'awaiting_payment')
  await shop.control(`/misbehave/${id}`, {}, 'DELETE')
  await shop.query(`update inbox set retry_at = null where outcome is null`)
  await shop.catchUp()
  t.equal((await shop.order(order.id)).status, 'placed')
})

t.test('events that Stripe could not deliver are fetched every hour, and none twice', async (t) => {
  const dates = await shop.shelve()
  const order = await shop.awaiting({ [dates]: 1 })
  const { id } = await shop.misbehave('webhooks.stripe', 'lose')
  await shop.pay(order)
  await shop.control(`/misbehave/${id}`, {}, 'DELETE')
  const before = await stored()
  await shop.chore('undelivered-events')
  const after = await stored()
  t.ok(after > before)
  await shop.chore('undelivered-events')
  t.equal(await stored(), after)
  await shop.catchUp()
  t.match(await shop.order(order.id), { status: 'placed', paymentStatus: 'paid' })
})

t.test('a secret that was replaced is the one that counts', async (t) => {
  await shop.work((ctx) =>
    replaceSecret(ctx, shop.box, { name: 'stripe_webhook_secret', value: 'whsec_anothersecretofthisendpoint' }),
  )
  shop.clock.now = new Date(shop.clock.now.getTime() + 2_000)
  t.equal(await post(), 400)
  t.equal(await post({ secret: 'whsec_anothersecretofthisendpoint' }), 200)
})
