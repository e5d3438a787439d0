import type { Call } from './call.ts'
import type { Clock, Fields, JournalLine, Snapshot } from './types.ts'

export type FaultOrder = {
  api: string
  fault: string
  times?: number
  probability?: number
  delayMs?: number
  code?: number
  details?: string
  copies?: number
  retailerIds?: string[]
}

export type Replay = ({ journal: number } | { wamid: string } | { all: true }) & { times?: number; shuffle?: boolean }

/** What happens around the chats: the clock, the wire, the weather. */
export function worldCalls(call: Call) {
  return {
    phone: () => call<Snapshot>('GET', '/control/phone'),
    state: () => call<Fields>('GET', '/control/state'),
    moveClock: (advanceMs: number) => call<Clock>('POST', '/control/clock', { body: { advanceMs } }),
    journal: (query: { after?: number; kind?: 'graph' | 'stripe' | 'webhook' | 'request' } = {}) =>
      call<{ entries: JournalLine[]; last: number }>('GET', '/control/journal', { query }),
    replay: (body: Replay) => call<{ sent: number }>('POST', '/control/webhooks/replay', { body }),
    misbehave: (body: FaultOrder) => call<{ id: string }>('POST', '/control/misbehave', { body }),
    /** Takes one fault back, or all. */
    behave: (id?: string) =>
      call<Fields>('DELETE', id === undefined ? '/control/misbehave' : `/control/misbehave/${encodeURIComponent(id)}`),
  }
}
