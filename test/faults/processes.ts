import { setTimeout as sleep } from 'node:timers/promises'
import { crashPoints } from '#platform/crash-point.ts'
import { type Judgement, judge } from './check/all.ts'
import { comeToRest } from './check/calm.ts'
import { type Verdict, verdict } from './check/verdict.ts'
import { type Crowd, openCrowd } from './load/crowd.ts'
import type { FaultOptions } from './options.ts'
import { type Backend, type Installation, openInstallation } from './stage/installation.ts'
import { control } from './stage/sandbox-control.ts'
import type { Death } from './stage/slot.ts'
import { callInParallel, postHugeBatch } from './strike/bursts.ts'
import { raiseChaos, type Struck } from './strike/chaos.ts'
import { installInstruments } from './strike/instruments.ts'
import { type Strike, strikesFor } from './strike/strikes.ts'
import { type Hit, type Tour, tourCrashPoints } from './strike/tour.ts'
import { weather } from './strike/weather.ts'

export type ProcessReport = {
  kills: number
  pgCuts: number
  queueWipes: number
  inDoubt: number
  lost: number
  doubled: number
  crashPoints: string
  restMs: number
  purchases: number
  /** What held and what did not, and whether enough was broken to say so: a run that broke nothing proves nothing. */
  verdicts: Verdict[]
}

type Say = (line: string) => void

/** Layer two: real processes, real PostgreSQL and Redis, a fake world that writes everything down. */
export async function runProcesses(options: FaultOptions, say: Say): Promise<ProcessReport> {
  await using installation = await openInstallation(say)
  await installInstruments(installation.database)
  const backends = backendsOf(options, installation)
  say(`doorbells by ${backends.join(', then ')}`)
  await open(installation, backends[0] ?? 'postgres')
  const crowd = await openCrowd(installation, options.seed, options.shoppers)
  const tour = options.tour ? await tourCrashPoints(installation, crowd, TOUR_SECONDS) : null
  if (tour !== null) say(`died at ${reached(tour)} of ${crashPoints.length * 2} crash points`)
  const struck: Struck = new Map()
  for (const [n, backend] of backends.entries()) {
    if (n > 0) await redeploy(installation, backend, say)
    await raiseChaos(installation, { ...chaosOf(options, n, backends.length), withRedis: backend === 'redis', struck })
    say(`${total(struck)} strikes so far`)
  }
  await burst(installation, crowd, say)
  await crowd.leave()
  say(`the shoppers have left after ${crowd.ledger.turns} turns and ${crowd.ledger.purchases} purchases`)
  const restMs = await comeToRest(installation, say)
  say(`at rest after ${Math.round(restMs)} ms`)
  const first = await judge(installation, crowd.ledger)
  const second = await judgeAfterWipe(installation, crowd, say)
  const deaths = installation.slots.flatMap((slot) => slot.deaths)
  const weathered = await tallyOf(installation)
  return {
    kills: deaths.filter(({ signal }) => signal === 'SIGKILL').length,
    pgCuts: countOf(struck, /^pg: /),
    queueWipes: countOf(struck, /^bells wiped|^redis: crash/),
    ...{ inDoubt: first.inDoubt, lost: first.lost, doubled: first.doubled, restMs },
    crashPoints: tour === null ? 'not toured' : `${reached(tour)}/${crashPoints.length * 2}`,
    purchases: crowd.ledger.purchases,
    verdicts: [
      ...first.verdicts,
      sameAgain(first, second),
      survivors(deaths),
      ...(tour === null ? [] : visited(tour)),
      ...(options.seconds < FULL_SECONDS ? [] : frequency(struck, weathered, backends)),
    ],
  }
}

/** It ends as soon as every point has been died at. */
const TOUR_SECONDS = 180

/** A run shorter than this is for trying things and need not meet every kind of fault. */
const FULL_SECONDS = 60

function backendsOf({ queue }: FaultOptions, { redis }: Installation): Backend[] {
  if (queue === 'both') return redis === null ? ['postgres'] : ['postgres', 'redis']
  if (queue === 'redis' && redis === null) throw new Error('There is no redis-server here.')
  return [queue]
}

async function open(installation: Installation, backend: Backend): Promise<void> {
  installation.carryBellsBy(backend)
  for (const slot of installation.slots) await slot.start()
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
}

