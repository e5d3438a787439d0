import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const cliScript = fileURLToPath(new URL('../../src/entrypoints/dukkan.js', import.meta.url))

export type Child = AsyncDisposable & { name: string; pid: number; log: () => string }

export type ChildPlan = {
  name: string
  command: readonly [string, ...string[]]
  environment?: Record<string, string>
  /** Where standard output and error go. */
  logFile: string
  /** What the log says once it works. */
  ready: string | RegExp
}

const running = new Set<ChildProcess>()

/** For a bench that is broken off: nothing it started outlives it. */
export function killChildren(): void {
  for (const child of running) child.kill('SIGKILL')
}

const READY_MS = 60_000
const STOP_MS = 20_000

/** Starts a program as an operator would, its output in a file, and waits until it says that it works. */
export async function startChild({ name, command, environment, logFile, ready }: ChildPlan): Promise<Child> {
  const [program, ...args] = command
  const out = openSync(logFile, 'a')
  const process = spawn(program, args, {
    cwd: projectRoot,
    env: { ...globalThis.process.env, ...environment },
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  running.add(process)
  process.once('exit', () => running.delete(process))
  await once(process, 'spawn')
  const log = () => readFileSync(logFile, 'utf8')
  const stop = () => stopChild(process)
  try {
    await untilReady(process, { name, ready, log })
  } catch (error) {
    await stop()
    throw error
  }
  return { name, pid: process.pid ?? 0, log, [Symbol.asyncDispose]: stop }
}

/** The command line that runs one of our own commands in this same Node. */
export function dukkan(command: string, nodeOptions: readonly string[] = []): [string, ...string[]] {
  return [process.execPath, ...nodeOptions, cliScript, ...command.split(' ')]
}

type Waiting = { name: string; ready: string | RegExp; log: () => string }

async function untilReady(process: ChildProcess, { name, ready, log }: Waiting): Promise<void> {
  const end = performance.now() + READY_MS
  while (log().search(ready) < 0) {
    if (process.exitCode !== null || performance.now() > end) {
      throw new Error(`${name} did not come up:\n${log().slice(-3_000)}`)
    }
    await sleep(10)
  }
}

async function stopChild(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const gone = once(process, 'exit')
  process.kill('SIGTERM')
  const inTime = await Promise.race([gone.then(() => true), sleep(STOP_MS, false, { ref: false })])
  if (inTime) return
  process.kill('SIGKILL')
  await gone
}
