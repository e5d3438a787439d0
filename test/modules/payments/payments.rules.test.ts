import fc from 'fast-check'
import t from 'tap'
import {
  holdUntil,
  isPreview,
  judgePayLink,
  type LinkConditions,
  stillUsable,
} from '#modules/payments/checkout/pay-link.rules.ts'
import { compareMoves } from '#modules/payments/ledger/audit.rules.ts'
import { balanceOf, type LedgerEntry, type LedgerKind, paymentStatusOf } from '#modules/payments/ledger/ledger.rules.ts'
import { progressOf } from '#modules/payments/pages/progress.rules.ts'
import {
  planRefund,
  refundableOf,
  refundMoves,
  refundStateOf,
  refundStillDue,
} from '#modules/payments/refunds/refund.rules.ts'
import { decideOnMoney } from '#modules/payments/settling/money.rules.ts'
import { type CheckoutFacts, judgeCheckout } from '#modules/payments/stripe/checkout.rules.ts'

const entry = (kind: LedgerKind, amount = 100, externalId = kind as string): LedgerEntry => ({
  kind,
  amount,
  externalId,
})

t.test('a payment status follows from the ledger alone', async (t) => {
  const cases: [string, LedgerEntry[], string][] = [
    ['nothing happened', [], 'none'],
    ['cash is owed', [entry('due_on_delivery')], 'due_on_delivery'],
    ['the bank is working on it', [entry('pending', 100, 'cs_1')], 'pending'],
    ['it came to nothing', [entry('pending', 100, 'cs_1'), entry('failed', 100, 'cs_1')], 'failed'],
    ['one failed, another is under way', [entry('failed', 100, 'cs_1'), entry('pending', 100, 'cs_2')], 'pending'],
    ['paid by card', [entry('charge')], 'paid'],
    ['paid after a failure', [entry('failed'), entry('charge')], 'paid'],
    ['cash at the door', [entry('due_on_delivery'), entry('cash_collected')], 'paid'],
    ['too little cash', [entry('due_on_delivery'), entry('cash_collected', 90)], 'due_on_delivery'],
    ['owed in cash and paid by card', [entry('due_on_delivery'), entry('charge')], 'paid'],
    ['a refund that is only decided', [entry('charge'), entry('refund_requested')], 'paid'],
    ['partly back', [entry('charge'), entry('refund', 40, 're_1')], 'partially_refunded'],
    ['all back', [entry('charge'), entry('refund', 60, 're_1'), entry('refund', 40, 're_2')], 'refunded'],
    [
      'a refund that failed later',
      [entry('charge'), entry('refund', 100, 're_1'), entry('refund_failed', 100, 're_1')],
      'paid',
    ],
    [
      'a second payment given back',
      [entry('charge', 100, 'pi_1'), entry('charge', 100, 'pi_2'), entry('refund')],
      'paid',
    ],
    ['disputed', [entry('charge'), entry('dispute_opened', 100, 'dp_1')], 'disputed'],
    ['won', [entry('charge'), entry('dispute_opened', 100, 'dp_1'), entry('dispute_won', 100, 'dp_1')], 'paid'],
    ['lost', [entry('charge'), entry('dispute_opened', 100, 'dp_1'), entry('dispute_lost', 100, 'dp_1')], 'lost'],
  ]
  for (const [name, entries, status] of cases) t.equal(paymentStatusOf(entries, { total: 100 }), status, name)
})

t.test('the order in which the facts arrive does not change what they add up to', async () => {
  const kinds = ['charge', 'refund', 'refund_failed', 'dispute_opened', 'dispute_won', 'cash_collected'] as const
  const anyEntry = fc.record({
    kind: fc.constantFrom(...kinds),
    amount: fc.nat(500),
    externalId: fc.constantFrom('a', 'b'),
  })
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.nat(500), (entries, total) => {
      const shuffled = entries.toReversed()
      const { charged, refunded, net } = balanceOf(entries)
      return paymentStatusOf(entries, { total }) === paymentStatusOf(shuffled, { total }) && charged - refunded === net
    }),
  )
})

