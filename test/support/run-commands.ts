import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout's root, where every command of the test run starts. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

const running = new Set<ChildProcess>()

export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Starts a program of node_modules/.bin or of the system, in the project's root. */
export function start([program, ...args]: readonly [string, ...string[]], options: SpawnOptions): ChildProcess {
  const path = [`${projectRoot}node_modules/.bin`, process.env.PATH].join(delimiter)
  const environment = { ...process.env, ...options.env, PATH: path }
  const child = spawn(program, args, { cwd: projectRoot, ...options, env: environment })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Runs a command to its end, its output passed on. */
export async function succeeds(command: readonly [string, ...string[]]): Promise<boolean> {
  const child = start(command, { stdio: ['ignore', 'inherit', 'inherit'] })
  const [code] = await once(child, 'exit')
  return code === 0
}

/** Ctrl-C or a CI that gives up ends the commands; the run then tidies up and reports as for any failure. */
export function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      for (const child of running) child.kill('SIGTERM')
    })
  }
}
