import { randomBytes } from 'node:crypto'
import t from 'tap'
import { deriveSecret, type MasterKey, SecretBox } from '#platform/secret-box.ts'

const place = { storeId: '01936f00-0000-7000-8000-000000000001', name: 'stripe_secret_key' }
const keyOf = (kid: string, fill: number) => ({ kid, key: Buffer.alloc(32, fill) })
const boxOf = (...keys: MasterKey[]) => new SecretBox(keys, randomBytes)

t.test('a sealed secret opens again and shows nothing of itself', async (t) => {
  const box = boxOf(keyOf('a', 1))
  const sealed = box.seal(place, 'sk_test_☕')
  t.equal(box.open(place, sealed), 'sk_test_☕')
  t.notOk(sealed.sealed.includes('sk_test'))
  t.not(box.seal(place, 'sk_test_☕').sealed.toString('hex'), sealed.sealed.toString('hex'), 'never sealed alike twice')
})

t.test('a secret moved to another store, name or key id does not open', async (t) => {
  const box = boxOf(keyOf('a', 1), keyOf('b', 1))
  const sealed = box.seal(place, 'secret')
  t.throws(() => box.open({ ...place, storeId: '01936f00-0000-7000-8000-000000000002' }, sealed))
  t.throws(() => box.open({ ...place, name: 'action_key' }, sealed))
  t.throws(() => box.open(place, { ...sealed, kid: 'b' }))
  t.throws(() => box.open(place, { ...sealed, kid: 'gone' }), /no master key "gone"/)
})

t.test('a changed byte anywhere, or a tag cut to four bytes, does not open', async (t) => {
  const box = boxOf(keyOf('a', 1))
  const { kid, nonce, sealed } = box.seal(place, 'secret')
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed)
    changed[index] = (changed[index] ?? 0) ^ 1
    t.throws(() => box.open(place, { kid, nonce, sealed: changed }), `byte ${index}`)
  }
  t.throws(() => box.open(place, { kid, nonce, sealed: sealed.subarray(0, sealed.length - 12) }))
})

t.test('the first master key seals and the older ones still open', async (t) => {
  const before = boxOf(keyOf('a', 1)).seal(place, 'secret')
  const box = boxOf(keyOf('b', 2), keyOf('a', 1))
  t.equal(box.open(place, before), 'secret')
  t.equal(box.seal(place, 'secret').kid, 'b')
})

t.test('no key, a short key or two keys of one name make no box', async (t) => {
  t.throws(() => boxOf(), RangeError)
  t.throws(() => boxOf({ kid: 'a', key: Buffer.alloc(16) }), RangeError)
  t.throws(() => boxOf(keyOf('a', 1), keyOf('a', 2)), RangeError)
})

t.test('a secret derived for one purpose is no secret for another', async (t) => {
  const key = keyOf('a', 1)
  t.equal(deriveSecret(key, 'cursor').length, 32)
  t.same(deriveSecret(key, 'cursor'), deriveSecret(key, 'cursor'))
  t.notSame(deriveSecret(key, 'cursor'), deriveSecret(key, 'else'))
  t.notSame(deriveSecret(key, 'cursor'), key.key)
})