const expected = { storeId: 's', orderId: 'o', attemptId: 'a', amount: 1000, currency: 'SAR', livemode: false }
const facts: CheckoutFacts = {
  sessionId: 'cs_1',
  status: 'complete',
  paid: true,
  stripeTotal: 1000,
  currency: 'sar',
  mode: 'payment',
  livemode: false,
  intentId: 'pi_1',
  intentStatus: 'succeeded',
  url: null,
  expiresAt: new Date(0),
  storeId: 's',
  orderId: 'o',
  attemptId: 'a',
}

t.test('case 16, row 18: a session counts as paid only when every one of its terms is ours', async (t) => {
  t.same(judgeCheckout(facts, expected), { kind: 'paid' })
  const wrong: [keyof CheckoutFacts, unknown, string][] = [
    ['stripeTotal', 1001, 'amount'],
    ['stripeTotal', null, 'amount'],
    ['currency', 'aed', 'currency'],
    ['mode', 'setup', 'mode'],
    ['livemode', true, 'livemode'],
    ['storeId', 'other', 'store'],
    ['orderId', 'other', 'order'],
    ['attemptId', null, 'attempt'],
  ]
  for (const [term, value, name] of wrong) {
    t.same(judgeCheckout({ ...facts, [term]: value }, expected), { kind: 'mismatch', differences: [name] }, name)
  }
  t.same(judgeCheckout({ ...facts, status: 'expired', paid: false, orderId: 'other' }, expected), { kind: 'open' })
})

t.test('case 39: Stripe’s own units are compared, so UGX is sent a hundredfold and KWD to the fils', async (t) => {
  const ugx = { ...expected, amount: 5000, currency: 'UGX' }
  t.equal(judgeCheckout({ ...facts, stripeTotal: 500_000, currency: 'ugx' }, ugx).kind, 'paid')
  t.equal(judgeCheckout({ ...facts, stripeTotal: 5000, currency: 'ugx' }, ugx).kind, 'mismatch')
  const kwd = { ...expected, amount: 5120, currency: 'KWD' }
  t.equal(judgeCheckout({ ...facts, stripeTotal: 5120, currency: 'kwd' }, kwd).kind, 'paid')
})

t.test('a session that is complete and unpaid is under way until its intent gives up', async (t) => {
  const unpaid = { ...facts, paid: false }
  t.equal(judgeCheckout({ ...unpaid, intentStatus: 'processing' }, expected).kind, 'processing')
  t.equal(judgeCheckout({ ...unpaid, intentStatus: null }, expected).kind, 'processing')
  t.equal(judgeCheckout({ ...unpaid, intentStatus: 'requires_payment_method' }, expected).kind, 'failed')
  t.equal(judgeCheckout({ ...unpaid, intentStatus: 'canceled' }, expected).kind, 'failed')
  t.equal(judgeCheckout({ ...unpaid, status: 'open' }, expected).kind, 'open')
  t.equal(judgeCheckout({ ...unpaid, status: 'expired' }, expected).kind, 'expired')
})

t.test('money is never kept in silence: it places the order, stays with it, or goes back', async (t) => {
  const decide = (status: Parameters<typeof decideOnMoney>[0]['status'], netBefore = 0) =>
    decideOnMoney({ status, total: 100 }, netBefore)
  t.same(decide('awaiting_payment'), { kind: 'place' })
  t.same(decide('expired'), { kind: 'place_from_fresh_stock' })
  t.same(decide('canceled'), { kind: 'refund', reason: 'canceled' })
  t.same(decide('placed'), { kind: 'keep' })
  t.same(decide('on_hold'), { kind: 'keep' })
  for (const status of ['placed', 'completed', 'on_hold', 'expired'] as const) {
    t.same(decide(status, 100), { kind: 'refund', reason: 'second_payment' }, status)
  }
})

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute))
const awaiting = {
  status: 'awaiting_payment',
  paymentMethod: 'card',
  paymentStatus: 'none',
  createdAt: at(0),
  holdExpiresAt: at(41),
} as const
const conditions: LinkConditions = {
  order: awaiting,
  store: { status: 'active', cardPayments: true },
  goodsHeld: true,
  priceChanged: false,
  now: at(5),
}

