import { addMessage, type Chats, chatKey, updateMessage } from './chats.ts'
import type { Clock, Faults, JournalLine, Payment, ShopNumber, Shopper, Snapshot, StreamEvent } from './types.ts'

/** All that the page knows of the world; made anew by each event, old values are never changed. */
export type World = {
  clock: Clock
  numbers: ShopNumber[]
  shoppers: Shopper[]
  chats: Chats
  /** Who is being answered right now: `untilMs` of the sandbox's clock by chat key. */
  typing: Record<string, number>
  faults: Faults
  /** Newest last, at most 500. */
  journal: JournalLine[]
  /** By session id, newest last, at most 500. */
  payments: Record<string, Payment>
  shopUrl: string | null
}

export const emptyWorld: World = {
  clock: { now: '1970-01-01T00:00:00.000Z', offsetMs: 0, shared: true },
  numbers: [],
  shoppers: [],
  chats: {},
  typing: {},
  faults: { waiting: [], struck: {} },
  journal: [],
  payments: {},
  shopUrl: null,
}

const journalKept = 500
const paymentsKept = 500

/** The world as a snapshot tells it. Payments only the stream brings; the wire is read anew, as its numbers may be of another life. */
export function takeSnapshot(world: World, { clock, numbers, shoppers, chats, faults, shopUrl }: Snapshot): World {
  const byKey = Object.fromEntries(chats.map((chat) => [chatKey(chat), chat]))
  return { ...world, clock, numbers, shoppers, chats: byKey, typing: {}, faults, journal: [], shopUrl }
}

type Told = { [T in StreamEvent as T['type']]: T['data'] }
type Reducers = { [T in keyof Told]: (world: World, data: Told[T]) => World }

const reducers: Reducers = {
  message: (world, data) => ({
    ...world,
    chats: addMessage(world.chats, data),
    typing: data.message.direction === 'out' ? without(world.typing, chatKey(data)) : world.typing,
  }),
  update: (world, data) => ({ ...world, chats: updateMessage(world.chats, data) }),
  typing: (world, data) => {
    const key = chatKey(data)
    return { ...world, typing: data.on ? { ...world.typing, [key]: data.untilMs } : without(world.typing, key) }
  },
  shopper: (world, { shopper }) => ({ ...world, shoppers: putShopper(world.shoppers, shopper) }),
  journal: (world, { entry }) => ({ ...world, journal: addLines(world.journal, [entry]) }),
  faults: (world, faults) => ({ ...world, faults }),
  clock: (world, clock) => ({ ...world, clock }),
  payment: (world, payment) => ({ ...world, payments: putPayment(world.payments, payment) }),
}

/** The world after this event. An event that comes twice changes nothing the second time. */
export function reduce(world: World, event: StreamEvent): World {
  return apply(world, event.type, event.data)
}

function apply<T extends StreamEvent['type']>(world: World, type: T, data: unknown): World {
  const reducer = reducers[type] as ((world: World, data: unknown) => World) | undefined
  return reducer === undefined ? world : reducer(world, data)
}

function putShopper(shoppers: Shopper[], shopper: Shopper): Shopper[] {
  const known = shoppers.some(({ id }) => id === shopper.id)
  return known ? shoppers.map((each) => (each.id === shopper.id ? shopper : each)) : [...shoppers, shopper]
}

function putPayment(payments: World['payments'], payment: Payment): World['payments'] {
  const others = Object.entries(payments).filter(([id]) => id !== payment.sessionId)
  return { ...Object.fromEntries(others.slice(1 - paymentsKept)), [payment.sessionId]: payment }
}

/** Adds lines of the wire, oldest dropped; lines come in any order and each is kept once. */
export function addLines(journal: JournalLine[], lines: JournalLine[]): JournalLine[] {
  const newest = journal.at(-1)?.n ?? 0
  if (lines.every(({ n }, index) => n > (lines[index - 1]?.n ?? newest))) {
    return [...journal, ...lines].slice(-journalKept)
  }
  const byN = new Map([...journal, ...lines].map((line) => [line.n, line]))
  return [...byN.values()].sort((a, b) => a.n - b.n).slice(-journalKept)
}

function without(typing: Record<string, number>, key: string): Record<string, number> {
  if (!(key in typing)) return typing
  const { [key]: _, ...rest } = typing
  return rest
}
