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

/** Without a death for so long, a process is armed for something else. */
const PATIENCE_MS = 4_000
const WATCH_MS = 20
const HITS = 2

/** What the server does; all else is the worker's. */
const atServer: readonly RegExp[] = [
  /^inbox\./,
  /^api\./,
  /^payments\.(attempt_committed|stripe_before|stripe_after_create|url_saved|hook_stored)$/,
]
/** What most lives never come to; all else is reached as soon as there is anything to do. */
const seldom = /^(orders|payments|catalog|outbox\.doubt)/

const roleOf = (point: CrashPoint): Role => (atServer.some((form) => form.test(point)) ? 'server' : 'worker')

/**
 * Dies at every named point, at its first hit and then in another life at its second, while the shop is open: each
 * process is armed for many points, dies at whichever it comes to first, and comes back armed for the others.
 */
export async function tourCrashPoints(installation: Installation, desk: Desk, seconds: number): Promise<Tour> {
  const tour: Tour = { died: [], missed: [] }
  const end = performance.now() + seconds * 1_000
  const stop = stimulate(installation, desk)
  await Promise.all(
    (['server', 'worker'] as const).map((role) => {
      const due = new Map(crashPoints.filter((point) => roleOf(point) === role).map((point) => [point, 1]))
      return travel(installation.slotsOf(role), { due, end, tour })
    }),
  )
  await stop()
  for (const slot of installation.slots) await slot.end('SIGKILL', { cause: 'end of the tour' })
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
  return tour
}

/** `due` has which hit comes next at each point that is left. */
type Leg = { due: Map<CrashPoint, number>; end: number; tour: Tour }

async function travel(slots: readonly Slot[], leg: Leg): Promise<void> {
  await Promise.all(slots.map((slot, n) => walk(slot, leg, { n, of: slots.length })))
  for (const [point, next] of leg.due) {
    for (let nth = next; nth <= HITS; nth += 1) leg.tour.missed.push({ point, nth })
  }
}

/** One process: life after life, until nothing is left for its role. What is seldom has the first try. */
async function walk(slot: Slot, leg: Leg, share: Share): Promise<void> {
  let patient = true
  while (leg.due.size > 0 && performance.now() < leg.end) {
    const armed = choose(leg, { patient, share })
    const death = await liveArmed(slot, armed, leg.end)
    patient = !patient || death !== null
    const hit = armed.find(({ point }) => point === death?.point)
    if (hit !== undefined) strikeOff(leg, hit)
  }
  await slot.end('SIGKILL', { cause: 'its tour is over' })
}

type Share = { n: number; of: number }

/** All that is seldom; or, when that did not come, a part of the rest that no twin is armed for. */
function choose({ due }: Leg, { patient, share }: { patient: boolean; share: Share }): Hit[] {
  const left = [...due].map(([point, nth]) => ({ point, nth }))
  const rare = left.filter(({ point }) => seldom.test(point))
  if (patient && rare.length > 0) return rare
  const usual = left.filter(({ point }) => !seldom.test(point))
  const own = usual.filter((_, index) => index % share.of === share.n)
  return own.length > 0 ? own : left
}

function strikeOff({ due, tour }: Leg, { point, nth }: Hit): void {
  if (due.get(point) !== nth) return
  tour.died.push({ point, nth })
  if (nth === HITS) due.delete(point)
  else due.set(point, nth + 1)
}

/** One life, armed for these; null when it came to none of them in time. */
async function liveArmed(slot: Slot, armed: readonly Hit[], end: number): Promise<Death | null> {
  const points = armed.map(({ point, nth }) => `${point}:${nth}`).join()
  await slot.end('SIGKILL', { cause: 'to be armed', over: { DUKKAN_CRASH_POINT: points } })
  const before = slot.deaths.length
  const up = await slot.untilReady()
  const until = Math.min(end, performance.now() + PATIENCE_MS)
  while (up && slot.deaths.length === before && performance.now() < until) await sleep(WATCH_MS)
  const death = slot.deaths[before]
  if (death === undefined) return null
  death.cause = `crash point ${death.point}`
  return death
}
