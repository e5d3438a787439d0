import type { Process, Task } from './engine.ts'
import { type Body, kill, nextId, Transaction, unlucky, type World } from './world.ts'

const RETRY_MS = 2_000
const MOST_COPIES = 3

/**
 * How Meta and Stripe deliver: at least once, in no order, several copies at the same instant, again until somebody says
 * 200. Only what may be lost is ever given up.
 */
export function deliver(world: World, { key, body, mayBeLost }: { key: string; body: Body; mayBeLost: boolean }): void {
  const { sim, outside } = world
  if (body.kind === 'message') outside.sent.add(key)
  if (mayBeLost && unlucky(world, 0.12)) return
  const copies = unlucky(world, 0.15) ? 1 + sim.below(MOST_COPIES) : 1
  const delay = unlucky(world, 0.2) ? sim.below(8_000) : sim.below(40)
  for (let copy = 0; copy < copies; copy += 1) sim.after(delay, () => post(world, key, body))
}

function post(world: World, key: string, body: Body): void {
  const { sim, servers } = world
  const again = () => sim.after(RETRY_MS, () => post(world, key, body))
  const up = servers.filter((server) => server.up)
  const server = up[sim.below(up.length)]
  if (server === undefined || unlucky(world, 0.03)) {
    again()
    return
  }
  // Many die of what they are asked.
  if (unlucky(world, 0.03)) sim.after(sim.below(15), () => kill(world, server))
  const answered = { ok: false }
  sim.spawn(server, take(world, server, { key, body, answered }))
  // Whoever hears nothing in time comes again, whatever became of the first try.
  sim.after(RETRY_MS, () => {
    if (!answered.ok) again()
  })
}

type Request = { key: string; body: Body; answered: { ok: boolean } }

/** One webhook: stored, and only then acknowledged. */
function* take(world: World, server: Process, request: Request): Task {
  const { sim, bugs } = world
  yield sim.below(3)
  if (bugs.has('answer-before-commit')) {
    acknowledge(world, request)
    yield sim.below(5)
  }
  const transaction = new Transaction(world, server)
  if (bugs.has('check-then-insert')) {
    const known = world.db.inboxKeys.has(request.key)
    yield sim.below(3)
    if (!known) transaction.commit(() => insert(world, request))
  } else {
    yield sim.below(10)
    transaction.commit(() => {
      if (!world.db.inboxKeys.has(request.key)) insert(world, request)
    })
  }
  if (!unlucky(world, 0.1)) world.ring()
  yield sim.below(2)
  if (!unlucky(world, 0.04)) acknowledge(world, request)
}

function insert({ db, sim }: World, { key, body }: Request): void {
  const id = db.inbox.size + 1
  db.inboxKeys.set(key, id)
  db.inbox.set(id, { id, key, body, outcomes: [], retryAt: 0, attempts: 0 })
  sim.say(`inbox ${id} ${key}`)
}

function acknowledge({ outside, sim }: World, { key, answered }: Request): void {
  answered.ok = true
  outside.acknowledged.add(key)
  sim.say(`200 for ${key}`)
}

/** A shopper of the fake Meta writes. */
export function write(world: World, said: Omit<Extract<Body, { kind: 'message' }>, 'kind' | 'wamid'>): void {
  const wamid = nextId(world, 'in')
  deliver(world, { key: wamid, body: { kind: 'message', wamid, ...said }, mayBeLost: false })
}