t.test('a pay link is judged anew at every visit', async (t) => {
  const placed = { ...awaiting, status: 'placed' } as const
  const cases: [Partial<LinkConditions>, string][] = [
    [{}, 'payable'],
    [{ now: at(41) }, 'expired'],
    [{ goodsHeld: false }, 'sold_out'],
    [{ priceChanged: true }, 'price_changed'],
    [{ store: { status: 'paused', cardPayments: true } }, 'closed'],
    [{ store: { status: 'active', cardPayments: false } }, 'closed'],
    [{ order: { ...placed, paymentStatus: 'paid' } }, 'paid'],
    [{ order: { ...placed, paymentMethod: 'cash_on_delivery', paymentStatus: 'due_on_delivery' } }, 'cash'],
    [{ order: { ...placed, paymentMethod: 'cash_on_delivery', paymentStatus: 'paid' } }, 'paid'],
    [{ order: { ...awaiting, status: 'completed', paymentStatus: 'paid' } }, 'paid'],
    [{ order: { ...awaiting, status: 'canceled' } }, 'canceled'],
    [{ order: { ...awaiting, status: 'expired' } }, 'expired'],
    [{ order: { ...awaiting, status: 'on_hold' } }, 'on_hold'],
  ]
  for (const [change, state] of cases)
    t.equal(judgePayLink({ ...conditions, ...change }), state, JSON.stringify(change))
})

t.test('a hold outlasts its session by ten minutes and is not drawn out for ever', async (t) => {
  t.same(holdUntil(awaiting, 31, at(0)), at(41))
  t.same(holdUntil(awaiting, 31, at(40)), at(81))
  t.same(holdUntil(awaiting, 31, at(110)), at(123))
})

t.test('a session is shown again only for the same charge and with time left', async (t) => {
  const open = { amount: 100, currency: 'SAR', expiresAt: at(31) }
  const order = { total: 100, currency: 'SAR' }
  t.ok(stillUsable(open, order, at(29)))
  t.notOk(stillUsable(open, order, at(30)))
  t.notOk(stillUsable(open, { ...order, total: 101 }, at(1)))
  t.notOk(stillUsable(open, { ...order, currency: 'AED' }, at(1)))
})

t.test('case 22: previews and crawlers are told from people by what they say of themselves', async (t) => {
  const visit = (userAgent: string | undefined, method = 'GET', purpose?: string) =>
    isPreview({ method, userAgent, purpose })
  const machines = [
    'WhatsApp/2.2',
    'Twitterbot/1.0',
    'LinkedInBot/1.0',
    'Discordbot/2.0',
    'Applebot/0.1',
    'SkypeUriPreview',
    'meta-externalagent/1.1',
    'Slack-ImgProxy',
  ]
  for (const agent of machines) t.ok(visit(agent), agent)
  const people = [
    undefined,
    'Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]',
    'Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Mobile/15E148 Instagram 300.0 Snapchat/13.0',
  ]
  for (const agent of people) t.notOk(visit(agent), agent ?? 'no name')
  t.ok(visit(people[1], 'HEAD'))
  t.ok(visit(people[1], 'GET', 'prefetch'))
})

t.test('case 30: refunds never add up to more than came in, however they are cut', async () => {
  const charge = fc.record({ attemptId: fc.uuid(), charged: fc.nat(10_000), used: fc.nat(10_000) })
  fc.assert(
    fc.property(fc.array(charge, { maxLength: 4 }), fc.nat(30_000), (raw, amount) => {
      const charges = raw.map(({ attemptId, charged, used }) => ({
        attemptId,
        charged,
        refunded: Math.min(used, charged),
      }))
      const plan = planRefund(charges, { amount, currency: 'SAR' })
      if (!plan.ok) return amount > refundableOf(charges)
      const sum = plan.shares.reduce((whole, share) => whole + share.amount, 0)
      return sum === amount && plan.shares.every((share) => share.amount > 0)
    }),
  )
})

