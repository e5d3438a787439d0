import { setTimeout as sleep } from 'node:timers/promises'
import { locateBinaries } from './binaries.ts'
import { createDatabase } from './create-database.ts'
import { claimFolder, type DataFolder, hasDatabase, usablePath } from './data-folder.ts'
import { applicationUrl } from './owner.ts'
import { findPostmaster } from './postmaster.ts'
import { chooseServerUser } from './server-user.ts'
import { closeSession, openSession, type Session, type Wish } from './session.ts'

export { EmbeddedPostgresError, type EmbeddedPostgresFault } from './errors.ts'
export { runningDatabaseUrl } from './running-url.ts'

export type EmbeddedPostgresOptions = {
  /** Made when missing. A log is kept beside it, at `<dataDir>.log`. */
  dataDir: string
  /** Left out, a free one is chosen and kept for later starts. */
  port?: number | undefined
  /** PostgreSQL's own settings, e.g. `{ fsync: 'off' }` for a database that may be lost. */
  settings?: Readonly<Record<string, string>>
  log?: { info: (message: string) => void; error: (message: string) => void }
}

export type EmbeddedPostgres = AsyncDisposable & {
  /** Connects as `dukkan`: owns the database, may create databases and roles, and is no superuser. */
  url: string
  /** True when the server was still running, left behind by a process that was killed. */
  adopted: boolean
  /** Stops the server; to be called last, when nothing needs the database any more. */
  close: () => Promise<void>
}

/**
 * Runs the bundled PostgreSQL on 127.0.0.1 for as long as this process wants it, and starts it again if it dies.
 * Throws `EmbeddedPostgresError`, whose `fix` says the way out.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port, settings = {}, log } = options
  const folder = await prepareFolder(options.dataDir)
  let session = await openSession(folder, { port, settings })
  let closing: Promise<void> | undefined
  let mending = Promise.resolve()
  const given = new AbortController()

  const watch = () => session.ownership.lost.then(() => (closing === undefined ? mend() : undefined))
  const mend = async () => {
    log?.error('The embedded PostgreSQL went away; starting it again.')
    mending = reopen(folder, { port: session.port, settings }, { log, signal: given.signal }).then((next) => {
      if (next === undefined) return
      session = next
      void watch()
    })
    await mending
  }
  const close = () => {
    given.abort()
    closing ??= mending.then(() => closeSession(folder, session))
    return closing
  }

  void watch()
  log?.info(`Embedded PostgreSQL ${session.adopted ? 'taken over' : 'started'} on port ${session.port}.`)
  return { url: applicationUrl(session), adopted: session.adopted, close, [Symbol.asyncDispose]: close }
}

const FIRST_REST_MS = 500
const MOST_REST_MS = 10_000

type Reopening = { log: EmbeddedPostgresOptions['log']; signal: AbortSignal }

/** Tries until it is up or nobody wants it any more: a full disk or a taken port may be free again in a minute. */
async function reopen(folder: DataFolder, wish: Wish, { log, signal }: Reopening): Promise<Session | undefined> {
  for (let restMs = FIRST_REST_MS; !signal.aborted; restMs = Math.min(2 * restMs, MOST_REST_MS)) {
    try {
      return await openSession(folder, wish)
    } catch (error) {
      log?.error(
        `The embedded PostgreSQL could not be started again: ${error instanceof Error ? error.message : error}`,
      )
    }
    await sleep(restMs, undefined, { signal }).catch(() => undefined)
  }
  return undefined
}

async function prepareFolder(wanted: string): Promise<DataFolder> {
  const dataDir = await usablePath(wanted)
  const binaries = await locateBinaries()
  const exists = await hasDatabase(dataDir)
  const folder = { dataDir, binaries, user: await chooseServerUser(dataDir, binaries) }
  if (!exists) await createDatabase(folder)
  if ((await findPostmaster(dataDir)) === undefined) await claimFolder(folder)
  return folder
}
