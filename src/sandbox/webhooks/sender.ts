import { Agent, request } from 'undici'
import { roundMs, type Timers } from '#sandbox/clock.ts'
import type { FaultRule, Faults } from '#sandbox/faults.ts'
import type { Journal } from '#sandbox/journal.ts'
import { RecentMap } from '#sandbox/ring.ts'

/** One webhook body on its way to a receiver. */
export type Delivery = {
  api: string
  /** Deliveries of one lane leave one after another. */
  lane: string
  /** Asked again on every attempt, as the shop may have moved meanwhile. */
  target: () => string | undefined
  bytes: Buffer
  /** Headers of one attempt; a bad signature on demand. */
  headers: (spoiled: boolean) => Record<string, string>
  wamids: string[]
  /** Told after each attempt. */
  attempted?: (status: number) => void
}

export type WebhookSender = {
  /** Resolves after the first attempt, whatever came of it. */
  send: (delivery: Delivery) => Promise<void>
  /** Sends remembered deliveries again, first attempts only, past all faults. */
  replay: (choose: (delivery: Delivery) => boolean, order: (all: Delivery[]) => Delivery[]) => Promise<number>
  /** The delivery that a line of the journal tells of, as long as it is remembered. */
  noted: (line: number) => Delivery | undefined
  /** Attempts under way plus retries waiting. */
  pending: () => number
  forget: () => void
  close: () => Promise<void>
}

export type SenderParts = {
  timers: Timers
  faults: Faults
  journal: Journal
  now: () => Date
  settings: { webhookRetryMs: number[]; webhookTimeoutMs: number }
}

type Engine = SenderParts & {
  agent: Agent
  lanes: Map<string, Promise<void>>
  held: Map<string, () => void>
  sent: RecentMap<number, Delivery>
  /** By the number of a line in the journal. */
  noted: RecentMap<number, Delivery>
  count: number
  pending: number
  /** Raised by every reset: whatever waited before it is dropped. */
  epoch: number
  closed: boolean
}

/** Delivers webhooks at least once, with growing pauses, and with whatever fault is ordered. */
export function openSender(parts: SenderParts): WebhookSender {
  const engine: Engine = {
    ...parts,
    agent: new Agent({ connections: 64, keepAliveTimeout: 10_000 }),
    lanes: new Map(),
    held: new Map(),
    sent: new RecentMap(5_000),
    noted: new RecentMap(5_000),
    count: 0,
    pending: 0,
    epoch: 0,
    closed: false,
  }
  return {
    send: (delivery) => {
      remember(engine, delivery)
      return sendWithFaults(engine, delivery)
    },
    replay: async (choose, order) => {
      const chosen = order([...engine.sent.values()].filter(choose))
      await Promise.all(chosen.map((delivery) => attempt(engine, { delivery, number: 1, spoiled: false })))
      return chosen.length
    },
    noted: (line) => engine.noted.get(line),
    pending: () => engine.pending,
    forget: () => {
      engine.epoch += 1
      engine.sent.clear()
      engine.noted.clear()
    },
    close: () => closeSender(engine),
  }
}

async function closeSender(engine: Engine): Promise<void> {
  engine.closed = true
  for (const release of [...engine.held.values()]) release()
  await engine.agent.destroy()
}

function remember(engine: Engine, delivery: Delivery): void {
  engine.count += 1
  engine.sent.set(engine.count, delivery)
}

async function sendWithFaults(engine: Engine, delivery: Delivery): Promise<void> {
  const fault = engine.faults.draw(delivery.api)
  if (fault !== undefined) return suffer(engine, delivery, fault)
  const sent = inLane(engine, delivery)
  engine.held.get(delivery.api)?.()
  return sent
}

const faultActions: Record<string, (engine: Engine, delivery: Delivery, fault: FaultRule) => Promise<void>> = {
  lose: async (engine, delivery) => note(engine, { delivery, status: 0, number: 0, fault: 'lose' }),
  delay: (engine, delivery, fault) => later(engine, delivery, fault.delayMs ?? 1_000),
  slow: (engine, delivery, fault) => later(engine, delivery, fault.delayMs ?? 1_000),
  reorder: (engine, delivery, fault) => hold(engine, delivery, fault.delayMs ?? 300),
  duplicate: async (engine, delivery, fault) => {
    const copies = Array.from({ length: fault.copies ?? 2 }, () =>
      attempt(engine, { delivery, number: 1, spoiled: false }),
    )
    await Promise.all(copies)
  },
  bad_signature: (engine, delivery) => attempt(engine, { delivery, number: 1, spoiled: true }),
}

