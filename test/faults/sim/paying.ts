import { judgeDemands } from '#modules/catalog/stock.rules.ts'
import { canMove, type OrderStatus } from '#modules/orders/order.rules.ts'
import { balanceOf } from '#modules/payments/ledger/ledger.rules.ts'
import { decideOnMoney } from '#modules/payments/settling/money.rules.ts'
import { type CheckoutFacts, judgeCheckout } from '#modules/payments/stripe/checkout.rules.ts'
import { queueMessage } from './conversation.ts'
import type { Process, Task } from './engine.ts'
import { deliver } from './ingest.ts'
import { type Attempt, nextId, type Order, Transaction, unlucky, type World } from './world.ts'

const SESSION_MS = 31 * 60_000
const UNHEARD_MS = 5 * 60_000
const CURRENCY = 'SAR'

type Session = ReturnType<World['outside']['sessions']['get']> & {}

/** Somebody taps a pay link: one attempt, one session however often the answer is lost, and perhaps a payment. */
export function* followLink(world: World, server: Process, orderId: string): Task {
  const { sim, db } = world
  const attempt = [...db.attempts.values()].findLast((each) => each.orderId === orderId)
  const order = db.orders.get(orderId)
  if (attempt === undefined || order === undefined || !['creating', 'open'].includes(attempt.state)) return
  yield sim.below(20)
  const sessionId = createSession(world, attempt, order)
  yield sim.below(20)
  if (unlucky(world, 0.1)) return
  const transaction = new Transaction(world, server)
  if (!transaction.lock(`order ${orderId}`)) return
  yield sim.below(3)
  transaction.commit(() => {
    if (attempt.state === 'creating') Object.assign(attempt, { state: 'open', sessionId })
    else attempt.sessionId ??= sessionId
  })
}

/** Stripe: the same key gives the same session. */
function createSession(world: World, attempt: Attempt, { id: orderId, total: amount }: Order): string {
  const { outside, sim } = world
  const key = `co:${attempt.id}`
  const known = outside.sessionsByKey.get(key)
  if (known !== undefined) return known
  const id = nextId(world, 'session')
  outside.sessionsByKey.set(key, id)
  const session: Session = {
    id,
    attemptId: attempt.id,
    orderId,
    amount,
    status: 'open',
    paid: false,
    expiresAt: sim.nowMs + SESSION_MS,
  }
  outside.sessions.set(id, session)
  sim.after(SESSION_MS, () => endSession(world, session))
  if (sim.happens(0.75)) sim.after(sim.below(SESSION_MS + 60_000), () => pay(world, session))
  return id
}

function endSession(world: World, session: Session): void {
  if (session.status !== 'open') return
  session.status = 'expired'
  tell(world, session)
}

function pay(world: World, session: Session): void {
  if (session.status !== 'open') return
  Object.assign(session, { status: 'complete', paid: true })
  world.sim.say(`${session.id} is paid`)
  tell(world, session)
}

function tell(world: World, { id, attemptId }: Session): void {
  const event = nextId(world, 'evt')
  deliver(world, { key: event, body: { kind: 'stripe', event, attemptId, sessionId: id }, mayBeLost: true })
}

/** Acts on Stripe's events: each is leased, handled with calls in between, and marked. */
export function* handleStripeEvents(world: World, worker: Process): Task {
  const { db, sim } = world
  for (const row of [...db.inbox.values()]) {
    if (row.body.kind !== 'stripe' || row.outcomes.length > 0 || row.retryAt > sim.nowMs) continue
    row.retryAt = sim.nowMs + 15_000
    const { attemptId, sessionId } = row.body
    yield* settle(world, worker, { attemptId, sessionId })
    if (row.outcomes.length === 0) row.outcomes.push('handled')
    yield 1
  }
}

type Reference = { attemptId: string; sessionId: string }

/** Reads the session, then writes what follows from it under the order's lock, whoever else is at it. */
function* settle(world: World, worker: Process, { attemptId, sessionId }: Reference): Task {
  const { db, sim, outside } = world
  const attempt = db.attempts.get(attemptId)
  const session = outside.sessions.get(sessionId)
  if (attempt === undefined || session === undefined) return
  yield sim.below(40)
  const facts = factsOf(session, sim.now)
  const transaction = new Transaction(world, worker)
  while (!transaction.lock(`order ${attempt.orderId}`)) yield 2
  yield sim.below(4)
  transaction.commit(() => apply(world, attempt, facts))
}

function factsOf({ id, status, paid, amount, orderId, attemptId }: Session, now: Date): CheckoutFacts {
  return {
    ...{ sessionId: id, status, paid, stripeTotal: amount, currency: CURRENCY, mode: 'payment', livemode: false },
    ...{
      intentId: `pi-${id}`,
      intentStatus: null,
      url: 'https://pay',
      expiresAt: now,
      storeId: 's',
      orderId,
      attemptId,
    },
  }
}

