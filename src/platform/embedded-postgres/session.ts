import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type DataFolder, type Keys, readKeys, writeKeys } from './data-folder.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { type Ownership, takeOwnership } from './owner.ts'
import { freePort, tryPort } from './ports.ts'
import { findPostmaster, type Postmaster } from './postmaster.ts'
import { type ServerPlan, serverArguments, startServer, stopServer } from './server-process.ts'

const busyLimitMs = 120_000
const retryMs = 100

export type Wish = { port?: number | undefined; settings: Readonly<Record<string, string>> }

/** A running server that this process owns. `adopted`: it was already running, left behind by a Dukkan that died. */
export type Session = { pid: number; port: number; keys: Keys; adopted: boolean; ownership: Ownership }

/** Takes over the running server of this folder or starts one; waits while an earlier one is still going up or down. */
export async function openSession(folder: DataFolder, wish: Wish): Promise<Session> {
  const deadline = Date.now() + busyLimitMs
  for (;;) {
    const running = await findPostmaster(folder.dataDir)
    const session = running === undefined ? await start(folder, wish) : await adopt(folder, wish, running)
    if (session !== undefined) return session
    if (Date.now() > deadline) throw stillBusy(folder.dataDir)
    await sleep(retryMs)
  }
}

function stillBusy(dataDir: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The PostgreSQL of ${dataDir} neither answers nor goes away.`, {
    code: 'start-timeout',
    fix: `Read ${dataDir}.log, end the process named in ${join(dataDir, 'postmaster.pid')}, and start again.`,
  })
}

async function start(folder: DataFolder, wish: Wish): Promise<Session | undefined> {
  const keys = await readKeys(folder.dataDir)
  const plan = { port: await choosePort(wish, keys), settings: wish.settings }
  const outcome = await startServer(folder, plan)
  if (outcome === 'port' && wish.port !== undefined) throw portTaken(wish.port)
  if (outcome !== 'running') return undefined
  if (plan.port !== keys.port) await writeKeys(folder, { ...keys, port: plan.port })
  const running = await findPostmaster(folder.dataDir)
  return running === undefined ? undefined : own(running, { keys, adopted: false })
}

async function choosePort({ port }: Wish, keys: Keys): Promise<number> {
  if (port === undefined) return freePort(keys.port)
  if ((await tryPort(port)) === undefined) throw portTaken(port)
  return port
}

function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`Port ${port} on 127.0.0.1 is taken by another program.`, {
    code: 'port-taken',
    fix: 'Stop that program, choose another port, or leave the port out to have a free one chosen.',
  })
}

/** A server that runs otherwise than we would start it now (other port, settings or programs) is restarted. */
async function adopt(folder: DataFolder, wish: Wish, running: Postmaster): Promise<Session | undefined> {
  if (!running.ready) return undefined
  const session = await own(running, { keys: await readKeys(folder.dataDir), adopted: true })
  if (session === undefined) return undefined
  if (await runsAs(folder, { port: wish.port ?? running.port, settings: wish.settings })) return session
  await stopServer(running.pid)
  await session.ownership.release()
  return undefined
}

async function runsAs({ dataDir, binaries }: DataFolder, plan: ServerPlan): Promise<boolean> {
  const recorded = await readFile(join(dataDir, 'postmaster.opts'), 'utf8').catch(() => '')
  const wanted = serverArguments(dataDir, plan).map((argument) => `"${argument}"`)
  return recorded.trim() === [binaries.postgres, ...wanted].join(' ')
}

async function own(
  { pid, port }: Postmaster,
  { keys, adopted }: Pick<Session, 'keys' | 'adopted'>,
): Promise<Session | undefined> {
  const ownership = await takeOwnership({ port, keys })
  return ownership === undefined ? undefined : { pid, port, keys, adopted, ownership }
}

/**
 * The lock is let go last: whoever waits for the folder must not get a server that is about to stop. A server that has
 * died by itself is not signaled, for its number may be another program's by now.
 */
export async function closeSession({ dataDir }: DataFolder, { pid, ownership }: Session): Promise<void> {
  const running = await findPostmaster(dataDir)
  if (running?.pid === pid) await stopServer(pid)
  await ownership.release()
}
