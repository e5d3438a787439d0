import t from 'tap'
import { checkoutForm, type Json, openStreet } from './support.ts'

t.test('a clock that the shop lives by too moves for both, and only forward', async (t) => {
  const time = { ahead: 0, moves: [] as number[] }
  const clock = {
    now: () => new Date(Date.parse('2026-11-22T10:00:00Z') + time.ahead),
    offsetMs: () => time.ahead,
    advance: async (byMs: number) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      time.ahead += byMs
      time.moves.push(byMs)
    },
  }
  const street = await openStreet(t, { clock })
  const moved = await street.control('POST', '/clock', { advanceMs: 90_000 })
  t.same(
    moved.body,
    { now: '2026-11-22T10:01:30.000Z', offsetMs: 90_000, shared: true },
    'answered when everybody has moved',
  )
  t.match(await street.control('POST', '/clock', { advanceMs: -1 }), { status: 409 })
  await street.control('POST', '/reset')
  t.same(time, { ahead: 90_000, moves: [90_000] }, 'a reset leaves it alone')
  const { body: session } = await street.stripe('POST', '/checkout/sessions', { form: checkoutForm() })
  await street.control('POST', '/cards/pay', { sessionId: session.id })
  const told = await street.hears(({ headers }: Json) => headers['stripe-signature'])
  const signedAt = Number(/t=(\d+)/.exec(String(told.headers['stripe-signature']))?.[1])
  t.equal(signedAt, Date.parse('2026-11-22T10:01:30Z') / 1000, 'signatures carry the time of the shop')
})

t.test('a clock of its own goes where it is told, and back with a reset', async (t) => {
  const street = await openStreet(t)
  await street.control('POST', '/clock', { advanceMs: 60_000 })
  t.match((await street.control('POST', '/clock', { advanceMs: -30_000 })).body, { offsetMs: 30_000, shared: false })
  t.equal((await street.control('POST', '/clock', { advanceMs: 9e15 })).status, 400, 'not out of what dates can say')
  await street.control('POST', '/reset')
  t.match((await street.control('GET', '/phone')).body.clock, { offsetMs: 0 })
})
