import { randomBytes } from 'node:crypto'
import t from 'tap'
import { scopes } from '#platform/http.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t)
const store = await api.openStore()
const { ask } = api
const forward = (ms: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + ms)
}

t.test('without a key, or with any text that is none, nothing opens and nothing breaks', async (t) => {
  const texts = [
    null,
    '',
    'x',
    'dk_live_',
    ...[1, 31, 32, 33, 64, 150].map((size) => `dk_live_${randomBytes(size).toString('base64url')}`),
  ]
  for (const text of texts) {
    const answer = await ask('GET /v1/store', text)
    t.match(answer.json(), { status: 401, code: 'key-invalid', type: '/problems/key-invalid' }, String(text))
    t.equal(answer.headers['www-authenticate'], 'Bearer')
    t.match(answer.headers['content-type'], /^application\/problem\+json\b/)
  }
  for (const authorization of [`Basic ${store.key}`, `Bearer  ${store.key}`, `Bearer ${store.key} x`, store.key]) {
    t.equal(
      (await ask('GET /v1/store', null, { headers: { authorization } })).statusCode,
      401,
      authorization.slice(0, 9),
    )
  }
})

t.test('a key that is revoked is out within a second, for good', async (t) => {
  const made = await ask('POST /v1/api-keys', store.key, { body: { name: 'till', scopes: ['store:read'] } })
  t.equal(made.statusCode, 201, made.body)
  const { id, key } = made.json()
  t.match(key, /^dk_live_[\w-]{43}$/)
  t.equal((await ask('GET /v1/store', key)).statusCode, 200)
  t.equal((await ask(`DELETE /v1/api-keys/${id}`, store.key)).statusCode, 204)
  t.equal((await ask(`DELETE /v1/api-keys/${id}`, store.key)).statusCode, 204, 'twice is no harm')
  forward(1_001)
  t.equal((await ask('GET /v1/store', key)).statusCode, 401)
})

t.test('a key ends with the second it expires', async (t) => {
  const expiresAt = new Date(api.clock.now.getTime() + 60_000)
  const { key } = (
    await ask('POST /v1/api-keys', store.key, { body: { name: 'short', scopes: ['store:read'], expiresAt } })
  ).json()
  forward(59_000)
  t.equal((await ask('GET /v1/store', key)).statusCode, 200)
  forward(2_000)
  t.equal((await ask('GET /v1/store', key)).statusCode, 401)
  const past = await ask('POST /v1/api-keys', store.key, { body: { name: 'past', scopes: ['store:read'], expiresAt } })
  t.match(past.json(), { status: 400, code: 'expiry-in-the-past' })
})

t.test('a key hands on no scope it lacks', async (t) => {
  const weak = await store.keyWith('keys:write', 'store:read')
  t.equal((await ask('POST /v1/api-keys', weak, { body: { name: 'a', scopes: ['store:read'] } })).statusCode, 201)
  const more = await ask('POST /v1/api-keys', weak, { body: { name: 'a', scopes: ['store:read', 'orders:write'] } })
  t.match(more.json(), { status: 403, code: 'scope-not-held', missing: ['orders:write'] })
})

t.test('the text of a key is in one answer and nowhere else', async (t) => {
  const headers = { 'idempotency-key': 'make-key' }
  const body = { name: 'canary', scopes: ['store:read'] }
  const { key } = (await ask('POST /v1/api-keys', store.key, { body, headers })).json()
  const replay = await ask('POST /v1/api-keys', store.key, { body, headers })
  t.match(replay.json(), { name: 'canary', key: null })
  const dump = await api.database.system<{ text: string }>(
    `select concat((select string_agg(k::text, '') from api_keys k), (select string_agg(a::text, '') from audit_log a),
      (select string_agg(i::text, '') from idempotency_keys i)) as text`,
  )
  t.notOk(dump[0]?.text.includes(key.slice(8, -4)))
  const list = (await ask('GET /v1/api-keys', store.key)).json()
  t.match(list.data[0], { name: 'canary', lastFour: key.slice(-4), scopes: ['store:read'], revokedAt: null })
  t.notOk(JSON.stringify(list).includes(key))
})

t.test('the last use of a key is noted, once a minute at most', async (t) => {
  const key = await store.keyWith('store:read', 'keys:write')
  const lastUse = async () => {
    const { data } = (await ask('GET /v1/api-keys', store.key)).json()
    return data[0].lastUsedAt
  }
  t.equal(await lastUse(), null)
  await ask('GET /v1/store', key)
  const first = await lastUse()
  t.equal(first, api.clock.now.toISOString())
  forward(30_000)
  await ask('GET /v1/store', key)
  t.equal(await lastUse(), first)
  forward(31_000)
  await ask('GET /v1/store', key)
  t.equal(await lastUse(), api.clock.now.toISOString())
})

t.test('every scope there is can be given and nothing else', async (t) => {
  t.equal((await ask('POST /v1/api-keys', store.key, { body: { name: 'all', scopes: [...scopes] } })).statusCode, 201)
  for (const wrong of [[], ['admin'], ['store:read', 'store:read'], 'store:read']) {
    t.equal(
      (await ask('POST /v1/api-keys', store.key, { body: { name: 'x', scopes: wrong } })).statusCode,
      400,
      String(wrong),
    )
  }
})
