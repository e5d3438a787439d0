import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { type IdKind, makeIds, packUuid, parsePublicId, publicId, unpackUuid, uuidv7 } from '#shared/ids.ts'

const uuid = '01932c07-209c-7a1b-8cde-0123456789ab'

t.test('an id carries its millisecond, its version and its variant as RFC 9562 lays them out', async (t) => {
  const ones = new Uint8Array(10).fill(0xff)
  const example = 0x017f22e279b0
  t.equal(uuidv7(example, ones), '017f22e2-79b0-7fff-bfff-ffffffffffff')
  t.equal(uuidv7(example, new Uint8Array(10)), '017f22e2-79b0-7000-8000-000000000000')
  // The example of RFC 9562, appendix A.6.
  const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex')
  t.equal(uuidv7(example, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
  t.equal(random.toString('hex'), '0cc318c4dc0c0c07398f', 'the given bytes are left as they were')
})

t.test('an impossible time or too few random bytes make no id', async (t) => {
  const random = new Uint8Array(10)
  for (const time of [-1, 0.5, Number.NaN, 2 ** 48]) t.throws(() => uuidv7(time, random), RangeError, String(time))
  t.throws(() => uuidv7(0, new Uint8Array(9)), RangeError)
})

t.test('ids ascend within a millisecond, past a full counter and when the clock steps back', async (t) => {
  const steps = [1000, 1000, 1001, 900, 900, 1002]
  let calls = 0
  const nextId = makeIds(() => steps[Math.floor(calls++ / 3000)] ?? 2000, randomBytes)
  const ids = Array.from({ length: 20_000 }, nextId)
  t.ok(
    ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? '')),
    'each is greater than the one before',
  )
  t.ok(
    ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    'each is a version 7 UUID',
  )
})

t.test('ids made while the clock is behind stay at the latest millisecond instead of running ahead', async (t) => {
  const times = [5000, 4000, 4001, 4002, 5000]
  const nextId = makeIds(() => times.shift() ?? 5001, randomBytes)
  const millisecond = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  t.same(Array.from({ length: 6 }, nextId).map(millisecond), [5000, 5000, 5000, 5000, 5000, 5001])
})

t.test('a clock with fractions still makes ids', async (t) => {
  t.match(makeIds(() => 1_700_000_000_000.75, randomBytes)(), /^018bcfe5-6800-7/)
})

const kinds: Record<IdKind, string> = {
  store: 'sto',
  product: 'prd',
  variant: 'var',
  collection: 'col',
  image: 'img',
  import: 'imp',
  shopper: 'shp',
  cart: 'crt',
  order: 'ord',
  orderLine: 'oln',
  payment: 'pay',
  refund: 'rfd',
  shipment: 'shm',
  trackingEvent: 'tev',
  message: 'msg',
  apiKey: 'key',
  location: 'loc',
  template: 'tpl',
  problem: 'prb',
  audit: 'aud',
  event: 'evt',
}

t.test('the API shows each kind of thing under its own prefix and takes back no other', async (t) => {
  const entries = Object.entries(kinds) as [IdKind, string][]
  for (const [kind, prefix] of entries) {
    const shown = publicId(kind, uuid)
    t.equal(shown, `${prefix}_01932c07209c7a1b8cde0123456789ab`)
    for (const [other] of entries) t.equal(parsePublicId(other, shown), other === kind ? uuid : null)
  }
})

t.test('an id is taken in one spelling only', async (t) => {
  const hex = uuid.replaceAll('-', '')
  const wrong = [
    '',
    'ord_',
    hex,
    uuid,
    `ord_${uuid}`,
    `ORD_${hex}`,
    `ord_${hex.toUpperCase()}`,
    `ord_${hex}0`,
    ` ord_${hex}`,
  ]
  for (const text of [...wrong, `ord_${hex}\n`, `ord_${hex.slice(1)}`, `ord_${hex.slice(1)}g`]) {
    t.equal(parsePublicId('order', text), null, JSON.stringify(text))
  }
  for (const text of ['', hex, uuid.toUpperCase(), `{${uuid}}`])
    t.throws(() => publicId('order', text), RangeError, text)
})

t.test('a packed id is 22 characters and reads back, in no second spelling', async (t) => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const packed = packUuid(id)
      return /^[A-Za-z0-9_-]{22}$/.test(packed) && unpackUuid(packed) === id
    }),
  )
  const packed = packUuid(uuid)
  t.equal(unpackUuid(`${packed.slice(0, -1)}${packed.endsWith('w') ? 'x' : 'B'}`), null, 'unused bits must be zero')
  for (const text of ['', `${packed}A`, packed.slice(1), `${packed.slice(1)}=`, uuid]) t.equal(unpackUuid(text), null)
  t.throws(() => packUuid('not-a-uuid'), RangeError)
})
