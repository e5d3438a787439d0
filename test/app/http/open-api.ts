import { randomBytes, randomUUID } from 'node:crypto'
import pino from 'pino'
import { buildHttp, type HttpDeps, type RoutePlugin } from '#app/http/build.ts'
import { createApiKey, createStore, rememberingAuthenticator, storeRoutes } from '#modules/stores/index.ts'
import { type Environment, inStore, type StoreContext } from '#platform/context.ts'
import { Database } from '#platform/db.ts'
import { type Scope, scopes, type ZodApp } from '#platform/http.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { makeIds } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'

type Teardown = Parameters<typeof createTestDatabase>[0]

export type TestStore = {
  id: string
  slug: string
  /** A key with every scope. */
  key: string
  keyWith: (...granted: Scope[]) => Promise<string>
  within: <T>(work: (ctx: StoreContext) => Promise<T>) => Promise<T>
}

type More = {
  /** A database that is there already. */
  url?: string
  /** Besides the routes of the stores module. */
  routes?: RoutePlugin[]
  /** False when `routes` has them already. */
  ownStoreRoutes?: boolean
  deps?: Partial<HttpDeps>
}

/** The API on a database of its own, with a clock that moves when told. */
export async function openApi(t: Teardown, more: More = {}) {
  const { url } = more.url === undefined ? await createTestDatabase(t) : { url: more.url }
  const database = new Database({ url, poolSize: 6, applicationName: 'api-test' })
  t.teardown(() => database.close())
  const clock = { now: new Date('2026-11-22T09:00:00Z') }
  const now = () => new Date(clock.now)
  const environment: Environment = { now, newId: makeIds(() => clock.now.getTime(), randomBytes), randomBytes }
  const box = new SecretBox([{ kid: 'test', key: Buffer.alloc(32, 7) }], randomBytes)
  const tools = {
    database,
    environment,
    cursorSecret: Buffer.alloc(32, 9),
    authenticate: rememberingAuthenticator(database, now),
  }
  const app = await buildHttp({
    tools,
    log: pino({ level: 'silent' }),
    trustProxy: [],
    publicUrl: 'https://shop.example',
    version: '0.0.0',
    limits: { perKey: 1_000_000, perAddress: 1_000_000, redis: null },
    pendingMigrations: async () => [],
    routes: [
      ...(more.ownStoreRoutes === false ? [] : [(scope: ZodApp) => storeRoutes(scope, { box })]),
      ...(more.routes ?? []),
    ],
    ...more.deps,
  })
  t.teardown(() => app.close())
  await app.ready()
  const openStore = (over: Partial<Parameters<typeof createStore>[1]> = {}) =>
    openTestStore({ database, environment, box }, over)
  return { app, database, environment, box, clock, url, openStore, ask: askWith(app) }
}

type Making = { database: Database; environment: Environment; box: SecretBox }

let opened = 0

async function openTestStore(
  { database, environment, box }: Making,
  over: Partial<Parameters<typeof createStore>[1]>,
): Promise<TestStore> {
  const { randomBytes: random } = environment
  const id = randomUUID()
  const within: TestStore['within'] = (work) =>
    inStore(database, environment, { storeId: id, actor: { kind: 'operator', id: 'test' }, work })
  opened += 1
  const settings = {
    slug: `shop-${opened}`,
    name: { en: 'Dates & Co', ar: 'دار التمر' },
    currency: 'SAR',
    country: 'SA',
    timeZone: 'Asia/Riyadh',
    languages: ['ar', 'en'] as const,
    defaultLanguage: 'ar' as const,
    phoneNumberId: `10000000000${opened}`,
    displayPhoneNumber: '+966 55 000 0000',
    wabaId: '2000000000001',
    catalogId: '3000000000001',
    deliveryFee: 1500,
    ...over,
  }
  await within((ctx) => createStore(ctx, settings, { box, randomBytes: random }))
  const keyWith = async (...granted: Scope[]) => {
    const made = await within((ctx) => createApiKey(ctx, { name: 'test', scopes: granted, randomBytes: random }))
    return made.key
  }
  return { id, slug: settings.slug, key: await keyWith(...scopes), keyWith, within }
}

export type Asked = { body?: unknown; headers?: Record<string, string> }

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `ask('POST /v1/products', key, { body })`. */
export function askWith(app: ZodApp) {
  return (line: string, key: string | null, { body, headers = {} }: Asked = {}) => {
    const [method, url] = line.split(' ') as [Verb, string]
    const authorization = key === null ? {} : { authorization: `Bearer ${key}` }
    const json =
      body === undefined ? {} : { payload: JSON.stringify(body), json: { 'content-type': 'application/json' } }
    return app.inject({
      method,
      url,
      headers: { ...authorization, ...json.json, ...headers },
      ...(json.payload !== undefined && { payload: json.payload }),
    })
  }
}
