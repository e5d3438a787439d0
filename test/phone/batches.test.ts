import t from 'tap'
import { batchEvents } from '#phone/state/batches.ts'

/** Time that moves only when told. */
function makeTime() {
  let now = 1_000
  let pending: { at: number; run: () => void } | undefined
  return {
    nowMs: () => now,
    later: (run: () => void, delayMs: number) => {
      const mine = { at: now + delayMs, run }
      pending = mine
      return () => {
        if (pending === mine) pending = undefined
      }
    },
    pass: (ms: number) => {
      now += ms
      const ready = pending !== undefined && pending.at <= now ? pending : undefined
      if (ready === undefined) return
      pending = undefined
      ready.run()
    },
  }
}

function open() {
  const time = makeTime()
  const taken: string[][] = []
  const batches = batchEvents<string>({ apply: (events) => taken.push(events), ...time })
  return { time, taken, batches }
}

t.test('a message alone is shown at once', async (t) => {
  const { batches, taken } = open()
  batches.add('a', false)
  t.same(taken, [['a']])
})

t.test('messages that come thick are shown by the frame, in order and each once', async (t) => {
  const { batches, taken, time } = open()
  for (const event of ['a', 'b', 'c']) batches.add(event, false)
  t.same(taken, [['a']])
  time.pass(16)
  t.same(taken, [['a'], ['b', 'c']])
  time.pass(100)
  batches.add('d', false)
  t.same(taken, [['a'], ['b', 'c'], ['d']])
})

t.test('a line of the wire waits for company, and goes with the next message', async (t) => {
  const { batches, taken, time } = open()
  batches.add('line 1', true)
  batches.add('line 2', true)
  time.pass(50)
  t.same(taken, [])
  batches.add('message', false)
  t.same(taken, [['line 1', 'line 2', 'message']])
  time.pass(200)
  t.equal(taken.length, 1, 'nothing is applied twice')
})

t.test('a line of the wire without company goes after a tenth of a second', async (t) => {
  const { batches, taken, time } = open()
  batches.add('line', true)
  time.pass(100)
  t.same(taken, [['line']])
})
