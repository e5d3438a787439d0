import t from 'tap'
import { catalogRoutes } from '#modules/catalog/index.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t, { routes: [(app) => catalogRoutes(app, { publicUrl: 'https://shop.example' })] })
const store = await api.openStore()
const { ask } = api

const collection = (key: string, title: string, by = store.key) =>
  ask('POST /v1/collections', by, { body: { title: { en: title } }, headers: { 'idempotency-key': key } })
const countOf = async (title: string) =>
  (await api.database.system(`select 1 from collections where title ->> 'en' = $1`, [title])).length

t.test('a write repeated with its key acts once and gets the same answer', async (t) => {
  const first = await collection('k1', 'Once')
  const second = await collection('k1', 'Once')
  t.equal(first.statusCode, 201)
  t.equal(second.statusCode, 201)
  t.equal(second.body, first.body)
  t.equal(first.headers['idempotency-replayed'], undefined)
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.equal(second.headers.etag, first.headers.etag)
  t.equal(await countOf('Once'), 1)
})

t.test('fifty at the same moment act once; the others replay or are told to wait', async (t) => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => collection('k50', 'Fifty')))
  t.equal(await countOf('Fifty'), 1)
  const made = answers.filter(({ statusCode }) => statusCode === 201)
  const waiting = answers.filter(({ statusCode }) => statusCode === 409)
  t.ok(made.length >= 1)
  t.equal(made.length + waiting.length, 50)
  t.equal(new Set(made.map(({ body }) => body)).size, 1)
  for (const answer of waiting) t.match(answer.json(), { code: 'idempotency-key-in-flight', fix: /same key/ })
  t.equal((await collection('k50', 'Fifty')).body, made[0]?.body)
})

t.test('a key used for another body, method or address is refused', async (t) => {
  await collection('k2', 'Two')
  const headers = { 'idempotency-key': 'k2' }
  const problem = { status: 422, code: 'idempotency-key-reused' }
  t.match((await collection('k2', 'Other')).json(), problem)
  const { id } = (await collection('k3', 'Three')).json()
  t.match(
    (await ask(`PATCH /v1/collections/${id}`, store.key, { body: { title: { en: 'Two' } }, headers })).json(),
    problem,
  )
  t.match((await ask(`DELETE /v1/collections/${id}`, store.key, { headers })).json(), problem)
  t.equal(await countOf('Other'), 0)
})

t.test('what was refused is not kept: the same key works once the cause is gone', async (t) => {
  const taken = (await collection('k4', 'Taken')).json()
  const again = () =>
    ask('POST /v1/collections', store.key, {
      body: { title: { en: 'Later' }, handle: taken.handle },
      headers: { 'idempotency-key': 'k5' },
    })
  t.match((await again()).json(), { status: 409, code: 'handle-taken' })
  await ask(`DELETE /v1/collections/${taken.id}`, store.key)
  t.equal((await again()).statusCode, 201)
})

t.test('keys belong to who sent them, live a day and are plain', async (t) => {
  const other = await store.keyWith('catalog:write')
  t.equal((await collection('k6', 'Mine')).statusCode, 201)
  t.equal((await collection('k6', 'Theirs', other)).statusCode, 201)
  api.clock.now = new Date(api.clock.now.getTime() + 24 * 3_600_000 + 1)
  const later = await collection('k6', 'Next day')
  t.equal(later.statusCode, 201)
  t.equal(later.headers['idempotency-replayed'], undefined)
  for (const key of ['', ' ', 'a b', 'x'.repeat(256), 'ключ']) {
    t.match((await collection(key, 'Odd')).json(), { status: 400, code: 'idempotency-key-invalid' }, key.slice(0, 9))
  }
  t.equal(await countOf('Odd'), 0)
})

t.test('an answer without a body is replayed as one', async (t) => {
  const { id } = (await collection('k7', 'Gone')).json()
  const gone = () => ask(`DELETE /v1/collections/${id}`, store.key, { headers: { 'idempotency-key': 'k8' } })
  const [first, second] = [await gone(), await gone()]
  t.equal(first.statusCode, 204)
  t.equal(second.statusCode, 204)
  t.equal(second.headers['idempotency-replayed'], 'true')
})
