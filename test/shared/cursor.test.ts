import fc from 'fast-check'
import t from 'tap'
import { decodeCursor, encodeCursor } from '#shared/cursor.ts'

const secret = Buffer.alloc(32, 7)
const numbers = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
const parts = fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), numbers), { maxLength: 5 })

t.test('the next page starts where the last one ended', async () => {
  fc.assert(
    fc.property(parts, (payload) => {
      const text = encodeCursor(secret, payload)
      return /^[A-Za-z0-9_.-]+$/.test(text) && JSON.stringify(decodeCursor(secret, text)) === JSON.stringify(payload)
    }),
  )
})

t.test('a cursor with any character changed, added or dropped leads nowhere', async (t) => {
  const text = encodeCursor(secret, ['تمر', 42])
  let accepted = 0
  for (let at = 0; at <= text.length; at += 1) {
    const variants = [...'AZaz09-_.='].flatMap((other) => [
      text.slice(0, at) + other + text.slice(at + 1),
      text.slice(0, at) + other + text.slice(at),
    ])
    variants.push(text.slice(0, at) + text.slice(at + 1))
    accepted += variants.filter((variant) => variant !== text && decodeCursor(secret, variant) !== null).length
  }
  t.equal(accepted, 0)
  t.same(decodeCursor(secret, text), ['تمر', 42])
  t.equal(decodeCursor(Buffer.alloc(32, 8), text), null, 'another key')
})

t.test('text that is no cursor leads nowhere, at any length', async (t) => {
  for (const text of ['', '.', 'W10', "' or 1=1 --", 'a'.repeat(1_000_000)]) t.equal(decodeCursor(secret, text), null)
})

t.test('a cursor that would not read back is not made', async (t) => {
  t.throws(() => encodeCursor(secret, [Number.NaN]), RangeError)
  t.throws(() => encodeCursor(secret, [Number.POSITIVE_INFINITY]), RangeError)
  t.throws(() => encodeCursor(secret, ['x'.repeat(4000)]), RangeError)
})
