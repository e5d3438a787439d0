import { computed, signal } from '@preact/signals'
import { chatKey } from './chats.ts'
import { type ChatChoice, selected } from './store.ts'
import type { ChatMessage, StreamEvent } from './types.ts'

/** A message that came to a chat which is not on the screen. */
export type Notice = ChatChoice & { message: ChatMessage }

const told = signal<Notice | null>(null)
/** What is announced now; nothing of the chat one is looking at. */
export const notice = computed(() => (told.value && isOnScreen(told.value, selected.value) ? null : told.value))

const shownMs = 5_000
/** A chat that has just announced itself keeps quiet for a while. */
const quietMs = 20_000
const toldAtMs = new Map<string, number>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Shows the newest of these messages that nobody is looking at, for five seconds; a busy chat not again and again. */
export function announce(events: readonly StreamEvent[], atMs: number): void {
  const unseen = events.flatMap((event) => (event.type === 'message' && isUnseen(event.data) ? [event.data] : []))
  const newest = unseen.at(-1)
  if (newest === undefined || atMs - (toldAtMs.get(chatKey(newest)) ?? Number.NEGATIVE_INFINITY) < quietMs) return
  toldAtMs.set(chatKey(newest), atMs)
  const { phoneNumberId, shopperId, message } = newest
  told.value = { phoneNumberId, shopperId, message }
  clearTimeout(timer)
  timer = setTimeout(dismissNotice, shownMs)
}

export function dismissNotice(): void {
  clearTimeout(timer)
  told.value = null
}

function isUnseen(told: Notice): boolean {
  return told.message.direction === 'out' && !isOnScreen(told, selected.peek())
}

function isOnScreen({ phoneNumberId, shopperId }: ChatChoice, here: ChatChoice | null): boolean {
  return here?.phoneNumberId === phoneNumberId && here.shopperId === shopperId
}
