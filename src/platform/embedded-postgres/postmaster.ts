import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a PostgreSQL server says of itself in postmaster.pid. */
export type Postmaster = { pid: number; port: number; ready: boolean }

/** The server that holds this data folder, if one is alive. A lock file left by a process that is gone is cleared. */
export async function findPostmaster(dataDir: string): Promise<Postmaster | undefined> {
  const file = join(dataDir, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 0) || !isAlive(pid)) return undefined
  if (await isSomethingElse(pid)) {
    await rm(file, { force: true })
    return undefined
  }
  return { pid, port: Number.parseInt(lines[3] ?? '', 10), ready: lines[7]?.trim() === 'ready' }
}

/** Whether a process with this id runs; one that has ended and only waits to be collected does not. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return !isZombie(pid)
}

function isZombie(pid: number): boolean {
  try {
    return / Z [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

/**
 * After a reboot the number in the lock file may belong to another program, and PostgreSQL would refuse to start for
 * ever. Where the program's name cannot be had it is taken for PostgreSQL.
 */
async function isSomethingElse(pid: number): Promise<boolean> {
  const program = await programOf(pid)
  return program !== '' && !basename(program).startsWith('postgres')
}

async function programOf(pid: number): Promise<string> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined)
  if (commandLine !== undefined) return commandLine.split('\0')[0] ?? ''
  const listed = await run('ps', ['-p', String(pid), '-o', 'comm=']).catch(() => ({ stdout: '' }))
  return listed.stdout.trim()
}