/** A new configuration reaches the processes one after another, while the shop is open. */
async function redeploy(installation: Installation, backend: Backend, say: Say): Promise<void> {
  installation.carryBellsBy(backend)
  for (const slot of installation.slots) {
    slot.signal('SIGCONT')
    await slot.end('SIGTERM', { cause: 'redeployed' })
    await slot.untilReady()
  }
  say(`redeployed with doorbells by ${backend}`)
}

const ROUNDS = 6

function chaosOf({ seed, seconds, soak }: FaultOptions, n: number, parts: number) {
  const rounds = ROUNDS / parts
  if (soak === null) return { seed: seed + n, rounds, seconds: seconds / parts }
  return { seed: seed + n, rounds, seconds: soak / parts, gapMs: 12_500 }
}

const PARALLEL_ROUNDS = 3

async function burst(installation: Installation, crowd: Crowd, say: Say): Promise<void> {
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
  say(`3 MB at once, four times: ${(await postHugeBatch(installation, crowd)).join(', ')}`)
  let rounds = 0
  for (let tries = 0; tries < 20 && rounds < PARALLEL_ROUNDS; tries += 1) {
    if (await callInParallel(installation, crowd)) rounds += 1
    else await sleep(500)
  }
  say(`${rounds} rounds of fifty equal calls`)
}

/** I22: what carries the bells is emptied and everybody starts anew; nothing may come of it. */
async function judgeAfterWipe(installation: Installation, crowd: Crowd, say: Say): Promise<Judgement> {
  const wipe: Strike | undefined = strikesFor(true)['bells wiped']
  await wipe?.({ installation, random: { next: Math.random } as never })
  await Promise.all(installation.slots.map((slot) => slot.end('SIGKILL', { cause: 'started anew' })))
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
  await comeToRest(installation, say)
  return judge(installation, crowd.ledger)
}

function sameAgain(first: Judgement, second: Judgement): Verdict {
  const brokenIn = ({ verdicts }: Judgement) =>
    verdicts.flatMap(({ invariant, says, broken }) => (broken.length > 0 ? [`${invariant}: ${says}`] : []))
  const before = new Set(brokenIn(first))
  return verdict(
    'I22',
    'with the bells wiped and everybody started anew the answer is the same',
    brokenIn(second).filter((each) => !before.has(each)),
  )
}

/** A fault around a process is no reason for it to end; only at its start may it give up and be started again. */
function survivors(deaths: readonly Death[]): Verdict {
  const own = deaths.filter(({ cause, ready }) => cause === 'itself' && ready)
  return verdict(
    'I18',
    'no process ended by itself',
    own.map(({ name, code, signal }) => `${name}: ${code ?? signal}`),
  )
}

function reached({ died }: Tour): number {
  return died.length
}

function visited({ died, missed }: Tour): Verdict[] {
  const says = ({ point, nth }: Hit) => `a process died at ${point} for the ${nth === 1 ? 'first' : 'second'} time`
  return [
    ...died.map((hit) => verdict('crash points', says(hit), [])),
    ...missed.map((hit) => verdict('crash points', says(hit), ['none did'])),
  ]
}

const LEAST = 5

/** Whether each kind of fault came often enough for what was seen to mean something. */
function frequency(struck: Struck, weathered: Record<string, number>, backends: readonly Backend[]): Verdict[] {
  const leastOf = (kind: string) =>
    kind.startsWith('redis') ? Math.max(1, Math.floor(LEAST / backends.length)) : LEAST
  return [
    ...Object.keys(strikesFor(backends.includes('redis'))).map((kind) => {
      const count = struck.get(kind) ?? 0
      return verdict('faults', `${kind}: often enough`, count < leastOf(kind) ? [`it struck ${count} times`] : [])
    }),
    ...weather.map(({ api, fault }) =>
      verdict('faults', `${api} suffered ${fault}`, (weathered[`${api} ${fault}`] ?? 0) === 0 ? ['never'] : []),
    ),
  ]
}

async function tallyOf({ sandboxUrl }: Installation): Promise<Record<string, number>> {
  return (await control<{ struck: Record<string, number> }>(`${sandboxUrl}/control/state`)).struck
}

function countOf(struck: Struck, kinds: RegExp): number {
  return [...struck].filter(([kind]) => kinds.test(kind)).reduce((sum, [, count]) => sum + count, 0)
}

function total(struck: Struck): number {
  return countOf(struck, /./)
}
