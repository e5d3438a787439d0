import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** Load comes from processes of its own, so that measuring does not slow what is measured. */
export type Agent = AsyncDisposable & {
  pid: number
  /** Asks the process to do something and waits for what it found. */
  ask: <Answer>(what: string, input?: unknown) => Promise<Answer>
}

type Asked = { n: number; what: string; input: unknown }
type Answered = { n: number; answer?: unknown; error?: string }

/** Starts a load process; its script calls `serveAgent`. */
export async function openAgent(script: URL): Promise<Agent> {
  const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  listen(child, waiting)
  let count = 0
  return {
    pid: child.pid ?? 0,
    ask: <Answer>(what: string, input: unknown = null) => {
      count += 1
      const asked = Promise.withResolvers<unknown>()
      waiting.set(count, asked)
      child.send({ n: count, what, input } satisfies Asked)
      return asked.promise as Promise<Answer>
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

function listen(child: ChildProcess, waiting: Map<number, PromiseWithResolvers<unknown>>): void {
  child.on('message', ({ n, answer, error }: Answered) => {
    const asked = waiting.get(n)
    waiting.delete(n)
    if (error === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(error))
  })
  child.once('exit', (code, signal) => {
    for (const asked of waiting.values()) asked.reject(new Error(`a load process ended: ${code ?? signal}`))
  })
}

/** The other side: answers what the bench asks for. */
export function serveAgent(handlers: Readonly<Record<string, (input: never) => unknown>>): void {
  process.on('message', ({ n, what, input }: Asked) => {
    const work = async () => handlers[what]?.(input as never)
    work().then(
      (answer) => process.send?.({ n, answer: answer ?? null } satisfies Answered),
      (error: Error) => process.send?.({ n, error: error.stack ?? error.message } satisfies Answered),
    )
  })
  process.send?.('ready')
}
