import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { EmbeddedPostgresError } from '#platform/embedded-postgres/index.ts'
import { findPostmaster, isAlive } from '#platform/embedded-postgres/postmaster.ts'

const holderScript = fileURLToPath(import.meta.resolve('#test/support/postgres-holder.ts'))

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

/** A place for a data folder; `mode` decides whether other users may enter. Its server, if one is left, is ended. */
export async function dataFolder(t: Teardown, mode = 0o755): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'dukkan-pg-'))
  await chmod(parent, mode)
  const dataDir = join(parent, 'postgres')
  t.teardown(async () => {
    const pid = await serverPid(dataDir)
    if (pid !== undefined) await killNow(pid)
    await rm(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  return dataDir
}

/** The server that holds the data folder, or undefined. */
export async function serverPid(dataDir: string): Promise<number | undefined> {
  return (await findPostmaster(dataDir))?.pid
}

/** kill -9, and waits until the process is gone. */
export async function killNow(pid: number): Promise<void> {
  if (!isAlive(pid)) return
  process.kill(pid, 'SIGKILL')
  for (let tries = 0; tries < 100 && isAlive(pid); tries += 1) await sleep(20)
}

/** Runs one statement on a connection of its own. */
export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

export type Said = { url?: string; adopted?: boolean; code?: string; message?: string }

/** Another Dukkan process on this folder, and the first thing it said. */
export async function anotherDukkan(t: Teardown, dataDir: string): Promise<{ process: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, [holderScript, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { process: child, said: JSON.parse(line) }
}

/** The launcher's complaint about an attempt that must fail. */
export async function complaintOf(attempt: Promise<unknown>): Promise<EmbeddedPostgresError> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) return error
    throw error
  }
  throw new Error('it started although it must not')
}
