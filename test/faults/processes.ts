import { setTimeout as sleep } from 'node:timers/promises'
import { crashPoints } from '#platform/crash-point.ts'
import { type Judgement, judge } from './check/all.ts'
import { comeToRest } from './check/calm.ts'
import { checkEndings, checkStruck, checkTour, checkWeather } from './check/coverage.ts'
import { checkGrowth, watchMemory } from './check/memory.ts'
import { type Verdict, verdict } from './check/verdict.ts'
import { type Crowd, openCrowd } from './load/crowd.ts'
import type { FaultOptions } from './options.ts'
import { type Backend, type Installation, openInstallation } from './stage/installation.ts'
import { control } from './stage/sandbox-control.ts'
import { callInParallel, postHugeBatch } from './strike/bursts.ts'
import { raiseChaos, type Struck } from './strike/chaos.ts'
import { installInstruments } from './strike/instruments.ts'
import { slowNeighbor } from './strike/neighbors.ts'
import { type Reach, wipeBells } from './strike/strikes.ts'
import { type Tour, tourCrashPoints } from './strike/tour.ts'
import { weatherTheRest } from './strike/weather-tail.ts'

export type ProcessReport = {
  kills: number
  pgCuts: number
  queueWipes: number
  inDoubt: number
  lost: number
  doubled: number
  crashPoints: string
  restMs: number
  orders: number
  /** What held and what did not, and whether enough was broken to say so: a run that broke nothing proves nothing. */
  verdicts: Verdict[]
}

type Say = (line: string) => void

/** PostgreSQL with some minutes of trade, or with some hours of it. */
const DISK_MEBIBYTES = 512
const SOAK_DISK_MEBIBYTES = 4_096

/** Layer two: real processes, real PostgreSQL and Redis, a fake world that writes everything down. */
export async function runProcesses(options: FaultOptions, say: Say): Promise<ProcessReport> {
  const diskMebibytes = options.soak === null ? DISK_MEBIBYTES : SOAK_DISK_MEBIBYTES
  await using installation = await openInstallation({ say, diskMebibytes })
  if (installation.disk === null) say('no disk can be mounted here: none will be full')
  await installInstruments(installation.database)
  const backends = backendsOf(options, installation)
  say(`doorbells by ${backends.join(', then ')}`)
  await open(installation, backends[0] ?? 'postgres')
  const crowd = await openCrowd(installation, options.seed, options.shoppers)
  const broken = await breakAll(installation, { options, backends, crowd, say })
  broken.verdicts.push(await burst(installation, crowd, say))
  await crowd.leave()
  say(`the shoppers have left after ${crowd.ledger.turns} turns`)
  const restMs = Math.round(await comeToRest(installation, say))
  say(`at rest after ${restMs} ms`)
  const first = await judge(installation, crowd.ledger)
  const second = await judgeAfterWipe(installation, crowd, say)
  const endings = checkEndings(installation.slots.flatMap(({ deaths }) => deaths))
  const verdicts = [...first.verdicts, sameAgain(first, second), ...endings, ...broken.verdicts]
  return { ...(await countsOf(installation, broken)), ...verdictless(first), restMs, verdicts }
}

type Breaking = { options: FaultOptions; backends: readonly Backend[]; crowd: Crowd; say: Say }
type Broken = { tour: Tour | null; struck: Struck; verdicts: Verdict[] }

/** Everything that is done to the shop while it is open. */
async function breakAll(installation: Installation, { options, backends, crowd, say }: Breaking): Promise<Broken> {
  const tour = options.tour ? await tourCrashPoints(installation, crowd, TOUR_SECONDS) : null
  if (tour !== null) say(`died at ${reached(tour)} crash points${missedBy(tour)}`)
  const neighbors = options.tour ? [await slowNeighbor(installation)] : []
  const memory = watchMemory(installation.slots)
  const struck: Struck = new Map()
  for (const [n, backend] of backends.entries()) {
    if (n > 0) await redeploy(installation, backend, say)
    const reach = reachOf(installation, backend)
    await raiseChaos(installation, { ...chaosOf(options, n, backends.length), reach, struck })
    say(`${countOf(struck, /./)} strikes so far`)
  }
  const reaches = backends.map((backend) => reachOf(installation, backend))
  if (options.seconds >= FULL_SECONDS) await weatherTheRest(installation, crowd)
  const growth = memory()
  for (const { name, hours, mebibytesPerHour } of growth)
    say(`${name} grew by ${mebibytesPerHour.toFixed(1)} MiB an hour for ${hours.toFixed(1)} hours`)
  const enough = options.seconds < FULL_SECONDS ? [] : await checkEnough(installation, struck, reaches)
  return {
    tour,
    struck,
    verdicts: [...(tour === null ? [] : checkTour(tour)), ...neighbors, ...checkGrowth(growth), ...enough],
  }
}