t.test('case 39: a refund in dinars keeps to the grid that Stripe can move', async (t) => {
  const charges = [{ attemptId: 'a', charged: 5120, refunded: 0 }]
  t.same(planRefund(charges, { amount: 1005, currency: 'KWD' }), { ok: false, reason: 'off_grid', grid: 10 })
  t.match(planRefund(charges, { amount: 1010, currency: 'KWD' }), { ok: true })
})

t.test('case 33: a refund moves forward only, and back once when it failed after all', async (t) => {
  t.same(['succeeded', 'pending', 'requires_action', 'failed', 'canceled', 'something new', null].map(refundStateOf), [
    'succeeded',
    'pending',
    'pending',
    'failed',
    'failed',
    'pending',
    'pending',
  ])
  t.ok(refundMoves('sending', 'succeeded'))
  t.ok(refundMoves('succeeded', 'failed'))
  t.notOk(refundMoves('succeeded', 'pending'))
  t.notOk(refundMoves('failed', 'succeeded'))
  t.notOk(refundMoves('succeeded', 'succeeded'))
})

t.test('a refund is carried out only while its reason holds', async (t) => {
  const refund = { amount: 100, orderTotal: 100, net: 100 } as const
  t.ok(refundStillDue({ ...refund, reason: 'late_payment', orderStatus: 'expired' }))
  t.notOk(refundStillDue({ ...refund, reason: 'late_payment', orderStatus: 'placed' }))
  t.ok(refundStillDue({ ...refund, reason: 'second_payment', orderStatus: 'placed', net: 200 }))
  t.notOk(refundStillDue({ ...refund, reason: 'second_payment', orderStatus: 'placed' }))
  t.ok(refundStillDue({ ...refund, reason: 'canceled', orderStatus: 'canceled' }))
  t.notOk(refundStillDue({ ...refund, reason: 'canceled', orderStatus: 'placed' }))
  t.ok(refundStillDue({ ...refund, reason: 'owner_request', orderStatus: 'completed' }))
  t.notOk(refundStillDue({ ...refund, reason: 'owner_request', orderStatus: 'completed', net: 99 }))
})

t.test('our books and Stripe’s are compared both ways', async (t) => {
  const move = (id: string, amount: number, currency = 'SAR') => ({ id, amount, currency })
  t.same(compareMoves([move('a', 1)], [move('a', 1)]), [])
  t.match(compareMoves([], [move('a', 1)]), [{ id: 'a', kind: 'missing_here', atStripe: 1 }])
  t.match(compareMoves([move('a', 1)], []), [{ id: 'a', kind: 'missing_at_stripe', here: 1 }])
  t.match(compareMoves([move('a', 1)], [move('a', 2)]), [{ kind: 'amounts_differ', here: 1, atStripe: 2 }])
  t.match(compareMoves([move('a', 1)], [move('a', 1, 'AED')]), [{ kind: 'amounts_differ' }])
})

t.test('the tracking page walks an order from step to step', async (t) => {
  const order = { ...awaiting, fulfillmentStatus: 'unfulfilled', placedAt: null, closedAt: null }
  const walk = (change: object, parcels: Parameters<typeof progressOf>[1] = []) =>
    progressOf({ ...order, ...change }, parcels).map(({ name, state }) => `${name} ${state}`)
  t.same(walk({}), ['ordered done', 'paid now', 'shipped later', 'delivered later'])
  const placed = { status: 'placed', paymentStatus: 'paid', placedAt: at(3) }
  t.same(walk(placed), ['ordered done', 'paid done', 'preparing now', 'shipped later', 'delivered later'])
  const cash = { ...placed, paymentMethod: 'cash_on_delivery', paymentStatus: 'due_on_delivery' }
  t.same(walk(cash), ['ordered done', 'cash done', 'preparing now', 'shipped later', 'delivered later'])
  const parcel = { status: 'delivered', shippedAt: at(10), statusAt: at(20) }
  const steps = progressOf({ ...order, ...placed, status: 'placed', fulfillmentStatus: 'delivered' }, [parcel])
  t.match(steps.slice(2), [
    { name: 'shipped', state: 'done', at: at(10) },
    { name: 'delivered', state: 'done', at: at(20) },
  ])
  t.same(walk({ status: 'expired', closedAt: at(41) }), ['ordered done', 'expired stopped'])
})
