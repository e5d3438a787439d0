import { planOf } from '#test/hostile/plan.ts'
import { slowSenders } from '#test/hostile/suites/raw-suite.ts'
import { type Bench, openBench } from '#test/support/hostile/bench.ts'
import { changedTables, complaintsOfBooks, complaintsOfInbox, digestOfStore } from '#test/support/hostile/books.ts'
import { Dice } from '#test/support/hostile/dice.ts'
import { judgeLog } from '#test/support/hostile/logs.ts'
import { play, Tally } from '#test/support/hostile/play.ts'
import { wireOf } from '#test/support/hostile/raw-socket.ts'
import { unsettled } from '#test/support/hostile/settle.ts'
import type { Measured } from '#test/support/hostile/shop-processes.ts'
import { Deliveries } from '#test/support/hostile/webhooks.ts'
import { say } from '#test/support/run-commands.ts'

export type HostileReport = {
  line: Record<string, unknown>
  complaints: string[]
  /** Requests by suite, the warm-up left out. */
  suites: Map<string, number>
}

const MIB = 1024 * 1024
const MOST_GROWTH_MIB = 50
const MOST_LOOP_DELAY_MS = 200
const MOST_HEAP_GROWTH_MIB = 20
/** So much is played before memory is measured the first time: V8 lets its young generation grow under load, and keeps it. */
const WARM_SHARE = 0.4
const SLOW_SENDERS = 50

/** Plays every suite once and holds the shop against what it must be afterwards. */
export async function playHostile({ requests, seed }: { requests: number; seed: number }): Promise<HostileReport> {
  const stack = new AsyncDisposableStack()
  const unhandled: unknown[] = []
  process.on('unhandledRejection', (reason) => unhandled.push(reason))
  try {
    const bench = await openBench({ teardown: (handler) => stack.defer(handler) })
    const report = await playAt(bench, { requests, seed })
    report.complaints.push(...unhandled.map((reason) => `a rejection nobody handled: ${String(reason)}`))
    return report
  } finally {
    await stack.disposeAsync()
  }
}

type Run = { bench: Bench; tally: Tally; deliveries: Deliveries; counts: Map<string, number> }

async function playAt(bench: Bench, { requests, seed }: { requests: number; seed: number }): Promise<HostileReport> {
  const { database } = bench.runtime
  const run: Run = { bench, tally: new Tally(), deliveries: new Deliveries(), counts: new Map() }
  await unsettled(database, { catalogToo: true })
  const before = await digestOfStore(database, bench.theirs.storeId)
  const since = await lastArrival(bench)
  await playAll(run, { upTo: Math.ceil(requests * WARM_SHARE), seed: seed + 1 })
  await unsettled(database)
  const warm = await memoryOf(bench)
  await playAll(run, { upTo: requests, seed })
  const complaints = await playSlowly(run)
  const waiting = await unsettled(database)
  if (waiting !== null) complaints.push(`the worker did not get through with its work: ${waiting}`)
  complaints.push(...(await complaintsOfInbox(database, run.deliveries, since)), ...(await complaintsOfBooks(database)))
  const changed = changedTables(before, await digestOfStore(database, bench.theirs.storeId))
  if (changed.length > 0) complaints.push(`rows of the other store changed in ${changed.join(', ')}`)
  const exits = [bench.server, bench.worker].flatMap(({ died }) => died ?? [])
  const end = exits.length === 0 ? await memoryOf(bench) : warm
  complaints.push(...exits, ...complaintsOfMemory(warm, end))
  const log = await judgeLog(bench.logFile, canariesOf(bench))
  complaints.push(...log.complaints, ...complaintsOfTally(run.tally))
  const line = lineOf({ tally: run.tally, exits: exits.length, warm, end, seed, logLines: log.lines })
  return { complaints, suites: run.counts, line }
}

/** One pass over all suites, until so many requests have been sent in all. */
async function playAll(
  { bench, tally, deliveries, counts }: Run,
  { upTo, seed }: { upTo: number; seed: number },
): Promise<void> {
  const requests = upTo - tally.requests
  const began = performance.now()
  for (const suite of await planOf({ bench, dice: new Dice(seed), deliveries, requests, seed })) {
    const share = Math.min(suite.share, Math.max(10, upTo - tally.requests))
    counts.set(suite.name, (counts.get(suite.name) ?? 0) + (await play({ ...suite, share }, tally)))
  }
  say(`${tally.requests} requests after ${((performance.now() - began) / 1000).toFixed(0)} s more`)
}

