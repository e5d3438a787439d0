const FIRST_MS = 2_000
const GROWTH = 2
const MOST_MS = 10 * 60_000

/**
 * Says when a connection should forget its plans. They are made for the tables as they were at first sight, and in a
 * fresh shop a plan that reads all of a store's conversations is a good one until there are thousands. PostgreSQL looks
 * again after ANALYZE, a minute later at best; so plans last for seconds on a new connection, and then ever longer.
 */
export class FreshPlans {
  readonly #now: () => number
  readonly #kept = new WeakMap<object, { until: number; forMs: number }>()

  /** The clock in milliseconds; it must not step back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** True once each time that the connection has had its plans for long enough. */
  areDue(connection: object): boolean {
    const now = this.#now()
    const kept = this.#kept.get(connection)
    if (kept !== undefined && now < kept.until) return false
    const forMs = kept === undefined ? FIRST_MS : Math.min(kept.forMs * GROWTH, MOST_MS)
    this.#kept.set(connection, { until: now + forMs, forMs })
    return kept !== undefined
  }
}
