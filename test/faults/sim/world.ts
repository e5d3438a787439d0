import type { StockRow } from '#modules/catalog/stock.rules.ts'
import type { MessageState, Progress } from '#modules/messaging/statuses/progress.ts'
import type { OrderStatus } from '#modules/orders/order.rules.ts'
import type { LedgerEntry } from '#modules/payments/ledger/ledger.rules.ts'
import { ConnectionLost, isAlive, type Process, type Sim } from './engine.ts'

/** Mistakes that can be planted, each known to lose or double something. */
export const bugs = ['no-lock', 'blind-retry', 'no-sweep', 'answer-before-commit', 'check-then-insert'] as const
export type Bug = (typeof bugs)[number]

export type Body =
  | { kind: 'message'; wamid: string; shopper: number; said: 'hello' | 'cash' | 'card'; quantity: number }
  | {
      kind: 'status'
      wamid: string
      opaque: string
      status: 'sent' | 'delivered' | 'read' | 'failed'
      code: number | null
    }
  | { kind: 'stripe'; event: string; attemptId: string; sessionId: string }

export type InboxRow = { id: number; key: string; body: Body; outcomes: string[]; retryAt: number; attempts: number }

export type Message = Progress & {
  id: string
  seq: number
  shopper: number
  cause: string
  dueAt: number
  lockedUntil: number
  doubtUntil: number
  doubts: number
}

export type Order = {
  id: string
  shopper: number
  status: OrderStatus
  path: OrderStatus[]
  quantity: number
  total: number
  card: boolean
  holdExpiresAt: number
  hold: 'held' | 'committed' | 'released'
  confirmations: number
}

export type Attempt = {
  id: string
  orderId: string
  state: 'creating' | 'open' | 'paid' | 'expired' | 'superseded'
  sessionId: string | null
  checkedAt: number
}

export type LedgerRow = LedgerEntry & { orderId: string }

/** PostgreSQL: whole statements or nothing, and locks that die with their holder. */
export type Database = {
  inbox: Map<number, InboxRow>
  inboxKeys: Map<string, number>
  /** Turns handled per conversation, as its state remembers them. */
  turns: Map<number, number>
  messages: Map<string, Message>
  causes: Set<string>
  orders: Map<string, Order>
  attempts: Map<string, Attempt>
  ledger: LedgerRow[]
  refunds: Map<string, { orderId: string; amount: number; state: 'decided' | 'succeeded' }>
  stock: StockRow
  locks: Map<string, Transaction>
  numberBlockedUntil: number
  pairBlockedUntil: Map<number, number>
}

/** What Meta and Stripe remember; nothing that happens to the shop touches it. */
export type Outside = {
  /** Messages answered with 200, and all that were ever sent. */
  acknowledged: Set<string>
  sent: Set<string>
  acceptances: { messageId: string; attempt: number; shopper: number }[]
  sessions: Map<
    string,
    {
      id: string
      attemptId: string
      orderId: string
      amount: number
      status: 'open' | 'complete' | 'expired'
      paid: boolean
      expiresAt: number
    }
  >
  sessionsByKey: Map<string, string>
  refundsByKey: Set<string>
}

export type World = {
  sim: Sim
  bugs: ReadonlySet<Bug>
  db: Database
  outside: Outside
  servers: Process[]
  workers: Process[]
  /** Faults happen only until then. */
  calmAt: number
  counter: number
  /** Wakes the workers. */
  ring: () => void
}

export const OPENING_STOCK = 12

export function makeWorld(sim: Sim, planted: ReadonlySet<Bug>, calmAt: number): World {
  const stock = {
    storeId: 's',
    variantId: 'v',
    locationId: 'l',
    onHand: OPENING_STOCK,
    held: 0,
    committed: 0,
    safety: 0,
  }
  return {
    sim,
    bugs: planted,
    calmAt,
    counter: 0,
    ring: () => undefined,
    servers: [makeProcess('server 1'), makeProcess('server 2')],
    workers: [makeProcess('worker 1'), makeProcess('worker 2')],
    db: {
      inbox: new Map(),
      inboxKeys: new Map(),
      turns: new Map(),
      messages: new Map(),
      causes: new Set(),
      orders: new Map(),
      attempts: new Map(),
      ledger: [],
      refunds: new Map(),
      stock,
      locks: new Map(),
      numberBlockedUntil: 0,
      pairBlockedUntil: new Map(),
    },
    outside: {
      acknowledged: new Set(),
      sent: new Set(),
      acceptances: [],
      sessions: new Map(),
      sessionsByKey: new Map(),
      refundsByKey: new Set(),
    },
  }
}

function makeProcess(name: string): Process {
  return { name, life: 0, up: true }
}

export function nextId(world: World, what: string): string {
  world.counter += 1
  return `${what}-${world.counter}`
}

/** Whether something unlucky happens now; never once it is calm. */
export function unlucky({ sim, calmAt }: World, share: number): boolean {
  return sim.nowMs < calmAt && sim.happens(share)
}

/** As by kill -9; its supervisor starts it again. */
export function kill({ sim, ring }: World, process: Process | undefined): void {
  if (process === undefined || !process.up) return
  process.up = false
  process.life += 1
  sim.say(`${process.name} is killed`)
  sim.after(200 + sim.below(3_000), () => {
    process.up = true
    ring()
  })
}

/** A transaction of one process: holds locks, and is undone when its connection is cut before it commits. */
export class Transaction {
  readonly #world: World
  readonly #process: Process
  readonly #life: number
  readonly #connection: number
  #ended = false

  constructor(world: World, process: Process) {
    this.#world = world
    this.#process = process
    this.#life = process.life
    this.#connection = world.sim.connections
  }

  /** Whether it still holds its locks. */
  get open(): boolean {
    return !this.#ended && isAlive(this.#process, this.#life) && this.#connection === this.#world.sim.connections
  }

  /** False when somebody else holds it. */
  lock(key: string): boolean {
    const { locks } = this.#world.db
    const holder = locks.get(key)
    if (holder !== undefined && holder !== this && holder.open) return false
    locks.set(key, this)
    return true
  }

  /** All of it at once, or none of it. */
  commit(write: () => void): void {
    if (this.#connection !== this.#world.sim.connections) throw new ConnectionLost()
    write()
    this.#ended = true
  }

  /** Lets go without having written anything. */
  leave(): void {
    this.#ended = true
  }
}

const OPEN: ReadonlySet<MessageState> = new Set(['queued', 'sending', 'in_doubt'])

export function isOpenMessage({ state }: Message): boolean {
  return OPEN.has(state)
}
