import { signal } from '@preact/signals'
import { type ChatChoice, selected } from './store.ts'
import type { ChatMessage, StreamEvent } from './types.ts'

/** A message that came to a chat which is not on the screen. */
export type Notice = ChatChoice & { message: ChatMessage }

export const notice = signal<Notice | null>(null)

const shownMs = 5_000
let timer: ReturnType<typeof setTimeout> | undefined

/** Shows the newest of these messages that nobody is looking at, for five seconds. */
export function announce(events: readonly StreamEvent[]): void {
  const unseen = events.flatMap((event) => (event.type === 'message' && isUnseen(event.data) ? [event.data] : []))
  const newest = unseen.at(-1)
  if (newest === undefined) return
  const { phoneNumberId, shopperId, message } = newest
  notice.value = { phoneNumberId, shopperId, message }
  clearTimeout(timer)
  timer = setTimeout(dismissNotice, shownMs)
}

export function dismissNotice(): void {
  clearTimeout(timer)
  notice.value = null
}

function isUnseen({ phoneNumberId, shopperId, message }: Notice): boolean {
  const here = selected.peek()
  return message.direction === 'out' && !(here?.phoneNumberId === phoneNumberId && here.shopperId === shopperId)
}
