import { connect } from 'node:net'
import t from 'tap'
import { catalogRoutes } from '#modules/catalog/index.ts'
import { openApi } from './open-api.ts'

const api = await openApi(t, { routes: [(app) => catalogRoutes(app, { publicUrl: 'https://shop.example' })] })
const store = await api.openStore()
const { app, ask } = api
const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))

const post = (payload: string | Buffer, type = 'application/json') =>
  app.inject({
    method: 'POST',
    url: '/v1/collections',
    payload,
    headers: { authorization: `Bearer ${store.key}`, 'content-type': type },
  })

/** What comes back for these bytes, until the server closes or falls silent. */
function raw(bytes: string, patienceMs = 1_500): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(address.port), address.hostname, () => socket.write(Buffer.from(bytes, 'latin1')))
    let text = ''
    const finish = () => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(patienceMs, finish)
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (text.includes('\r\n\r\n')) socket.setTimeout(60, finish)
    })
    socket.on('close', finish)
    socket.on('error', finish)
  })
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
const auth = `Authorization: Bearer ${store.key}\r\n`

t.test('bodies that are no strict JSON are refused with 400', async (t) => {
  const cases: [string, string | Buffer][] = [
    ['broken JSON', '{"title":'],
    ['a trailing word', '{"title":{"en":"a"}} x'],
    ['a comment', '{"title":/**/{"en":"a"}}'],
    ['500,000 arrays', '['.repeat(250_000)],
    ['33 objects deep', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
    ['a key twice', '{"title":{"en":"a","en":"b"}}'],
    ['broken UTF-8', Buffer.concat([Buffer.from('{"title":{"en":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')])],
    ['__proto__', '{"title":{"en":"a"},"__proto__":{"hidden":true}}'],
    ['constructor.prototype', '{"title":{"en":"a"},"constructor":{"prototype":{"hidden":true}}}'],
    ['nothing', ''],
    ['a string', '"x"'],
    ['a number too large', '{"title":{"en":"a"},"hidden":1e400}'],
  ]
  for (const [name, body] of cases) {
    const answer = await post(body)
    t.match(answer.json(), { status: 400, type: /^\/problems\/(json-malformed|request-invalid)$/ }, name)
  }
  t.match((await post(`{"title":{"en":"${'x'.repeat(300_000)}"}}`)).json(), { status: 413, code: 'body-too-large' })
})

t.test('a form that is cut off or names no boundary is refused', async (t) => {
  const variants = [{ sku: 'FORM', price: { amount: 100, currency: 'SAR' } }]
  const { id } = (await ask('POST /v1/products', store.key, { body: { title: { en: 'Form' }, variants } })).json()
  const upload = (type: string, payload: string) =>
    app.inject({
      method: 'POST',
      url: `/v1/products/${id}/images`,
      payload,
      headers: { authorization: `Bearer ${store.key}`, 'content-type': type },
    })
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n'
  for (const [type, payload] of [
    ['multipart/form-data', `${head}\r\nabc\r\n--x--\r\n`],
    ['multipart/form-data; boundary=x', `${head}\r\nabc`],
    ['multipart/form-data; boundary=x', head],
    ['multipart/form-data; boundary=x', ''],
  ] as const) {
    const answer = await upload(type, payload)
    t.match(answer.json(), { status: 400, code: /^(form-malformed|file-missing)$/ }, JSON.stringify(payload))
  }
})

t.test('only JSON is read, in whichever spelling the header comes', async (t) => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'text/html',
    'application/jsonp',
    'application/json; charset=utf-7 x',
    '\tapplication/json',
    'application/json\ttext/plain',
  ]) {
    const answer = await post('{"title":{"en":"Smuggled"}}', type)
    t.ok([201, 400, 415].includes(answer.statusCode), `${JSON.stringify(type)} ${answer.statusCode}`)
    if (answer.statusCode === 201) t.match(type, /application\/json/, 'it was read as JSON and checked as JSON')
  }
  t.equal((await post('{"title":{"en":"Plain"}}', 'text/plain')).statusCode, 415)
  t.equal((await post('{"title":{"en":"UTF-8"}}', 'application/json; charset=utf-8')).statusCode, 201)
  t.equal((await post('{"title":{"en":7}}', ' application/json ')).statusCode, 400, 'no spelling goes around the check')
})

t.test('text is stored as the shop can use it: no NUL, no half characters, trimmed', async (t) => {
  const title = { en: '  a\u0000b\ud800c\r\nd  ', ar: '\u202eمرحبا' }
  const made = await ask('POST /v1/collections', store.key, { body: { title } })
  t.equal(made.statusCode, 201, made.body)
  t.equal(made.json().title.en, 'ab\ufffdc\nd')
  t.same((await ask(`GET /v1/collections/${made.json().id}`, store.key)).json(), made.json())
})

