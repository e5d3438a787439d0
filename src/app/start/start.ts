import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Config, demoDataDir, readDemoConfig } from '#app/config.ts'
import { migrate } from '#app/orm.ts'
import { type AppOptions, bellTransport, openRuntime, type ReadyConfig, type Runtime } from '#app/runtime.ts'
import { openServer } from '#app/server.ts'
import { openWorker } from '#app/worker.ts'
import { prepareBells } from '#platform/bells.ts'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { openSandbox, type Sandbox, type SandboxPerson } from '#sandbox/index.ts'
import { type SeedStore, seedStores } from '#seeds/content/index.ts'
import { seedStore } from '#seeds/load.ts'
import { publicId } from '#shared/ids.ts'
import { Crew } from './crew.ts'
import { type DemoClock, environmentBy, openDemoClock } from './demo-clock.ts'
import { nameCollections } from './demo-collections.ts'
import { demoPeople } from './demo-people.ts'
import { type DemoSecrets, demoSecrets, saveSecrets } from './demo-secrets.ts'
import { DEMO_APP_ID, demoWorld, secretsOf } from './demo-world.ts'
import { type PhoneBuild, phoneDir, preparePhone, tellOfPhone } from './phone-build.ts'

export type DemoStore = { store: SeedStore; storeId: string; apiKey: string; stripeKey: string }

export type Started = AsyncDisposable & {
  url: string
  metricsUrl: string
  sandboxUrl: string
  phone: PhoneBuild['state']
  stores: DemoStore[]
}

export type StartOptions = {
  log: Logger
  /** Said as things happen, for whoever watches the terminal. */
  say?: (line: string) => void
  variables?: Record<string, string | undefined>
  /** True: someone will hold the shopper's phone, so it is built and shown. */
  withPhone?: boolean
}

const silent = () => undefined

