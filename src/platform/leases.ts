/** What a process takes is its own for so long; what a dead one held is taken up again after this. */
export const LEASE_SECONDS = 15

const RENEW_MS = (LEASE_SECONDS * 1_000) / 3

type LeaseOptions<T> = {
  /** Makes what is still held last from now on; must touch nothing that another process has taken meanwhile. */
  renew: (held: readonly T[]) => Promise<unknown>
  onError: (error: unknown) => void
  renewMs?: number
}

/**
 * Keeps the leases of this process from running out while it works, so that they can be short: what takes long is
 * renewed, what its holder died with is not. A lease that could not be renewed runs out; whoever writes must still
 * name the fence or attempt that it was given.
 */
export class Leases<T> {
  readonly #options: Required<LeaseOptions<T>>
  readonly #held = new Map<T, number>()
  #timer: NodeJS.Timeout | undefined
  #renewing = false

  constructor(options: LeaseOptions<T>) {
    this.#options = { renewMs: RENEW_MS, ...options }
  }

  /** From now on it is renewed, until it is let go. */
  hold(held: T): void {
    this.#held.set(held, performance.now())
    this.#timer ??= setInterval(() => void this.#renew(), this.#options.renewMs).unref()
  }

  letGo(held: T): void {
    this.#held.delete(held)
    if (this.#held.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Holds it for as long as the work takes. */
  async during<Out>(held: T, work: () => Promise<Out>): Promise<Out> {
    this.hold(held)
    try {
      return await work()
    } finally {
      this.letGo(held)
    }
  }

  /** What was taken a moment ago lasts until the next time: most work is over by then and costs nothing. */
  async #renew(): Promise<void> {
    const old = performance.now() - this.#options.renewMs / 2
    const due = [...this.#held].filter(([, since]) => since <= old).map(([held]) => held)
    if (due.length === 0 || this.#renewing) return
    this.#renewing = true
    try {
      await this.#options.renew(due)
    } catch (error) {
      this.#options.onError(error)
    } finally {
      this.#renewing = false
    }
  }
}
