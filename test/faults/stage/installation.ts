import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from '#app/orm.ts'
import { prepareBells } from '#platform/bells.ts'
import { freePorts } from '#platform/free-ports.ts'
import { createLogger } from '#platform/logger.ts'
import { openDatabase, type Stage } from './database.ts'
import { type Disk, openDisk } from './disk.ts'
import { TcpProxy } from './proxy.ts'
import { openRedis, type RedisStage } from './redis.ts'
import { control } from './sandbox-control.ts'
import { projectRoot, type Role, Slot } from './slot.ts'
import { makeWorld, sandboxWorld, type World } from './world.ts'

export type Backend = 'postgres' | 'redis'

/** Two servers, two workers, PostgreSQL, Redis and the sandbox, each a process, with proxies between them. */
export type Installation = AsyncDisposable & {
  folder: string
  database: Stage
  /** What PostgreSQL's data is on; null where none could be mounted. */
  disk: Disk | null
  redis: RedisStage | null
  /** In front of PostgreSQL, of Redis, and of both servers. */
  databaseProxy: TcpProxy
  redisProxy: TcpProxy | null
  world: World
  shopUrl: string
  sandboxUrl: string
  journalFile: string
  slots: readonly Slot[]
  slotsOf: (role: Role) => Slot[]
  /** What carries the doorbells from each process's next life on. */
  carryBellsBy: (backend: Backend) => void
}

type Opening = { say: (line: string) => void; diskMebibytes: number }

const skewedClock = new URL('./skewed-clock.ts', import.meta.url).href

export async function openInstallation({ say, diskMebibytes }: Opening): Promise<Installation> {
  await using stack = new AsyncDisposableStack()
  const folder = await makeFolder(stack)
  const disk = await openDisk(join(folder, 'disk'), diskMebibytes)
  if (disk !== null) stack.use(disk)
  const database = stack.use(await openDatabase(disk?.folder ?? folder))
  await migrate(database.url)
  await prepareBells({ kind: 'postgres', url: database.url }, createLogger({ level: 'error' }))
  const world = await makeWorld(database.url)
  say('PostgreSQL is up and the stores are open')
  const redis = await openRedis(folder)
  if (redis !== null) stack.use(redis)
  const databaseProxy = stack.use(await TcpProxy.open([database.port]))
  const redisProxy = redis === null ? null : stack.use(await TcpProxy.open([redis.port]))
  const [sandboxPort = 0, ...ports] = await freePorts(5)
  const balancer = stack.use(await TcpProxy.open([ports[0] ?? 0, ports[2] ?? 0]))
  const shopUrl = `http://127.0.0.1:${balancer.port}`
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const journalFile = join(folder, 'journal.ndjson')
  const common = {
    ...secretsOf(world),
    DATABASE_URL: Object.assign(new URL(database.url), { port: String(databaseProxy.port) }).href,
    PUBLIC_URL: shopUrl,
    GRAPH_URL: sandboxUrl,
    STRIPE_URL: sandboxUrl,
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_JOURNAL: journalFile,
    NODE_COMPILE_CACHE: join(projectRoot, '.data', 'faults-compile-cache'),
  }
  const shop = shopSlots(folder, common, ports)
  const sandbox = slotOf({ folder, name: 'sandbox', role: 'sandbox', environment: common })
  stack.use(sandbox)
  for (const slot of shop) stack.use(slot)
  await sandbox.start()
  await sandbox.untilReady()
  await control(`${sandboxUrl}/control/world`, sandboxWorld(world, shopUrl), 'PUT')
  await control(`${sandboxUrl}/control/timing`, TIMING, 'PUT')
  const running = stack.move()
  return {
    ...{ folder, database, disk, redis, databaseProxy, redisProxy, world, shopUrl, sandboxUrl, journalFile },
    slots: shop,
    slotsOf: (role) => shop.filter(({ plan }) => plan.role === role),
    carryBellsBy: (backend) => {
      const url = backend === 'redis' && redisProxy !== null ? `redis://127.0.0.1:${redisProxy.port}` : ''
      for (const { plan } of shop) plan.environment.REDIS_URL = url
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Meta tries for days; here it tries twice a second for some minutes, and gives each try three seconds. */
const TIMING = { webhookRetryMs: [100, 200, ...Array.from({ length: 600 }, () => 500)], webhookTimeoutMs: 3_000 }

async function makeFolder(stack: AsyncDisposableStack): Promise<string> {
  const data = join(projectRoot, '.data')
  await mkdir(data, { recursive: true })
  const folder = await mkdtemp(join(data, 'faults-'))
  if (!process.env.FAULTS_KEEP) stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

function secretsOf({ appId, appSecret, verifyToken, masterKeys }: World): Record<string, string> {
  return {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    REDIS_URL: '',
    WHATSAPP_APP_ID: appId,
    WHATSAPP_APP_SECRET: appSecret,
    WHATSAPP_VERIFY_TOKEN: verifyToken,
    DUKKAN_MASTER_KEYS: masterKeys,
    LOG_LEVEL: 'info',
    NO_COLOR: '1',
  }
}

function shopSlots(folder: string, common: Record<string, string>, ports: readonly number[]): Slot[] {
  const server = (n: number) => ({
    ...common,
    PORT: String(ports[n * 2 - 2]),
    METRICS_PORT: String(ports[n * 2 - 1]),
  })
  return [
    slotOf({ folder, name: 'server-1', role: 'server', environment: server(1) }),
    slotOf({ folder, name: 'server-2', role: 'server', environment: server(2) }),
    slotOf({ folder, name: 'worker-1', role: 'worker', environment: { ...common } }),
    slotOf({ folder, name: 'worker-2', role: 'worker', environment: { ...common } }),
  ]
}

const readyWords: Record<Role, string> = {
  server: 'the server listens',
  worker: 'the worker works',
  sandbox: 'The sandbox listens',
}

type SlotWish = { folder: string; name: string; role: Role; environment: Record<string, string> }

function slotOf({ folder, name, role, environment }: SlotWish): Slot {
  const reports = `--report-directory=${folder}`
  return new Slot({
    name,
    role,
    environment,
    nodeOptions: [`--import=${skewedClock}`, '--report-on-signal', '--report-signal=SIGUSR2', reports],
    logFile: join(folder, `${name}.log`),
    ready: readyWords[role],
  })
}
