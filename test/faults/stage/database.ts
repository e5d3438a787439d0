import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { findPostmaster } from '#platform/embedded-postgres/postmaster.ts'
import { leaveWill } from './last-will.ts'

/** What may be lost here is the machine, never the process: commits reach the kernel before they are acknowledged. */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  max_wal_size: '96MB',
  min_wal_size: '32MB',
}

export type Rows = Record<string, unknown>[]

/** The real PostgreSQL of a run, and a superuser's eye on it that survives whatever is done to it. */
export type Stage = AsyncDisposable & {
  /** Straight to the server, as the application's role. */
  url: string
  port: number
  /** Asks as superuser, outside all walls; tries again while the server is away. */
  ask: <Row extends object>(sql: string, values?: readonly unknown[]) => Promise<Row[]>
  /** Kills the server as a power cut would kill the process; it recovers and comes back by itself. */
  crash: () => Promise<void>
}

const PATIENCE_MS = 30_000
const RETRY_MS = 50

export async function openDatabase(folder: string): Promise<Stage> {
  const dataDir = join(folder, 'postgres')
  const server = await openEmbeddedPostgres({ dataDir, settings })
  const { adminPassword } = JSON.parse(await readFile(join(dataDir, 'dukkan.json'), 'utf8'))
  const takeBack = leaveWill(() => {
    const [pid] = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), 'SIGQUIT')
  })
  const adminUrl = Object.assign(new URL(server.url), { username: 'postgres', password: adminPassword }).href
  const pool = new pg.Pool({ connectionString: adminUrl, max: 4, connectionTimeoutMillis: 5_000, types })
  pool.on('error', () => undefined)
  return {
    url: server.url,
    port: Number(new URL(server.url).port),
    ask: (sql, values = []) => patiently(async () => (await pool.query(sql, [...values])).rows),
    crash: async () => {
      const running = await findPostmaster(dataDir)
      if (running !== undefined) process.kill(running.pid, 'SIGQUIT')
      await untilBack(pool)
    },
    async [Symbol.asyncDispose]() {
      await pool.end()
      await server.close()
      takeBack()
    },
  }
}

/** Counts come as numbers. */
const INT8 = 20
const types: pg.CustomTypesConfig = {
  // biome-ignore lint/suspicious/noExplicitAny: pg types its own parsers as any
  getTypeParser: (oid: number, format?: 'text' | 'binary'): any =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || performance.now() > end) throw error
      await sleep(RETRY_MS)
    }
  }
}

/** The server went away, is not back yet, took our connection with it, or we stood in somebody's way. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return (
    /^(57P0|08|40P01|53100|53300|ECONN|EPIPE)/.test(code) ||
    /terminated|timeout exceeded|Connection ended|ECONNREFUSED/i.test(error.message)
  )
}

async function untilBack(pool: pg.Pool): Promise<void> {
  await sleep(RETRY_MS)
  await patiently(async () => {
    await pool.query('select 1')
  })
}
