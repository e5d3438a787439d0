import { judgeDemands } from '#modules/catalog/stock.rules.ts'
import type { Process, Task } from './engine.ts'
import { type Body, type InboxRow, nextId, Transaction, type World } from './world.ts'

export const PRICE = 1_000
export const HOLD_MS = 41 * 60_000

type Said = Extract<Body, { kind: 'message' }>
type Heard = InboxRow & { body: Said }

const MOST_EVENTS = 4

/** Takes one conversation at a time under its lock and answers what waits in it, all in one transaction. */
export function* drainMailboxes(world: World, worker: Process): Task {
  const { sim } = world
  for (;;) {
    const transaction = new Transaction(world, worker)
    const shopper = claim(world, transaction)
    if (shopper === null) return
    yield sim.below(4)
    const events = openEvents(world).filter(({ body }) => body.shopper === shopper)
    const turns = world.db.turns.get(shopper) ?? 0
    yield sim.below(6)
    transaction.commit(() => {
      for (const [n, event] of events.slice(0, MOST_EVENTS).entries()) answer(world, event, turns + n + 1)
    })
    yield 1
  }
}

function claim(world: World, transaction: Transaction): number | null {
  const due = openEvents(world).find(({ body }) => {
    return world.bugs.has('no-lock') || transaction.lock(`mailbox ${body.shopper}`)
  })
  return due?.body.shopper ?? null
}

function openEvents({ db }: World): Heard[] {
  return [...db.inbox.values()].filter((row): row is Heard => row.body.kind === 'message' && row.outcomes.length === 0)
}

/** The step of one event: what changes and what is said. */
function answer(world: World, event: Heard, turn: number): void {
  const { db, sim } = world
  const { shopper, said } = event.body
  event.outcomes.push('answered')
  db.turns.set(shopper, turn)
  const order = said === 'hello' ? null : place(world, event)
  const cause = order === null || order.card ? `inbox ${event.id}` : `order ${order.id}`
  queueMessage(world, shopper, cause)
  sim.say(`answered ${event.id} of shopper ${shopper}, turn ${turn}`)
  world.ring()
}

function place(world: World, { id, body }: Heard) {
  const { db, sim } = world
  const demand = { orderId: `order-${id}`, storeId: 's', lines: [{ variantId: 'v', quantity: body.quantity }] }
  if (!judgeDemands([demand], [db.stock]).get(demand.orderId)?.enough) return null
  const card = body.said === 'card'
  const status = card ? 'awaiting_payment' : 'placed'
  const order = {
    ...{
      id: demand.orderId,
      shopper: body.shopper,
      quantity: body.quantity,
      total: body.quantity * PRICE,
      card,
      confirmations: 0,
    },
    status,
    path: [status],
    holdExpiresAt: sim.nowMs + HOLD_MS,
    hold: card ? 'held' : 'committed',
  } as const
  db.orders.set(order.id, { ...order, path: [...order.path] })
  if (card) {
    db.stock.held += body.quantity
    openAttempt(world, order.id)
  } else db.stock.committed += body.quantity
  return order
}

function openAttempt(world: World, orderId: string): void {
  const id = nextId(world, 'attempt')
  world.db.attempts.set(id, { id, orderId, state: 'creating', sessionId: null, checkedAt: world.sim.nowMs })
}

/** One message for each cause, however often it is found. */
export function queueMessage(world: World, shopper: number, cause: string): void {
  const { db, sim } = world
  if (db.causes.has(cause)) return
  db.causes.add(cause)
  const id = uuidNumbered(db.messages.size + 1)
  db.messages.set(id, {
    ...{ id, seq: db.messages.size + 1, shopper, cause, state: 'queued', attempts: 0, wamid: null, sentAs: null },
    ...{ errorCode: null, errorDetails: null, sentAt: null, deliveredAt: null, readAt: null, failedAt: null },
    ...{
      pricingCategory: null,
      pricingType: null,
      waitSeconds: 0,
      dueAt: sim.nowMs,
      lockedUntil: 0,
      doubtUntil: 0,
      doubts: 0,
    },
  })
}

/** Callback data carries a uuid, and who reads it back insists on one. */
function uuidNumbered(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
}
