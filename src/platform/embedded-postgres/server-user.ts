import { spawnSync } from 'node:child_process'
import { chown, lchown, readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import { EmbeddedPostgresError, useYourOwn } from './errors.ts'

/** How to start PostgreSQL's programs, which refuse to run as root. */
export type ServerUser = {
  spawn: { uid?: number; gid?: number }
  /** Command line put before the program. */
  prefix: readonly string[]
  /** Who has to own the data folder on disk; undefined when it is whoever runs this. */
  owner?: Account | undefined
}

const nobody = { uid: 65_534, gid: 65_534 }
const unshare = ['unshare', '--user', `--map-user=${nobody.uid}`]

type Account = { uid: number; gid: number }

/** A normal user serves as itself; root steps down to an account that can reach the folders, or into a namespace. */
export async function chooseServerUser(dataDir: string, binaries: PostgresBinaries): Promise<ServerUser> {
  const self = process.getuid?.() ?? 0
  const direct = self === 0 ? await stepDown(dataDir, binaries) : asSelf(self)
  if (direct !== undefined) return direct
  if (runs(unshare, binaries)) return { spawn: {}, prefix: unshare, owner: self === 0 ? { uid: 0, gid: 0 } : undefined }
  throw new EmbeddedPostgresError('PostgreSQL needs a user account other than root, and none can be used here.', {
    code: 'no-server-user',
    fix: `Start Dukkan as a normal user, or keep it in a folder that every user may enter. Or: ${useYourOwn}`,
  })
}

function asSelf(uid: number): ServerUser | undefined {
  return isKnown(uid) ? { spawn: {}, prefix: [] } : undefined
}

async function stepDown(dataDir: string, binaries: PostgresBinaries): Promise<ServerUser | undefined> {
  for (const account of await candidates(dataDir)) {
    if (await canServeAs(account, { dataDir, binaries })) return { spawn: account, prefix: [], owner: account }
  }
  return undefined
}

/** The owner of the data first, so that a shop once started with sudo still opens without. */
async function candidates(dataDir: string): Promise<Account[]> {
  const accounts: Account[] = []
  for (const path of [dataDir, dirname(dataDir)]) {
    const owner = await stat(path).catch(() => undefined)
    if (owner !== undefined && owner.uid !== 0) accounts.push({ uid: owner.uid, gid: owner.gid })
  }
  return [...accounts, nobody]
}

/** initdb insists on a name for whoever runs it, and containers like to run as a number without one. */
function isKnown(uid: number): boolean {
  return spawnSync('id', ['-nu', String(uid)], { stdio: 'ignore' }).status === 0
}

async function canServeAs(
  account: Account,
  { dataDir, binaries }: { dataDir: string; binaries: PostgresBinaries },
): Promise<boolean> {
  if (!isKnown(account.uid)) return false
  for (const folder of [await realpath(dirname(dataDir)), await realpath(dirname(binaries.postgres))]) {
    if (!(await mayEnter(folder, account))) return false
  }
  return runs([], binaries, account)
}

async function mayEnter(folder: string, { uid, gid }: Account): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(folder)
  const othersMay = group === gid ? 0o010 : 0o001
  const allowed = (mode & (owner === uid ? 0o100 : othersMay)) !== 0
  if (!allowed || folder === '/') return allowed
  return mayEnter(dirname(folder), { uid, gid })
}

function runs(prefix: readonly string[], { postgres }: PostgresBinaries, account: ServerUser['spawn'] = {}): boolean {
  const [program = postgres, ...args] = [...prefix, postgres, '--version']
  return spawnSync(program, args, { ...account, cwd: '/', stdio: 'ignore' }).status === 0
}

/** Gives single files that root has just made to the account that serves; for anyone else they are right already. */
export async function ownedBy({ owner }: ServerUser, paths: readonly string[]): Promise<void> {
  if (owner === undefined) return
  for (const path of paths) await chown(path, owner.uid, owner.gid)
}

/** Hands a folder and all in it to the account that will serve it. */
export async function giveTo(path: string, owner: Account): Promise<void> {
  const { uid } = await stat(path)
  if (uid === owner.uid) return
  for (const entry of await readdir(path, { recursive: true })) {
    await lchown(join(path, entry), owner.uid, owner.gid)
  }
  await chown(path, owner.uid, owner.gid)
}