/** Everything in one process on one machine: PostgreSQL, a fake Meta and Stripe, the demo stores, server and worker. */
export async function startAll({ log, say = silent, variables, withPhone = false }: StartOptions): Promise<Started> {
  await using stack = new AsyncDisposableStack()
  const dataDir = demoDataDir(variables)
  const secrets = await demoSecrets(
    dataDir,
    seedStores.map(({ slug }) => slug),
  )
  const config = readDemoConfig(dictatedBy(secrets), variables)
  const preparing = withPhone ? preparePhone() : null
  const databaseUrl = config.databaseUrl ?? (await embedded(stack, { dataDir, log }))
  say('PostgreSQL is up')
  await migrate(databaseUrl)
  await prepareBells(bellTransport({ ...config, databaseUrl }), log)
  const time = withPhone && config.databaseUrl === null ? await ownTime(databaseUrl) : null
  const people = withPhone ? demoPeople : []
  const sandbox = stack.use(await sandboxOf(config, { secrets, people, clock: time?.clock }))
  const ready = readyConfig(config, { databaseUrl, sandboxUrl: sandbox.url })
  const app = { config: ready, log, ...(time && { environment: environmentBy(time.clock) }) }
  const seeded = await seed(app, { dataDir, secrets, say })
  const server = stack.use(await openServer(app))
  pointAtShop(sandbox, { url: server.url, publicUrl: config.http.publicUrl, seeded })
  stack.use(await openCrew(app, time?.pause))
  const phone = await preparing
  if (phone !== null) tellOfPhone(phone, say)
  const running = stack.move()
  return {
    url: server.url,
    metricsUrl: server.metricsUrl,
    sandboxUrl: sandbox.url,
    phone: phone?.state ?? 'missing',
    stores: seeded,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

type OwnTime = { clock: DemoClock; pause: Pause }

/** Only in a database of its own: nobody else's shall tell another time. */
async function ownTime(databaseUrl: string): Promise<OwnTime> {
  const pause: Pause = {}
  const during = async (jump: () => Promise<void>) => (pause.crew === undefined ? jump() : pause.crew.whileAway(jump))
  return { clock: await openDemoClock(databaseUrl, { during }), pause }
}

/** Filled in once there are workers to send home. */
type Pause = { crew?: Crew }

async function openCrew(app: AppOptions, pause: Pause = {}): Promise<Crew> {
  const crew = new Crew(() => openWorker(app))
  await crew.start()
  pause.crew = crew
  return crew
}

/** What the demo's sandbox dictates of the configuration. */
export function dictatedBy(secrets: DemoSecrets): Record<string, string> {
  return {
    WHATSAPP_APP_ID: DEMO_APP_ID,
    WHATSAPP_APP_SECRET: secrets.appSecret,
    WHATSAPP_VERIFY_TOKEN: secrets.verifyToken,
    DUKKAN_MASTER_KEYS: secrets.masterKeys,
  }
}

/** Last to go: everything that is opened after it may still need the database while it closes. */
async function embedded(
  stack: AsyncDisposableStack,
  { dataDir, log }: { dataDir: string; log: Logger },
): Promise<string> {
  const postgres = stack.use(
    await openEmbeddedPostgres({
      dataDir: join(dataDir, 'postgres'),
      log: { info: (message) => log.info(message), error: (message) => log.error(message) },
    }),
  )
  return postgres.url
}

type SandboxParts = { secrets: DemoSecrets; people: SandboxPerson[]; clock: DemoClock | undefined }

function sandboxOf(config: Config, { secrets, people, clock }: SandboxParts): Promise<Sandbox> {
  const { port, journalFile } = config.sandbox
  return openSandbox({
    host: config.http.host,
    port,
    world: demoWorld(seedStores, secrets),
    phoneDir,
    people,
    ...(clock && { clock }),
    ...(journalFile !== null && { journalFile }),
  })
}

/** The configuration with the places that only a start finds out. */
export function readyConfig(
  config: Config,
  { databaseUrl, sandboxUrl }: { databaseUrl: string; sandboxUrl: string },
): ReadyConfig {
  return {
    ...config,
    databaseUrl,
    http: { ...config.http, framedBy: new URL(sandboxUrl).origin },
    whatsapp: { ...config.whatsapp, graphUrl: sandboxUrl },
    stripe: { url: sandboxUrl },
  }
}

type Seeding = { dataDir: string; secrets: DemoSecrets; say: (line: string) => void }

async function seed(options: AppOptions, seeding: Seeding): Promise<DemoStore[]> {
  await using runtime = openRuntime(options, { role: 'cli' })
  const opened: DemoStore[] = []
  for (const store of seedStores) {
    const seeded = await seedOne(runtime, { store, ...seeding })
    const { accessToken } = secretsOf(seeding.secrets, store)
    await nameCollections(runtime, { ...seeded, accessToken })
    opened.push(seeded)
  }
  await rememberNothing(runtime)
  return opened
}

async function seedOne(
  runtime: Runtime,
  { store, dataDir, secrets, say }: Seeding & { store: SeedStore },
): Promise<DemoStore> {
  const own = secretsOf(secrets, store)
  const seeded = await seedStore(runtime, store, {
    whatsapp_access_token: own.accessToken,
    stripe_secret_key: own.stripeKey,
    stripe_webhook_secret: own.stripeWebhookSecret,
  })
  if (seeded !== null) {
    own.apiKey = seeded.apiKey
    await saveSecrets(dataDir, secrets)
    say(`${store.name.en} is open with ${store.products.length} products`)
  }
  const [row] = await runtime.database.system<{ id: string }>('select id from stores where slug = $1', [store.slug])
  if (row === undefined || own.apiKey === null) throw new Error(`The demo store ${store.slug} was not opened whole.`)
  return { store, storeId: row.id, apiKey: own.apiKey, stripeKey: own.stripeKey }
}

/** The sandbox begins empty each time, so what it was told before counts for nothing. */
async function rememberNothing({ database }: Runtime): Promise<void> {
  await database.system(`update catalog_batches set state = 'failed', error = 'the sandbox began anew'
    where state in ('building', 'sent')`)
  await database.system(`update catalog_items set acked_digest = null, sent_digest = null, batch_id = null, attempts = 0,
      retry_at = null, review_status = '', checked_at = null, dirty_since = clock_timestamp()
    where desired_digest is not null`)
  await database.system('delete from message_templates')
  await database.system(`delete from schedule where job = 'template-sync' or job like 'catalog.%'`)
  await database.system(`update payment_attempts set state = 'superseded', closed_at = clock_timestamp()
    where state in ('creating', 'open')`)
}

type OpenShop = { url: string; publicUrl: string; seeded: readonly DemoStore[] }

function pointAtShop(sandbox: Sandbox, { url, publicUrl, seeded }: OpenShop): void {
  sandbox.setWebhookUrl(`${url}/webhooks/whatsapp`)
  for (const { storeId, stripeKey } of seeded) {
    sandbox.setStripeWebhookUrl(stripeKey, `${url}/webhooks/stripe/${publicId('store', storeId)}`)
  }
  const apis = seeded.map(({ store, apiKey }) => [store.phoneNumberId, { url, apiKey }] as const)
  const [first] = apis
  const shopApis = Object.fromEntries(apis)
  sandbox.setWorld({ ...sandbox.world, shopUrl: publicUrl, shopApis, ...(first && { shopApi: first[1] }) })
}