function apply(world: World, attempt: Attempt, facts: CheckoutFacts): void {
  const { db, sim } = world
  const order = db.orders.get(attempt.orderId)
  if (order === undefined) return
  const expected = {
    storeId: 's',
    orderId: order.id,
    attemptId: attempt.id,
    amount: order.total,
    currency: CURRENCY,
    livemode: false,
  }
  attempt.sessionId ??= facts.sessionId
  attempt.checkedAt = sim.nowMs
  const { kind } = judgeCheckout(facts, expected)
  if (kind === 'paid') recordPaid(world, order, attempt)
  if (kind === 'expired' && ['creating', 'open'].includes(attempt.state)) {
    attempt.state = 'expired'
    expire(world, order)
  }
}

function recordPaid(world: World, order: Order, attempt: Attempt): void {
  const { db, sim } = world
  attempt.state = 'paid'
  const externalId = `pi-${attempt.sessionId}`
  if (db.ledger.some((entry) => entry.kind === 'charge' && entry.externalId === externalId)) return
  const before = balanceOf(db.ledger.filter(({ orderId }) => orderId === order.id)).net
  db.ledger.push({ kind: 'charge', amount: order.total, externalId, orderId: order.id })
  const decision = decideOnMoney(order, before)
  sim.say(`${order.id} is paid: ${decision.kind}`)
  if (decision.kind === 'keep') return
  if (decision.kind === 'refund' || !placePaid(world, order)) {
    db.refunds.set(externalId, { orderId: order.id, amount: order.total, state: 'decided' })
    expire(world, order)
  }
}

/** With the goods it holds, or with fresh ones. */
function placePaid(world: World, order: Order): boolean {
  const { db } = world
  if (order.hold === 'held') db.stock.held -= order.quantity
  else if (!enough(world, order)) return false
  db.stock.committed += order.quantity
  order.hold = 'committed'
  move(order, 'placed')
  queueMessage(world, order.shopper, `order ${order.id}`)
  return true
}

function enough({ db }: World, { id, quantity }: Order): boolean {
  const demand = { orderId: id, storeId: 's', lines: [{ variantId: 'v', quantity }] }
  return judgeDemands([demand], [db.stock]).get(id)?.enough ?? false
}

function expire(world: World, order: Order): void {
  if (order.status !== 'awaiting_payment') return
  if (order.hold === 'held') world.db.stock.held -= order.quantity
  order.hold = 'released'
  move(order, 'expired')
}

function move(order: Order, to: OrderStatus): void {
  if (!canMove(order.status, to)) throw new Error(`${order.id} cannot go from ${order.status} to ${to}`)
  order.status = to
  order.path.push(to)
}

/** Gives back the goods of orders nobody paid in time; Stripe is asked to end the session first. */
export function* expireOrders(world: World, worker: Process): Task {
  const { db, sim } = world
  for (const order of [...db.orders.values()]) {
    if (order.status !== 'awaiting_payment' || order.holdExpiresAt > sim.nowMs) continue
    yield* closeSession(world, worker, order)
    yield* expireUnderLock(world, worker, order)
  }
}

/** When Stripe does not answer, the page stays open, and with it the order. */
function* closeSession(world: World, worker: Process, { id }: Order): Task {
  const { db, sim, outside } = world
  const attempt = [...db.attempts.values()].findLast(({ orderId }) => orderId === id)
  const session = outside.sessions.get(attempt?.sessionId ?? '')
  if (attempt === undefined || session === undefined) return
  yield sim.below(40)
  if (unlucky(world, 0.1)) return
  endSession(world, session)
  yield* settle(world, worker, { attemptId: attempt.id, sessionId: session.id })
}

function* expireUnderLock(world: World, worker: Process, order: Order): Task {
  const { sim, db } = world
  const transaction = new Transaction(world, worker)
  while (!transaction.lock(`order ${order.id}`)) yield 2
  yield sim.below(4)
  transaction.commit(() => {
    const own = [...db.attempts.values()].filter(({ orderId }) => orderId === order.id)
    if (order.holdExpiresAt > sim.nowMs || own.some(({ state }) => state === 'open')) return
    for (const attempt of own) if (attempt.state === 'creating') attempt.state = 'superseded'
    expire(world, order)
  })
}

/** Asks Stripe about payments it has not told of. */
export function* reconcile(world: World, worker: Process): Task {
  const { db, sim } = world
  for (const attempt of [...db.attempts.values()]) {
    const open = attempt.state === 'creating' || attempt.state === 'open'
    if (!open || attempt.sessionId === null || sim.nowMs - attempt.checkedAt < UNHEARD_MS) continue
    yield* settle(world, worker, { attemptId: attempt.id, sessionId: attempt.sessionId })
  }
}

/** Carries out the refunds that were decided; the same key is one refund. */
export function* sendRefunds(world: World, worker: Process): Task {
  const { db, sim, outside } = world
  for (const [key, refund] of [...db.refunds]) {
    if (refund.state !== 'decided') continue
    yield sim.below(30)
    outside.refundsByKey.add(key)
    yield sim.below(30)
    if (unlucky(world, 0.1)) continue
    new Transaction(world, worker).commit(() => {
      if (refund.state === 'succeeded') return
      refund.state = 'succeeded'
      db.ledger.push({ kind: 'refund', amount: refund.amount, externalId: key, orderId: refund.orderId })
    })
  }
}
