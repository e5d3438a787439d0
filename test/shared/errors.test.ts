import t from 'tap'
import {
  Conflict,
  Forbidden,
  Invalid,
  NotFound,
  Refusal,
  type RefusalKind,
  Refused,
  Unavailable,
} from '#shared/errors.ts'

t.test('a thing that is not there is named in the code, with the id that was asked for', async (t) => {
  const refusal = new NotFound('order-line', 'oln_1')
  t.match(refusal, { kind: 'not-found', code: 'order-line-not-found', details: { id: 'oln_1' }, name: 'NotFound' })
  t.match(refusal.message, 'order line')
  t.same(new NotFound('cart').details, {})
})

const cases: [RefusalKind, Refusal][] = [
  ['refused', new Refused('out-of-stock', 'Two are left.', { left: 2 }, 'Restock the item.')],
  ['conflict', new Conflict('out-of-stock', 'Two are left.', { left: 2 }, 'Restock the item.')],
  ['forbidden', new Forbidden('out-of-stock', 'Two are left.', { left: 2 }, 'Restock the item.')],
  ['unavailable', new Unavailable('out-of-stock', 'Two are left.', { left: 2 }, 'Restock the item.')],
  ['invalid', new Invalid('out-of-stock', 'Two are left.', { left: 2 }, 'Restock the item.')],
]
for (const [kind, refusal] of cases) {
  t.test(`a refusal of kind ${kind} carries what the shopper and the owner are told`, async (t) => {
    t.ok(refusal instanceof Refusal)
    t.ok(refusal instanceof Error)
    t.match(refusal, {
      kind,
      code: 'out-of-stock',
      message: 'Two are left.',
      details: { left: 2 },
      fix: 'Restock the item.',
    })
  })
}

t.test('a refusal without a remedy has no fix at all', async (t) => {
  t.notOk('fix' in new Refused('coupon-unknown', 'This store has no such coupon.'))
})

t.test('kinds without a class of their own are made from the base, with their cause', async (t) => {
  const cause = new Error('quota')
  const refusal = new Refusal({ kind: 'too-many', code: 'slow-down', message: 'Too many requests.', cause })
  t.match(refusal, { kind: 'too-many', code: 'slow-down', details: {} })
  t.equal(refusal.cause, cause)
  t.notOk('cause' in new Refused('coupon-unknown', 'This store has no such coupon.'))
})

t.test('a code that is not kebab-case is a bug', async (t) => {
  for (const code of ['', 'OutOfStock', 'out_of_stock', '-out', 'out-', 'out--of', 'out of']) {
    t.throws(() => new Refused(code, 'No.'), TypeError, code)
  }
})
