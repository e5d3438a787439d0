import t from 'tap'
import { checkGrowth, growthOf, type Sample } from '#test/faults/check/memory.ts'

const MINUTE = 60_000
const MEBIBYTE = 1024 * 1024

/** Two hours of a heap that breathes, warms up by 50 MiB and then grows by so much an hour. */
function life(mebibytesPerHour: number, minutes = 120): Sample[] {
  return Array.from({ length: minutes * 6 }, (_, n) => {
    const atMs = n * 10_000
    const warm = Math.min(1, atMs / (3 * MINUTE)) * 50
    const breath = 20 * Math.sin(n)
    return { atMs, bytes: (100 + warm + breath + (mebibytesPerHour * atMs) / (60 * MINUTE)) * MEBIBYTE }
  })
}

t.test('a process that warms up and breathes does not count as growing', async (t) => {
  const [growth] = growthOf('worker', life(0))
  t.ok(Math.abs(growth?.mebibytesPerHour ?? 9) < 0.2, `${growth?.mebibytesPerHour}`)
  t.strictSame(
    checkGrowth(growth === undefined ? [] : [growth]).map(({ broken }) => broken),
    [[]],
  )
})

t.test('one that grows by two MiB an hour is named', async (t) => {
  const growths = growthOf('worker', life(2))
  t.match(checkGrowth(growths), [{ broken: [/^worker grew by (1\.[89]|2\.[01]) MiB an hour$/] }])
})

t.test('a life too short to tell is not judged', async (t) => {
  t.strictSame(checkGrowth(growthOf('worker', life(90, 20))), [])
  t.strictSame(growthOf('worker', life(90, 4)), [])
  t.strictSame(growthOf('worker', []), [])
})
