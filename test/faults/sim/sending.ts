import type { Claimed } from '#modules/messaging/sender/claim.ts'
import { judgeOutcome } from '#modules/messaging/sender/judge-outcome.ts'
import { opaqueOf, type Prepared } from '#modules/messaging/sender/prepare.ts'
import { takeStep } from '#modules/messaging/statuses/progress.ts'
import { readStatus } from '#modules/messaging/statuses/status.rules.ts'
import type { GraphError, GraphOutcome } from '#platform/graph/outcome.ts'
import type { Process, Task } from './engine.ts'
import { deliver } from './ingest.ts'
import { isOpenMessage, type Message, nextId, Transaction, unlucky, type World } from './world.ts'

const LEASE_MS = 15_000
/** Counted from the sending, of which the lease is the first part. */
const WORKER_DOUBT_MS = 60_000 - LEASE_MS
const NUMBER_PAUSE_MS = 1_000
const PAIR_PAUSE_MS = 4_000
const MOST_UNKNOWN = 2
const MOST_TROUBLED = 6
const STORE = {
  storeId: 's',
  phoneNumberId: '1',
  catalogId: null,
  languages: ['en'],
  defaultLanguage: 'en',
  language: 'en',
} as const

/** Sends the oldest message of each shopper who has nothing under way, one after another. */
export function* send(world: World, worker: Process): Task {
  const { sim } = world
  for (;;) {
    const transaction = new Transaction(world, worker)
    const message = nextHead(world, transaction)
    if (message === undefined) return
    yield sim.below(2)
    transaction.commit(() => {
      message.state = 'sending'
      message.attempts += 1
      message.lockedUntil = sim.nowMs + LEASE_MS
    })
    sim.spawn(worker, fly(world, worker, message))
    yield 1
  }
}

function nextHead({ db, sim }: World, transaction: Transaction): Message | undefined {
  if (db.numberBlockedUntil > sim.nowMs) return undefined
  const heads = new Map<number, Message>()
  const busy = new Set<number>()
  for (const message of db.messages.values()) {
    if (message.state === 'sending' || message.state === 'in_doubt') busy.add(message.shopper)
    if (message.state === 'queued' && message.dueAt <= sim.nowMs && !heads.has(message.shopper))
      heads.set(message.shopper, message)
  }
  return [...heads.values()].find(
    ({ id, shopper }) =>
      !busy.has(shopper) && (db.pairBlockedUntil.get(shopper) ?? 0) <= sim.nowMs && transaction.lock(`message ${id}`),
  )
}

/** One call, from its start to the record of how it went. */
function* fly(world: World, worker: Process, message: Message): Task {
  const { sim } = world
  const prepared = preparedOf(message)
  yield sim.below(30)
  const outcome = graph(world, prepared)
  yield outcome.kind === 'unknown' && unlucky(world, 0.5) ? 15_000 : sim.below(60)
  const { change, pauseNumberMs, pausePair } = judgeOutcome(prepared, outcome)
  const transaction = new Transaction(world, worker)
  yield sim.below(3)
  transaction.commit(() => {
    if (world.bugs.has('blind-retry') && change.state === 'in_doubt') Object.assign(change, { state: 'queued' })
    record(world, message, change)
    if (pauseNumberMs !== undefined) world.db.numberBlockedUntil = sim.nowMs + (pauseNumberMs || NUMBER_PAUSE_MS)
    if (pausePair) world.db.pairBlockedUntil.set(message.shopper, sim.nowMs + PAIR_PAUSE_MS)
  })
  world.ring()
}

function preparedOf({ id, shopper, attempts }: Message): Prepared {
  const claimed: Claimed = {
    ...STORE,
    ...{
      id,
      shopperId: String(shopper),
      shard: 0,
      attempt: attempts,
      causeKind: 'inbox',
      causeId: '1',
      templateOnly: false,
    },
    ...{ content: { kind: 'text', text: 'hello' }, waId: '1', bsuid: null, lastInboundAt: null, languages: ['en'] },
  }
  return { claimed, as: 'free_form', template: null, body: {} as Prepared['body'] }
}

type Change = ReturnType<typeof judgeOutcome>['change']

/** What `messages_record` does: the answer of a call settles its own attempt and never overrules a status. */
function record(world: World, message: Message, change: Change): void {
  const ours = isOurs(message)
  if (message.attempts !== change.attempt || !(isUnderWay(message) || addsTo(message, change))) return
  message.wamid ??= change.wamid ?? null
  if (!ours) return
  message.state = change.state
  message.attempts -= change.uncounted ? 1 : 0
  message.errorCode = change.code ?? null
  message.dueAt = world.sim.nowMs + (change.waitMs ?? 0)
  if (change.state === 'in_doubt') doubt(world, message, change.doubtMs ?? 0)
}

function isUnderWay({ state }: Message): boolean {
  return state === 'sending' || state === 'in_doubt'
}

function isOurs(message: Message): boolean {
  return isUnderWay(message) || (message.state === 'queued' && message.errorCode === 'repeat')
}