function suffer(engine: Engine, delivery: Delivery, fault: FaultRule): Promise<void> {
  const action = faultActions[fault.fault]
  return action === undefined ? inLane(engine, delivery) : action(engine, delivery, fault)
}

/** Waits as long as told; false when a reset came in between. */
async function outlasts(engine: Engine, waiting: Promise<void>): Promise<boolean> {
  const { epoch } = engine
  engine.pending += 1
  await waiting
  engine.pending -= 1
  return engine.epoch === epoch
}

async function later(engine: Engine, delivery: Delivery, delayMs: number): Promise<void> {
  if (await outlasts(engine, engine.timers.pause(delayMs)))
    await attempt(engine, { delivery, number: 1, spoiled: false })
}

const overtakingMs = 10

/** Waits until a later delivery of the same kind has overtaken this one, or the time is up. */
async function hold(engine: Engine, delivery: Delivery, delayMs: number): Promise<void> {
  engine.held.get(delivery.api)?.()
  const { promise, resolve } = Promise.withResolvers<void>()
  engine.held.set(delivery.api, resolve)
  const overtaken = promise.then(() => engine.timers.pause(overtakingMs))
  const kept = await outlasts(engine, Promise.race([overtaken, engine.timers.pause(delayMs)]))
  if (engine.held.get(delivery.api) === resolve) engine.held.delete(delivery.api)
  if (kept) await attempt(engine, { delivery, number: 1, spoiled: false })
}

function inLane(engine: Engine, delivery: Delivery): Promise<void> {
  const before = engine.lanes.get(delivery.lane) ?? Promise.resolve()
  const sent = before.then(() => attempt(engine, { delivery, number: 1, spoiled: false }))
  engine.lanes.set(delivery.lane, sent)
  return sent.finally(() => {
    if (engine.lanes.get(delivery.lane) === sent) engine.lanes.delete(delivery.lane)
  })
}

type Attempt = { delivery: Delivery; number: number; spoiled: boolean }

async function attempt(engine: Engine, { delivery, number, spoiled }: Attempt): Promise<void> {
  if (engine.closed) return
  const { epoch } = engine
  engine.pending += 1
  const since = performance.now()
  const status = await post(engine, delivery, spoiled)
  engine.pending -= 1
  if (engine.closed || engine.epoch !== epoch) return
  const ms = roundMs(performance.now() - since)
  note(engine, { delivery, status, number, ms, fault: spoiled ? 'bad_signature' : undefined })
  delivery.attempted?.(status)
  if (!spoiled && (status < 200 || status > 299)) void retryLater(engine, delivery, number)
}

async function retryLater(engine: Engine, delivery: Delivery, number: number): Promise<void> {
  const delayMs = engine.settings.webhookRetryMs[number - 1]
  if (delayMs === undefined || delivery.target() === undefined) return
  if (await outlasts(engine, engine.timers.pause(delayMs))) {
    await attempt(engine, { delivery, number: number + 1, spoiled: false })
  }
}

async function post(engine: Engine, delivery: Delivery, spoiled: boolean): Promise<number> {
  const target = delivery.target()
  if (target === undefined || target === '') return 0
  const timeout = engine.settings.webhookTimeoutMs
  try {
    const answer = await request(target, {
      method: 'POST',
      dispatcher: engine.agent,
      headers: { 'content-type': 'application/json', ...delivery.headers(spoiled) },
      body: delivery.bytes,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    })
    await answer.body.dump()
    return answer.statusCode
  } catch {
    return 0
  }
}

type Note = { delivery: Delivery; status: number; number: number; ms?: number; fault: string | undefined }

function note(engine: Engine, { delivery, status, number, ms, fault }: Note): void {
  const line = engine.journal.record({
    at: engine.now().toISOString(),
    kind: 'webhook',
    target: delivery.target() ?? '',
    status,
    attempt: number,
    bodyJson: delivery.bytes.toString('utf8'),
    ...(ms === undefined ? {} : { ms }),
    ...(fault === undefined ? {} : { fault }),
  })
  engine.noted.set(line, delivery)
}
