import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { migrate } from '#app/orm.ts'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { freePorts } from '#platform/free-ports.ts'
import type { Queue } from './bench.types.ts'
import { projectRoot, startChild } from './child.ts'
import type { Watched } from './meter.ts'

/**
 * What a small production server would set on a machine of this size; everything about durability stays as PostgreSQL
 * ships it (fsync, full_page_writes and synchronous_commit on).
 */
const TUNED = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  effective_cache_size: '8GB',
  random_page_cost: '1.1',
  max_connections: '200',
}

const SHOWN = [
  'server_version',
  'shared_buffers',
  'max_wal_size',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'random_page_cost',
  'autovacuum',
]

/** The servers of one bench: a PostgreSQL of its own with a fresh folder, a Redis when asked for. */
export type Stage = AsyncDisposable & {
  folder: string
  /** The settings a figure holds for. */
  postgres: Record<string, string>
  redisUrl: string | null
  watched: Watched[]
  /** Makes an empty migrated database, or a copy of one; answers its URL. */
  createDatabase: (name: string, template?: string) => Promise<string>
  dropDatabase: (name: string) => Promise<void>
  /** Runs statements as PostgreSQL's superuser. */
  asAdmin: (database: string, sql: string) => Promise<Record<string, unknown>[]>
}

export async function openStage(queue: Queue, profile: boolean): Promise<Stage> {
  await using stack = new AsyncDisposableStack()
  const folder = join(projectRoot, '.data', `bench-${process.pid}-${randomBytes(3).toString('hex')}`)
  await mkdir(folder, { recursive: true })
  stack.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
  const dataDir = join(folder, 'postgres')
  const settings = profile
    ? { ...TUNED, shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track_planning': 'on' }
    : TUNED
  const { url } = stack.use(await openEmbeddedPostgres({ dataDir, settings }))
  const postmaster = Number.parseInt(await readFile(join(dataDir, 'postmaster.pid'), 'utf8'), 10)
  const redis = queue === 'redis' ? await startRedis(folder) : null
  if (redis !== null) stack.use(redis.child)
  const running = stack.move()
  return {
    folder,
    postgres: await settingsOf(url),
    redisUrl: redis?.url ?? null,
    watched: [
      { name: 'postgres', pid: postmaster, tree: true },
      ...(redis === null ? [] : [{ name: 'redis', pid: redis.child.pid }]),
    ],
    createDatabase: async (name, template) => {
      const own = await createDatabase(url, name, template)
      if (profile && template === undefined) {
        await query(await adminUrl(dataDir, own), 'create extension pg_stat_statements')
      }
      return own
    },
    // As the administrator: after a long run PostgreSQL may be vacuuming there, which nobody else may break off.
    dropDatabase: async (name) => {
      await query(await adminUrl(dataDir, url), `drop database if exists ${name} with (force)`)
    },
    asAdmin: async (database, sql) => query(await adminUrl(dataDir, urlOf(url, database)), sql),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  await query(url, `create database ${name}${template === undefined ? '' : ` template ${template}`}`)
  const own = urlOf(url, name)
  if (template === undefined) await migrate(own)
  return own
}

function urlOf(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href
}

async function adminUrl(dataDir: string, url: string): Promise<string> {
  const { adminPassword } = JSON.parse(await readFile(join(dataDir, 'dukkan.json'), 'utf8'))
  return Object.assign(new URL(url), { username: 'postgres', password: adminPassword }).href
}

async function settingsOf(url: string): Promise<Record<string, string>> {
  const rows = await query(
    url,
    `select name, current_setting(name) as value from pg_settings where name in ('${SHOWN.join("','")}')`,
  )
  return Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]))
}

/** One statement on a connection of its own. */
export async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const result = await client.query(sql)
    return result.rows
  } finally {
    await client.end()
  }
}

/** Keeps its keys as an operator would: appended to a file, synced every second. */
async function startRedis(folder: string) {
  const [port = 0] = await freePorts(1)
  const dir = join(folder, 'redis')
  await mkdir(dir)
  const options = `--port ${port} --bind 127.0.0.1 --dir ${dir} --save  --appendonly yes --appendfsync everysec`
  const child = await startChild({
    name: 'redis',
    command: ['redis-server', ...options.split(' ')],
    logFile: join(folder, 'redis.log'),
    ready: 'Ready to accept connections',
  })
  return { child, url: `redis://127.0.0.1:${port}` }
}