t.test('amounts are whole, in bounds and written in ASCII digits', async (t) => {
  for (const amount of [
    0,
    -1,
    1.5,
    '100',
    '١٠٠',
    Number.MAX_SAFE_INTEGER,
    100_000_000_001,
    Number.POSITIVE_INFINITY,
    [100],
    { $gt: 1 },
  ]) {
    const body = { title: { en: 'x' }, variants: [{ sku: 'x', price: { amount, currency: 'SAR' } }] }
    t.match((await ask('POST /v1/products', store.key, { body })).json(), { status: 400 }, String(amount))
  }
})

t.test('requests that two readers could read differently are refused at the socket', async (t) => {
  const cases: [string, string][] = [
    ['two hosts', `GET /v1/store HTTP/1.1\r\nHost: a\r\nHost: b\r\n${auth}\r\n`],
    [
      'length and chunks',
      `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ],
    [
      'two lengths',
      `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}  `,
    ],
    ['a signed length', `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Content-Length: +2\r\n\r\n{}`],
    ['xchunked', `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a space before the colon', `GET /v1/store HTTP/1.1\r\nHost : a\r\n${auth}\r\n`],
    ['a folded header', `GET /v1/store HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n${auth}\r\n`],
    ['NUL in a header', `GET /v1/store HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n${auth}\r\n`],
    ['a broken chunk', `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['HTTP/2 by surprise', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS by surprise', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['no host', `GET /v1/store HTTP/1.1\r\n${auth}\r\n`],
  ]
  for (const [name, bytes] of cases) t.equal(statusOf(await raw(bytes)), 400, name)
  const one = `GET /v1/store HTTP/1.1\r\nHost: a\r\n${auth}\r\n`
  t.equal(statusOf(await raw(one)), 200, 'and a plain request is answered')
})

t.test('a header section without end is cut off, and others are served meanwhile', async (t) => {
  const huge = `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`
  t.equal(statusOf(await raw(huge)), 431)
  const { headersTimeout, requestTimeout, maxRequestsPerSocket } = app.server
  t.same(
    { headersTimeout, requestTimeout, maxRequestsPerSocket },
    { headersTimeout: 10_000, requestTimeout: 20_000, maxRequestsPerSocket: 1_000 },
  )
})

t.test('odd addresses are not found and nothing of ours is shown', async (t) => {
  for (const url of [
    '/.git/config',
    '/.env',
    '/metrics',
    '/docs',
    '/v1//store',
    '/v1/%2e%2e/store',
    '/%2Fv1/store',
    '/v1/store%00',
    '/V1/store',
    '/v1/store/',
    '/package.json',
    '/src/app/app.ts',
  ]) {
    const answer = await ask(`GET ${url}`, store.key)
    t.ok([400, 404].includes(answer.statusCode), `${url} ${answer.statusCode}`)
    t.match(answer.json(), { type: /^\/problems\// }, url)
  }
  t.equal(statusOf(await raw(`TRACE /v1/store HTTP/1.1\r\nHost: a\r\n${auth}\r\n`)), 404)
  t.equal(statusOf(await raw(`GET http://evil.example/health HTTP/1.1\r\nHost: a\r\n\r\n`)), 200)
})

t.test('every answer, also a refusal, carries the headers that keep a page from being used', async (t) => {
  const unrouted = ['/%zz', `/p/${'x'.repeat(2_000)}`]
  for (const url of ['/health', '/v1/store', '/nothing', '/openapi.json', ...unrouted]) {
    const { headers } = await ask(`GET ${url}`, null)
    t.match(
      headers,
      {
        'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
        'x-content-type-options': 'nosniff',
        'x-frame-options': /^(SAMEORIGIN|DENY)$/,
        'referrer-policy': 'no-referrer',
      },
      url,
    )
    if (!unrouted.includes(url)) t.match(headers['strict-transport-security'], /max-age/, url)
    t.notOk(headers['x-powered-by'] ?? headers.server, url)
  }
})

t.test('a sender cannot choose the id of its request', async (t) => {
  const chosen = 'x\u2028{"level":"fatal"}'
  const answer = await ask('GET /v1/store', null, {
    headers: { 'request-id': encodeURIComponent(chosen), 'x-request-id': 'mine' },
  })
  t.match(answer.json().requestId, /^[0-9a-f-]{36}$/)
})
