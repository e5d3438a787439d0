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
  clear: () => void
}

export function makeTimers(): Timers {
  const pending = new Map<NodeJS.Timeout, () => void>()
  const after = (delayMs: number, run: () => void, dropped: () => void = () => undefined) => {
    const timer = setTimeout(() => {
      pending.delete(timer)
      run()
    }, delayMs)
    pending.set(timer, dropped)
  }
  return {
    after,
    pause: (delayMs) => new Promise((resolve) => after(delayMs, resolve, resolve)),
    clear: () => {
      const dropped = [...pending]
      pending.clear()
      for (const [timer, release] of dropped) {
        clearTimeout(timer)
        release()
      }
    },
  }
}
