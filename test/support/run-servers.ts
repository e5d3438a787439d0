import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { projectRoot, start } from '#test/support/run-commands.ts'
import { testSettings } from '#test/support/test-server.ts'

const dataRoot = join(projectRoot, '.data')
const dataPrefix = 'test-run-'
const redisStartLimitMs = 10_000

export type TestServers = AsyncDisposable & { environment: Record<string, string>; backends: string }

/** Starts what the caller did not bring along (DATABASE_URL, REDIS_URL) and tells the tests where it is. */
export async function serversForTests(): Promise<TestServers> {
  const stack = new AsyncDisposableStack()
  try {
    const environment: Record<string, string> = {}
    if (!process.env.DATABASE_URL) environment.TEST_DATABASE_URL = stack.use(await startPostgres()).url
    const redis = process.env.REDIS_URL || (await startRedis(stack))
    if (redis) environment.TEST_REDIS_URL = redis
    const backends = redis ? 'postgres, redis' : 'postgres only (no redis-server found)'
    return { environment, backends, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

async function startPostgres() {
  await removeDeadRuns()
  const dataDir = join(dataRoot, `${dataPrefix}${process.pid}`)
  const server = await openEmbeddedPostgres({ dataDir, settings: testSettings })
  const close = async () => {
    await server.close()
    await removeData(dataDir)
  }
  return { url: server.url, [Symbol.asyncDispose]: close }
}

/** A run that was killed leaves its server and data behind. */
async function removeDeadRuns(): Promise<void> {
  for (const name of await readdir(dataRoot).catch(() => [])) {
    const pid = new RegExp(`^${dataPrefix}(\\d+)$`).exec(name)?.[1]
    if (pid === undefined || isAlive(Number(pid))) continue
    const dataDir = join(dataRoot, name)
    const left = await openEmbeddedPostgres({ dataDir, settings: testSettings }).catch(() => undefined)
    await left?.close()
    await removeData(dataDir)
  }
}

async function removeData(dataDir: string): Promise<void> {
  await rm(dataDir, { recursive: true, force: true })
  await rm(`${dataDir}.log`, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A Redis that keeps nothing, or undefined where no redis-server is installed. */
async function startRedis(stack: AsyncDisposableStack): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'dukkan-redis-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
  const child = start(['redis-server', ...options.map(String)], { stdio: 'ignore', detached: true })
  const spawned = await once(child, 'spawn').then(
    () => true,
    () => false,
  )
  if (!spawned) return undefined
  stack.defer(async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit')
  })
  const url = `redis://127.0.0.1:${port}`
  await waitForRedis(url)
  return url
}

async function waitForRedis(url: string): Promise<void> {
  const deadline = Date.now() + redisStartLimitMs
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, enableOfflineQueue: false })
  client.on('error', () => undefined)
  try {
    while (Date.now() < deadline) {
      const connected = await client.connect().then(
        () => true,
        () => false,
      )
      if (connected) return
      await sleep(50)
    }
    throw new Error(`redis-server did not answer within ${redisStartLimitMs / 1000} s.`)
  } finally {
    client.disconnect()
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
