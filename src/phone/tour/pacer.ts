/** The tour's own sense of time: waits that can be held, skipped and broken off. */
export type Pacer = {
  /** Waits so long times the pace; rejects when the tour is stopped. */
  pause: (ms: number) => Promise<void>
  hold: () => void
  goOn: () => void
  /** From here on nothing waits, until `walk`. */
  run: () => void
  walk: () => void
}

/** `pace` 1 is meant for eyes, 0 for tests. */
export function openPacer(pace: number, signal: AbortSignal): Pacer {
  let running = false
  let held: PromiseWithResolvers<void> | null = null
  let wake = () => {}
  const goOn = () => {
    held?.resolve()
    held = null
  }
  const released = async () => {
    while (held !== null && !signal.aborted) await Promise.race([held.promise, aborted(signal)])
    signal.throwIfAborted()
  }
  return {
    pause: async (ms) => {
      await released()
      if (!running && ms * pace > 0) {
        const skipped = Promise.withResolvers<void>()
        wake = skipped.resolve
        await sleep(ms * pace, signal, skipped.promise)
      }
      await released()
    },
    hold: () => {
      held ??= Promise.withResolvers<void>()
    },
    goOn,
    run: () => {
      running = true
      goOn()
      wake()
    },
    walk: () => {
      running = false
    },
  }
}

async function sleep(ms: number, signal: AbortSignal, skipped: Promise<void>): Promise<void> {
  const over = Promise.withResolvers<void>()
  const timer = setTimeout(over.resolve, ms)
  try {
    await Promise.race([over.promise, skipped, aborted(signal)])
  } finally {
    clearTimeout(timer)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  else signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}

/** Waits between two looks at something that is under way, whatever the pace; rejects when the tour is stopped. */
export async function breathe(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await Promise.race([new Promise((resolve) => setTimeout(resolve, ms)), aborted(signal)])
  signal.throwIfAborted()
}
