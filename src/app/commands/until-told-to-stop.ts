import { flushCompileCache } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import closeWithGrace from 'close-with-grace'

/** How long a process may take to finish what it began before it is cut off. */
const GRACE_MS = 15_000

export function untilToldToStop(running: AsyncDisposable): void {
  settleIn()
  closeWithGrace({ delay: GRACE_MS, logger: false }, async ({ err }) => {
    if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`)
    await running[Symbol.asyncDispose]()
  })
}

/** The start is over: its code is kept for the next one, and memory for short-lived things may grow with the work. */
function settleIn(): void {
  flushCompileCache()
  setFlagsFromString('--semi-space-growth-factor=2')
}
