import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import type { MasterKey } from '#app/config.ts'
import { freePorts } from '#platform/free-ports.ts'
import type { BenchOptions } from './bench.types.ts'
import { type Child, dukkan, projectRoot, startChild } from './child.ts'
import { Meter, type Watched } from './meter.ts'
import { query, type Stage } from './stage.ts'
import { type BenchStore, seedBenchStores } from './stores.ts'

/** The secrets that server, worker and fake Meta share. */
export type World = {
  masterKey: MasterKey
  appId: string
  appSecret: string
  verifyToken: string
  stores: BenchStore[]
}

/** A database with stores in it, from which each run gets a copy. */
export type Template = { name: string; url: string; world: World }

export async function makeTemplate(stage: Stage, storeCount: number): Promise<Template> {
  const url = await stage.createDatabase('bench_template')
  const masterKey = { kid: 'bench', key: new Uint8Array(randomBytes(32)) }
  const world = {
    masterKey,
    appId: '100550000000009',
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: randomBytes(16).toString('hex'),
    stores: await seedBenchStores(url, masterKey, storeCount),
  }
  return { name: 'bench_template', url, world }
}

export type InstallationPlan = {
  stage: Stage
  world: World
  databaseUrl: string
  options: BenchOptions
}

/** The processes of one installation, as production runs them, on one database. */
export class Installation implements AsyncDisposable {
  readonly #plan: InstallationPlan
  readonly #stack = new AsyncDisposableStack()
  readonly #children: Child[] = []

  constructor(plan: InstallationPlan) {
    this.#plan = plan
  }

  get databaseUrl(): string {
    return this.#plan.databaseUrl
  }

  /** Answers the address it listens on. */
  async startServer({ graphUrl }: { graphUrl: string }): Promise<{ port: number }> {
    const [port = 0, metricsPort = 0] = await freePorts(2)
    const environment = {
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      GRAPH_URL: graphUrl,
      STRIPE_URL: graphUrl,
    }
    await this.#start('server', { environment, ready: 'the server listens' })
    return { port }
  }

  async startWorker({ graphUrl }: { graphUrl: string }): Promise<void> {
    await this.#start('worker', {
      environment: { GRAPH_URL: graphUrl, STRIPE_URL: graphUrl },
      ready: 'the worker works',
    })
  }

  /** The full fake Meta and Stripe of `dukkan sandbox`, knowing the stores of this world. */
  async startSandbox(timing: Record<string, unknown> = {}): Promise<{ url: string }> {
    const [port = 0] = await freePorts(1)
    const url = `http://127.0.0.1:${port}`
    await this.#start('sandbox', { environment: { SANDBOX_PORT: String(port) }, ready: 'The sandbox listens' })
    await put(`${url}/control/world`, sandboxWorld(this.#plan.world))
    await put(`${url}/control/timing`, timing)
    return { url }
  }

  /** Watches PostgreSQL, Redis, our processes and whatever else is named. */
  meter(others: readonly Watched[] = []): Meter {
    const own = this.#children.map(({ name, pid }) => ({ name, pid }))
    return new Meter([...own, ...this.#plan.stage.watched, ...others])
  }

  logOf(name: string): string {
    return this.#children.find((child) => child.name === name)?.log() ?? ''
  }

  /** Stops our processes; the database stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }

  async #start(
    command: 'server' | 'worker' | 'sandbox',
    { environment, ready }: { environment: Record<string, string>; ready: string },
  ): Promise<void> {
    const { stage, options } = this.#plan
    const before = this.#children.filter(({ name }) => name.startsWith(command)).length
    const name = before === 0 ? command : `${command}-${before + 1}`
    const child = await startChild({
      name,
      command: dukkan(command, options.profile ? await profiling(name) : []),
      environment: { ...environmentOf(this.#plan), ...environment },
      logFile: join(stage.folder, `${name}-${randomBytes(3).toString('hex')}.log`),
      ready,
    })
    this.#stack.use(child)
    this.#children.push(child)
  }
}

async function profiling(name: string): Promise<string[]> {
  const folder = join(projectRoot, '.data', 'bench-profiles')
  await mkdir(folder, { recursive: true })
  return ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`]
}

function environmentOf({ databaseUrl, world, stage }: InstallationPlan): Record<string, string> {
  const { masterKey, appId, appSecret, verifyToken } = world
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    REDIS_URL: stage.redisUrl ?? '',
    REDIS_PREFIX: new URL(databaseUrl).pathname.slice(1),
    PUBLIC_URL: 'https://shop.example',
    HOST: '127.0.0.1',
    WHATSAPP_APP_ID: appId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    DUKKAN_MASTER_KEYS: `${masterKey.kid}:${Buffer.from(masterKey.key).toString('base64')}`,
    LOG_LEVEL: 'info',
    NO_COLOR: '1',
  }
}

function sandboxWorld({ appId, appSecret, verifyToken, stores }: World) {
  return {
    appId,
    appSecret,
    verifyToken,
    numbers: stores.map(({ phoneNumberId, displayPhoneNumber, wabaId, catalogId, accessToken, currency }) => ({
      ...{ phoneNumberId, displayPhoneNumber, wabaId, catalogId, accessToken, currency },
      limits: { perSecond: 1_000, catalogBatchesPerMinute: 1_000 },
    })),
    stripeAccounts: stores.map(({ stripeKey, stripeWebhookSecret }) => ({
      secretKey: stripeKey,
      webhookSecret: stripeWebhookSecret,
      webhookUrl: 'http://127.0.0.1:9/',
    })),
  }
}

async function put(url: string, body: unknown): Promise<void> {
  const { statusCode, body: answer } = await request(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  if (statusCode >= 300) throw new Error(`${url} answered ${statusCode}: ${text}`)
}

/** Lets a worker bring the catalogs of all stores to a sandbox, so that runs begin with what Meta has accepted. */
export async function syncCatalogs(
  template: Template,
  { stage, options }: { stage: Stage; options: BenchOptions },
): Promise<void> {
  const { url, world } = template
  await using installation = new Installation({
    stage,
    world,
    databaseUrl: url,
    options: { ...options, profile: false },
  })
  const sandbox = await installation.startSandbox()
  await installation.startWorker({ graphUrl: sandbox.url })
  const open = `select (select count(*) from catalog_items where acked_digest is null or dirty_since is not null)
    + (select count(*) from events where outcome is null) as open, (select count(*) from catalog_items) as items`
  await until(async () => {
    const [row] = await query(url, open)
    return Number(row?.items) > 0 && Number(row?.open) === 0
  }, 'the catalogs reached the sandbox')
}

export async function until(condition: () => Promise<boolean>, what: string, ms = 60_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`it did not come to be that ${what}`)
    await sleep(50)
  }
}
