import { fields, text } from '#phone/state/fields.ts'
import type { ChatMessage, Language } from '#phone/state/types.ts'
import { ar } from '#phone/text/ar.ts'
import { en } from '#phone/text/en.ts'
import { plainText } from './format.ts'
import type { IconName } from './icon-paths.ts'
import { kindOf } from './kind-of.ts'

/** A message in one line, as it stands in the list of chats and above an answer that quotes it. */
export function previewOf(message: ChatMessage, language: Language): string {
  const kind = kindOf(message)
  const label = labelOf(message, kind, language)
  const said = plainText(wordsOf(message)).replaceAll(/\s+/g, ' ').trim()
  return [label, said].filter((part) => part !== '').join(' ')
}

function labelOf(message: ChatMessage, kind: string, language: Language): string {
  const w = language === 'ar' ? ar : en
  const labels: Record<string, string> = {
    image: w.photo,
    video: w.video,
    document: message.media?.filename ?? w.document,
    audio: w.voice,
    sticker: w.sticker,
    location: w.location,
    contacts: w.contact,
    order: w.cart,
    flow_reply: w.formSent,
    unsupported: message.direction === 'in' ? w.unsupportedSent : w.unsupported,
    deleted: message.direction === 'in' ? w.deletedByYou : w.deletedByShop,
  }
  return labels[kind] ?? ''
}

const icons: Record<string, IconName> = {
  image: 'image',
  video: 'play',
  document: 'file',
  audio: 'mic',
  sticker: 'sticker',
  location: 'pin',
  contacts: 'person',
  order: 'bag',
  flow_reply: 'form',
  deleted: 'block',
}

/** The small picture before the preview of a message that is more than words. */
export function previewIcon(message: ChatMessage): IconName | null {
  return icons[kindOf(message)] ?? null
}

/** The words of a message that its sender wrote, without what the app draws around them. */
export function wordsOf(message: ChatMessage): string {
  if (message.deleted) return ''
  if (message.template !== null) return message.template.body
  const { type, body } = message
  if (type !== 'interactive') return textOfPlain(message)
  const content = fields(body.interactive)
  const reply = fields(content.button_reply ?? content.list_reply)
  return text(reply.title) || text(fields(content.body).text)
}

function textOfPlain({ type, body, text: readable, edited }: ChatMessage): string {
  const content = fields(body[type])
  if (type === 'text') return edited ? readable : text(content.body)
  if (type === 'button') return text(content.text)
  if (type === 'system') return text(content.body)
  return text(content.caption)
}
