import t from 'tap'
import { replaceSecret, resealSecrets, StoreSecrets } from '#modules/stores/index.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t)
const store = await api.openStore()
const { ask } = api

t.test('an owner reads the store and changes its settings', async (t) => {
  const read = await ask('GET /v1/store', store.key)
  t.equal(read.statusCode, 200, read.body)
  t.match(read.json(), {
    slug: store.slug,
    currency: 'SAR',
    deliveryFee: { amount: 1500, currency: 'SAR' },
    version: 1,
  })
  t.equal(read.headers.etag, '"1"')
  t.notOk(read.body.includes('action_key'))
  const changed = await ask('PATCH /v1/store', store.key, {
    body: { name: { en: ' Palm\u0000 House ' }, deliveryFee: { amount: 2000, currency: 'SAR' } },
    headers: { 'if-match': '"1"' },
  })
  t.equal(changed.statusCode, 200, changed.body)
  t.match(changed.json(), { name: { en: 'Palm House' }, deliveryFee: { amount: 2000 }, version: 2 })
})

t.test('a change on a version that is gone is refused', async (t) => {
  const stale = await ask('PATCH /v1/store', store.key, {
    body: { cardPayments: false },
    headers: { 'if-match': 'W/"1"' },
  })
  t.match(stale.json(), { status: 412, code: 'version-mismatch', version: 2 })
  t.equal((await ask('GET /v1/store', store.key)).json().cardPayments, true)
})

t.test('settings a store cannot work with are refused and say why', async (t) => {
  const cases: [Record<string, unknown>, string][] = [
    [{ timeZone: 'Mars/Olympus' }, 'store-settings-invalid'],
    [{ languages: ['en'] }, 'store-settings-invalid'],
    [{ catalogId: 'abc' }, 'store-settings-invalid'],
    [{ deliveryFee: { amount: 5, currency: 'KWD' } }, 'currency-mismatch'],
    [{ deliveryFee: { amount: -5, currency: 'SAR' } }, 'request-invalid'],
    [{ currency: 'EUR' }, 'request-invalid'],
    [{ sessionMinutes: 5 }, 'request-invalid'],
  ]
  for (const [body, code] of cases)
    t.match((await ask('PATCH /v1/store', store.key, { body })).json(), { status: 400, code }, code)
})

t.test('a delivery fee that cards cannot be charged is refused with the next ones that can', async (t) => {
  const kuwait = await api.openStore({ currency: 'KWD', country: 'KW', timeZone: 'Asia/Kuwait', deliveryFee: 1500 })
  const body = { deliveryFee: { amount: 1505, currency: 'KWD' } }
  t.match((await ask('PATCH /v1/store', kuwait.key, { body })).json(), { status: 400, fix: /1500 or 1510/ })
})

t.test('a secret goes in and never comes out', async (t) => {
  const value = 'sk_test_canary_4711'
  const put = await ask('PUT /v1/store/secrets/stripe_secret_key', store.key, { body: { value } })
  t.equal(put.statusCode, 200, put.body)
  t.match((await ask('GET /v1/store', store.key)).json().secrets, [{ name: 'stripe_secret_key' }])
  const rows = await api.database.system<{ dump: string }>(
    `select concat((select string_agg(s::text, '') from store_secrets s), (select string_agg(a::text, '') from audit_log a)) as dump`,
  )
  t.notOk(rows[0]?.dump.includes('canary'))
  const secrets = new StoreSecrets(api.database, api.box, api.environment.now)
  t.equal(await secrets.get(store.id, 'stripe_secret_key'), value)
  t.match(await secrets.get(store.id, 'action_key'), /^[\w-]{43}$/)
  await t.rejects(secrets.get(store.id, 'stripe_webhook_secret'), { code: 'secret-missing' })
})

t.test('a secret that is none, or of no known name, is refused', async (t) => {
  const wrong = await ask('PUT /v1/store/secrets/stripe_secret_key', store.key, { body: { value: 'pk_test_1234' } })
  t.match(wrong.json(), { status: 400, code: 'secret-malformed' })
  t.equal(
    (await ask('PUT /v1/store/secrets/action_key', store.key, { body: { value: 'x'.repeat(43) } })).statusCode,
    404,
  )
})

t.test('a replaced secret is in use within a second, and a new master key seals all again', async (t) => {
  const secrets = new StoreSecrets(api.database, api.box, api.environment.now)
  t.equal(await secrets.get(store.id, 'stripe_secret_key'), 'sk_test_canary_4711')
  await store.within((ctx) => replaceSecret(ctx, api.box, { name: 'stripe_secret_key', value: 'sk_test_other' }))
  api.clock.now = new Date(api.clock.now.getTime() + 1_001)
  t.equal(await secrets.get(store.id, 'stripe_secret_key'), 'sk_test_other')
  const [older, newer] = [
    { kid: 'test', key: Buffer.alloc(32, 7) },
    { kid: 'next', key: Buffer.alloc(32, 8) },
  ]
  const both = new SecretBox([newer, older], api.environment.randomBytes)
  t.ok((await api.database.asSystem((tx) => resealSecrets(tx, both))) > 1)
  const onlyNew = new StoreSecrets(
    api.database,
    new SecretBox([newer], api.environment.randomBytes),
    api.environment.now,
  )
  t.equal(await onlyNew.get(store.id, 'stripe_secret_key'), 'sk_test_other')
  await api.database.asSystem((tx) => resealSecrets(tx, new SecretBox([older, newer], api.environment.randomBytes)))
})

t.test('every change is written down with who made it', async (t) => {
  const page = (await ask('GET /v1/audit?limit=2', store.key)).json()
  t.equal(page.data.length, 2)
  t.match(page.data[0], { id: /^aud_/, actorKind: 'operator', action: 'store.replace-secret' })
  const older = (await ask(`GET /v1/audit?limit=100&cursor=${page.nextCursor}`, store.key)).json()
  t.match(
    older.data.find((row: { action: string }) => row.action === 'store.edit'),
    {
      actorKind: 'api_key',
      actorId: /^key_/,
      before: { deliveryFee: 1500 },
      after: { deliveryFee: 2000 },
      requestId: /./,
    },
  )
  t.equal(older.nextCursor, null)
})
