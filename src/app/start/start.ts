import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Config, demoDataDir, readDemoConfig } from '#app/config.ts'
import { migrate } from '#app/orm.ts'
import { bellTransport, type ReadyConfig } from '#app/runtime.ts'
import { openServer } from '#app/server.ts'
import { prepareBells } from '#platform/bells.ts'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { openSandbox, type Sandbox, type SandboxPerson } from '#sandbox/index.ts'
import { seedStores } from '#seeds/content/index.ts'
import { publicId } from '#shared/ids.ts'
import { type DemoClock, environmentBy } from './demo-clock.ts'
import { demoPeople } from './demo-people.ts'
import { type DemoSecrets, demoSecrets } from './demo-secrets.ts'
import { type DemoStore, openStores } from './demo-stores.ts'
import { DEMO_APP_ID, demoWorld } from './demo-world.ts'
import { openCrew, ownTime } from './own-time.ts'
import { type PhoneBuild, phoneDir, preparePhone, tellOfPhone } from './phone-build.ts'

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
  const seeded = await openStores(app, { dataDir, secrets, say })
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
