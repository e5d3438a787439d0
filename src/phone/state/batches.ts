export type Batches<E> = { add: (event: E, mayWait: boolean) => void }

export type BatchOptions<E> = {
  apply: (events: E[]) => void
  nowMs: () => number
  /** Runs later; answers how to call it off. */
  later: (run: () => void, delayMs: number) => () => void
}

const frameMs = 16
const patienceMs = 100

/** Takes events as they come while there are few, and by the frame while there are many; some may wait for company. */
export function batchEvents<E>({ apply, nowMs, later }: BatchOptions<E>): Batches<E> {
  let waiting: E[] = []
  let lastMs = Number.NEGATIVE_INFINITY
  let due = Number.POSITIVE_INFINITY
  let cancel = () => {}
  const flush = () => {
    cancel()
    due = Number.POSITIVE_INFINITY
    lastMs = nowMs()
    const events = waiting
    waiting = []
    apply(events)
  }
  return {
    add: (event, mayWait) => {
      waiting.push(event)
      const now = nowMs()
      const at = mayWait ? now + patienceMs : Math.max(now, lastMs + frameMs)
      if (at <= now) flush()
      else if (at < due) {
        cancel()
        due = at
        cancel = later(flush, at - now)
      }
    },
  }
}
