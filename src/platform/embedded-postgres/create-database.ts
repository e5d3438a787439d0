import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type DataFolder, writeKeys } from './data-folder.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { isAlive } from './postmaster.ts'
import { ownedBy } from './server-user.ts'

const run = promisify(execFile)

/** Makes an empty database beside the folder and moves it in when complete: a killed attempt never looks finished. */
export async function createDatabase(folder: DataFolder): Promise<void> {
  const { dataDir, user } = folder
  await removeAbandonedAttempts(dataDir)
  const attempt = `${dataDir}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = `${attempt}.password`
  const adminPassword = newPassword()
  try {
    await mkdir(attempt, { mode: 0o700 })
    await writeFile(passwordFile, adminPassword, { mode: 0o600 })
    await ownedBy(user, [attempt, passwordFile])
    await initdb({ ...folder, dataDir: attempt }, passwordFile)
    await writeKeys({ dataDir: attempt, user }, { adminPassword, password: newPassword() })
    await moveIn(attempt, dataDir)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(attempt, { recursive: true, force: true })
  }
}

function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/** Another start may have won the race to this folder; then its database stays and ours is thrown away. */
async function moveIn(attempt: string, dataDir: string): Promise<void> {
  await rename(attempt, dataDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
  })
}

async function removeAbandonedAttempts(dataDir: string): Promise<void> {
  const parent = dirname(dataDir)
  const prefix = `${basename(dataDir)}.new-`
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 3 })
  }
}

async function initdb({ dataDir, binaries, user }: DataFolder, passwordFile: string): Promise<void> {
  const [program = binaries.initdb, ...args] = [
    ...user.prefix,
    binaries.initdb,
    ...['--pgdata', dataDir, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--lc-messages=C'],
  ]
  await run(program, args, { ...user.spawn, cwd: '/' }).catch((cause: Error & { stderr?: string }) => {
    const reason = cause.stderr?.match(/(?:error|FATAL): +(.*)/)?.[1] ?? cause.message
    throw new EmbeddedPostgresError(`No database could be created in ${dirname(dataDir)}: ${reason}.`, {
      code: 'start-failed',
      fix: 'Check that the disk has room and that you may write there, then start again.',
      cause,
    })
  })
}
