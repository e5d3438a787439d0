import fc from 'fast-check'
import t from 'tap'
import { arrayTypesOf, binaryArray } from '#platform/binary-arrays.ts'
import { Database } from '#platform/db.ts'
import { createTestDatabase } from '#test/support/database.ts'

const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2900-01-01'), noInvalidDate: true })
// PostgreSQL's text holds no NUL and no half of a pair, in either form.
const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'))
const json = fc.json({ noUnicodeString: true } as fc.JsonSharedConstraints).filter((each) => !each.includes('\\u'))

const kinds: Record<string, fc.Arbitrary<unknown>> = {
  uuid: fc.oneof(
    fc.uuid(),
    fc.uuid().map((id) => id.toUpperCase()),
  ),
  text,
  jsonb: json,
  bytea: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  boolean: fc.boolean(),
  smallint: fc.integer({ min: -32_767, max: 32_767 }),
  int: fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
  bigint: fc.maxSafeInteger(),
  float8: fc.double(),
  timestamptz: fc.oneof(
    instant,
    instant.map((each) => each.toISOString()),
  ),
}

t.test('PostgreSQL reads an array the same whether it is sent as text or in binary', async (t) => {
  const { url } = await createTestDatabase(t)
  const database = new Database({ url, poolSize: 2, applicationName: 'test' })
  t.teardown(() => database.close())
  for (const [type, values] of Object.entries(kinds)) {
    const sql = `select $1::${type}[]::text as read`
    const binary = { name: `binary_${type}`, text: sql }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(values), { maxLength: 12 }), async (array) => {
        t.ok(Buffer.isBuffer(binaryArray(type, array)), `${type} has a binary form`)
        t.strictSame(await database.system(binary, [array]), await database.system(sql, [array]))
      }),
      { numRuns: 40 },
    )
  }
})

t.test('there is one nought', async (t) => {
  const bytes = binaryArray('float8', [-0])
  t.same(bytes, binaryArray('float8', [0]))
})

t.test('what has no binary form goes as text and is judged by PostgreSQL', async (t) => {
  const { url } = await createTestDatabase(t)
  const database = new Database({ url, poolSize: 2, applicationName: 'test' })
  t.teardown(() => database.close())
  const read = (type: string, array: unknown[]) =>
    database.system<{ read: string }>({ name: `odd_${type}`, text: `select $1::${type}[]::text as read` }, [array])
  await t.rejects(read('uuid', ['no id at all']), { code: '22P02' })
  await t.rejects(read('smallint', [40_000]), { code: '22003' })
  await t.rejects(read('int', [1.5]), { code: '22P02' })
  await t.rejects(read('timestamptz', ['soon']), { code: '22007' })
  t.match(
    await read('timestamptz', ['2026-11-22 10:00:00.123456+00']),
    [{ read: /00:00\.123456/ }],
    'to the microsecond',
  )
  t.strictSame(await read('text', [7, true]), [{ read: '{7,true}' }])
  t.strictSame(await read('jsonb', [{ a: 1 }]), [{ read: '{"{\\"a\\": 1}"}' }])
})

t.test('the casts of a statement say which of its parameters are arrays', async (t) => {
  const types = arrayTypesOf('select $2::uuid[], $1::text, $4::int[] where id = any ($3::point[])')
  t.strictSame([types[0], types[1], types[2], types[3]], [undefined, 'uuid', undefined, 'int'])
})
