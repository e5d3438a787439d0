import type { Aftermath } from './aftermath.ts'
import type { NumberPause } from './record.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 64_000

type Strikes = { count: number; pausedUntilMs: number }

/** 1 s, 2 s, 4 s … for a number that Meta throttles again and again; one accepted message starts over. */
export class NumberPauses {
  readonly #strikes = new Map<string, Strikes>()

  /** The pauses that a batch leads to. Refusals of calls that were under way when a pause began belong to it. */
  after(batch: readonly Aftermath[], now: Date): NumberPause[] {
    for (const { claimed, change } of batch) {
      if (change.state === 'accepted') this.#strikes.delete(claimed.storeId)
    }
    const paused = batch.filter(({ pauseNumberMs, park }) => pauseNumberMs !== undefined || park !== undefined)
    return paused.map(({ claimed, pauseNumberMs }) => ({
      storeId: claimed.storeId,
      ms: pauseNumberMs || this.#grown(claimed.storeId, now.getTime()),
    }))
  }

  #grown(storeId: string, nowMs: number): number {
    const before = this.#strikes.get(storeId) ?? { count: 0, pausedUntilMs: 0 }
    if (nowMs < before.pausedUntilMs) return before.pausedUntilMs - nowMs
    const ms = Math.min(FIRST_PAUSE_MS * 2 ** before.count, LONGEST_PAUSE_MS)
    this.#strikes.set(storeId, { count: before.count + 1, pausedUntilMs: nowMs + ms })
    return ms
  }
}
