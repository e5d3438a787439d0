import { constants } from 'node:fs'
import { access, mkdir, readdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { PostgresBinaries } from './binaries.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { giveTo, ownedBy, type ServerUser } from './server-user.ts'

export type DataFolder = { dataDir: string; binaries: PostgresBinaries; user: ServerUser }

/** What the launcher keeps inside the data folder, so that data and keys cannot be parted. */
const Keys = z.object({
  adminPassword: z.string().min(1),
  password: z.string().min(1),
  port: z.int().min(1).max(65_535).optional(),
})
export type Keys = z.infer<typeof Keys>

const majorVersion = '18'
const startOver = 'Restore a backup of the folder, or move the folder away and start again with an empty shop.'

/** The folder's real path, its parent made where missing and seen to be writable. */
export async function usablePath(wanted: string): Promise<string> {
  const parent = dirname(resolve(wanted))
  try {
    await mkdir(parent, { recursive: true })
    await access(parent, constants.W_OK)
    return join(await realpath(parent), basename(wanted))
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code
    throw new EmbeddedPostgresError(`The folder ${parent} cannot be made or written to (${reason}).`, {
      code: 'folder-unusable',
      fix: 'Name a data folder in a place where this user may write.',
      cause,
    })
  }
}

/** True when the folder holds a complete database of ours, false when there is none yet; throws for anything else. */
export async function hasDatabase(dataDir: string): Promise<boolean> {
  const names = await listFolder(dataDir)
  if (names.length === 0) return false
  const version = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version === '' || !names.includes('global')) {
    throw new EmbeddedPostgresError(`The data folder ${dataDir} holds no complete PostgreSQL database.`, {
      code: 'data-broken',
      fix: startOver,
    })
  }
  requireVersion(dataDir, version.trim().slice(0, 20))
  return true
}

function requireVersion(dataDir: string, found: string): void {
  if (found === majorVersion) return
  throw new EmbeddedPostgresError(
    `The data folder ${dataDir} was written by PostgreSQL ${found}, the bundled one is ${majorVersion}.`,
    {
      code: 'data-version',
      fix: `Serve it with PostgreSQL ${found} and set DATABASE_URL, or move the folder away and start empty.`,
    },
  )
}

async function listFolder(dataDir: string): Promise<string[]> {
  try {
    return await readdir(dataDir)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    if (code === 'EACCES') throw notOurs(dataDir, cause)
    throw new EmbeddedPostgresError(`The data folder ${dataDir} cannot be read (${code}).`, {
      code: 'data-broken',
      fix: startOver,
      cause,
    })
  }
}

function notOurs(dataDir: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The data folder ${dataDir} belongs to another user.`, {
    code: 'data-not-ours',
    fix: 'Start Dukkan as the user who started it first, or take the folder over with chown -R.',
    cause,
  })
}

/** PostgreSQL serves only a folder that its own account owns; root hands it over, anyone else is told. */
export async function claimFolder({ dataDir, user }: DataFolder): Promise<void> {
  if (user.owner !== undefined) return giveTo(dataDir, user.owner)
  const { uid } = await stat(dataDir)
  if (uid !== process.getuid?.()) throw notOurs(dataDir)
}

const keysFile = (dataDir: string) => join(dataDir, 'dukkan.json')

export async function readKeys(dataDir: string): Promise<Keys> {
  try {
    return Keys.parse(JSON.parse(await readFile(keysFile(dataDir), 'utf8')))
  } catch (cause) {
    throw new EmbeddedPostgresError(`${keysFile(dataDir)} is missing or unreadable.`, {
      code: 'data-broken',
      fix: `The passwords of this database are gone with it. ${startOver}`,
      cause,
    })
  }
}

/** Replaces the file in one step, so that a crash leaves the old keys or the new ones. */
export async function writeKeys({ dataDir, user }: Pick<DataFolder, 'dataDir' | 'user'>, keys: Keys): Promise<void> {
  const draft = `${keysFile(dataDir)}.new`
  await writeFile(draft, JSON.stringify(keys), { mode: 0o600, flush: true })
  await ownedBy(user, [draft])
  await rename(draft, keysFile(dataDir))
}
