import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { Client } from 'pg'
import t from 'tap'
import { rememberingAuthenticator } from '#modules/stores/index.ts'
import { createLogger } from '#platform/logger.ts'
import { openFullStore } from '#test/app/http/full-store.ts'
import { addressOf, bodies } from '#test/app/http/route-requests.ts'
import { openWholeApi } from '#test/app/http/whole-api.ts'
import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import { securityRows } from '#test/hostile/security-rows.ts'
import { asMetaWrites } from '#test/support/hostile/webhooks.ts'

const appSecret = 'app-secret-of-the-tests'
const verifyToken = 'verify-token-of-the-tests'
const root = new URL('../../', import.meta.url)

const logged: string[] = []
const log = createLogger({ level: 'debug', out: { write: (line: string) => logged.push(line) } })
const api = await openWholeApi(t, { log })
const store = await openFullStore(api)
const { phoneNumberId } = (await api.ask('GET /v1/store', store.key)).json()

const sign = (body: string | Buffer, secret = appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

function post(body: string | Buffer, headers: Record<string, string>) {
  const url = '/webhooks/whatsapp'
  return api.app.inject({
    method: 'POST',
    url,
    payload: body,
    headers: { 'content-type': 'application/json', ...headers },
  })
}

function webhook(id: string, { secondsAgo = 0, text = 'hi' } = {}): string {
  const seconds = Math.floor(Date.now() / 1000) - secondsAgo
  const message = { id, from: '966512345678', timestamp: String(seconds), type: 'text', text: { body: text } }
  const value = { metadata: { phone_number_id: phoneNumberId }, messages: [message] }
  return asMetaWrites({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  })
}

async function rowsOf(id: string): Promise<{ outcome: string | null }[]> {
  return api.database.system(`select outcome from inbox where body->'message'->>'id' = $1`, [id])
}

t.test('each of the forty attacks is tried somewhere, or it is said why not', async (t) => {
  t.same(
    securityRows.map(({ row }) => row),
    Array.from({ length: 40 }, (_, n) => n + 1),
  )
  for (const each of securityRows) {
    if ('notInScope' in each) t.ok(each.notInScope.length > 20, `row ${each.row}`)
    else t.ok(each.proofs.length > 0, `row ${each.row}`)
    for (const { file, test } of 'proofs' in each ? each.proofs : []) {
      const source = readFileSync(new URL(file, root), 'utf8')
      t.ok(source.includes(test), `row ${each.row}: ${file} has the test "${test}"`)
    }
  }
})

t.test('row 5: a key revoked at one process is out at the others within a second', async (t) => {
  const at = { ms: Date.now() }
  const now = () => new Date(at.ms)
  const [one, other] = [rememberingAuthenticator(api.database, now), rememberingAuthenticator(api.database, now)]
  const { id, key } = (
    await api.ask('POST /v1/api-keys', store.key, { body: { name: 'x', scopes: ['store:read'] } })
  ).json()
  t.ok((await one(key)) && (await other(key)))
  await api.ask(`DELETE /v1/api-keys/${id}`, store.key)
  at.ms += 1_000
  t.same([await one(key), await other(key)], [null, null])
})

t.test('row 7: a token that proves itself is no key here', async (t) => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = part({ sub: store.id, scopes: ['store:read'], iss: 'dukkan', aud: 'dukkan' })
  const headers = [
    { alg: 'none' },
    { alg: 'None', typ: 'JWT' },
    { alg: 'HS256' },
    { alg: 'RS256', kid: '../../dev/null' },
    { alg: 'HS256', kid: "' union select 1 --" },
    { alg: 'HS256', jku: 'http://evil.example' },
    { alg: 'ES256', jwk: { kty: 'EC' } },
    {},
  ]
  const tokens = headers.flatMap((header) => {
    const signed = `${part(header)}.${claims}`
    return [`${signed}.`, `${signed}.${createHmac('sha256', '').update(signed).digest('base64url')}`]
  })
  for (const token of [
    ...tokens,
    'null',
    'undefined',
    '..',
    `${store.key}.`,
    `.${store.key}`,
    store.key.toUpperCase(),
  ]) {
    const answer = await api.ask('GET /v1/store', token)
    t.equal(answer.statusCode, 401, token.slice(0, 30))
  }
})

