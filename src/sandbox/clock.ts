/** Sandbox time: the given clock plus an offset that only the control API moves. */
export type SandboxClock = {
  now: () => Date
  ms: () => number
  /** Whole seconds, the unit of Meta's and Stripe's timestamps. */
  seconds: () => number
  /** What receivers of webhooks have on their own clock; they compare it with the time of a signature. */
  outsideSeconds: () => number
  /** Resolves when everybody who lives by the clock has moved on. */
  advance: (byMs: number) => Promise<void>
  offsetMs: () => number
  /** Takes the offset back, where nobody else lives by it. */
  reset: () => void
  /** The shop lives by it too, so it cannot go back. */
  shared: boolean
}

/** A clock that the shop lives by as well: whoever owns it moves both, and only forward. */
export type SharedClock = Pick<SandboxClock, 'now' | 'offsetMs' | 'advance'>

export function shareClock(shared: SharedClock): SandboxClock {
  const ms = () => shared.now().getTime()
  const seconds = () => Math.floor(ms() / 1000)
  const { now, offsetMs, advance } = shared
  return { now, ms, seconds, outsideSeconds: seconds, advance, offsetMs, reset: () => undefined, shared: true }
}

export function makeClock(now: () => Date): SandboxClock {
  let offset = 0
  const ms = () => now().getTime() + offset
  return {
    now: () => new Date(ms()),
    ms,
    seconds: () => Math.floor(ms() / 1000),
    outsideSeconds: () => Math.floor(now().getTime() / 1000),
    advance: async (byMs) => {
      offset += byMs
    },
    offsetMs: () => offset,
    reset: () => {
      offset = 0
    },
    shared: false,
  }
}

/** Real-time timers that all die with the sandbox. */
export type Timers = {
  after: (delayMs: number, run: () => void) => void
  /** Waits; released early by `clear` and `stop`. */
  pause: (delayMs: number) => Promise<void>
  /** Steps still to come; pauses do not count. */
  pending: () => number
  /** Drops every step and ends every pause. */
  clear: () => void
  /** Like `clear`, and for good: loops that wait must end. */
  stop: () => void
  stopped: () => boolean
}

export function makeTimers(): Timers {
  const steps = new Set<NodeJS.Timeout>()
  const pauses = new Map<NodeJS.Timeout, () => void>()
  let over = false
  const start = (delayMs: number, run: () => void, timers: { delete: (timer: NodeJS.Timeout) => unknown }) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      run()
    }, delayMs)
    return timer
  }
  const clear = () => {
    for (const timer of steps) clearTimeout(timer)
    steps.clear()
    const released = [...pauses]
    pauses.clear()
    for (const [timer, release] of released) {
      clearTimeout(timer)
      release()
    }
  }
  return {
    after: (delayMs, run) => {
      if (!over) steps.add(start(delayMs, run, steps))
    },
    pause: (delayMs) =>
      over ? Promise.resolve() : new Promise((resolve) => pauses.set(start(delayMs, resolve, pauses), resolve)),
    pending: () => steps.size,
    clear,
    stop: () => {
      over = true
      clear()
    },
    stopped: () => over,
  }
}

/** Milliseconds to a tenth: what a person reads. */
export function roundMs(ms: number): number {
  return Math.round(ms * 10) / 10
}
