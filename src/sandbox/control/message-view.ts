import { fields } from '#sandbox/graph/checks.ts'
import { catalogState } from '#sandbox/graph/lookup.ts'
import type { Catalog, Chat, ChatMessage } from '#sandbox/graph/meta-model.ts'
import { showTemplate } from '#sandbox/graph/template-text.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { readableText } from './chat-text.ts'
import { viewMedia } from './message-media.ts'
import { viewProducts } from './message-products.ts'
import { linksOf, tapsOf } from './taps.ts'

/** A message as the shopper's phone has to draw it; docs/sandbox.md describes each key. */
export function viewMessage(state: SandboxState, chat: Chat, message: ChatMessage) {
  const { n, at, direction, wamid, type, body, statuses } = message
  const catalog = catalogOf(state, chat)
  const text = message.deleted ? '' : readableText(message, catalog)
  const fromShop = direction === 'out'
  return {
    n,
    at,
    direction,
    wamid,
    type,
    body: message.deleted ? {} : body,
    text,
    taps: fromShop ? tapsOf(message).map(({ id, title }) => ({ id, title })) : [],
    links: fromShop ? linksOf(message, text) : [],
    statuses,
    quoted: viewQuoted(state, chat, message),
    edited: message.edited !== undefined,
    deleted: message.deleted === true,
    readByShop: !fromShop && statuses.some(({ status }) => status === 'read'),
    reactions: message.deleted ? [] : [...(message.reactions ?? [])].map(([from, emoji]) => ({ from, emoji })),
    template: viewTemplate(message),
    products: viewProducts(catalog, message),
    media: viewMedia(state, message),
  }
}

export type MessageView = ReturnType<typeof viewMessage>

export function catalogOf(state: SandboxState, { phoneNumberId }: Chat): Catalog {
  return catalogState(state, state.world.byPhone.get(phoneNumberId)?.catalogId ?? '')
}

/** The message that this one answers, as the small box above its text. */
function viewQuoted(state: SandboxState, chat: Chat, { body }: ChatMessage) {
  const { id, message_id } = fields(body.context)
  const known = state.meta.messages.get(String(id ?? message_id))
  if (known?.chat !== chat) return null
  const { wamid, direction, deleted } = known.message
  return { wamid, direction, text: deleted ? '' : readableText(known.message, catalogOf(state, chat)) }
}

function viewTemplate({ template, body }: ChatMessage) {
  if (template === undefined) return null
  const shown = showTemplate(template, fields(body.template))
  const buttons = shown.buttons.map(({ payload, ...button }) =>
    payload === undefined ? button : { ...button, id: payload },
  )
  return { ...shown, header: shown.headerType === 'text' ? shown.header : '', buttons }
}
