import { setTimeout as sleep } from 'node:timers/promises'
import { type CrashPoint, crashPoints } from '#platform/crash-point.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { Death, Role, Slot } from '#test/faults/stage/slot.ts'
import { type Desk, stimulate } from './stimulus.ts'

export type Hit = { point: CrashPoint; nth: number }

export type Tour = {
  /** Points at which a process died, each at its first hit and at its second. */
  died: Hit[]
  missed: Hit[]
}

/** Without a death for so long, a process is armed anew, with whatever is left. */
const PATIENCE_MS = 5_000
const WATCH_MS = 20

/** What the server does; all else is the worker's. */
const atServer: readonly RegExp[] = [
  /^inbox\./,
  /^api\./,
  /^payments\.(attempt_committed|stripe_before|stripe_after_create|url_saved|hook_stored)$/,
]

const roleOf = (point: CrashPoint): Role => (atServer.some((form) => form.test(point)) ? 'server' : 'worker')

/**
 * Dies at every named point, at its first hit and at its second, while the shop is open: each process is armed for all
 * points of its role that are left, dies at whichever it comes to first, and comes back armed for the others.
 */
export async function tourCrashPoints(installation: Installation, desk: Desk, seconds: number): Promise<Tour> {
  const tour: Tour = { died: [], missed: [] }
  const stop = stimulate(installation, desk)
  const began = performance.now()
  for (const nth of [1, 2]) {
    const end = began + (seconds * 1_000 * nth) / 2
    const legs = (['server', 'worker'] as const).map((role) => {
      const left = new Set(crashPoints.filter((point) => roleOf(point) === role))
      return travel(installation.slotsOf(role), { nth, left, end, tour })
    })
    await Promise.all(legs)
  }
  await stop()
  for (const slot of installation.slots) await slot.end('SIGKILL', { cause: 'end of the tour' })
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
  return tour
}

type Leg = { nth: number; left: Set<CrashPoint>; end: number; tour: Tour }

async function travel(slots: readonly Slot[], leg: Leg): Promise<void> {
  await Promise.all(slots.map((slot, n) => walk(slot, { ...leg, share: { n, of: slots.length } })))
  leg.tour.missed.push(...[...leg.left].map((point) => ({ point, nth: leg.nth })))
}

/** One process: life after life, until nothing is left for its role. */
async function walk(slot: Slot, { nth, left, end, tour, share }: Leg & { share: Share }): Promise<void> {
  let alone = false
  while (left.size > 0 && performance.now() < end) {
    const points = alone ? [...left] : shareOf([...left], share)
    const death = await liveArmed(slot, points, { nth, end })
    alone = death === null
    const point = [...left].find((each) => each === death?.point)
    if (point === undefined) continue
    left.delete(point)
    tour.died.push({ point, nth })
  }
}

type Share = { n: number; of: number }

/** Twins armed for the same would die of the same; each takes its part for as long as that is quick. */
function shareOf(points: readonly CrashPoint[], { n, of }: Share): CrashPoint[] {
  const own = points.filter((_, index) => index % of === n)
  return own.length > 0 ? own : [...points]
}

/** One life, armed for these points; null when it reached none of them in time. */
async function liveArmed(
  slot: Slot,
  points: readonly CrashPoint[],
  { nth, end }: Pick<Leg, 'nth' | 'end'>,
): Promise<Death | null> {
  const armed = points.map((point) => `${point}:${nth}`).join()
  await slot.end('SIGKILL', { cause: 'to be armed', over: { DUKKAN_CRASH_POINT: armed } })
  const before = slot.deaths.length
  const until = Math.min(end, performance.now() + PATIENCE_MS)
  while (slot.deaths.length === before && performance.now() < until) await sleep(WATCH_MS)
  const death = slot.deaths[before]
  if (death === undefined) return null
  death.cause = `crash point ${death.point}`
  return death
}
