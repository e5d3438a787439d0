import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { Leases } from '#platform/leases.ts'

const RENEW_MS = 20

function watched(renew?: (held: readonly string[]) => Promise<unknown>) {
  const renewed: string[][] = []
  const errors: unknown[] = []
  const leases = new Leases<string>({
    renewMs: RENEW_MS,
    renew: async (held) => {
      renewed.push([...held])
      await renew?.(held)
    },
    onError: (error) => errors.push(error),
  })
  return { leases, renewed, errors }
}

t.test('what is done at once costs no renewal', async (t) => {
  const { leases, renewed } = watched()
  for (let n = 0; n < 100; n += 1) await leases.during(`order ${n}`, async () => undefined)
  await sleep(3 * RENEW_MS)
  t.strictSame(renewed, [])
})

t.test('what takes long is renewed for as long as it takes, and not a moment longer', async (t) => {
  const { leases, renewed } = watched()
  await leases.during('refund', () => sleep(6 * RENEW_MS))
  const times = renewed.length
  t.ok(times >= 2, `renewed ${times} times`)
  t.ok(renewed.every((held) => held.join() === 'refund'))
  await sleep(3 * RENEW_MS)
  t.equal(renewed.length, times)
})

t.test('work that fails is let go as well', async (t) => {
  const { leases, renewed } = watched()
  await t.rejects(leases.during('refund', () => Promise.reject(new Error('no luck'))))
  await sleep(3 * RENEW_MS)
  t.strictSame(renewed, [])
})

t.test('a database that is away for a moment does not end the renewing', async (t) => {
  let away = true
  const { leases, renewed, errors } = watched(async () => {
    if (!away) return
    away = false
    throw new Error('the server is away')
  })
  await leases.during('message', () => sleep(6 * RENEW_MS))
  t.equal(errors.length, 1)
  t.ok(renewed.length >= 2)
})

t.test('a renewal that waits is not overtaken by another', async (t) => {
  let now = 0
  let most = 0
  const { leases } = watched(async () => {
    now += 1
    most = Math.max(most, now)
    await sleep(3 * RENEW_MS)
    now -= 1
  })
  await leases.during('message', () => sleep(8 * RENEW_MS))
  t.equal(most, 1)
})
