import type { Chat, ChatMessage } from './types.ts'

/** By `chatKey`. */
export type Chats = Record<string, Chat>

type InChat = { phoneNumberId: string; shopperId: string }
type Told = InChat & { message: ChatMessage; windowEndsAt: string | null }

const messagesKept = 1_000

export function chatKey({ phoneNumberId, shopperId }: InChat): string {
  return `${phoneNumberId}/${shopperId}`
}

export function emptyChat({ phoneNumberId, shopperId }: InChat): Chat {
  return { phoneNumberId, shopperId, windowEndsAt: null, marketingStopped: false, messages: [] }
}

/** Adds a message where its number puts it. */
export function addMessage(chats: Chats, { phoneNumberId, shopperId, message, windowEndsAt }: Told): Chats {
  const key = chatKey({ phoneNumberId, shopperId })
  const chat = chats[key] ?? emptyChat({ phoneNumberId, shopperId })
  const messages = insert(chat.messages, message).slice(-messagesKept)
  return { ...chats, [key]: { ...chat, messages, windowEndsAt } }
}

/** Puts the newer form of a message in place of the one we have; one never seen is added. */
export function updateMessage(chats: Chats, told: Told): Chats {
  const chat = chats[chatKey(told)]
  if (!chat?.messages.some(({ wamid }) => wamid === told.message.wamid)) return addMessage(chats, told)
  return { ...chats, [chatKey(told)]: { ...chat, messages: insert(chat.messages, told.message) } }
}

/** The shopper's own switch for offers; the stream has no event for it. */
export function setMarketing(chats: Chats, place: InChat, marketingStopped: boolean): Chats {
  const key = chatKey(place)
  return { ...chats, [key]: { ...(chats[key] ?? emptyChat(place)), marketingStopped } }
}

function insert(messages: ChatMessage[], message: ChatMessage): ChatMessage[] {
  const known = messages.findIndex(({ wamid }) => wamid === message.wamid)
  if (known >= 0) return messages.with(known, message)
  const after = messages.findLastIndex(({ n }) => n < message.n)
  return messages.toSpliced(after + 1, 0, message)
}

/** Messages of the shop the shopper has not looked at: those above the last number seen. */
export function countUnread({ messages }: Chat, seenN: number): number {
  return messages.filter(({ n, direction }) => direction === 'out' && n > seenN).length
}
