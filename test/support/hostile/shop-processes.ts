import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(import.meta.resolve('#test/support/hostile/shop-process.ts'))

export type Measured = NodeJS.MemoryUsage & { loopP99Ms: number }

/** A child that serves or works; what it writes goes to a file, line by line. */
export class ShopProcess {
  readonly #child: ChildProcess
  readonly role: string
  /** How it ended, when it ended before it was told to. */
  died: string | null = null
  #closing = false

  private constructor(child: ChildProcess, role: string) {
    this.#child = child
    this.role = role
    child.on('exit', (code, signal) => {
      if (!this.#closing) this.died = `the ${role} ended with ${code ?? signal}`
    })
  }

  /** Resolves once it serves; rejects when it does not come up. */
  static async start(
    role: 'server' | 'worker',
    { env, logFile }: { env: Record<string, string>; logFile: string },
  ): Promise<ShopProcess> {
    const child = fork(script, [role], {
      // As in the image: by default glibc keeps what many threads have freed, and memory seems to grow.
      env: { ...process.env, MALLOC_ARENA_MAX: '2', ...env },
      // A small young generation: then memory tells what is kept, not how fast it was asked.
      execArgv: ['--expose-gc', '--max-semi-space-size=8', '--no-warnings'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const log = createWriteStream(logFile, { flags: 'a' })
    child.stdout?.pipe(log)
    child.stderr?.pipe(log)
    const started = new ShopProcess(child, role)
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')])
    if (first !== 'ready') throw new Error(`the ${role} did not start: ${await readFile(logFile, 'utf8')}`)
    return started
  }

  async measure(): Promise<Measured> {
    if (this.died !== null) throw new Error(this.died)
    this.#child.send('measure')
    const [measured] = await once(this.#child, 'message')
    return measured as Measured
  }

  async close(): Promise<void> {
    if (this.died !== null || this.#child.exitCode !== null) return
    this.#closing = true
    const gone = once(this.#child, 'exit')
    this.#child.send('close')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 15_000)
    await gone
    clearTimeout(timer)
  }
}
