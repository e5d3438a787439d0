import type { Store } from '#modules/stores/index.ts'
import type { Tap } from './actions.rules.ts'
import type { Chat } from './chat.types.ts'

/** What a message is heard with. */
export type Hearing = {
  chat: Chat
  store: Store
  now: Date
  /** Reads a button id made for this shopper; null for any other. */
  readTap: (id: string) => Tap | null
}
