import fc from 'fast-check'
import t from 'tap'
import { openFullStore } from './full-store.ts'
import { addressOf, bodies } from './route-requests.ts'
import { openWholeApi } from './whole-api.ts'

const api = await openWholeApi(t)
const store = await openFullStore(api)

/** Values that have broken somebody before: types, bounds, scripts, quotes and directions. */
const odd = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  -(2 ** 31),
  [],
  {},
  [[]],
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '\ufeff',
  '٣',
  '1e5',
  'NaN',
  '__proto__',
  'constructor',
  `'; drop table stores; --`,
  '%',
  '_',
  '\\',
  '<script>',
  '{{7*7}}',
  '<%= 7*7 %>',
  '🏳️‍🌈'.repeat(50),
  'a\u0301'.repeat(200),
  'x'.repeat(20_000),
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
]
const anything = fc.oneof(
  fc.constantFrom<unknown>(...odd),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
)

type Change = { at: number; how: 'replace' | 'drop' | 'add' | 'wrap'; value: unknown }
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(20),
  how: fc.constantFrom('replace' as const, 'drop' as const, 'add' as const, 'wrap' as const),
  value: anything,
})

/** The body with one or more of its places broken. */
function broken(body: object, changes: readonly Change[]): unknown {
  let copy: unknown = structuredClone(body)
  for (const each of changes) copy = breakOne(copy, each)
  return copy
}

function breakOne(body: unknown, { at, how, value }: Change): unknown {
  const places = placesOf(body)
  const place = places[at % Math.max(1, places.length)]
  if (place === undefined) return value
  const { parent, key } = place
  if (how === 'replace') parent[key] = value
  else if (how === 'drop') delete parent[key]
  else if (how === 'wrap') parent[key] = [parent[key]]
  else parent[`${key}x`] = value
  return body
}

type Place = { parent: Record<string, unknown>; key: string }

function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const parent = value as Record<string, unknown>
  return Object.keys(parent).flatMap((key) => [{ parent, key }, ...placesOf(parent[key])])
}

t.test('no body, however broken, gets more than a refusal', async (t) => {
  let sent = 0
  for (const [line, made] of Object.entries(bodies)) {
    const [method = '', url = ''] = line.split(' ')
    const address = addressOf(url, store.ids)
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const { statusCode, body } = await api.ask(`${method} ${address}`, store.key, {
          body: broken(made(store.ids), changes),
        })
        sent += 1
        if (statusCode >= 500) throw new Error(`${statusCode} ${body}`)
      }),
      { numRuns: 60 },
    )
    t.pass(line)
  }
  t.ok(sent >= 60 * Object.keys(bodies).length)
})

t.test('no query and no header, however odd, gets more than a refusal', async (t) => {
  const lists = api.app.routePolicies.filter(
    ({ method, url }) => method === 'GET' && url.startsWith('/v1/') && !url.includes(':'),
  )
  const names = ['limit', 'cursor', 'q', 'status', 'collection', 'state', 'shopperId', 'number']
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...lists),
      fc.constantFrom(...names),
      fc.oneof(fc.constantFrom(...odd.filter((value) => typeof value === 'string')), fc.string({ unit: 'grapheme' })),
      async ({ url }, name, value) => {
        const query = `${name}=${encodeURIComponent(value.toWellFormed().slice(0, 2_000))}`
        const { statusCode, body } = await api.ask(`GET ${url}?${query}`, store.key)
        if (statusCode >= 500) throw new Error(`${url}?${query} ${statusCode} ${body}`)
      },
    ),
    { numRuns: 400 },
  )
  for (const value of ['"x"', '-1', '99999999999', '*', 'W/"', '', '"1", "2"']) {
    const answer = await api.ask('PATCH /v1/store', store.key, { body: {}, headers: { 'if-match': value } })
    t.ok(answer.statusCode < 500, `If-Match: ${value} ${answer.statusCode}`)
  }
})

t.test('free-form facts of a carrier may hold what PostgreSQL cannot', async (t) => {
  const raw = { 'a\u0000': 'b\u0000', half: ['\ud800', { deep: '\udc00' }] }
  const events = [{ status: 'in_transit', occurredAt: '2026-11-22T08:00:00Z', raw, location: 'x\u0000' }]
  const answer = await api.ask(`POST /v1/shipments/${store.ids.shipment}/events`, store.key, { body: { events } })
  t.equal(answer.statusCode, 200, answer.body)
})

t.test('after all of it the shop still answers and its books still add up', async (t) => {
  t.equal((await api.ask('GET /v1/store', store.key)).statusCode, 200)
  const rows = await api.database.system(
    `select s.variant_id from stock s join stock_movements m using (variant_id, location_id)
      group by s.variant_id, s.location_id, s.on_hand, s.held, s.committed
      having s.on_hand <> sum(m.on_hand_change) or s.held <> sum(m.held_change) or s.committed <> sum(m.committed_change)`,
  )
  t.equal(rows.length, 0)
})
