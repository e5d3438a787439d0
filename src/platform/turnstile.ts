import type { Statement, Tx } from './db.ts'

/** However long a batch may take; who holds the turn for longer may be frozen, or far away. */
const PATIENCE_MS = 1_000

/**
 * Lets one process at a time work on a lane, so that several share the lanes and not each batch: with four workers on
 * one lane batches were a quarter of the size, waited for each other's rows and cost four times as much. It only keeps
 * them out of each other's way; what must not be done twice is kept by row locks. So who was turned away for a second
 * goes in all the same, and nobody waits for a process that froze with the turn.
 */
export class Turnstile {
  readonly #drain: string
  readonly #now: () => number
  readonly #refusedSince = new Map<number, number>()

  /** `now` in milliseconds, from a clock that does not step back. */
  constructor(drain: string, now = () => performance.now()) {
    this.#drain = drain
    this.#now = now
  }

  /** Whether this transaction may work on the lane; the turn lasts until it ends. */
  async pass(tx: Tx, lane: number): Promise<boolean> {
    const [turn] = await tx.query<{ mine: boolean }>(TAKE_TURN, [this.#drain, lane])
    const since = this.#refusedSince.get(lane) ?? this.#now()
    if (turn?.mine || this.#now() - since >= PATIENCE_MS) {
      this.#refusedSince.delete(lane)
      return true
    }
    this.#refusedSince.set(lane, since)
    return false
  }
}

const TAKE_TURN: Statement = {
  name: 'turnstile_pass',
  text: `select pg_try_advisory_xact_lock(hashtext($1), $2::int) as mine`,
}
