import fc from 'fast-check'
import t from 'tap'
import { packUuid, readAction, readToken, signAction, signToken } from '#shared/signed-action.ts'

const secret = Buffer.alloc(32, 7)
const owner = { storeId: '01932c07-209c-7a1b-8cde-0123456789ab', shopperId: '01932c07-209c-7a1b-8cde-0123456789ac' }
const safeCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'
const safeArg = fc.string({ unit: fc.constantFrom(...safeCharacters), minLength: 1, maxLength: 22 })
const verb = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/)
const action = fc.record({ verb, args: fc.array(safeArg, { maxLength: 5 }), version: fc.maxSafeNat() })

t.test('a button says again what it said when it was made', async () => {
  fc.assert(
    fc.property(action, ({ verb, args, version }) => {
      const text = signAction(secret, { ...owner, verb, args, version })
      const read = readAction(secret, owner, text)
      return text.length <= 200 && read.ok && JSON.stringify(read) === JSON.stringify({ ok: true, verb, args, version })
    }),
  )
})

t.test('a button with two packed ids has the agreed shape and leaves room to spare', async (t) => {
  const args = [packUuid(owner.storeId), packUuid(owner.shopperId)]
  const text = signAction(secret, { ...owner, verb: 'add-to-cart', args, version: 12 })
  t.match(text, /^add-to-cart:[\w-]{22}\.[\w-]{22}:12:[\w-]{16}$/)
})

t.test('a button with any one character changed, added or dropped does nothing', async (t) => {
  const args = [packUuid(owner.storeId), '3']
  const text = signAction(secret, { ...owner, verb: 'set-quantity', args, version: 12 })
  let accepted = 0
  for (let at = 0; at < text.length; at += 1) {
    const variants = [...`${safeCharacters}:. é`]
      .filter((other) => other !== text[at])
      .map((other) => text.slice(0, at) + other + text.slice(at + 1))
    variants.push(text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)}0${text.slice(at)}`)
    accepted += variants.filter((variant) => variant !== text && readAction(secret, owner, variant).ok).length
  }
  t.equal(accepted, 0)
  t.ok(readAction(secret, owner, text).ok)
})

t.test("a button of another shopper, another store or another store's key is forged", async () => {
  fc.assert(
    fc.property(action, fc.uuid(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (made, otherId, otherSecret) => {
      const text = signAction(secret, { ...owner, ...made })
      const readings = [
        readAction(secret, { ...owner, shopperId: otherId }, text),
        readAction(secret, { ...owner, storeId: otherId }, text),
        readAction(secret, { storeId: owner.shopperId, shopperId: owner.storeId }, text),
        readAction(otherSecret, owner, text),
      ]
      return readings.every((reading) => !reading.ok && reading.reason === 'forged')
    }),
  )
})

t.test('arguments cannot be moved across the seams of a button', async (t) => {
  const text = signAction(secret, { ...owner, verb: 'show', args: ['a', 'b'], version: 1 })
  t.same(readAction(secret, owner, text.replace('a.b', 'ab')), { ok: false, reason: 'forged' })
  t.same(readAction(secret, owner, text.replace('show:a', 'showa:')), { ok: false, reason: 'malformed' })
})

t.test('text that no button of ours carries is malformed, at any length', async (t) => {
  const others = ['', 'menu', 'a:b:c:d', ':::', 'add:x:01:AAAAAAAAAAAAAAAA', 'Add:x:1:AAAAAAAAAAAAAAAA', 'قائمة']
  for (const text of [...others, 'add:..:1:AAAAAAAAAAAAAAAA', 'a'.repeat(1_000_000), `add:${'a.'.repeat(500_000)}`]) {
    t.same(readAction(secret, owner, text), { ok: false, reason: 'malformed' }, text.slice(0, 40))
  }
})

t.test('a button that would not read back is not made', async (t) => {
  const good = { ...owner, verb: 'show', args: ['a'], version: 0 }
  const bad = [
    { ...good, verb: '' },
    { ...good, verb: 'Show' },
    { ...good, verb: 'a:b' },
    { ...good, args: [''] },
    { ...good, args: ['a.b'] },
    { ...good, args: ['تمر'] },
    { ...good, version: -1 },
    { ...good, version: 1.5 },
    { ...good, args: ['a'.repeat(190)] },
  ]
  for (const made of bad) t.throws(() => signAction(secret, made), RangeError, JSON.stringify(made))
  t.ok(signAction(secret, good))
})

const now = new Date('2026-11-22T12:00:00.250Z')
const later = new Date('2026-11-25T12:00:00.000Z')
const form = { ...owner, purpose: 'delivery-form', args: ['c1', '7'], expiresAt: later }

t.test('a Flow token says whom and what it is for until it expires', async (t) => {
  const text = signToken(secret, form)
  const expected = { ok: true, ...owner, args: ['c1', '7'], expiresAt: later }
  t.same(readToken(secret, { purpose: 'delivery-form', now }, text), expected)
  t.same(readToken(secret, { purpose: 'delivery-form', now, ...owner }, text), expected)
  const lastMoment = new Date(later.getTime() - 1)
  t.ok(readToken(secret, { purpose: 'delivery-form', now: lastMoment }, text).ok)
  t.same(readToken(secret, { purpose: 'delivery-form', now: later }, text), { ok: false, reason: 'expired' })
})

t.test('a token without arguments reads back empty', async (t) => {
  t.match(readToken(secret, { purpose: 'rate', now }, signToken(secret, { ...form, purpose: 'rate', args: [] })), {
    ok: true,
    args: [],
  })
})

t.test('a token for another purpose, shopper, store or key is forged', async (t) => {
  const text = signToken(secret, form)
  const forged = { ok: false, reason: 'forged' }
  const purpose = 'delivery-form'
  t.same(readToken(secret, { purpose: 'rate', now }, text), forged)
  t.same(readToken(secret, { purpose, now, shopperId: owner.storeId }, text), forged)
  t.same(readToken(secret, { purpose, now, storeId: owner.shopperId }, text), forged)
  t.same(readToken(Buffer.alloc(32, 8), { purpose, now }, text), forged)
})

t.test('a token with any one character changed or dropped is refused', async (t) => {
  const text = signToken(secret, form)
  let accepted = 0
  for (let at = 0; at < text.length; at += 1) {
    const variants = [...`${safeCharacters}. `].map((other) => text.slice(0, at) + other + text.slice(at + 1))
    variants.push(text.slice(0, at) + text.slice(at + 1))
    accepted += variants
      .filter((variant) => variant !== text)
      .filter((variant) => readToken(secret, { purpose: 'delivery-form', now }, variant).ok).length
  }
  t.equal(accepted, 0)
})

t.test('text that is no token of ours is malformed, and a token that would not read back is not made', async (t) => {
  for (const text of [
    '',
    'unused',
    '....',
    'a'.repeat(1_000_000),
    `${'z'.repeat(22)}.${'z'.repeat(22)}.1.${'A'.repeat(16)}`,
  ]) {
    t.same(
      readToken(secret, { purpose: 'delivery-form', now }, text),
      { ok: false, reason: 'malformed' },
      text.slice(0, 40),
    )
  }
  const bad = [
    { ...form, purpose: 'Delivery form' },
    { ...form, args: ['a.b'] },
    { ...form, args: ['a'.repeat(250)] },
    { ...form, expiresAt: new Date(Number.NaN) },
    { ...form, expiresAt: new Date(-1000) },
    { ...form, storeId: 'store-1' },
    { ...form, shopperId: '' },
  ]
  for (const token of bad) t.throws(() => signToken(secret, token), RangeError)
})
