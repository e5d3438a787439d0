import type { Death } from '#test/faults/stage/slot.ts'
import type { Struck } from '#test/faults/strike/chaos.ts'
import { type Reach, strikesFor } from '#test/faults/strike/strikes.ts'
import type { Hit, Tour } from '#test/faults/strike/tour.ts'
import { weather } from '#test/faults/strike/weather.ts'
import { type Verdict, verdict } from './verdict.ts'

/** Whether a process died at each crash point, at the first hit and at the second. */
export function checkTour({ died, missed }: Tour): Verdict[] {
  const says = ({ point, nth }: Hit) => `a process died at ${point} for the ${nth === 1 ? 'first' : 'second'} time`
  return [
    ...died.map((hit) => verdict('crash points', says(hit), [])),
    ...missed.map((hit) => verdict('crash points', says(hit), ['none did'])),
  ]
}

const LEAST = 5

/** Whether each kind of fault came often enough for what was seen to mean something. */
export function checkStruck(struck: Struck, reaches: readonly Reach[]): Verdict[] {
  const kinds = new Set(reaches.flatMap((reach) => Object.keys(strikesFor(reach))))
  return [...kinds].map((kind) => {
    const least = kind.startsWith('redis') ? Math.max(1, Math.floor(LEAST / reaches.length)) : LEAST
    const count = struck.get(kind) ?? 0
    return verdict('faults', `${kind}: often enough`, count < least ? [`it struck ${count} times`] : [])
  })
}

/** The same for what Meta and Stripe were made to do; `tally` is the sandbox's own count. */
export function checkWeather(tally: Record<string, number>): Verdict[] {
  return weather.map(({ api, fault }) =>
    verdict('faults', `${api} suffered ${fault}`, (tally[`${api} ${fault}`] ?? 0) === 0 ? ['never'] : []),
  )
}

/**
 * A fault around a process is no reason for it to end (only at its start may it give up and be started again), and who
 * is told to stop does so in order, whatever is broken around it.
 */
export function checkEndings(deaths: readonly Death[]): Verdict[] {
  const own = deaths.filter(({ cause, ready }) => cause === 'itself' && ready)
  const asked = deaths.filter(({ cause, ready }) => TOLD.has(cause) && ready)
  const says = ({ name, cause, code, signal }: Death) => `${name}, ${cause}: ${code ?? signal}`
  return [
    verdict('I18', 'no process ended by itself', own.map(says)),
    verdict('I18', 'who is told to stop ends well', asked.filter(({ code }) => code !== 0).map(says)),
  ]
}

const TOLD = new Set(['told to stop', 'redeployed'])
