import Stripe from 'stripe'
import t from 'tap'
import { verifyEvent } from '#modules/payments/stripe/verify-event.ts'

const secret = 'whsec_of_the_tests'
const now = new Date('2026-11-22T10:00:00Z')
const event = {
  id: 'evt_1',
  object: 'event',
  type: 'refund.created',
  created: 1_795_000_000,
  livemode: false,
  data: { object: {} },
}

function verified(payload: string) {
  const timestamp = now.getTime() / 1000
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
  return verifyEvent({ body: Buffer.from(payload), signature, secret, now })
}

t.test('what Stripe signed is an event when it has what every event has', async (t) => {
  t.match(await verified(JSON.stringify(event)), { id: 'evt_1' })
  const broken: [string, unknown][] = [
    ['null', null],
    ['a number', 7],
    ['a text', 'evt'],
    ['a list', [event]],
    ['no id', { ...event, id: undefined }],
    ['an id that is a number', { ...event, id: 7 }],
    ['an id with a NUL', { ...event, id: 'evt\u0000' }],
    ['an endless id', { ...event, id: 'e'.repeat(256) }],
    ['no type', { ...event, type: undefined }],
    ['a type that is a page', { ...event, type: '<b>' }],
    ['no data', { ...event, data: undefined }],
    ['data that is a text', { ...event, data: 'x' }],
    ['data about nothing', { ...event, data: {} }],
    ['no time', { ...event, created: undefined }],
    ['a time of words', { ...event, created: 'today' }],
    ['a time beyond dates', { ...event, created: 1e300 }],
    ['a time before all', { ...event, created: -1 }],
  ]
  for (const [name, value] of broken) t.equal(await verified(JSON.stringify(value)), null, name)
})
