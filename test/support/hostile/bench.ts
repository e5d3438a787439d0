import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { destination } from 'pino'
import { readConfig } from '#app/config.ts'
import { buildHttp } from '#app/http/build.ts'
import { routesOf } from '#app/routes.ts'
import { openRuntime, type ReadyConfig, type Runtime, systemEnvironment } from '#app/runtime.ts'
import { rememberingAuthenticator } from '#modules/stores/index.ts'
import { prepareBells } from '#platform/bells.ts'
import { freePorts } from '#platform/free-ports.ts'
import type { ZodApp } from '#platform/http.ts'
import { Inbox } from '#platform/inbox.ts'
import { createLogger } from '#platform/logger.ts'
import { openSandbox, type Sandbox } from '#sandbox/index.ts'
import { type SeedStore, seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'
import { publicId } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { fillStore, type HostileIds } from './fill-store.ts'
import type { Send } from './play.ts'
import { ShopProcess } from './shop-processes.ts'
import { injected, type OverSockets, overSockets } from './targets.ts'

export type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

export type HostileStore = {
  seed: SeedStore
  storeId: string
  secrets: StoreSecretTexts
  /** Keys with every scope. The first made the rest. */
  keys: string[]
  ids: HostileIds
}

export type StoreSecretTexts = {
  whatsapp_access_token: string
  stripe_secret_key: string
  stripe_webhook_secret: string
}

export type Bench = {
  runtime: Runtime
  sandbox: Sandbox
  app: ZodApp
  /** Straight into the app of this process. */
  inject: Send
  /** Over sockets, to the server of the other process. */
  server: ShopProcess
  worker: ShopProcess
  sockets: OverSockets
  url: string
  logFile: string
  appSecret: string
  verifyToken: string
  /** The store that is attacked, and one that must not notice. */
  mine: HostileStore
  theirs: HostileStore
}

/** The whole shop on a database of its own: server and worker in processes of their own, and the app in this one too. */
export async function openBench(t: Teardown): Promise<Bench> {
  const { url: databaseUrl } = await createTestDatabase(t)
  const stack = new AsyncDisposableStack()
  t.teardown(() => stack.disposeAsync())
  const folder = await mkdtemp(join(tmpdir(), 'dukkan-hostile-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const [port = 0, metricsPort = 0] = await freePorts(2)
  const meta = { appSecret: hex(16), verifyToken: hex(16) }
  const [large, small] = twoStores()
  const shops = [
    { seed: large, secrets: secretTexts() },
    { seed: small, secrets: secretTexts() },
  ] as const
  const sandbox = stack.use(await openSandbox({ seed: 7, world: worldOf(shops, meta) }))
  const env = environmentOf({ databaseUrl, port, metricsPort, meta, sandboxUrl: sandbox.url })
  const config: ReadyConfig = { ...readConfig(env), databaseUrl }
  const logFile = join(folder, 'processes.log')
  const log = createLogger({ level: 'error', out: destination({ dest: logFile, sync: true, append: true }) })
  await prepareBells({ kind: 'postgres', url: databaseUrl }, log)
  const runtime = stack.use(openRuntime({ config, log, environment: systemEnvironment() }, { role: 'server' }))
  const app = await openApp(runtime)
  stack.defer(() => app.close())
  const inject = injected(app)
  const [mine, theirs] = [await openStore(runtime, shops[0], inject), await openStore(runtime, shops[1], inject)]
  const server = await ShopProcess.start('server', { env, logFile })
  stack.defer(() => server.close())
  sandbox.setWebhookUrl(`http://127.0.0.1:${port}/webhooks/whatsapp`)
  for (const { secrets, storeId } of [mine, theirs]) {
    const url = `http://127.0.0.1:${port}/webhooks/stripe/${publicId('store', storeId)}`
    sandbox.setStripeWebhookUrl(secrets.stripe_secret_key, url)
  }
  const worker = await ShopProcess.start('worker', { env, logFile })
  stack.defer(() => worker.close())
  const url = `http://127.0.0.1:${port}`
  const sockets = overSockets(url)
  stack.defer(() => sockets.close())
  return { runtime, sandbox, app, inject, server, worker, sockets, url, logFile, ...meta, mine, theirs }
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

function secretTexts(): StoreSecretTexts {
  return {
    whatsapp_access_token: `EAA${hex(24)}`,
    stripe_secret_key: `sk_test_${hex(16)}`,
    stripe_webhook_secret: `whsec_${hex(24)}`,
  }
}

function twoStores(): [SeedStore, SeedStore] {
  const [large, small] = seedStores
  if (large === undefined || small === undefined) throw new Error('there are no two seed stores')
  const collections = large.collections.slice(0, 2)
  const wanted = new Set(collections.flatMap(({ products }) => products))
  return [{ ...large, collections, products: large.products.filter(({ slug }) => wanted.has(slug)) }, small]
}

type Shop = { seed: SeedStore; secrets: StoreSecretTexts }
type Meta = { appSecret: string; verifyToken: string }

function worldOf(shops: readonly Shop[], meta: Meta) {
  return {
    appId: '100',
    ...meta,
    numbers: shops.map(({ seed, secrets }) => ({
      phoneNumberId: seed.phoneNumberId,
      displayPhoneNumber: seed.displayPhoneNumber,
      wabaId: seed.wabaId,
      catalogId: seed.catalogId,
      currency: seed.currency,
      accessToken: secrets.whatsapp_access_token,
      limits: { perSecond: 1000, catalogBatchesPerMinute: 1000 },
    })),
    stripeAccounts: shops.map(({ secrets }) => ({
      secretKey: secrets.stripe_secret_key,
      webhookSecret: secrets.stripe_webhook_secret,
      webhookUrl: 'http://127.0.0.1:9/',
    })),
  }
}

type Place = { databaseUrl: string; port: number; metricsPort: number; meta: Meta; sandboxUrl: string }

function environmentOf({ databaseUrl, port, metricsPort, meta, sandboxUrl }: Place): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    REDIS_URL: '',
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metricsPort),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    GRAPH_URL: sandboxUrl,
    STRIPE_URL: sandboxUrl,
    WHATSAPP_APP_ID: '100',
    WHATSAPP_APP_SECRET: meta.appSecret,
    WHATSAPP_VERIFY_TOKEN: meta.verifyToken,
    DUKKAN_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'info',
  }
}

/** The same routes as the server's, without limits on how often one may ask. */
async function openApp(runtime: Runtime): Promise<ZodApp> {
  const { database, environment, config, log } = runtime
  const app = await buildHttp({
    tools: {
      database,
      environment,
      cursorSecret: randomBytes(32),
      authenticate: rememberingAuthenticator(database, environment.now),
    },
    log,
    trustProxy: [],
    publicUrl: config.http.publicUrl,
    version: '0.0.0',
    limits: { perKey: 1e9, perAddress: 1e9, redis: null },
    pendingMigrations: async () => [],
    routes: routesOf(runtime, new Inbox(database, () => undefined)),
  })
  await app.ready()
  return app
}

async function openStore(runtime: Runtime, { seed, secrets }: Shop, inject: Send): Promise<HostileStore> {
  const seeded = await seedStore(runtime, seed, secrets)
  if (seeded === null) throw new Error('the store was there already')
  const { storeId, apiKey } = seeded
  const { keys, ids } = await fillStore(runtime, { storeId, apiKey, inject })
  return { seed, storeId, secrets, keys, ids }
}
