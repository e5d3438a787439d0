import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DataFolder } from './data-folder.ts'
import { EmbeddedPostgresError, type EmbeddedPostgresFault } from './errors.ts'
import { findPostmaster, isAlive } from './postmaster.ts'
import { ownedBy } from './server-user.ts'

const startLimitMs = 120_000
const stopLimitMs = 30_000
const quitLimitMs = 5_000
const pollMs = 15
const logLimitBytes = 5_000_000

export type ServerPlan = { port: number; settings: Readonly<Record<string, string>> }

/** Why a started server went away again: `busy` passes by itself, `port` asks for another port. */
type StartOutcome = 'running' | 'busy' | 'port'

/** The program's arguments after its name; also what postmaster.opts records of a running server. */
export function serverArguments(dataDir: string, { port, settings }: ServerPlan): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    logging_collector: 'off',
    log_checkpoints: 'off',
    timezone: 'UTC',
    ...settings,
  }
  return ['-D', dataDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Starts the server in a session of its own, so that Ctrl-C in the terminal reaches Dukkan and never the database. */
export async function startServer({ dataDir, binaries, user }: DataFolder, plan: ServerPlan): Promise<StartOutcome> {
  const logFile = `${dataDir}.log`
  const log = await openLog(logFile)
  await ownedBy(user, [logFile])
  const { size: logStart } = await log.stat()
  const [program = binaries.postgres, ...args] = [...user.prefix, binaries.postgres, ...serverArguments(dataDir, plan)]
  const stdio = ['ignore', log.fd, log.fd] as const
  const child = spawn(program, args, { ...user.spawn, cwd: '/', detached: true, stdio: [...stdio] })
  child.unref()
  await once(child, 'spawn').finally(() => log.close())
  const deadline = Date.now() + startLimitMs
  while (child.exitCode === null && child.signalCode === null) {
    const running = await findPostmaster(dataDir)
    if (running?.ready && running.pid === child.pid) return 'running'
    if (Date.now() > deadline) throw startTimeout(dataDir)
    await sleep(pollMs)
  }
  return judgeFailure(dataDir, (await readFile(logFile)).subarray(logStart).toString())
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > logLimitBytes) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

function startTimeout(dataDir: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`PostgreSQL was not ready after ${startLimitMs / 1000} s.`, {
    code: 'start-timeout',
    fix: `It may still be recovering: read ${dataDir}.log, wait, and start again.`,
  })
}

const passing = /lock file "postmaster\.pid" already exists|pre-existing shared memory block|is empty$/m
const portTaken = /Address already in use|could not bind/

type KnownFault = { says: RegExp; code: EmbeddedPostgresFault; fix: string }
const knownFaults: readonly KnownFault[] = [
  { says: /No space left/, code: 'disk-full', fix: 'Free some disk space and start again.' },
  {
    says: /Permission denied|wrong ownership|invalid permissions/,
    code: 'data-not-ours',
    fix: 'Start Dukkan as the user who started it first, or take the folder over with chown -R and chmod 700.',
  },
  {
    says: /could not (open|read|locate|find|access|load)|invalid|corrupt|PANIC|incompatible|does not exist/,
    code: 'data-broken',
    fix: 'Restore a backup of the folder, or move the folder away and start again with an empty shop.',
  },
]

function judgeFailure(dataDir: string, log: string): StartOutcome {
  if (passing.test(log)) return 'busy'
  if (portTaken.test(log)) return 'port'
  const known = knownFaults.find(({ says }) => says.test(log))
  const complaint = log.match(/(?:FATAL|PANIC|error): +(.*)/)?.[1] ?? 'it gave no reason'
  throw new EmbeddedPostgresError(`PostgreSQL did not start on ${dataDir}: ${complaint}.`, {
    code: known?.code ?? 'start-failed',
    fix: known?.fix ?? `Read ${dataDir}.log for the reason.`,
  })
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Idempotent. */
export async function stopServer(pid: number): Promise<void> {
  if (signal(pid, 'SIGINT') && (await isGoneWithin(pid, stopLimitMs))) return
  if (signal(pid, 'SIGQUIT') && (await isGoneWithin(pid, quitLimitMs))) return
  if (!isAlive(pid)) return
  throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop.`, {
    code: 'stop-timeout',
    fix: `End it with kill -9 ${pid}; the next start recovers its data.`,
  })
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  if (!isAlive(pid)) return false
  process.kill(pid, name)
  return true
}

async function isGoneWithin(pid: number, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false
    await sleep(pollMs)
  }
  return true
}
