import type { Aftermath } from './aftermath.ts'
import type { NumberPause } from './record.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 64_000

/** 1 s, 2 s, 4 s … for a number that Meta throttles again and again; one accepted message starts over. */
export class NumberPauses {
  readonly #strikes = new Map<string, number>()

  /** The pauses that a batch leads to. A batch is one strike per number: its calls were refused together. */
  after(batch: readonly Aftermath[]): NumberPause[] {
    for (const { claimed, change } of batch) {
      if (change.state === 'accepted') this.#strikes.delete(claimed.storeId)
    }
    const paused = batch.filter(({ pauseNumberMs, park }) => pauseNumberMs !== undefined || park !== undefined)
    const growing = new Set(paused.filter(({ pauseNumberMs }) => !pauseNumberMs).map(({ claimed }) => claimed.storeId))
    for (const storeId of growing) this.#strikes.set(storeId, (this.#strikes.get(storeId) ?? 0) + 1)
    return paused.map(({ claimed, pauseNumberMs }) => ({
      storeId: claimed.storeId,
      ms: pauseNumberMs || this.#grown(claimed.storeId),
    }))
  }

  #grown(storeId: string): number {
    const strikes = this.#strikes.get(storeId) ?? 1
    return Math.min(FIRST_PAUSE_MS * 2 ** (strikes - 1), LONGEST_PAUSE_MS)
  }
}