async function playSlowly({ bench, tally, counts }: Run): Promise<string[]> {
  const { url, mine, sockets } = bench
  const { complaints, answers } = await slowSenders({
    wire: wireOf(url),
    good: sockets.send,
    key: mine.keys[0] ?? '',
    sockets: SLOW_SENDERS,
  })
  for (const answer of answers) tally.note(answer)
  counts.set('slow senders', answers.length)
  return complaints
}

type Memory = { server: Measured; worker: Measured }

async function memoryOf({ server, worker }: Bench): Promise<Memory> {
  return { server: await server.measure(), worker: await worker.measure() }
}

function complaintsOfMemory(warm: Memory, end: Memory): string[] {
  return (['server', 'worker'] as const).flatMap((role) => {
    const grown = (end[role].rss - warm[role].rss) / MIB
    const complaints = grown > MOST_GROWTH_MIB ? [`the ${role} grew by ${grown.toFixed(0)} MiB`] : []
    const heap = (end[role].heapUsed - warm[role].heapUsed) / MIB
    if (heap > MOST_HEAP_GROWTH_MIB) complaints.push(`the ${role} keeps ${heap.toFixed(0)} MiB more in its heap`)
    const { loopP99Ms } = end[role]
    if (loopP99Ms > MOST_LOOP_DELAY_MS)
      complaints.push(`the ${role} kept others waiting for ${loopP99Ms.toFixed(0)} ms`)
    return complaints
  })
}

function complaintsOfTally(tally: Tally): string[] {
  const complaints = tally.misses.map(({ suite, scenario, complaint }) => `${suite}: ${scenario}: ${complaint}`)
  if (tally.missCount > complaints.length)
    complaints.push(`and ${tally.missCount - complaints.length} more of the kind`)
  return complaints
}

async function lastArrival({ runtime }: Bench): Promise<number> {
  const [row] = await runtime.database.system<{ last: number | null }>('select max(id) as last from inbox')
  return Number(row?.last ?? 0)
}

/** Texts that must be in no log, each with what it is. */
function canariesOf({ mine, theirs, appSecret, verifyToken, runtime }: Bench): Map<string, string> {
  const stores = [mine, theirs].flatMap(({ keys, secrets, ids }) => [
    ...keys.map((key) => ['an API key', key] as const),
    ...Object.entries(secrets),
    ...ids.tokens.map((token) => ['the token of an order', token] as const),
  ])
  const master = runtime.config.masterKeys.map(
    ({ key }) => ['a master key', Buffer.from(key).toString('base64')] as const,
  )
  const texts = [
    ['the app secret', appSecret],
    ['the verify token', verifyToken],
    ['a phone number', '9665200'],
    ['a message', 'how much is the honey'],
    ['an address', 'Olaya St'],
    ['a name', 'سارة'],
  ] as const
  return new Map([...stores, ...master, ...texts].map(([what, text]) => [`${what} (${text.slice(0, 6)}…)`, text]))
}

type Facts = { tally: Tally; exits: number; warm: Memory; end: Memory; seed: number; logLines: number }

function lineOf({ tally, exits, warm, end, seed, logLines }: Facts): Record<string, unknown> {
  const mib = (bytes: number) => Math.round(bytes / MIB)
  return {
    suite: 'hostile',
    requests: tally.requests,
    status5xx: tally.status5xx,
    exits,
    seed,
    misses: tally.missCount,
    statuses: Object.fromEntries([...tally.byStatus].sort(([a], [b]) => a - b)),
    rssMiB: {
      server: [mib(warm.server.rss), mib(end.server.rss)],
      worker: [mib(warm.worker.rss), mib(end.worker.rss)],
    },
    heapUsedMiB: {
      server: [mib(warm.server.heapUsed), mib(end.server.heapUsed)],
      worker: [mib(warm.worker.heapUsed), mib(end.worker.heapUsed)],
    },
    loopP99Ms: { server: Math.round(end.server.loopP99Ms), worker: Math.round(end.worker.loopP99Ms) },
    logLines,
  }
}
