import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { leaveWill } from './last-will.ts'

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
const cli = fileURLToPath(new URL('../../../src/entrypoints/dukkan.js', import.meta.url))

export type Role = 'server' | 'worker' | 'sandbox'

/** How one life of a process ended. `cause` is what we did to it, or `itself`. */
export type Death = {
  name: string
  cause: string
  signal: NodeJS.Signals | null
  code: number | null
  ready: boolean
  /** The crash point that it said it died at. */
  point: string | null
}

export type SlotPlan = {
  name: string
  role: Role
  environment: Record<string, string>
  nodeOptions?: readonly string[]
  logFile: string
  /** What the log says once it works. */
  ready: string
}

/** What ends one life, and what the next begins with. */
export type Ending = { cause: string; pauseMs?: number; over?: Record<string, string> }

const READY_MS = 45_000
const RESTART_MS = 250
const STOP_MS = 18_000

/** A place for one of our processes: started as an operator would, and started again whenever it dies. */
export class Slot implements AsyncDisposable {
  readonly plan: SlotPlan
  readonly deaths: Death[] = []
  #process: ChildProcess | undefined
  #over: Record<string, string> = {}
  #cause = 'itself'
  #wanted = false
  #stopping = false
  #logStart = 0
  #ready = false
  readonly #takeBack: () => void
  #exited: Promise<void> = Promise.resolve()
  /** What is done to a slot is done one thing after another. */
  #turn: Promise<void> = Promise.resolve()

  constructor(plan: SlotPlan) {
    this.plan = plan
    this.#takeBack = leaveWill(() => this.signal('SIGKILL'))
  }

  get name(): string {
    return this.plan.name
  }

  get pid(): number {
    return this.#process?.pid ?? 0
  }

  get isUp(): boolean {
    return this.#process !== undefined && this.#ready
  }

  /** Whether this life was given a wrong clock. */
  get skewed(): boolean {
    return 'FAULTS_CLOCK_SKEW_MS' in this.#over
  }

  /** Everything this life of the process has said. */
  get log(): string {
    return readFileSync(this.plan.logFile).subarray(this.#logStart).toString('utf8')
  }

  /** Begins a life; from now on it is kept up. `over` is put over its environment, for this life alone. */
  start(over: Record<string, string> = {}): Promise<void> {
    return this.#inTurn(() => this.#begin(over))
  }

  /** Resolves true when it works, false when it died before it did. */
  async untilReady(): Promise<boolean> {
    const end = performance.now() + READY_MS
    const own = this.#process
    while (this.#process === own && own !== undefined) {
      if (this.log.includes(this.plan.ready)) {
        this.#ready = true
        return true
      }
      if (performance.now() > end) throw new Error(`${this.name} did not come up:\n${this.log.slice(-3_000)}`)
      await sleep(20)
    }
    return false
  }

  /** Ends this life by a signal and, unless told otherwise, lets the next begin after a pause. */
  end(signal: 'SIGKILL' | 'SIGTERM', { cause, pauseMs = 0, over = {} }: Ending): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop(signal, cause)
      await sleep(pauseMs)
      await this.#begin(over)
    })
  }

  /** Ends this life for good. */
  halt(signal: 'SIGKILL' | 'SIGTERM', cause: string): Promise<void> {
    return this.#inTurn(() => this.#stop(signal, cause))
  }

  /** Sends a signal that does not end it. One that was told to stop is not frozen: nobody could say then how it ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.#stopping && signal === 'SIGSTOP') return
    this.#process?.kill(signal)
  }

  /** Resolves when this life is over. */
  untilDead(): Promise<void> {
    return this.#exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const forced = setTimeout(() => this.signal('SIGKILL'), STOP_MS)
    await this.halt('SIGTERM', 'the end')
    clearTimeout(forced)
    this.#takeBack()
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  async #begin(over: Record<string, string>): Promise<void> {
    this.#wanted = true
    if (this.#process !== undefined) return
    this.#over = over
    await this.#launch()
  }

  async #stop(signal: 'SIGKILL' | 'SIGTERM', cause: string): Promise<void> {
    this.#wanted = false
    this.#stopping = true
    this.#cause = cause
    // A stopped process hears nothing but SIGKILL until it is let go on.
    if (signal === 'SIGTERM') this.signal('SIGCONT')
    this.signal(signal)
    await this.#exited
    this.#stopping = false
  }

  async #launch(): Promise<void> {
    const { role, environment, nodeOptions = [], logFile } = this.plan
    const out = openSync(logFile, 'a')
    this.#logStart = statSync(logFile).size
    this.#ready = false
    this.#cause = 'itself'
    const child = spawn(process.execPath, [...nodeOptions, cli, role], {
      cwd: projectRoot,
      env: { ...cleanEnvironment(), ...environment, ...this.#over },
      stdio: ['ignore', out, out],
    })
    closeSync(out)
    this.#process = child
    this.#exited = once(child, 'exit').then(([code, signal]) => this.#buried(code, signal))
    await once(child, 'spawn')
  }

  #buried(code: number | null, signal: NodeJS.Signals | null): void {
    const ready = this.#ready || this.log.includes(this.plan.ready)
    const point = /^crash point (\S+)$/m.exec(this.log)?.[1] ?? null
    this.deaths.push({ name: this.name, cause: this.#cause, signal, code, ready, point })
    this.#process = undefined
    this.#ready = false
    if (this.#wanted) void this.#comeBack()
  }

  /** As a supervisor would: a plain life again, whatever the last one was armed with. */
  async #comeBack(): Promise<void> {
    await sleep(RESTART_MS)
    await this.#inTurn(async () => {
      if (this.#wanted) await this.#begin({})
    })
  }
}

/** The environment without what might point our processes elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, REDIS_URL: __, NODE_OPTIONS: ___, ...rest } = process.env
  return rest
}