t.test('row 8: a webhook that the app secret did not sign is turned away and leaves nothing', async (t) => {
  const body = webhook('wamid.FORGED')
  const changed = body.replace('hi', 'ho')
  const cases: Record<string, [body: string | Buffer, headers: Record<string, string>]> = {
    'no signature': [body, {}],
    'an empty one': [body, { 'x-hub-signature-256': '' }],
    'the old kind alone': [
      body,
      { 'x-hub-signature': `sha1=${createHmac('sha1', appSecret).update(body).digest('hex')}` },
    ],
    'another app’s secret': [body, { 'x-hub-signature-256': sign(body, 'other') }],
    'an empty secret': [body, { 'x-hub-signature-256': sign(body, '') }],
    'one letter changed': [changed, { 'x-hub-signature-256': sign(body) }],
    'a byte more': [`${body} `, { 'x-hub-signature-256': sign(body) }],
    'a byte less': [body.slice(0, -1), { 'x-hub-signature-256': sign(body) }],
    'written anew': [JSON.stringify(JSON.parse(body), null, 1), { 'x-hub-signature-256': sign(body) }],
    'the signature of nothing': [body, { 'x-hub-signature-256': sign('') }],
    'half a signature': [body, { 'x-hub-signature-256': sign(body).slice(0, 39) }],
    'no name before it': [body, { 'x-hub-signature-256': sign(body).slice(7) }],
    'another name before it': [body, { 'x-hub-signature-256': sign(body).replace('256', '512') }],
    'two of them': [body, { 'x-hub-signature-256': `${sign(body, 'a')}, ${sign(body)}` }],
    'letters beyond f': [body, { 'x-hub-signature-256': `sha256=${'g'.repeat(64)}` }],
    'nothing signed': ['', { 'x-hub-signature-256': sign('', 'other') }],
    'packed after signing': [gzipSync(body), { 'x-hub-signature-256': sign(body), 'content-encoding': 'gzip' }],
  }
  for (const [name, [bytes, headers]] of Object.entries(cases)) {
    t.equal((await post(bytes, headers)).statusCode, 401, name)
  }
  t.same(await rowsOf('wamid.FORGED'), [])
  t.equal((await post(body, { 'x-hub-signature-256': sign(body).toUpperCase().replace('SHA', 'sha') })).statusCode, 200)
  t.equal((await rowsOf('wamid.FORGED')).length, 1, 'and the genuine one is taken')
})

t.test(
  'row 9: a webhook played again has no second effect, and one from before our memory has none at all',
  async (t) => {
    const fresh = webhook('wamid.AGAIN')
    for (let times = 0; times < 3; times += 1) await post(fresh, { 'x-hub-signature-256': sign(fresh) })
    const spaced = JSON.stringify(JSON.parse(fresh), null, 2)
    await post(spaced, { 'x-hub-signature-256': sign(spaced) })
    t.equal((await rowsOf('wamid.AGAIN')).length, 1, 'however it is written')
    const day = 86_400
    for (const [id, secondsAgo, outcome] of [
      ['wamid.WEEK', 8 * day, null],
      ['wamid.MONTH', 31 * day, 'parked:too-old'],
    ] as const) {
      const old = webhook(id, { secondsAgo })
      t.equal((await post(old, { 'x-hub-signature-256': sign(old) })).statusCode, 200)
      t.same(await rowsOf(id), [{ outcome }], id)
    }
  },
)

t.test(
  'row 10: the address is proven only by the verify token, and nothing of a stranger is echoed as a page',
  async (t) => {
    const ask = (query: string) => api.app.inject(`/webhooks/whatsapp?${query}`)
    const good = `hub.mode=subscribe&hub.verify_token=${verifyToken}`
    const proven = await ask(`${good}&hub.challenge=1158201444`)
    t.match([proven.statusCode, proven.body], [200, '1158201444'])
    t.match(proven.headers, { 'content-type': /^text\/plain/, 'x-content-type-options': 'nosniff' })
    for (const query of [
      '',
      'hub.mode=subscribe&hub.challenge=1',
      `hub.mode=subscribe&hub.verify_token=${verifyToken.slice(0, -1)}&hub.challenge=1`,
      `hub.mode=subscribe&hub.verify_token=${verifyToken}x&hub.challenge=1`,
      'hub.mode=subscribe&hub.verify_token=&hub.challenge=1',
      `hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.verify_token=x&hub.challenge=1`,
      `hub.mode=subscribe&hub.verify_token[]=${verifyToken}&hub.challenge=1`,
      `hub.mode=unsubscribe&hub.verify_token=${verifyToken}&hub.challenge=1`,
      `${good}&hub.challenge=<script>alert(1)</script>`,
      `${good}&hub.challenge=1&hub.challenge=2`,
      good,
    ]) {
      const answer = await ask(query)
      t.equal(answer.statusCode, 403, query)
      t.notMatch(answer.body, /<script/)
    }
  },
)

