import { batchEvents } from './batches.ts'
import { openControl } from './control.ts'
import { announce } from './notices.ts'
import { rememberChat, reopenChat } from './preferences.ts'
import { addHistory, applyEvents, connection, loadSnapshot, tickMs } from './store.ts'
import { followStream } from './stream.ts'
import type { StreamEvent } from './types.ts'

/** The control API of the sandbox that served the page. */
export const control = openControl({ baseUrl: location.origin, fetch: (...asked) => fetch(...asked) })

const tickEveryMs = 5_000
const retryMs = 1_000
const startOverMs = 250
const journalShown = 300

/** Loads the world and follows it until the page goes; a stream that cannot be resumed starts over. */
export async function startSession(): Promise<void> {
  setInterval(() => {
    tickMs.value = Date.now()
  }, tickEveryMs)
  await load()
  reopenChat()
  rememberChat()
}

/** Resolves once the world is there: until then it is asked for every second. */
async function load(): Promise<void> {
  try {
    const snapshot = await control.phone()
    loadSnapshot(snapshot, Date.now())
    follow(String(snapshot.last))
    void loadHistory(snapshot.journal)
  } catch {
    connection.value = 'lost'
    await new Promise((resolve) => setTimeout(resolve, retryMs))
    await load()
  }
}

async function loadHistory(last: number): Promise<void> {
  try {
    const { entries } = await control.journal({ after: Math.max(0, last - journalShown) })
    addHistory(entries)
  } catch {
    // The wire fills from now on; what was before is only nice to have.
  }
}

function follow(after: string): void {
  const batches = batchEvents({ apply: take, nowMs: Date.now, later })
  followStream({
    open: (from) => new EventSource(`/control/stream?after=${encodeURIComponent(from)}`),
    after,
    onEvent: (event) => batches.add(event, event.type === 'journal'),
    onReset: () => setTimeout(() => void load(), startOverMs),
    onConnection: (connected) => {
      connection.value = connected ? 'open' : 'lost'
    },
  })
}

function take(events: StreamEvent[]): void {
  const atMs = Date.now()
  applyEvents(events, atMs)
  announce(events, atMs)
}

function later(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}
