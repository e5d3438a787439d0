import t from 'tap'
import { BellListener, BellRinger, type BellTransport, prepareBells } from '#platform/bells.ts'
import type { Drain } from '#platform/work.ts'
import { Workshop } from '#platform/workshop.ts'
import { openTools } from '#test/support/platform.ts'
import { reserveRedisPrefix, testRedisUrl } from '#test/support/redis.ts'

type Tools = Awaited<ReturnType<typeof openTools>>

async function until(condition: () => boolean | Promise<boolean>, ms = 10_000): Promise<boolean> {
  const end = Date.now() + ms
  while (Date.now() < end) {
    if (await condition()) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}

/** A drain over a counter in memory: how much is open per shard, and the most that ran at once in one shard. */
function bucket() {
  const open = new Map<number, number>()
  const seen = { runs: 0, most: 0, now: 0 }
  const drain: Drain = {
    name: 'bucket',
    waiting: async () => [...open].filter(([, count]) => count > 0).map(([shard]) => shard),
    run: async (shard) => {
      seen.runs += 1
      seen.now += 1
      seen.most = Math.max(seen.most, seen.now)
      await new Promise((resolve) => setTimeout(resolve, 15))
      seen.now -= 1
      const count = open.get(shard) ?? 0
      open.set(shard, Math.max(0, count - 1))
      return count > 1
    },
  }
  return { drain, open, seen, fill: (shard: number, count: number) => open.set(shard, (open.get(shard) ?? 0) + count) }
}

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }
const redis = testRedisUrl()
const backends = new Map<string, (t: Teardown, tools: Tools) => BellTransport>()
backends.set('postgres', (_t, tools) => ({ kind: 'postgres', url: tools.url }))
if (redis !== undefined)
  backends.set('redis', (t) => ({ kind: 'redis', url: redis, prefix: reserveRedisPrefix(t, redis) }))

for (const [name, transportOf] of backends) {
  t.test(`a bell rung in one process is heard in another (${name})`, async (t) => {
    const tools = await openTools(t)
    const transport = transportOf(t, tools)
    await prepareBells(transport, tools.log)
    const { drain, open, seen, fill } = bucket()
    const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 60_000 })
    const listener = new BellListener(transport, { log: tools.log, onBell: (bell) => workshop.hear(bell) })
    await listener.ready()
    const ringer = new BellRinger(transport, tools.log)
    t.teardown(async () => {
      await ringer.close()
      await listener.close()
      await workshop.close()
    })
    fill(3, 4)
    for (let n = 0; n < 50; n += 1) ringer.ring([{ drain: 'bucket', shard: 3 }])
    t.ok(await until(() => open.get(3) === 0), 'drained')
    t.ok(seen.runs < 20, `fifty rings cost ${seen.runs} runs`)
    fill(3, 1)
    ringer.ring([{ drain: 'bucket', shard: 3 }])
    t.ok(await until(() => open.get(3) === 0), 'rung again after it was empty')
  })
}

t.test('what no bell told of is found by the sweep', async (t) => {
  const tools = await openTools(t)
  const { drain, open, fill } = bucket()
  fill(1, 3)
  const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 20 })
  await workshop.start()
  t.teardown(() => workshop.close())
  t.ok(await until(() => open.get(1) === 0))
})

t.test('one shard is drained by one runner at a time, and a ring meanwhile is not lost', async (t) => {
  const tools = await openTools(t)
  const { drain, open, seen, fill } = bucket()
  const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 60_000 })
  t.teardown(() => workshop.close())
  fill(0, 2)
  const first = workshop.hear({ drain: 'bucket', shard: 0 })
  const second = workshop.hear({ drain: 'bucket', shard: 0 })
  await Promise.all([first, second])
  t.equal(open.get(0), 0)
  t.equal(seen.most, 1)
})

