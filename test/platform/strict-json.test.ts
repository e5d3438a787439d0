import fc from 'fast-check'
import t from 'tap'
import { parseStrictJson } from '#platform/strict-json.ts'

const read = (text: string | Uint8Array, refuseDuplicateKeys = true) =>
  parseStrictJson(typeof text === 'string' ? Buffer.from(text) : text, { refuseDuplicateKeys })
const refused = { code: 'json-malformed', kind: 'invalid' }

t.test('whatever JSON.stringify writes is read back as it was', async (t) => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      if (text.includes('__proto__')) return
      t.strictSame(JSON.stringify(read(text)), JSON.stringify(JSON.parse(text)))
    }),
    { numRuns: 300 },
  )
})

t.test('nesting stops at 32, whatever stands in the strings', async (t) => {
  t.ok(read('['.repeat(32) + ']'.repeat(32)))
  t.throws(() => read('['.repeat(33) + ']'.repeat(33)), refused)
  t.throws(() => read(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`), refused)
  t.throws(() => read('['.repeat(500_000)), refused)
  t.same(read('["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]'), [`${'['.repeat(42)}`])
  t.same(read(String.raw`["\"[{\\"]`), ['"[{\\'])
})

t.test('broken UTF-8, broken JSON and unfinished strings are refused', async (t) => {
  t.throws(() => read(Buffer.from([0x22, 0xff, 0x22])), refused)
  t.throws(() => read(Buffer.from([0xed, 0xa0, 0x80])), refused)
  for (const text of [
    '',
    '{',
    '{"a":1}}',
    '"a',
    String.raw`"\u12"`,
    String.raw`{"\x":1}`,
    "{'a':1}",
    '[1,]',
    'NaN',
    '\u0000',
  ]) {
    t.throws(() => read(text), refused, JSON.stringify(text))
  }
})

t.test('a key named twice is refused when asked, also in another spelling', async (t) => {
  for (const text of [
    '{"a":1,"a":2}',
    String.raw`{"a":1,"\u0061":2}`,
    '{"x":[{"a":1,"b":{},"a":2}]}',
    '{"a" : 1 , "a"\n: 2}',
  ]) {
    t.throws(() => read(text), refused, text)
    t.ok(read(text, false))
  }
  t.same(read('{"a":{"a":"a"},"b":["a","a"]}'), { a: { a: 'a' }, b: ['a', 'a'] })
})

t.test('a key __proto__ is refused in any spelling', async (t) => {
  t.throws(() => read('{"__proto__":{"admin":true}}', false), refused)
  t.throws(() => read(String.raw`{"\u005f_proto__":1}`, false), refused)
  t.same(read('["__proto__"]'), ['__proto__'])
})
