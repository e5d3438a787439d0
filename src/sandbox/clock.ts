/** Sandbox time: the given clock plus an offset that only the control API moves. */
export type SandboxClock = {
  now: () => Date
  ms: () => number
  /** Whole seconds, the unit of Meta's and Stripe's timestamps. */
  seconds: () => number
  /** The given clock without the offset: receivers compare signature times with their own clock. */
  outsideSeconds: () => number
  advance: (byMs: number) => void
  offsetMs: () => number
}

export function makeClock(now: () => Date): SandboxClock {
  let offset = 0
  const ms = () => now().getTime() + offset
  return {
    now: () => new Date(ms()),
    ms,
    seconds: () => Math.floor(ms() / 1000),
    outsideSeconds: () => Math.floor(now().getTime() / 1000),
    advance: (byMs) => {
      offset += byMs
    },
    offsetMs: () => offset,
  }
}

/** Real-time timers that all die with the sandbox. */
export type Timers = {
  after: (delayMs: number, run: () => void) => void
  pause: (delayMs: number) => Promise<void>
  /** Steps still to come; pauses do not count. */
  pending: () => number
  clear: () => void
}

export function makeTimers(): Timers {
  const steps = new Set<NodeJS.Timeout>()
  const pauses = new Map<NodeJS.Timeout, () => void>()
  return {
    after: (delayMs, run) => {
      const timer = setTimeout(() => {
        steps.delete(timer)
        run()
      }, delayMs)
      steps.add(timer)
    },
    pause: (delayMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          pauses.delete(timer)
          resolve()
        }, delayMs)
        pauses.set(timer, resolve)
      }),
    pending: () => steps.size,
    clear: () => {
      for (const timer of steps) clearTimeout(timer)
      steps.clear()
      for (const [timer, release] of pauses) {
        clearTimeout(timer)
        release()
      }
      pauses.clear()
    },
  }
}
