import { fields, text } from '#phone/state/fields.ts'
import type { ChatMessage, Language } from '#phone/state/types.ts'
import type { Wish } from './tour.types.ts'

/** What a message is, as WhatsApp names it: the kind of an interactive one, else its type. */
export function kindOf({ type, body }: Pick<ChatMessage, 'type' | 'body'>): string {
  return type === 'interactive' ? text(fields(body.interactive).type) : type
}

/** The text without the marks that keep numbers in place. */
export function plainText({ text: shown }: Pick<ChatMessage, 'text'>): string {
  return shown.replace(/[\u200e\u200f\u2066-\u2069]/g, '')
}

export function fulfills(message: ChatMessage, wish: Wish, language: Language): boolean {
  const { kind, says, offers } = wish
  if (message.direction !== 'out') return false
  if (kind !== undefined && kindOf(message) !== kind) return false
  if (says !== undefined && !says[language].test(plainText(message))) return false
  return offers === undefined || titlesOf(message).some((title) => title.startsWith(offers[language]))
}

export function titlesOf({ taps, links }: ChatMessage): string[] {
  return [...taps, ...links].map(({ title }) => title)
}

/** The end of a chat, for whoever has to find out what went wrong. */
export function lastLines(messages: readonly ChatMessage[]): string {
  const lines = messages
    .slice(-4)
    .map((each) => `${each.direction === 'in' ? 'shopper' : 'shop'} (${kindOf(each)}): ${plainText(each)}`)
  return lines.join('\n') || '(the chat is empty)'
}

export function describeWish({ kind, says, offers }: Wish, language: Language): string {
  const parts = [kind, says?.[language], offers && `[${offers[language]}]`]
  return parts.filter((part) => part !== undefined).join(' ')
}
