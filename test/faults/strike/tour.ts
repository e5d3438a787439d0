import { setTimeout as sleep } from 'node:timers/promises'
import { control } from '#app/demo/phone.ts'
import { type CrashPlan, type CrashPoint, crashPoints } from '#platform/crash-point.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { Role, Slot } from '#test/faults/stage/slot.ts'
import { letTimePass } from './time.ts'

export type Tour = {
  /** Deaths at each point, first and second hit together. */
  died: Map<CrashPoint, number>
  /** Plans under which no process died. */
  missed: CrashPlan[]
}

const PATIENCE_MS = 6_000
const TRIES = 5

/** What the server does; all else is the worker's. */
const atServer: readonly RegExp[] = [
  /^inbox\./,
  /^api\./,
  /^payments\.(attempt_committed|stripe_before|stripe_after_create|url_saved|hook_stored)$/,
]

/**
 * Dies at every named point, at its first hit and at its second, while the shop is open: each process takes the next
 * point of its role, dies there, and comes back armed for another.
 */
export async function tourCrashPoints(installation: Installation, nths: readonly number[]): Promise<Tour> {
  const plans = nths.flatMap((nth) => crashPoints.map((point) => ({ point, nth })))
  const tour: Tour = { died: new Map(crashPoints.map((point) => [point, 0])), missed: [] }
  const roleOf = ({ point }: CrashPlan): Role => (atServer.some((form) => form.test(point)) ? 'server' : 'worker')
  const queues = Map.groupBy(plans, roleOf)
  const stop = stimulate(installation)
  await Promise.all(
    (['server', 'worker'] as const).map(async (role) => {
      const slots = installation.slotsOf(role)
      const way = { queue: queues.get(role) ?? [], tries: new Map(), tour }
      await Promise.all(slots.map((slot) => walk(slot, way)))
      for (const slot of slots) await slot.start()
      await Promise.all(slots.map((slot) => slot.untilReady()))
    }),
  )
  await stop()
  return tour
}

type Walk = { queue: CrashPlan[]; tries: Map<CrashPlan, number>; tour: Tour }

async function walk(slot: Slot, { queue, tries, tour }: Walk): Promise<void> {
  for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
    if (await diesAt(slot, plan)) {
      tour.died.set(plan.point, (tour.died.get(plan.point) ?? 0) + 1)
      continue
    }
    const tried = (tries.get(plan) ?? 0) + 1
    tries.set(plan, tried)
    if (tried < TRIES) queue.push(plan)
    else tour.missed.push(plan)
  }
  // What is left to be reached is reached sooner when nobody else does the work.
  await slot.halt('SIGKILL', 'end of the tour')
}

/** One life, armed for one point. */
async function diesAt(slot: Slot, { point, nth }: CrashPlan): Promise<boolean> {
  await slot.end('SIGKILL', { cause: 'to be armed', over: { DUKKAN_CRASH_POINT: `${point}:${nth}` } })
  const before = slot.deaths.length
  const end = performance.now() + PATIENCE_MS
  while (slot.deaths.length === before && performance.now() < end) await sleep(25)
  const death = slot.deaths[before]
  if (death === undefined) return false
  death.cause = `crash point ${point}`
  return death.signal === 'SIGKILL'
}

/** Time passes quickly, and some answers of Meta are lost, so that the rarer points are reached as well. */
function stimulate({ database, sandboxUrl }: Installation): () => Promise<void> {
  let going = true
  const passing = (async () => {
    for (let round = 0; going; round += 1) {
      await letTimePass(database)
      if (round % 3 === 0) {
        const lost = { api: 'messages', fault: 'accept_then_reset', times: 2 }
        await control(`${sandboxUrl}/control/misbehave`, lost).catch(() => null)
        await control(`${sandboxUrl}/control/misbehave`, {
          api: 'webhooks.statuses',
          fault: 'delay',
          delayMs: 6_000,
          times: 4,
        }).catch(() => null)
      }
      await sleep(700)
    }
  })()
  return async () => {
    going = false
    await passing
  }
}
