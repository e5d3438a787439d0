import { orderMoves } from '#modules/orders/order.rules.ts'
import { balanceOf } from '#modules/payments/ledger/ledger.rules.ts'
import { isOpenMessage, type Message, OPENING_STOCK, type Order, type World } from './world.ts'

/** What does not hold once everything has come to rest, each with the number of its invariant. */
export function brokenIn(world: World): string[] {
  const { messages, orders } = world.db
  const takings = Map.groupBy(world.outside.acceptances, ({ messageId }) => messageId)
  return [
    ...unless(!world.sim.runaway, 'I2 it goes on for ever'),
    ...inbox(world),
    ...turns(world),
    ...[...messages.values()].flatMap((message) => brokenMessage(message, takings.get(message.id) ?? [])),
    ...order(world, [...takings.keys()]),
    ...stock(world),
    ...charges(world),
    ...[...orders.values()].flatMap((each) => [...brokenPath(each), ...brokenOrder(world, each)]),
  ]
}

/** Says it when it is not so. */
function unless(holds: boolean, broken: string): string[] {
  return holds ? [] : [broken]
}

function inbox({ db, outside }: World): string[] {
  const lost = [...outside.acknowledged].filter((key) => !db.inboxKeys.has(key))
  return [
    ...lost.map((key) => `I1 ${key} was acknowledged and is lost`),
    ...unless(db.inboxKeys.size === db.inbox.size, 'I1 something was stored twice'),
    ...[...db.inbox.values()].flatMap(({ id, outcomes }) =>
      unless(outcomes.length === 1, `I2 inbox ${id} has ${outcomes.length} outcomes`),
    ),
  ]
}

function turns({ db }: World): string[] {
  const written = Map.groupBy(
    [...db.inbox.values()].flatMap(({ body }) => (body.kind === 'message' ? [body.shopper] : [])),
    (shopper) => shopper,
  )
  return [...written].flatMap(([shopper, own]) =>
    unless(db.turns.get(shopper) === own.length, `I3 shopper ${shopper} wrote ${own.length} times, not so many turns`),
  )
}

const ARRIVED = new Set(['accepted', 'sent', 'delivered', 'read'])

function brokenMessage(message: Message, takings: readonly { attempt: number }[]): string[] {
  const { seq, state, doubts } = message
  const attempts = new Set(takings.map(({ attempt }) => attempt))
  return [
    ...unless(!isOpenMessage(message), `I2 message ${seq} is ${state}`),
    ...unless(!ARRIVED.has(state) || takings.length > 0, `I4 message ${seq} is ${state} and was never taken`),
    ...unless(attempts.size === takings.length, `I4 message ${seq} was sent twice in one attempt`),
    ...unless(takings.length <= 1 + doubts, `I4 message ${seq} was sent ${takings.length} times, ${doubts} doubts`),
  ]
}

/** First takings of each shopper's messages, in the order in which Meta took them. */
function order({ db }: World, taken: readonly string[]): string[] {
  const last = new Map<number, number>()
  return taken.flatMap((messageId) => {
    const message = db.messages.get(messageId)
    if (message === undefined) return [`I6 ${messageId} was sent and is not on the books`]
    const before = last.get(message.shopper) ?? 0
    last.set(message.shopper, Math.max(before, message.seq))
    return unless(message.seq > before, `I5 message ${message.seq} came after ${before}`)
  })
}

function stock({ db }: World): string[] {
  const sum = (hold: Order['hold']) =>
    [...db.orders.values()].filter((each) => each.hold === hold).reduce((total, { quantity }) => total + quantity, 0)
  const { onHand, held, committed } = db.stock
  return [
    ...unless(held === sum('held') && committed === sum('committed'), `I8 ${held} held, ${committed} promised`),
    ...unless(onHand === OPENING_STOCK && held + committed <= onHand, `I7 ${held + committed} promised of ${onHand}`),
  ]
}

function charges({ db, outside }: World): string[] {
  const paid = [...outside.sessions.values()].filter((session) => session.paid)
  const booked = db.ledger.filter(({ kind }) => kind === 'charge')
  const times = (id: string) => booked.filter(({ externalId }) => externalId === `pi-${id}`).length
  return [
    ...paid.flatMap(({ id }) => unless(times(id) === 1, `I9 ${id} was paid and is in the ledger ${times(id)} times`)),
    ...unless(booked.length <= paid.length, 'I9 the ledger has a charge that nobody paid'),
  ]
}

function brokenPath({ id, path }: Order): string[] {
  const jumps = path.slice(1).filter((to, n) => !orderMoves[path[n] ?? to].includes(to))
  return [
    ...jumps.map((to) => `I10 ${id} jumped to ${to}`),
    ...unless(path.filter((each) => each === 'placed').length <= 1, `I10 ${id} was placed twice`),
  ]
}

function brokenOrder({ db, outside }: World, { id, status, card, total }: Order): string[] {
  const { net } = balanceOf(db.ledger.filter(({ orderId }) => orderId === id))
  const due = card && status === 'placed' ? total : 0
  const open = [...outside.sessions.values()].filter((session) => session.orderId === id && session.status === 'open')
  return [
    ...unless(status !== 'awaiting_payment', `I8 ${id} waits for ever`),
    ...unless((status === 'placed') === db.causes.has(`order ${id}`), `I10 ${id} is ${status}, its confirmation not`),
    ...unless(net === due, `I9 ${id} is ${status} and holds ${net}`),
    ...unless(open.length === 0, `I11 ${id} has ${open.length} open pages`),
  ]
}
