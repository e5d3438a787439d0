import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { control, type Person, Phone } from '#app/demo/phone.ts'
import type { ReadyConfig } from '#app/runtime.ts'
import { openServer } from '#app/server.ts'
import { openWorker } from '#app/worker.ts'
import { type BellTransport, prepareBells } from '#platform/bells.ts'
import { Database } from '#platform/db.ts'
import { freePorts } from '#platform/free-ports.ts'
import { SecretBox } from '#platform/secret-box.ts'
import { openSandbox } from '#sandbox/index.ts'
import { type SeedStore, seedStores } from '#seeds/content/index.ts'
import { type SeedTools, seedStore } from '#seeds/load.ts'
import { makeIds, publicId } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { reserveRedisPrefix, testRedisUrl } from '#test/support/redis.ts'
import { until } from '#test/support/until.ts'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

export type ShopOptions = {
  /** Which carrier of doorbells; PostgreSQL unless told. */
  queue?: 'postgres' | 'redis'
  /** Changes the store before it opens. */
  store?: Partial<SeedStore>
  /** Stores that share the database, the workers and the sandbox with it. */
  neighbors?: readonly SeedStore[]
  /** How many workers share the work. */
  workers?: number
}

export type Shop = Awaited<ReturnType<typeof openShop>>

/** The backends this run can cover; a journey that depends on the queue runs on each. */
export const queueBackends: ('postgres' | 'redis')[] =
  testRedisUrl() === undefined ? ['postgres'] : ['postgres', 'redis']

/** The whole shop as shoppers meet it: server, workers, database and sandbox, over real HTTP, with a clock to move. */
export async function openShop(t: Teardown, options: ShopOptions = {}) {
  const stack = new AsyncDisposableStack()
  const { url: databaseUrl } = await createTestDatabase(t)
  t.teardown(() => stack.disposeAsync())
  const clock = { offsetMs: 0 }
  const now = () => new Date(Date.now() + clock.offsetMs)
  const random = (size: number) => new Uint8Array(randomBytes(size))
  const environment = { now, newId: makeIds(() => now().getTime(), random), randomBytes: random }
  const store: SeedStore = { ...smallStore(), ...options.store }
  const opening = [store, ...(options.neighbors ?? [])].map((each) => ({ store: each, secrets: freshSecrets() }))
  const app = { appId: '100', appSecret: randomBytes(16).toString('hex'), verifyToken: randomBytes(16).toString('hex') }
  const journal = process.env.SANDBOX_JOURNAL
  const sandbox = stack.use(
    await openSandbox({
      now,
      seed: 7,
      ...(journal && { journalFile: journal }),
      world: { ...app, numbers: opening.map(numberOf), stripeAccounts: opening.map(stripeAccountOf) },
    }),
  )
  const [port = 0, metricsPort = 0] = await freePorts(2)
  const redisUrl = options.queue === 'redis' ? (testRedisUrl() ?? null) : null
  const config: ReadyConfig = {
    production: false,
    databaseUrl,
    databasePool: 8,
    redisUrl,
    redisPrefix: redisUrl === null ? 'unused' : reserveRedisPrefix(t, redisUrl),
    dataDir: '.data',
    http: {
      host: '127.0.0.1',
      port,
      metricsPort,
      publicUrl: `http://127.0.0.1:${port}`,
      trustProxy: [],
      framedBy: null,
    },
    whatsapp: { ...app, graphUrl: sandbox.url, graphVersion: 'v26.0', previousAppSecret: null },
    stripe: { url: sandbox.url },
    masterKeys: [{ kid: 'test', key: random(32) }],
    log: { level: 'silent' },
    crashPlans: [],
    sandbox: { port: 0, journalFile: null },
  }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const transport = transportOf(config)
  await prepareBells(transport, log)
  const database = stack.use(new Database({ url: databaseUrl, poolSize: 3, applicationName: 'test' }))
  const box = new SecretBox(config.masterKeys, random)
  const stores: Awaited<ReturnType<typeof seedWhole>>[] = []
  for (const each of opening) stores.push(await seedWhole({ database, environment, box }, each))
  const [{ storeId, apiKey, stripeKey } = { storeId: '', apiKey: '', stripeKey: '' }, ...neighbors] = stores
  const server = stack.use(await openServer({ config, log, environment }))
  const running: AsyncDisposable[] = []
  const openWorkers = async (count: number) => {
    for (let n = 0; n < count; n += 1) running.push(await openWorker({ config, log, environment }))
  }
  const closeWorkers = async () => {
    await Promise.all(running.splice(0).map((worker) => worker[Symbol.asyncDispose]()))
  }
  stack.defer(closeWorkers)
  sandbox.setWebhookUrl(`${server.url}/webhooks/whatsapp`)
  for (const each of stores) {
    const webhook = `${server.url}/webhooks/stripe/${publicId('store', each.storeId)}`
    sandbox.setStripeWebhookUrl(each.stripeKey, webhook)
  }
  sandbox.setWorld({ ...sandbox.world, shopApi: { url: server.url, apiKey } })
  await openWorkers(options.workers ?? 1)
  const query = <Row extends object>(sql: string, values: readonly unknown[] = []) => database.system<Row>(sql, values)
  await synced(query)
  return {
    store,
    storeId,
    apiKey,
    stripeKey,
    neighbors,
    url: server.url,
    /** Where the bells travel. */
    transport,
    sandbox,
    query,
    closeWorkers,
    openWorkers,
    /** What time it is in the shop. */
    now,
    /** Moves the clocks of shop and sandbox; PostgreSQL keeps its own. */
    advance: (ms: number) => {
      clock.offsetMs += ms
    },
    /** Lets a chore run now instead of when its time has come. */
    hurry: async (job: string) => {
      const sql = 'update schedule set next_run_at = clock_timestamp() where job = $1 returning job'
      if ((await query(sql, [job])).length === 0) throw new Error(`there is no chore ${job}`)
    },
    phone: (person: Person, to: Pick<SeedStore, 'phoneNumberId'> = store) =>
      Phone.open(sandbox.url, to.phoneNumberId, person),
    misbehave: (rule: Record<string, unknown>) => control<{ id: string }>(`${sandbox.url}/control/misbehave`, rule),
    behave: () => control(`${sandbox.url}/control/misbehave`, undefined, 'DELETE'),
    control: (path: string, body?: unknown, method?: string) => control(`${sandbox.url}/control${path}`, body, method),
    api: (line: string, body?: unknown) => askShop({ url: server.url, apiKey }, line, body),
    until,
  }
}

