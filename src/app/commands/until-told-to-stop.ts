import { flushCompileCache } from 'node:module'
import closeWithGrace from 'close-with-grace'

/** How long a process may take to finish what it began before it is cut off. */
const GRACE_MS = 20_000

/** The start is over, so what it made is put in order; from here the process ends when a signal says so. */
export function untilToldToStop(running: AsyncDisposable): void {
  flushCompileCache()
  // Loading leaves 16 MB behind that nothing would collect in an idle process. Takes 0.1 s, once.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`)
    await running[Symbol.asyncDispose]()
  })
}
