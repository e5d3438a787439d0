import { setTimeout as sleep } from 'node:timers/promises'
import { makeRandom } from '#sandbox/random.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { misbehave, type Reach, type Strike, strikesFor } from './strikes.ts'
import { forecast } from './weather.ts'

export type ChaosPlan = {
  seed: number
  seconds: number
  reach: Reach
  /** Added to whatever was counted before. */
  struck: Struck
  /** How often every kind comes. */
  rounds: number
  /** Milliseconds between two strikes, instead of as many as make the rounds. */
  gapMs?: number
  /** Processes that nothing is done to. */
  spared?: readonly string[]
}

/** How often each kind of fault struck. */
export type Struck = Map<string, number>

const WEATHER_MS = 400
/** What was broken needs a moment to break anything else. */
const LEAST_GAP_MS = 400

/**
 * Strikes at random, by the seed, one kind after another through a shuffled deck, so that every kind comes equally
 * often; meanwhile Meta and Stripe misbehave in all the ways they know.
 */
export async function raiseChaos(installation: Installation, plan: ChaosPlan): Promise<void> {
  const random = makeRandom(plan.seed)
  const strikes = Object.entries(strikesFor(plan.reach))
  const { struck } = plan
  const end = performance.now() + plan.seconds * 1_000
  const { gapMs = Math.max(LEAST_GAP_MS, (plan.seconds * 1_000) / (strikes.length * plan.rounds)) } = plan
  const underWay: Promise<void>[] = [blow(installation, random.next(), end)]
  let deck: [string, Strike][] = []
  while (performance.now() < end) {
    if (deck.length === 0) deck = random.shuffle(strikes)
    const [name, strike] = deck.pop() ?? ['', () => Promise.resolve()]
    struck.set(name, (struck.get(name) ?? 0) + 1)
    underWay.push(strike({ installation, random, spared: plan.spared ?? [] }))
    await sleep(gapMs * (0.5 + random.next()))
  }
  await Promise.all(underWay)
}

async function blow(installation: Installation, seed: number, end: number): Promise<void> {
  const next = forecast(makeRandom(Math.floor(seed * 2 ** 32)))
  while (performance.now() < end) {
    await misbehave(installation, next())
    await sleep(WEATHER_MS)
  }
}
