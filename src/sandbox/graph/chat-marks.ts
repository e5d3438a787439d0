import type { SandboxState } from '#sandbox/state.ts'
import { fields } from './checks.ts'
import { keepInChat } from './lookup.ts'
import type { Chat, ChatMessage } from './meta-model.ts'

/** These change the message they name and have no bubble of their own. */
const marks = new Set(['reaction', 'edit', 'revoke'])

export function isMark({ type }: ChatMessage): boolean {
  return marks.has(type)
}

/** A message reaches the chat: kept, shown to whoever watches, and what it says of another message done there. */
export function arriveInChat(state: SandboxState, chat: Chat, message: ChatMessage): void {
  keepInChat(chat, message)
  if (isMark(message)) markTarget(state, chat, message)
  else state.news.publish({ kind: 'message', chat, message })
}

function markTarget(state: SandboxState, chat: Chat, message: ChatMessage): void {
  const target = targetOf(state, chat, message)
  if (target === undefined) return
  mark(target, message)
  state.news.publish({ kind: 'update', chat, message: target })
}

function targetOf(state: SandboxState, chat: Chat, { type, body, direction }: ChatMessage): ChatMessage | undefined {
  const { message_id, original_message_id } = fields(body[type])
  const known = state.meta.messages.get(String(message_id ?? original_message_id))
  if (known?.chat !== chat) return undefined
  return type === 'reaction' || known.message.direction === direction ? known.message : undefined
}

function mark(target: ChatMessage, { type, body, direction }: ChatMessage): void {
  const content = fields(body[type])
  if (type === 'revoke') target.deleted = true
  if (type === 'edit') target.edited = String(fields(fields(content.message).text).body ?? '')
  if (type !== 'reaction') return
  const from = direction === 'out' ? 'shop' : 'shopper'
  target.reactions ??= new Map()
  if (content.emoji === undefined || content.emoji === '') target.reactions.delete(from)
  else target.reactions.set(from, String(content.emoji))
}

/** The shop has read this message of the shopper, and with it every earlier one. */
export function readUpTo(state: SandboxState, chat: Chat, { n }: ChatMessage): void {
  const at = state.clock.now().toISOString()
  const unread = chat.messages.filter((each) => each.direction === 'in' && each.n <= n && each.statuses.length === 0)
  for (const message of unread) {
    message.statuses.push({ status: 'read', at })
    if (!isMark(message)) state.news.publish({ kind: 'update', chat, message })
  }
}

/** Dots vanish with the next message, or after 25 seconds. */
const typingMs = 25_000

export function showTyping(state: SandboxState, chat: Chat, on: boolean): void {
  const now = state.clock.ms()
  const was = chat.typingUntilMs > now
  chat.typingUntilMs = on ? now + typingMs : Number.NEGATIVE_INFINITY
  if (on || was) state.news.publish({ kind: 'typing', chat, on, untilMs: on ? chat.typingUntilMs : now })
}
