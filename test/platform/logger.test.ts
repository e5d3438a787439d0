import { randomBytes } from 'node:crypto'
import t from 'tap'
import { createLogger } from '#platform/logger.ts'

function recorder() {
  const lines: string[] = []
  return { lines, log: createLogger({ level: 'debug', out: { write: (line: string) => lines.push(line) } }) }
}

const canaries = {
  apiKey: `dk_live_${randomBytes(32).toString('base64url')}`,
  stripeKey: 'sk_test_51Nabcdefghijklmnop',
  restricted: 'rk_live_51Nabcdefghijklmnop',
  signing: 'whsec_abcdefghijklmnopqrstuvwxyz012345',
  metaToken: 'EAAGm0PX4ZCpsBAKZC1234567890abcdef',
  wamid: 'wamid.HBgMOTY2NTEyMzQ1Njc4FQIAERgSQjZ=',
  bsuid: 'EG.13491208655302741918',
  phone: '+966512345678',
  waId: '966512345678',
  spaced: '+20 100 123 4567',
  database: 'postgres://dukkan:hunter2@db:5432/shop',
  payLink: 'https://shop.example/p/q1W2e3R4t5Y6u7I8o9P0aZ',
}
const telltales = Object.entries(canaries).map(
  ([name, text]) => [name, name === 'database' ? 'hunter2' : text] as const,
)

t.test('no secret and no phone number leaves by the log, wherever it stands', async (t) => {
  for (const [name, telltale] of telltales) {
    const { lines, log } = recorder()
    const text = canaries[name as keyof typeof canaries]
    log.info({ about: { deep: [text] } }, `said ${text} aloud`)
    log.error({ err: new Error(`failed on ${text}`, { cause: new Error(text) }) }, 'failed')
    log.child({ bound: text }).warn({ [text]: 1 }, 'as a key')
    t.equal(lines.length, 3)
    t.notOk(lines.join('').includes(telltale), name)
  }
})

t.test('message texts, addresses and headers are muted by their names', async (t) => {
  const { lines, log } = recorder()
  log.info({ message: { text: 'my door code is 4711', to: 1 }, headers: { x: '4711' }, body: '4711' }, 'arrived')
  t.notOk(lines.join('').includes('4711'))
})

t.test('an error of a vendor gives its words and not what it carries', async (t) => {
  const { lines, log } = recorder()
  const error = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (name)=(Layla)',
    raw: { name: 'Layla' },
  })
  log.error({ err: error }, 'failed')
  t.match(JSON.parse(lines[0] ?? ''), { level: 'error', err: { message: 'duplicate key', code: '23505' } })
  t.notOk(lines.join('').includes('Layla'))
})

t.test('one event stays one line of JSON whatever a name contains', async (t) => {
  const { lines, log } = recorder()
  log.info({ name: 'a\r\n{"level":"fatal"}\u2028\u001b[31m' }, 'line\nbreak')
  t.equal(lines.length, 1)
  t.equal(lines[0]?.trimEnd().split(/[\r\n\u2028\u2029]/).length, 1)
  t.match(JSON.parse(lines[0] ?? ''), { level: 'info', msg: 'line\nbreak' })
})

t.test('ids, times and amounts stay readable', async (t) => {
  const { lines, log } = recorder()
  const facts = {
    storeId: '01936f00-1234-7000-8000-123456789012',
    total: 104_000,
    at: new Date(0),
    id: 'ord_01936f00123470008000123456789012',
  }
  log.info(facts, 'order 1001 placed')
  t.match(JSON.parse(lines[0] ?? ''), { ...facts, at: '1970-01-01T00:00:00.000Z', msg: 'order 1001 placed' })
})

t.test('one word of a hundred thousand letters does not hold the log up', async (t) => {
  for (const word of ['a', '0', '_']) {
    const { log } = recorder()
    const began = performance.now()
    log.info({ name: word.repeat(100_000) }, 'said')
    t.ok(performance.now() - began < 1_000, word)
  }
})
