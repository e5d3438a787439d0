import { spawn } from 'node:child_process'
import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'

const keeperScript = fileURLToPath(import.meta.resolve('#test/support/postgres-keeper.ts'))
const dataRoot = fileURLToPath(new URL('../../.data', import.meta.url))
const patienceMs = 90_000
const respawnMs = 10_000

/** Where single test files keep their PostgreSQL between runs; one per user, because a folder serves one user. */
export const keeperData = `${dataRoot}/test-postgres-${process.getuid?.() ?? 0}`
export const keeperUrlFile = `${keeperData}.url`

/** Settings for databases that may be lost: no waiting for the disk, room for many test files at once. */
export const testSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** A PostgreSQL on which databases may be made: the caller's, the runner's, or one kept running for a minute. */
export async function testServerUrl(): Promise<string> {
  return process.env.DATABASE_URL ?? process.env.TEST_DATABASE_URL ?? (await keptServerUrl())
}

async function keptServerUrl(): Promise<string> {
  const deadline = Date.now() + patienceMs
  let nextSpawn = 0
  while (Date.now() < deadline) {
    const url = await readFile(keeperUrlFile, 'utf8').catch(() => undefined)
    if (url !== undefined && (await answers(url))) return url
    if (Date.now() >= nextSpawn) {
      nextSpawn = Date.now() + respawnMs
      await spawnKeeper()
    }
    await sleep(50)
  }
  const log = await readFile(`${keeperData}-keeper.log`, 'utf8').catch(() => '')
  throw new Error(`No PostgreSQL for the tests after ${patienceMs / 1000} s.\n${log.slice(-2_000)}`)
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function spawnKeeper(): Promise<void> {
  await mkdir(dirname(keeperData), { recursive: true })
  await rm(keeperUrlFile, { force: true })
  const log = await open(`${keeperData}-keeper.log`, 'w')
  const child = spawn(process.execPath, [keeperScript], { detached: true, stdio: ['ignore', log.fd, log.fd] })
  child.unref()
  await log.close()
}