t.test('a chore acts once per period however many workshops there are', async (t) => {
  const tools = await openTools(t)
  let runs = 0
  const chore = {
    name: 'count',
    everyMs: 60_000,
    run: async () => {
      runs += 1
    },
  }
  const workshops = [1, 2, 3].map(() => new Workshop({ drains: [], chores: [chore], tools, sweepMs: 10 }))
  await Promise.all(workshops.map((workshop) => workshop.start()))
  t.ok(await until(() => runs > 0))
  await new Promise((resolve) => setTimeout(resolve, 150))
  t.equal(runs, 1)
  await tools.database.system(`update schedule set next_run_at = clock_timestamp() - interval '9 hours'`)
  t.ok(await until(() => runs === 2))
  await new Promise((resolve) => setTimeout(resolve, 150))
  await Promise.all(workshops.map((workshop) => workshop.close()))
  t.equal(runs, 2, 'nine missed hours run once')
})

t.test('a chore that takes long is not taken for dead, and one whose worker died is taken up in seconds', async (t) => {
  const tools = await openTools(t)
  let runs = 0
  const work = Promise.withResolvers<void>()
  const chore = {
    name: 'slow',
    everyMs: 60_000,
    run: () => {
      runs += 1
      return work.promise
    },
  }
  const workshop = new Workshop({ drains: [], chores: [chore], tools, sweepMs: 10 })
  t.teardown(() => workshop.close())
  await workshop.start()
  const leased = async () => {
    const [row] = await tools.database.system<{ secondsLeft: number }>(
      'select extract(epoch from locked_until - clock_timestamp())::float8 as "secondsLeft" from schedule',
    )
    return row?.secondsLeft ?? 0
  }
  t.ok(await until(() => runs === 1))
  const first = await leased()
  t.ok(first > 10 && first <= 15, `${first} s at first`)
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  t.ok((await leased()) > first - 5, 'renewed while it runs')
  await tools.database.system(
    `update schedule set fence = fence + 1, locked_until = clock_timestamp() + interval '1 minute'`,
  )
  work.resolve()
  await workshop.close()
  const [row] = await tools.database.system<{ next: boolean }>('select last_period is null as next from schedule')
  t.equal(row?.next, true, 'who lost the lease marks nothing done')
})

t.test('a chore that fails says why and comes back at its next time', async (t) => {
  const tools = await openTools(t)
  const chore = { name: 'fragile', everyMs: 60_000, run: () => Promise.reject(new Error('no luck')) }
  const workshop = new Workshop({ drains: [], chores: [chore], tools, sweepMs: 10 })
  await workshop.start()
  const failed = async () =>
    (await tools.database.system(`select 1 from schedule where last_error = 'no luck'`)).length === 1
  t.ok(await until(failed))
  await workshop.close()
  const [row] = await tools.database.system<{ later: boolean }>(
    'select next_run_at > clock_timestamp() as later from schedule',
  )
  t.equal(row?.later, true)
})

t.test('closing lets the running batch finish and takes nothing new', async (t) => {
  const tools = await openTools(t)
  const { drain, seen, fill } = bucket()
  fill(0, 50)
  const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 60_000 })
  void workshop.hear({ drain: 'bucket', shard: 0 })
  await until(() => seen.runs === 1)
  await workshop.close()
  const { runs } = seen
  await workshop.hear({ drain: 'bucket', shard: 0 })
  t.equal(seen.runs, runs)
  t.equal(seen.now, 0)
})

t.test(
  'bells for what nobody waits for share a run: the first is answered at once, the rest after a while',
  async (t) => {
    const tools = await openTools(t)
    const runs: number[] = []
    const drain: Drain = {
      name: 'ticks',
      gatherMs: 150,
      waiting: async () => [],
      run: async () => {
        runs.push(performance.now())
        return false
      },
    }
    const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 60_000 })
    const began = performance.now()
    for (let n = 0; n < 10; n += 1) {
      void workshop.hear({ drain: 'ticks', shard: 0 })
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    t.ok(await until(() => runs.length === 2))
    t.ok((runs[0] ?? 0) - began < 100)
    t.ok((runs[1] ?? 0) - (runs[0] ?? 0) >= 145, 'ten bells, two runs')
    await workshop.close()
    t.equal(runs.length, 2)
  },
)
