import type { StreamEvent } from './types.ts'

/** The part of the browser's EventSource that the page uses. */
export type EventSourceLike = {
  addEventListener: (type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void) => void
  close: () => void
  readonly readyState: number
}

/** EventSource.CLOSED: the browser has given up, and will not come back by itself. */
const closed = 2

export type StreamOptions = {
  /** Opens the stream behind this event id. */
  open: (after: string) => EventSourceLike
  after: string
  onEvent: (event: StreamEvent) => void
  /** The stream cannot be resumed: a new snapshot is needed. */
  onReset: () => void
  onConnection: (connected: boolean) => void
}

const types = ['message', 'update', 'typing', 'shopper', 'journal', 'faults', 'clock', 'payment'] as const

/** Follows the sandbox's event stream; the browser itself reconnects with the last id. Answers how to stop. */
export function followStream({ open, after, onEvent, onReset, onConnection }: StreamOptions): () => void {
  const source = open(after)
  let stopped = false
  const stop = () => {
    stopped = true
    source.close()
  }
  source.addEventListener('open', () => onConnection(true))
  const startOver = () => {
    if (stopped) return
    stop()
    onReset()
  }
  source.addEventListener('error', () => {
    onConnection(false)
    if (source.readyState === closed) startOver()
  })
  source.addEventListener('reset', startOver)
  for (const type of types) {
    source.addEventListener(type, ({ data }) => {
      if (!stopped && typeof data === 'string') onEvent({ type, data: JSON.parse(data) } as StreamEvent)
    })
  }
  return stop
}
