import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { freePort } from '#platform/embedded-postgres/ports.ts'
import { findPostmaster, isAlive } from '#platform/embedded-postgres/postmaster.ts'
import { stopServer } from '#platform/embedded-postgres/server-process.ts'
import { projectRoot, start } from '#test/support/run-commands.ts'
import { testSettings } from '#test/support/test-server.ts'

const dataRoot = join(projectRoot, '.data')
const runPrefix = 'dukkan-test-run-'
const redisStartLimitMs = 10_000

export type TestServers = AsyncDisposable & { environment: Record<string, string>; backends: string }

/**
 * Starts what the caller did not bring along (DATABASE_URL, REDIS_URL) and tells the tests where it is. Their
 * temporary files get a folder of this run, so that whatever a broken-off test leaves there can be ended.
 */
export async function serversForTests(): Promise<TestServers> {
  const stack = new AsyncDisposableStack()
  try {
    await removeDeadRuns()
    const scratch = await makeScratch(stack)
    const environment: Record<string, string> = { TMPDIR: scratch }
    if (!process.env.DATABASE_URL) environment.TEST_DATABASE_URL = stack.use(await startPostgres()).url
    const redis = process.env.REDIS_URL || (await startRedis(scratch, stack))
    if (redis) environment.TEST_REDIS_URL = redis
    const backends = redis ? 'postgres, redis' : 'postgres only (no redis-server found)'
    return { environment, backends, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

async function makeScratch(stack: AsyncDisposableStack): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), `${runPrefix}${process.pid}-`))
  await chmod(scratch, 0o711)
  stack.defer(() => clear(scratch))
  return scratch
}

async function startPostgres() {
  const dataDir = join(dataRoot, `${runPrefix}${process.pid}`, 'postgres')
  const server = await openEmbeddedPostgres({ dataDir, settings: testSettings })
  const close = async () => {
    await server.close()
    await clear(dirname(dataDir))
  }
  return { url: server.url, [Symbol.asyncDispose]: close }
}

/** A run that was killed leaves its servers and its files behind. */
async function removeDeadRuns(): Promise<void> {
  for (const place of [dataRoot, tmpdir()]) {
    for (const name of await readdir(place).catch(() => [])) {
      const pid = new RegExp(`^${runPrefix}(\\d+)`).exec(name)?.[1]
      // Another user's run is theirs to clear.
      if (pid !== undefined && !isAlive(Number(pid))) await clear(join(place, name)).catch(() => undefined)
    }
  }
}

/** Ends the servers that have their data under this folder, then removes it. */
async function clear(folder: string): Promise<void> {
  const entries = await readdir(folder)
  for (const dataDir of ['postgres', ...entries.map((entry) => join(entry, 'postgres'))]) {
    const server = await findPostmaster(join(folder, dataDir))
    if (server !== undefined) await stopServer(server.pid)
  }
  const redis = Number(await readFile(join(folder, 'redis', 'pid'), 'utf8').catch(() => ''))
  if (isAlive(redis)) process.kill(redis, 'SIGTERM')
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** A Redis that keeps nothing, or undefined where no redis-server is installed. */
async function startRedis(scratch: string, stack: AsyncDisposableStack): Promise<string | undefined> {
  const folder = join(scratch, 'redis')
  await mkdir(folder)
  const port = await freePort(undefined)
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no']
  options.push('--pidfile', join(folder, 'pid'))
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