/** It ends as soon as every point has been died at. */
const TOUR_SECONDS = 360

/** A run shorter than this is for trying things and need not meet every kind of fault. */
const FULL_SECONDS = 60

async function checkEnough({ sandboxUrl }: Installation, struck: Struck, reaches: readonly Reach[]) {
  const state = await control<{ struck: Record<string, number> }>(`${sandboxUrl}/control/state`)
  return [...checkStruck(struck, reaches), ...checkWeather(state.struck)]
}

function backendsOf({ queue }: FaultOptions, { redis }: Installation): Backend[] {
  if (queue === 'both') return redis === null ? ['postgres'] : ['postgres', 'redis']
  if (queue === 'redis' && redis === null) throw new Error('There is no redis-server here.')
  return [queue]
}

function reachOf({ disk }: Installation, backend: Backend): Reach {
  return { redis: backend === 'redis', disk: disk !== null }
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
/** In a soak these live through everything that is done around them, so that their memory can be watched. */
const SPARED = ['server-1', 'worker-1']

function chaosOf({ seed, seconds, soak }: FaultOptions, n: number, parts: number) {
  const rounds = ROUNDS / parts
  if (soak === null) return { seed: seed + n, rounds, seconds: seconds / parts }
  return { seed: seed + n, rounds, seconds: soak / parts, gapMs: 12_500, spared: SPARED }
}

const PARALLEL_ROUNDS = 3

async function burst(installation: Installation, crowd: Crowd, say: Say): Promise<Verdict> {
  await Promise.all(installation.slots.map((slot) => slot.untilReady()))
  say(`3 MB at once, four times: ${(await postHugeBatch(installation, crowd)).join(', ')}`)
  let rounds = 0
  for (let tries = 0; tries < 60 && rounds < PARALLEL_ROUNDS; tries += 1) {
    if (await callInParallel(installation, crowd)) rounds += 1
    else await sleep(500)
  }
  say(`${rounds} rounds of fifty equal calls`)
  return verdict('faults', 'fifty equal calls at once', rounds === 0 ? ['there was nothing to call about'] : [])
}

/** I22: what carries the bells is emptied and everybody starts anew; nothing may come of it. */
async function judgeAfterWipe(installation: Installation, crowd: Crowd, say: Say): Promise<Judgement> {
  await wipeBells(installation)
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

async function countsOf(installation: Installation, { tour, struck }: Broken) {
  const deaths = installation.slots.flatMap((slot) => slot.deaths)
  const [counted] = await installation.database.ask<{ orders: number }>('select count(*)::int as orders from orders')
  return {
    kills: deaths.filter(({ signal }) => signal === 'SIGKILL').length,
    pgCuts: countOf(struck, /^pg: /),
    queueWipes: countOf(struck, /^bells wiped|^redis: crash/),
    crashPoints: tour === null ? 'not toured' : reached(tour),
    orders: counted?.orders ?? 0,
  }
}

function verdictless({ inDoubt, lost, doubled }: Judgement): Omit<Judgement, 'verdicts'> {
  return { inDoubt, lost, doubled }
}

function missedBy({ missed }: Tour): string {
  return missed.length === 0 ? '' : `, not at ${missed.map(({ point, nth }) => `${point}:${nth}`).join(', ')}`
}

function reached({ died }: Tour): string {
  return `${died.length}/${crashPoints.length * 2}`
}

function countOf(struck: Struck, kinds: RegExp): number {
  return [...struck].filter(([kind]) => kinds.test(kind)).reduce((sum, [, count]) => sum + count, 0)
}
