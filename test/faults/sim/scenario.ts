import { drainMailboxes } from './conversation.ts'
import { type Process, Sim, type Task } from './engine.ts'
import { write } from './ingest.ts'
import { brokenIn } from './invariants.ts'
import { expireOrders, followLink, handleStripeEvents, reconcile, sendRefunds } from './paying.ts'
import { applyStatuses, endDoubts, send } from './sending.ts'
import { type Bug, isOpenMessage, kill, makeWorld, unlucky, type World } from './world.ts'

export type Size = { shoppers: number; messages: number }

export type Result = { seed: number; broken: string[]; steps: number; virtualMs: number; trace: string[] | null }

export type Plan = { planted?: readonly Bug[]; size?: Size; traced?: boolean }

const usual: Size = { shoppers: 3, messages: 5 }
/** Faults come in the first hour and a quarter; what they left behind has as long again to come to rest. */
const CALM_MS = 75 * 60_000
const END_MS = 200 * 60_000
const BUSY_MS = 25_000

/** Plays one seed: shoppers who write and pay, while everything around them fails. */
export function play(seed: number, { planted = [], size = usual, traced = false }: Plan = {}): Result {
  const sim = new Sim(seed, traced)
  const world = makeWorld(sim, new Set(planted), CALM_MS)
  startWork(world)
  startTrade(world, size)
  startFaults(world)
  sim.run(END_MS)
  return { seed, broken: brokenIn(world), steps: sim.steps, virtualMs: sim.nowMs, trace: sim.trace }
}

const work: readonly ((world: World, worker: Process) => Task)[] = [
  drainMailboxes,
  send,
  applyStatuses,
  handleStripeEvents,
]

/** A bell wakes one worker now; the sweep finds each second what no bell told of. */
function startWork(world: World): void {
  const { sim, workers, bugs } = world
  let rung = false
  const wake = () => {
    const up = workers.filter((worker) => worker.up)
    const worker = up[sim.below(up.length)]
    if (worker !== undefined) for (const task of work) sim.spawn(worker, task(world, worker))
  }
  world.ring = () => {
    if (rung) return
    rung = true
    sim.after(sim.below(5), () => {
      rung = false
      if (!unlucky(world, 0.1)) wake()
    })
  }
  const sweep = () => {
    if (hasWork(world)) {
      endDoubts(world)
      if (!bugs.has('no-sweep')) wake()
    }
    sim.after(hasWork(world) ? 1_000 : 5_000, sweep)
  }
  sim.after(1_000, sweep)
  for (const chore of chores) every(world, chore)
}

function hasWork({ db, sim }: World): boolean {
  for (const message of db.messages.values()) if (isOpenMessage(message)) return true
  for (const { outcomes, retryAt } of db.inbox.values()) if (outcomes.length === 0 && retryAt <= sim.nowMs) return true
  return false
}

type Chore = { ms: number; isDue: (world: World) => boolean; run: (world: World, worker: Process) => Task }

const chores: readonly Chore[] = [
  {
    ms: 5_000,
    run: expireOrders,
    isDue: ({ db, sim }) =>
      [...db.orders.values()].some((order) => order.status === 'awaiting_payment' && order.holdExpiresAt <= sim.nowMs),
  },
  {
    ms: 60_000,
    run: reconcile,
    isDue: ({ db }) => [...db.attempts.values()].some(({ state }) => state === 'creating' || state === 'open'),
  },
  { ms: 3_000, run: sendRefunds, isDue: ({ db }) => [...db.refunds.values()].some(({ state }) => state === 'decided') },
]

/** By the clock, by one worker at a time; what is not due is looked at less often. */
function every(world: World, chore: Chore): void {
  const { sim, workers } = world
  const tick = () => {
    const up = workers.filter((worker) => worker.up)
    const worker = up[sim.below(up.length)]
    const due = worker !== undefined && chore.isDue(world)
    if (due) sim.spawn(worker, chore.run(world, worker))
    sim.after(due ? chore.ms : chore.ms * 4, tick)
  }
  sim.after(chore.ms, tick)
}

const wishes = ['hello', 'hello', 'cash', 'card', 'card'] as const

function startTrade(world: World, { shoppers, messages }: Size): void {
  const { sim } = world
  for (let shopper = 1; shopper <= shoppers; shopper += 1) {
    for (let n = 0; n < messages; n += 1) {
      const said = wishes[sim.below(wishes.length)] ?? 'hello'
      const quantity = 1 + sim.below(3)
      sim.after(sim.below(BUSY_MS), () => write(world, { shopper, said, quantity }))
    }
  }
  visitLinks(world)
}

/** Whoever was sent a link taps it, often more than once. */
function visitLinks(world: World): void {
  const { sim, db, servers } = world
  for (const { orderId, state } of db.attempts.values()) {
    if (state !== 'creating' && state !== 'open') continue
    const up = servers.filter((server) => server.up)
    const server = up[sim.below(up.length)]
    if (server !== undefined && sim.happens(0.3)) sim.spawn(server, followLink(world, server, orderId))
  }
  if (sim.nowMs < CALM_MS) sim.after(20_000 + sim.below(40_000), () => visitLinks(world))
}

/** Kills and cuts, most of them while the shop is busy. */
function startFaults(world: World): void {
  const { sim, servers, workers } = world
  const kills = 4 + sim.below(10)
  for (let n = 0; n < kills; n += 1) {
    const victims = sim.happens(0.4) ? servers : workers
    const at = sim.happens(0.7) ? sim.below(BUSY_MS + 30_000) : sim.below(CALM_MS)
    sim.after(at, () => kill(world, victims[sim.below(victims.length)]))
  }
  const cuts = sim.below(6)
  for (let n = 0; n < cuts; n += 1) {
    sim.after(sim.happens(0.7) ? sim.below(BUSY_MS) : sim.below(CALM_MS), () => {
      sim.connections += 1
      sim.say('PostgreSQL hangs up')
    })
  }
}
