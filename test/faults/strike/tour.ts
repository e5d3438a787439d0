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
  await Promise.all(slots.map((slot, n) => walk(slot, leg, n === 0 ? 'seldom' : 'usual')))
  for (const [point, next] of leg.due) {
    for (let nth = next; nth <= HITS; nth += 1) leg.tour.missed.push({ point, nth })
  }
}

type Taste = 'seldom' | 'usual'

/** One process: life after life, until nothing is left for its role. */
async function walk(slot: Slot, leg: Leg, taste: Taste): Promise<void> {
  while (leg.due.size > 0 && performance.now() < leg.end) {
    const armed = choose(leg, taste)
    const death = await liveArmed(slot, armed, leg)
    const hit = armed.find(({ point }) => point === death?.point)
    if (hit !== undefined) strikeOff(leg, hit)
  }
  await slot.end('SIGKILL', { cause: 'its tour is over' })
}

/**
 * While one process dies of what everybody comes to, its twin lives long enough to come to what is seldom; who has none
 * of its own left helps the other.
 */
function choose({ due }: Leg, taste: Taste): Hit[] {
  const left = [...due].map(([point, nth]) => ({ point, nth }))
  const own = left.filter(({ point }) => seldom.test(point) === (taste === 'seldom'))
  return own.length > 0 ? own : left
}

function strikeOff({ due, tour }: Leg, { point, nth }: Hit): void {
  if (due.get(point) !== nth) return
  tour.died.push({ point, nth })
  if (nth === HITS) due.delete(point)
  else due.set(point, nth + 1)
}

/** One life, armed for these; null when the tour ended or the twin came to all of them first. */
async function liveArmed(slot: Slot, armed: readonly Hit[], { due, end }: Leg): Promise<Death | null> {
  const points = armed.map(({ point, nth }) => `${point}:${nth}`).join()
  await slot.end('SIGKILL', { cause: 'to be armed', over: { DUKKAN_CRASH_POINT: points } })
  const before = slot.deaths.length
  const worthwhile = () => performance.now() < end && armed.some(({ point, nth }) => due.get(point) === nth)
  while (slot.deaths.length === before && worthwhile()) await sleep(WATCH_MS)
  const death = slot.deaths[before]
  if (death === undefined) return null
  if (death.point !== null) death.cause = `crash point ${death.point}`
  return death
}
