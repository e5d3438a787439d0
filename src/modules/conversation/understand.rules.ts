import { intentOfTap } from './actions.rules.ts'
import { placeOf, reachOf } from './giving.rules.ts'
import type { Hearing } from './hearing.types.ts'
import type { Said } from './inbound.types.ts'
import type { Intent } from './intent.types.ts'
import { understandText } from './understand-text.rules.ts'

/** A person who was asked for and never came must not leave the shopper with silence. */
export const handoverHours = 24

/** What the shopper means by it, as far as the message and the conversation tell. */
export function understand(said: Said, hearing: Hearing): Intent {
  const intent = literally(said, hearing)
  return withPerson(hearing) && !callsBack(said, intent) ? { is: 'nothing', why: 'handed_over' } : intent
}

function literally(said: Said, hearing: Hearing): Intent {
  switch (said.kind) {
    case 'text':
      return understandText(said, hearing)
    case 'tap':
      return understandTap(said.id, hearing)
    case 'cart':
      return { is: 'native_cart', items: said.items, note: said.note }
    case 'pin':
      return { is: 'address', address: placeOf(said), phone: null }
    case 'contact':
      return understandContact(said.phones, hearing)
    case 'voice':
      return { is: 'voice' }
    case 'media':
      return said.caption === null
        ? { is: 'media' }
        : understandText({ kind: 'text', text: said.caption, about: null }, hearing)
    case 'moved':
    case 'identity_changed':
      return { is: 'nothing', why: said.kind }
    case 'aside':
      return { is: 'nothing', why: said.what }
    case 'sticker':
    case 'unreadable':
      return { is: 'unclear' }
  }
}

function understandTap(id: string, { readTap }: Hearing): Intent {
  const tap = readTap(id)
  return (tap === null ? null : intentOfTap(tap)) ?? { is: 'forged' }
}

function understandContact(phones: readonly string[], { chat, store }: Hearing): Intent {
  if (chat.step !== 'phone' && chat.step !== 'address') return { is: 'unclear' }
  return { is: 'phone', phone: reachOf(phones.join(' '), store.country) }
}

function withPerson({ chat, now }: Hearing): boolean {
  return chat.handedOverAt !== null && now.getTime() - chat.handedOverAt.getTime() < handoverHours * 3_600_000
}

const calling: ReadonlySet<Intent['is']> = new Set(['menu', 'bot', 'stop', 'start', 'native_cart', 'language'])

/** Taps and carts are meant for the shop itself; of typed words only those that call it back. */
function callsBack(said: Said, intent: Intent): boolean {
  return said.kind === 'tap' || intent.is === 'nothing' || calling.has(intent.is)
}