type Opening = { store: SeedStore; secrets: ReturnType<typeof freshSecrets> }

function freshSecrets() {
  return {
    whatsapp_access_token: `EAA${randomBytes(12).toString('hex')}`,
    stripe_secret_key: `sk_test_${randomBytes(12).toString('hex')}`,
    stripe_webhook_secret: `whsec_${randomBytes(24).toString('base64')}`,
  }
}

function numberOf({ store, secrets }: Opening) {
  const { phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency } = store
  const accessToken = secrets.whatsapp_access_token
  // Tests turn the clock and not the limits: a burst of theirs is nobody's flood.
  const limits = { catalogBatchesPerMinute: 100 }
  return { phoneNumberId, displayPhoneNumber, wabaId, catalogId, currency, accessToken, limits }
}

function stripeAccountOf({ secrets }: Opening) {
  return {
    secretKey: secrets.stripe_secret_key,
    webhookSecret: secrets.stripe_webhook_secret,
    webhookUrl: 'http://127.0.0.1:9/',
  }
}

async function seedWhole(tools: SeedTools, { store, secrets }: Opening) {
  const seeded = await seedStore(tools, store, secrets)
  if (seeded === null) throw new Error('the store was there already')
  return { ...seeded, store, stripeKey: secrets.stripe_secret_key }
}

/** Dates and coffee: enough to browse, small enough to open in a blink. */
function smallStore(): SeedStore {
  const [first] = seedStores
  if (first === undefined) throw new Error('there are no seed stores')
  const collections = first.collections.slice(0, 2)
  const wanted = new Set(collections.flatMap(({ products }) => products))
  return { ...first, collections, products: first.products.filter(({ slug }) => wanted.has(slug)) }
}

function transportOf({ redisUrl, redisPrefix, databaseUrl }: ReadyConfig): BellTransport {
  return redisUrl === null
    ? { kind: 'postgres', url: databaseUrl }
    : { kind: 'redis', url: redisUrl, prefix: redisPrefix }
}

/** Asks the shop's API; `line` is `GET /v1/orders`. */
async function askShop({ url, apiKey }: { url: string; apiKey: string }, line: string, body?: unknown) {
  const [method = 'GET', path = ''] = line.split(' ')
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

/** Changes wait for their fellows and batches for Meta; here nothing else is coming and Meta is quick. */
async function synced(query: <Row extends object>(sql: string) => Promise<Row[]>): Promise<void> {
  const open = `select 1 from catalog_items where dirty_since is not null union all select 1 from events where outcome is null limit 1`
  const some = 'select 1 from catalog_items where acked_digest is not null limit 1'
  await until(async () => {
    await query(`update catalog_items set dirty_since = dirty_since - interval '1 hour' where variant_id in (
      select variant_id from catalog_items where dirty_since > clock_timestamp() - interval '1 minute'
      order by variant_id for update skip locked)`)
    await query(`update catalog_batches set next_check_at = clock_timestamp() where state = 'sent'`)
    return (await query(some)).length > 0 && (await query(open)).length === 0
  }, 'the catalog reaches Meta')
}
