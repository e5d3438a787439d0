import { isBsuid } from '#shared/phone.ts'
import { cutGraphemes } from '#shared/text.ts'
import type { Inbound, Said, Sender } from './inbound.types.ts'
import { readCart, readLocation, readPhones, readSystem } from './inbound-content.rules.ts'
import { fieldOf, textAt } from './json.rules.ts'

const mostText = 4096
const mostTitle = 200

/** Reads the body of a stored message; whatever is missing or of an unknown shape is said so, never thrown. */
export function readInbound(body: unknown): Inbound {
  const message = fieldOf(body, 'message')
  return { sender: senderOf(message, fieldOf(body, 'contact')), said: saidIn(message) }
}

function senderOf(message: unknown, contact: unknown): Sender | null {
  const ids = [textAt(message, 'from_user_id'), textAt(contact, 'user_id'), textAt(message, 'from')]
  const bsuid = ids.find((id) => id !== null && isBsuid(id)) ?? null
  const waId = [textAt(message, 'from'), textAt(contact, 'wa_id')].find(isWaId) ?? null
  if (bsuid === null && waId === null) return null
  const parent = textAt(contact, 'parent_user_id') ?? textAt(message, 'from_parent_user_id')
  const profile = fieldOf(contact, 'profile')
  return {
    bsuid,
    waId,
    parentBsuid: parent !== null && isBsuid(parent) ? parent : null,
    username: short(textAt(profile, 'username')),
    name: short(textAt(profile, 'name')),
  }
}

function isWaId(id: string | null): id is string {
  return id !== null && /^[1-9][0-9]{4,19}$/.test(id)
}

type Reader = (message: unknown) => Said

const readers: Readonly<Record<string, Reader>> = {
  text: (message) => textSaid(message, textAt(fieldOf(message, 'text'), 'body')),
  interactive: (message) => interactiveSaid(fieldOf(message, 'interactive')),
  button: (message) => templateTap(message),
  order: (message) => readCart(fieldOf(message, 'order')),
  location: (message) => readLocation(fieldOf(message, 'location')),
  contacts: (message) => ({ kind: 'contact', phones: readPhones(message) }),
  audio: () => ({ kind: 'voice' }),
  image: (message) => mediaSaid(fieldOf(message, 'image')),
  video: (message) => mediaSaid(fieldOf(message, 'video')),
  document: (message) => mediaSaid(fieldOf(message, 'document')),
  sticker: () => ({ kind: 'sticker' }),
  system: (message) => readSystem(fieldOf(message, 'system')),
  reaction: () => ({ kind: 'aside', what: 'reaction' }),
  edit: () => ({ kind: 'aside', what: 'edit' }),
  revoke: () => ({ kind: 'aside', what: 'revoke' }),
  request_welcome: () => ({ kind: 'text', text: 'hi', about: null }),
}

function saidIn(message: unknown): Said {
  const type = textAt(message, 'type') ?? 'none'
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined
  return read === undefined ? { kind: 'unreadable', what: type } : read(message)
}

function textSaid(message: unknown, text: string | null): Said {
  if (text === null) return { kind: 'aside', what: 'empty' }
  const product = fieldOf(fieldOf(message, 'context'), 'referred_product')
  return { kind: 'text', text: cutGraphemes(text.trim(), mostText), about: textAt(product, 'product_retailer_id') }
}

function interactiveSaid(interactive: unknown): Said {
  const type = textAt(interactive, 'type') ?? 'none'
  if (type !== 'button_reply' && type !== 'list_reply') return { kind: 'unreadable', what: `interactive ${type}` }
  const reply = fieldOf(interactive, type)
  const id = textAt(reply, 'id')
  if (id === null) return { kind: 'unreadable', what: `interactive ${type}` }
  return { kind: 'tap', id, title: short(textAt(reply, 'title')) ?? '' }
}

/** The quick reply of a template carries our signed id, or, when we gave none, its own label. */
function templateTap(message: unknown): Said {
  const button = fieldOf(message, 'button')
  const [id, title] = [textAt(button, 'payload'), textAt(button, 'text')]
  if (id?.includes(':')) return { kind: 'tap', id, title: short(title) ?? '' }
  return textSaid(message, title ?? id)
}

function mediaSaid(media: unknown): Said {
  return { kind: 'media', caption: textAt(media, 'caption') }
}

function short(text: string | null): string | null {
  return text === null ? null : cutGraphemes(text.trim(), mostTitle)
}
