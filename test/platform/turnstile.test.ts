import t from 'tap'
import { Turnstile } from '#platform/turnstile.ts'
import { Workshop } from '#platform/workshop.ts'
import { openTools } from '#test/support/platform.ts'

/** A transaction that has tried a lane and stays open until it is told to end. */
async function batch(tools: Awaited<ReturnType<typeof openTools>>, turnstile: Turnstile, lane: number) {
  const { promise: told, resolve: end } = Promise.withResolvers<void>()
  const { promise: tried, resolve: try_ } = Promise.withResolvers<boolean>()
  const done = tools.database.asSystem(async (tx) => {
    try_(await turnstile.pass(tx, lane))
    await told
  })
  const passed = await tried
  return {
    passed,
    end: () => {
      end()
      return done
    },
  }
}

t.test('a lane is one transaction’s at a time, and lanes and drains do not meet', async (t) => {
  const tools = await openTools(t)
  const [one, other, stranger] = [new Turnstile('boxes'), new Turnstile('boxes'), new Turnstile('parcels')]
  const first = await batch(tools, one, 0)
  const second = await batch(tools, other, 0)
  const elsewhere = [await batch(tools, other, 1), await batch(tools, stranger, 0)]
  t.strictSame([first.passed, second.passed], [true, false])
  t.strictSame(
    elsewhere.map(({ passed }) => passed),
    [true, true],
  )
  await Promise.all([first, second, ...elsewhere].map(({ end }) => end()))
  const third = await batch(tools, other, 0)
  t.ok(third.passed, 'the turn ends with its transaction')
  await third.end()
})

t.test('who was turned away for a second goes in beside a process that froze with the turn', async (t) => {
  const tools = await openTools(t)
  const clock = { now: 0 }
  const frozen = await batch(tools, new Turnstile('boxes'), 0)
  const turnstile = new Turnstile('boxes', () => clock.now)
  const tries: boolean[] = []
  for (clock.now of [0, 400, 999, 1_000, 1_001, 1_900, 2_001]) {
    const next = await batch(tools, turnstile, 0)
    tries.push(next.passed)
    await next.end()
  }
  t.strictSame(tries, [false, false, false, true, false, false, true])
  await frozen.end()
})

t.test('a workshop comes back to a lane on which another process was', async (t) => {
  const tools = await openTools(t)
  const answers: (boolean | 'elsewhere')[] = ['elsewhere', 'elsewhere', true, false]
  const drain = { name: 'boxes', waiting: async () => [], run: async () => answers.shift() ?? false }
  const workshop = new Workshop({ drains: [drain], chores: [], tools, sweepMs: 60_000 })
  t.teardown(() => workshop.close())
  await workshop.hear({ drain: 'boxes', shard: 0 })
  t.strictSame(answers, [], 'without another bell')
})
