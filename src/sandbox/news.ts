import type { Chat, ChatMessage, Shopper } from './graph/meta-model.ts'
import type { NumberedEntry } from './journal.ts'
import type { FoundSession } from './stripe/accounts.ts'

/** Something that a person watching the sandbox would want to see; rendered only for those who watch. */
export type Happening =
  | { kind: 'message' | 'update'; chat: Chat; message: ChatMessage }
  | { kind: 'typing'; chat: Chat; on: boolean; untilMs: number }
  | { kind: 'shopper'; shopper: Shopper }
  | { kind: 'journal'; entry: NumberedEntry }
  | { kind: 'payment'; found: FoundSession }
  | { kind: 'faults' | 'clock' | 'reset' }

export type NewsItem = { n: number; happening: Happening }

export type News = {
  publish: (happening: Happening) => void
  /** Items above `after`, oldest first; undefined when some of them are forgotten, or `after` is of another life. */
  since: (after: number) => NewsItem[] | undefined
  last: () => number
  /** Calls back with every item from now on; the answer ends it. */
  listen: (listener: (item: NewsItem) => void) => () => void
  listeners: () => number
  /** Forgets what happened; numbers go on. */
  clear: () => void
}

const kept = 2_000

/** Numbers go on from `start`, which must be higher in every life of the sandbox than in the one before. */
export function openNews(start: number): News {
  const ring: NewsItem[] = []
  const listeners = new Set<(item: NewsItem) => void>()
  let n = start
  let forgotten = start
  return {
    publish: (happening) => {
      n += 1
      const item = { n, happening }
      ring[n % kept] = item
      forgotten = Math.max(forgotten, n - kept)
      for (const listener of listeners) listener(item)
    },
    since: (after) => {
      if (after < forgotten || after > n) return undefined
      return Array.from({ length: n - after }, (_, place) => ring[(after + 1 + place) % kept]).filter(isItem)
    },
    last: () => n,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listeners: () => listeners.size,
    clear: () => {
      ring.length = 0
      forgotten = n
    },
  }
}

function isItem(item: NewsItem | undefined): item is NewsItem {
  return item !== undefined
}
