import type { Chat, ChatMessage } from './types.ts'

/** By `chatKey`. */
export type Chats = Record<string, Chat>

type InChat = { phoneNumberId: string; shopperId: string }
type Told = InChat & { message: ChatMessage }

const windowMs = 24 * 3_600_000
const messagesKept = 1_000

export function chatKey({ phoneNumberId, shopperId }: InChat): string {
  return `${phoneNumberId}/${shopperId}`
}

/** Adds a message where its number puts it. What the shopper writes opens the shop's window for 24 h. */
export function addMessage(chats: Chats, { phoneNumberId, shopperId, message }: Told): Chats {
  const key = chatKey({ phoneNumberId, shopperId })
  const chat = chats[key] ?? { phoneNumberId, shopperId, windowEndsAt: null, messages: [] }
  const messages = insert(chat.messages, message).slice(-messagesKept)
  return { ...chats, [key]: { ...chat, messages, windowEndsAt: windowAfter(chat, message) } }
}

/** Puts the newer form of a message in place of the one we have; one never seen is added. */
export function updateMessage(chats: Chats, told: Told): Chats {
  const chat = chats[chatKey(told)]
  if (!chat?.messages.some(({ wamid }) => wamid === told.message.wamid)) return addMessage(chats, told)
  return { ...chats, [chatKey(told)]: { ...chat, messages: insert(chat.messages, told.message) } }
}

function insert(messages: ChatMessage[], message: ChatMessage): ChatMessage[] {
  const known = messages.findIndex(({ wamid }) => wamid === message.wamid)
  if (known >= 0) return messages.with(known, message)
  const after = messages.findLastIndex(({ n }) => n < message.n)
  return messages.toSpliced(after + 1, 0, message)
}

function windowAfter({ windowEndsAt }: Chat, { direction, at }: ChatMessage): string | null {
  if (direction === 'out') return windowEndsAt
  const endsAt = new Date(Date.parse(at) + windowMs).toISOString()
  return windowEndsAt !== null && windowEndsAt > endsAt ? windowEndsAt : endsAt
}

/** Messages of the shop the shopper has not looked at: those above the last number seen. */
export function countUnread({ messages }: Chat, seenN: number): number {
  return messages.filter(({ n, direction }) => direction === 'out' && n > seenN).length
}
