import t from 'tap'
import type { Aftermath } from '#modules/messaging/sender/aftermath.ts'
import type { Claimed } from '#modules/messaging/sender/claim.ts'
import { NumberPauses } from '#modules/messaging/sender/number-pauses.ts'

const at = (seconds: number) => new Date(1_795_000_000_000 + seconds * 1_000)
const of = (storeId: string, more: Partial<Aftermath> = {}, state: Aftermath['change']['state'] = 'queued') =>
  ({ claimed: { storeId } as Claimed, change: { id: 'm', attempt: 1, state }, ...more }) satisfies Aftermath
const throttled = (storeId = 'a') => of(storeId, { pauseNumberMs: 0 })
const fine = of('a', {}, 'accepted')

t.test('each new refusal of a number doubles its pause, up to about a minute', async (t) => {
  const pauses = new NumberPauses()
  let clock = 0
  const waits = Array.from({ length: 9 }, () => {
    const [pause] = pauses.after([throttled()], at(clock))
    clock += (pause?.ms ?? 0) / 1_000
    return pause?.ms
  })
  t.strictSame(
    waits,
    [1, 2, 4, 8, 16, 32, 64, 64, 64].map((seconds) => seconds * 1_000),
  )
})

t.test('calls refused together are one refusal, also when their answers come apart', async (t) => {
  const pauses = new NumberPauses()
  t.strictSame(pauses.after([throttled(), throttled()], at(0)), [
    { storeId: 'a', ms: 1_000 },
    { storeId: 'a', ms: 1_000 },
  ])
  t.strictSame(pauses.after([throttled()], at(0.4)), [{ storeId: 'a', ms: 600 }])
  t.strictSame(pauses.after([throttled()], at(1)), [{ storeId: 'a', ms: 2_000 }])
})

t.test('an accepted message starts over, and other numbers never wait', async (t) => {
  const pauses = new NumberPauses()
  pauses.after([throttled()], at(0))
  t.strictSame(pauses.after([fine], at(2)), [])
  t.strictSame(pauses.after([throttled(), throttled('b')], at(3)), [
    { storeId: 'a', ms: 1_000 },
    { storeId: 'b', ms: 1_000 },
  ])
})

t.test('what Meta asks for is what it gets', async (t) => {
  const pauses = new NumberPauses()
  t.strictSame(pauses.after([of('a', { pauseNumberMs: 7_000 })], at(0)), [{ storeId: 'a', ms: 7_000 }])
})