t.test('row 20: no header and no query leads a link or a redirect away from this shop', async (t) => {
  const [{ token } = { token: '' }] = await api.database.system<{ token: string }>('select token from orders limit 1')
  const plain = (body: string) => body.replace(/requestId":"[^"]+/g, '')
  const headers = [
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript' },
    { forwarded: 'host=evil.example;proto=http' },
    { 'x-original-url': '/v1/store', 'x-rewrite-url': '/v1/store' },
    { 'x-http-method-override': 'DELETE' },
    { referer: 'https://evil.example/' },
  ]
  const queries = [
    'return_url=//evil.example',
    'next=%5C%5Cevil.example',
    'url=https:evil.example',
    'lang=//evil.example',
    'session_id=https://evil.example',
  ]
  for (const path of [`/p/${token}`, `/p/${token}/done`, `/p/${token}/back`, `/o/${token}`]) {
    const usual = await api.app.inject(path)
    for (const odd of headers) {
      const answer = await api.app.inject({ url: path, headers: odd })
      t.equal(answer.statusCode, usual.statusCode, path)
      t.equal(plain(answer.body), plain(usual.body), `${path} with ${JSON.stringify(odd)}`)
    }
    for (const query of queries) {
      const answer = await api.app.inject(`${path}?${query}`)
      t.notMatch(answer.body + String(answer.headers.location), /evil\.example/, `${path}?${query}`)
    }
  }
})

t.test('row 28: what a stranger writes reaches PostgreSQL as data, whatever it looks like', async (t) => {
  const hostile = naughtyStrings.filter(({ kind }) => kind === 'sql' || kind === 'patterns')
  for (const { text } of hostile) {
    const search = await api.ask(`GET /v1/products?q=${encodeURIComponent(text)}`, store.key)
    t.equal(search.statusCode, 200, text)
    const name = { en: text }
    const made = await api.ask('POST /v1/collections', store.key, { body: { title: { en: text.slice(0, 24) } } })
    t.match([201, 409], [made.statusCode === 201 ? 201 : 409], `${JSON.stringify(text)} ${made.body}`)
    if (made.statusCode === 201) t.equal(made.json().title.en, text.slice(0, 24).trim())
    const renamed = await api.ask('PATCH /v1/store', store.key, { body: { name } })
    t.equal(renamed.json().name?.en, text.trim(), text)
  }
  const tables = await api.database.system<{ count: number }>(
    `select count(*)::int as count from pg_tables where schemaname = 'public'`,
  )
  t.ok((tables[0]?.count ?? 0) > 30, 'every table is still there')
})

t.test('row 28: a cursor that was changed, cut, or made for another list or store is refused', async (t) => {
  for (const title of ['One', 'Two', 'Three'])
    await api.ask('POST /v1/collections', store.key, { body: { title: { en: title } } })
  const { nextCursor: cursor } = (await api.ask('GET /v1/collections?limit=1', store.key)).json()
  t.equal((await api.ask(`GET /v1/collections?cursor=${cursor}`, store.key)).statusCode, 200)
  const neighbor = await api.openStore()
  t.equal((await api.ask(`GET /v1/collections?cursor=${cursor}`, neighbor.key)).statusCode, 400, 'of another store')
  t.equal((await api.ask(`GET /v1/products?cursor=${cursor}`, store.key)).statusCode, 400, 'of another list')
  for (let place = 0; place < cursor.length; place += 1) {
    const other = cursor[place] === 'A' ? 'B' : 'A'
    const forged = cursor.slice(0, place) + other + cursor.slice(place + 1)
    const answer = await api.ask(`GET /v1/collections?cursor=${forged}`, store.key)
    // The last letter of base64url may differ in bits that carry nothing.
    if (Buffer.from(forged, 'base64url').equals(Buffer.from(cursor, 'base64url'))) continue
    t.equal(answer.statusCode, 400, `changed at ${place}`)
  }
})

t.test('row 29: names, notes and addresses of strangers are text on every page', async (t) => {
  const [order] = await api.database.system<{ id: string; token: string }>('select id, token from orders limit 1')
  const skeleton = (page: string) => (page.match(/<\/?[a-z][^\s>]*/gi) ?? []).join('')
  const { id = '', token = '' } = order ?? {}
  const dress = (text: string) =>
    api.database.asSystem(async (tx) => {
      const title = JSON.stringify({ en: text, ar: text })
      await tx.run('update order_lines set title = $2, options = $2 where order_id = $1', [id, title])
      await tx.run(`update orders set note = $2, address = jsonb_build_object('text', $2::text) where id = $1`, [
        id,
        text,
      ])
      await tx.run('update stores set name = $2 where id = $1', [store.id, title])
      await tx.run('update shipments set carrier = $2, tracking_number = $2, tracking_url = $2 where order_id = $1', [
        id,
        text,
      ])
    })
  for (const path of [`/p/${token}`, `/o/${token}`, `/o/${token}?lang=ar`]) {
    await dress('plain')
    const usual = skeleton((await api.app.inject(path)).body)
    for (const { text } of naughtyStrings.filter(({ kind }) => kind === 'html' || kind === 'direction')) {
      await dress(text.replaceAll('\u0000', '') || '-')
      const { body, headers } = await api.app.inject(path)
      t.equal(skeleton(body), usual, `${path} with ${JSON.stringify(text.slice(0, 40))}`)
      t.match(headers['content-security-policy'], /default-src 'none'/)
    }
  }
  await dress('plain')
})

const cross = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie: `key=${store.key}` }
const forms = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']

t.test('row 30: a page of another site can make a browser do nothing here', async (t) => {
  for (const { method, url, policy } of api.app.routePolicies.filter(({ method }) => method !== 'HEAD')) {
    const scoped = 'scope' in policy
    const address = scoped ? addressOf(url, store.ids) : url.replace(/:\w+/g, 'x')
    for (const type of forms) {
      const { statusCode, headers } = await fromAnotherSite(method, address, type)
      t.notOk(headers['set-cookie'] ?? headers['access-control-allow-origin'], `${method} ${url}`)
      t.ok(!scoped || statusCode === 401, `${method} ${url} as ${type} ${statusCode}`)
    }
    const asked = {
      ...cross,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    }
    const preflight = await api.app.inject({ method: 'OPTIONS', url: address, headers: asked })
    t.notOk(preflight.headers['access-control-allow-origin'], `OPTIONS ${url}`)
    t.equal(preflight.statusCode, 404, `OPTIONS ${url}`)
  }
})

function fromAnotherSite(method: string, url: string, type: string) {
  const payload = method === 'GET' ? {} : { payload: 'a=b' }
  return api.app.inject({ method: method as 'POST', url, headers: { ...cross, 'content-type': type }, ...payload })
}

t.test(
  'row 32: whatever is asked, the log has one JSON object per line and the sender chooses none of its words',
  async (t) => {
    const seen = logged.length
    const forged = 'x"}\n{"level":"fatal","msg":"forged"}\u2028\u001b[31m'
    const readable = forged.replace(/[^\x20-\x7e]/g, ' ')
    await api.app.inject({
      url: `/${encodeURIComponent(forged)}`,
      headers: { 'user-agent': readable, 'x-request-id': readable },
    })
    await api.ask('POST /v1/products', store.key, { body: { [forged]: forged } })
    await api.ask('PATCH /v1/store', store.key, { body: { name: { en: forged.slice(0, 30) } } })
    const body = webhook('wamid.LOG', { text: forged })
    await post(body, { 'x-hub-signature-256': sign(body) })
    // A request is logged after its answer has left.
    await setTimeout(50)
    const lines = logged.slice(seen)
    t.equal(lines.length, 4, lines.join(''))
    for (const line of lines) {
      t.equal(line.trimEnd().split('\n').length, 1)
      t.match(JSON.parse(line), { level: /^(debug|info|warn|error)$/, msg: String, time: /Z$/ })
      t.notOk(
        ['forged', '\u2028', '\u001b'].some((odd) => line.includes(odd)),
        'none of them is the sender’s',
      )
    }
  },
)

t.test('row 33: no secret, phone number, text or address is in a log, a refusal or a queue', async (t) => {
  const canaries = {
    key: store.key,
    stripe: `sk_test_${randomBytes(12).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(12).toString('hex')}`,
    access: `EAA${randomBytes(20).toString('hex')}`,
    phone: '966512345678',
    text: 'canary-text-of-a-shopper',
    address: 'canary-street-17',
  }
  const put = (name: string, value: string) => api.ask(`PUT /v1/store/secrets/${name}`, store.key, { body: { value } })
  const answers = [
    await put('stripe_secret_key', canaries.stripe),
    await put('stripe_webhook_secret', canaries.webhookSecret),
    await put('whatsapp_access_token', canaries.access),
    await put('stripe_secret_key', `${canaries.stripe} with a blank`),
    await api.ask(`GET /v1/store?key=${canaries.key}`, store.key),
    await api.ask(`GET /v1/orders/${canaries.phone}`, store.key),
    await api.ask('POST /v1/api-keys', store.key, { body: { name: 7, scopes: canaries.stripe } }),
    await api.ask('POST /v1/shipments', store.key, {
      body: { orderId: store.ids.order, carrier: canaries.address, lines: [canaries.text] },
    }),
    await post(webhook('wamid.PII', { text: canaries.text }), { 'x-hub-signature-256': 'sha256=0' }),
    await api.app.inject({ url: `/${canaries.phone}/${canaries.text}` }),
  ]
  const body = webhook('wamid.PII2', { text: canaries.text })
  answers.push(await post(body, { 'x-hub-signature-256': sign(body) }))
  const sinks = {
    log: logged.join(''),
    refusals: answers.map((answer) => answer.body).join('\n'),
    audit: await dump('audit_log'),
    problems: await dump('store_problems'),
    replays: await dump('idempotency_keys'),
    secrets: await dump('store_secrets'),
    keys: await dump('api_keys'),
    events: await dump('events'),
  }
  for (const [sink, text] of Object.entries(sinks)) {
    for (const [what, canary] of Object.entries(canaries)) t.notOk(text.includes(canary), `${what} in ${sink}`)
  }
})

async function dump(table: string): Promise<string> {
  const [row] = await api.database.system<{ text: string | null }>(
    `select string_agg(t::text, E'\\n') as text from ${table} t`,
  )
  return row?.text ?? ''
}

t.test('row 34: with the database gone, every route refuses in the same few words', async (t) => {
  // The key is remembered, so that each request gets as far as its handler.
  await api.ask('GET /v1/store', store.key)
  const failure = Object.assign(new Error('relation "secret_table" does not exist at character 15'), { code: '42P01' })
  const failing = (...words: unknown[]) => {
    const done = words.at(-1)
    return typeof done === 'function' ? done(failure) : Promise.reject(failure)
  }
  const { query } = Client.prototype
  const swap = (value: unknown) =>
    Object.defineProperty(Client.prototype, 'query', { value, configurable: true, writable: true })
  swap(failing)
  t.teardown(() => swap(query))
  for (const { method, url, policy } of api.app.routePolicies.filter(({ method }) => method !== 'HEAD')) {
    const line = `${method} ${url}`
    const address = 'scope' in policy ? addressOf(url, store.ids) : url.replace(/:\w+/g, store.ids.order)
    const body = bodies[line]?.(store.ids)
    const answer = await api.ask(`${method} ${address}`, store.key, body === undefined ? {} : { body })
    if (answer.statusCode < 400) continue
    t.notMatch(answer.body, /secret_table|42P01|\.ts:|node_modules|relation|at .*\(/, `${line} ${answer.body}`)
    t.match(answer.json(), { type: /^\/problems\/[a-z-]+$/, requestId: /^[0-9a-f-]{36}$/ }, line)
  }
})