function addsTo(message: Message, { state }: Change): boolean {
  return state === 'accepted' && (isOurs(message) || ['sent', 'delivered', 'read'].includes(message.state))
}

function doubt({ sim }: World, message: Message, ms: number): void {
  message.state = 'in_doubt'
  message.doubts += 1
  message.doubtUntil = sim.nowMs + ms
  sim.say(`message ${message.seq} is in doubt`)
}

/** What the chore does each second: the sends of the dead become doubtful, and doubts end. */
export function endDoubts(world: World): void {
  const { db, sim } = world
  for (const message of db.messages.values()) {
    if (message.state === 'sending' && message.lockedUntil < sim.nowMs) {
      message.errorCode = 'unknown-outcome'
      doubt(world, message, WORKER_DOUBT_MS)
    } else if (message.state === 'in_doubt' && message.doubtUntil < sim.nowMs) endDoubt(world, message)
  }
}

function endDoubt({ sim }: World, message: Message): void {
  const most = message.errorCode === 'unknown-outcome' ? MOST_UNKNOWN : MOST_TROUBLED
  if (message.attempts < most) Object.assign(message, { state: 'queued', errorCode: 'repeat', dueAt: sim.nowMs })
  else Object.assign(message, { state: 'failed', failedAt: sim.now })
}

/** The fake Meta: takes, refuses, or loses its answer. */
function graph(world: World, { claimed }: Prepared): GraphOutcome {
  const draw = world.sim.nowMs < world.calmAt ? world.sim.chance() : 1
  if (draw < 0.03) return { kind: 'not_sent', reason: 'ECONNREFUSED' }
  if (draw < 0.06) return { kind: 'unknown', reason: 'reset before it was read' }
  if (draw < 0.1) return { kind: 'refused', error: errorOf(draw < 0.08 ? 130429 : 131056) }
  if (draw < 0.13) {
    if (world.sim.happens(0.3)) accept(world, claimed)
    return { kind: 'unsure', error: errorOf(131000) }
  }
  const wamid = accept(world, claimed)
  return draw < 0.22 ? { kind: 'unknown', reason: 'timeout' } : { kind: 'ok', body: { messages: [{ id: wamid }] } }
}

function errorOf(code: number): GraphError {
  return { code, subcode: null, httpStatus: 400, message: '', details: '', traceId: null, retryAfterMs: null }
}

const LADDER = ['sent', 'delivered', 'read'] as const

function accept(world: World, claimed: Claimed): string {
  const { sim, outside } = world
  const wamid = nextId(world, 'out')
  outside.acceptances.push({ messageId: claimed.id, attempt: claimed.attempt, shopper: Number(claimed.shopperId) })
  sim.say(`accepted ${claimed.id.slice(-3)}.${claimed.attempt}`)
  const opaque = opaqueOf(claimed)
  const tell = (status: (typeof LADDER)[number] | 'failed', ms: number) =>
    sim.after(ms, () => {
      const code = status === 'failed' ? 131026 : null
      deliver(world, {
        key: `${wamid}|${status}`,
        body: { kind: 'status', wamid, opaque, status, code },
        mayBeLost: true,
      })
    })
  if (unlucky(world, 0.02)) tell('failed', sim.below(500))
  else for (const [n, status] of LADDER.entries()) tell(status, 10 + n * 40 + sim.below(200))
  return wamid
}

/** Works the statuses that wait into their messages, as the status drain does. */
export function* applyStatuses(world: World, worker: Process): Task {
  const { db, sim } = world
  const transaction = new Transaction(world, worker)
  const due = [...db.inbox.values()].filter(
    ({ id, body, outcomes, retryAt }) =>
      body.kind === 'status' && outcomes.length === 0 && retryAt <= sim.nowMs && transaction.lock(`inbox ${id}`),
  )
  if (due.length === 0) return
  yield sim.below(4)
  transaction.commit(() => {
    for (const row of due) row.outcomes.push(applyStatus(world, row.body))
  })
  world.ring()
}

function applyStatus({ db, sim }: World, body: Parameters<typeof deliver>[1]['body']): string {
  if (body.kind !== 'status') return 'ignored:other'
  const errors = body.code === null ? undefined : [{ code: body.code }]
  const status = { id: body.wamid, status: body.status, biz_opaque_callback_data: body.opaque, errors }
  const reading = readStatus({ status }, sim.now)
  const message = 'fact' in reading ? db.messages.get(reading.fact.messageId ?? '') : undefined
  if (!('fact' in reading) || message === undefined) return 'orphan'
  const step = takeStep(message, reading.fact, { notice: null, mustArrive: true })
  if (step.outcome !== 'applied') return step.outcome
  const wasOpen = isOpenMessage(message)
  Object.assign(message, step.progress)
  if (message.state === 'queued' && wasOpen) message.dueAt = sim.nowMs + step.progress.waitSeconds * 1_000
  return 'applied'
}
