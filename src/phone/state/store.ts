import { computed, signal } from '@preact/signals'
import { chatKey, countUnread, emptyChat, setMarketing } from './chats.ts'
import { addLines, emptyWorld, reduce, takeSnapshot, type World } from './reduce.ts'
import type { Chat, JournalLine, Language, Snapshot, StreamEvent } from './types.ts'

/** Everything the sandbox told, in one value; the pieces below change only when their own part does. */
export const world = signal<World>(emptyWorld)

export const numbers = computed(() => world.value.numbers)
export const shoppers = computed(() => world.value.shoppers)
export const chats = computed(() => world.value.chats)
export const typing = computed(() => world.value.typing)
export const faults = computed(() => world.value.faults)
export const journal = computed(() => world.value.journal)
export const payments = computed(() => world.value.payments)
export const shopUrl = computed(() => world.value.shopUrl)

export const connection = signal<'opening' | 'open' | 'lost'>('opening')

export type ChatChoice = { phoneNumberId: string; shopperId: string }

/** Whose phone is shown. */
export const personId = signal<string | null>(null)
/** Those a page has room for: the first ten, the newest forty and the one whose phone it is (load runs make thousands). */
export const shownPeople = computed(() => {
  const all = shoppers.value
  if (all.length <= 50) return all
  return all.filter(({ id }, index) => index < 10 || index >= all.length - 40 || id === personId.value)
})
/** The chat on the screen; null shows the list. */
export const selected = signal<ChatChoice | null>(null)
/** The shop whose chat was left last: the list puts the focus there. */
export const lastOpened = signal<string | null>(null)
/** The last message number looked at, by chat key. */
export const seen = signal<Record<string, number>>({})

/** How far the sandbox's clock runs ahead of this machine's, in milliseconds. */
export const skewMs = signal(0)
/** This machine's time, renewed every few seconds so that what hangs on time is drawn again. */
export const tickMs = signal(0)
/** The sandbox's time in milliseconds; whoever reads it is drawn again as it passes. */
export const nowMs = computed(() => tickMs.value + skewMs.value)

export function languageOfPerson(shopperId: string): Language | null {
  return shoppers.value.find(({ id }) => id === shopperId)?.language ?? null
}

/** Takes a snapshot of the world; `atMs` is this machine’s time. */
export function loadSnapshot(snapshot: Snapshot, atMs: number): void {
  world.value = takeSnapshot(world.value, snapshot)
  setClock(snapshot.clock.now, atMs)
  const { chats: all, shoppers: people } = world.value
  seen.value = Object.fromEntries(Object.entries(all).map(([key, chat]) => [key, seenIn(chat, seen.peek()[key])]))
  if (!people.some(({ id }) => id === personId.value)) personId.value = people[0]?.id ?? null
  if (selected.value !== null && !people.some(({ id }) => id === selected.value?.shopperId)) selected.value = null
}

/** All of a chat is read when it is first met; one that has begun anew has nothing above its last. */
function seenIn({ messages }: Chat, before: number | undefined): number {
  const last = messages.at(-1)?.n ?? 0
  return Math.min(before ?? last, last)
}

/** Takes what the stream told, in order; `atMs` is this machine’s time. */
export function applyEvents(events: readonly StreamEvent[], atMs: number): void {
  world.value = events.reduce(reduce, world.value)
  const told = events.findLast((event) => event.type === 'clock')
  if (told?.type === 'clock') setClock(told.data.now, atMs)
}

export function addHistory(lines: JournalLine[]): void {
  world.value = { ...world.value, journal: addLines(world.value.journal, lines) }
}

function setClock(now: string, atMs: number): void {
  skewMs.value = Date.parse(now) - atMs
  tickMs.value = atMs
}

/** Brings a chat on the screen, on its owner's phone. */
export function openChat(choice: ChatChoice): void {
  personId.value = choice.shopperId
  selected.value = choice
}

export function closeChat(): void {
  lastOpened.value = selected.value?.phoneNumberId ?? null
  selected.value = null
}

/** Shows another person's phone, at its list of chats. */
export function pickPerson(shopperId: string): void {
  personId.value = shopperId
  selected.value = null
}

export function chatOf(choice: ChatChoice): Chat {
  return chats.value[chatKey(choice)] ?? emptyChat(choice)
}

/** Notes that the shopper has stopped or resumed the shop's offers. */
export function markMarketing(choice: ChatChoice, stopped: boolean): void {
  world.value = { ...world.value, chats: setMarketing(world.value.chats, choice, stopped) }
}

/** True while the shop lets its dots be seen. */
export function isTyping(choice: ChatChoice): boolean {
  return (typing.value[chatKey(choice)] ?? 0) > nowMs.value
}

export function unreadOf(choice: ChatChoice): number {
  return countUnread(chatOf(choice), seen.value[chatKey(choice)] ?? 0)
}

export function markSeen(choice: ChatChoice): void {
  const key = chatKey(choice)
  const n = chatOf(choice).messages.at(-1)?.n ?? 0
  if ((seen.peek()[key] ?? 0) < n) seen.value = { ...seen.peek(), [key]: n }
}
