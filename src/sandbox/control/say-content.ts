import type { z } from 'zod'
import { fields } from '#sandbox/graph/checks.ts'
import { webhookError } from '#sandbox/graph/graph-error.ts'
import { readPrice } from '#sandbox/graph/item-rules.ts'
import { catalogState, chatOf } from '#sandbox/graph/lookup.ts'
import { mediaUrl } from '#sandbox/graph/media.ts'
import { keepMedia } from '#sandbox/graph/media-store.ts'
import type { Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { ControlError } from './control-call.ts'
import type { Content } from './inbound.ts'
import { samples } from './samples.ts'
import type { Contacts, FlowReply, MediaWish, Order } from './say-schemas.ts'
import { findTap, type Tap, tapsOf, type Wish } from './taps.ts'

export type Speaker = { state: SandboxState; shopper: Shopper; number: WorldNumber }

export type Said = { content: Content; quoted?: string }

const mediaDays = 7

export function mediaContent(speaker: Speaker, type: keyof typeof samples, wish: z.infer<typeof MediaWish>): Content {
  const { state, number } = speaker
  const sample = samples[type]
  const bytes = wish.base64 === undefined ? sample.bytes : Buffer.from(wish.base64, 'base64')
  const { phoneNumberId } = number
  const mimeType = wish.mimeType ?? sample.mimeType
  const media = keepMedia(state, { phoneNumberId, bytes, mimeType, filename: wish.filename, days: mediaDays })
  return {
    type,
    [type]: {
      ...(wish.caption === undefined ? {} : { caption: wish.caption }),
      ...(wish.filename === undefined ? {} : { filename: wish.filename }),
      ...(type === 'audio' ? { voice: true } : {}),
      ...(type === 'sticker' ? { animated: false } : {}),
      mime_type: media.mimeType,
      sha256: media.sha256,
      id: media.id,
      url: mediaUrl(state, media),
    },
  }
}

/** A cart as WhatsApp sends it: prices in major units, as the phone last saw them. */
export function orderContent({ state, number }: Speaker, { items, note }: z.infer<typeof Order>): Content {
  const catalog = catalogState(state, number.catalogId)
  const product_items = items.map(({ retailerId, quantity, itemPrice, currency }) => {
    const data = fields(catalog.items.get(retailerId)?.data)
    const shown = readPrice(data.sale_price) ?? readPrice(data.price)
    const item_price = itemPrice ?? shown?.amount
    if (item_price === undefined) throw new ControlError(404, `The catalog has no price for ${retailerId}; name one`)
    const paid = currency ?? shown?.currency ?? number.currency
    return { product_retailer_id: retailerId, quantity, item_price, currency: paid }
  })
  return { type: 'order', order: { catalog_id: number.catalogId, text: note ?? '', product_items } }
}

export function contactsContent(contacts: z.infer<typeof Contacts>): Content {
  const shared = contacts.map(({ name, phone, waId }) => ({
    name: { formatted_name: name, first_name: name },
    phones: [{ phone, type: 'CELL', ...(waId === undefined ? {} : { wa_id: waId }) }],
  }))
  return { type: 'contacts', contacts: shared }
}

/** Taps the newest button or row that fits; unknown ones answer with what could be tapped. */
export function tapContent({ state, shopper, number }: Speaker, wish: Wish): Said {
  const { messages } = chatOf(state, number.phoneNumberId, shopper)
  const found = findTap(messages, wish)
  if (found === undefined) {
    const tappable = messages.filter(({ direction }) => direction === 'out').flatMap(tapsOf)
    throw new ControlError(404, 'Nothing like that can be tapped', {
      taps: tappable.map(({ id, title }) => ({ id, title })),
    })
  }
  return { content: tapReply(found.tap), quoted: found.message.wamid }
}

function tapReply({ kind, id, title, description }: Tap): Content {
  if (kind === 'button') return { type: 'button', button: { payload: id, text: title } }
  const reply = { id, title, ...(description === undefined ? {} : { description }) }
  return { type: 'interactive', interactive: { type: kind, [kind]: reply } }
}

/** Submits the newest form (or the named one); the answer repeats its flow token, as the app does. */
export function flowContent({ state, shopper, number }: Speaker, reply: z.infer<typeof FlowReply>): Said {
  const { messages } = chatOf(state, number.phoneNumberId, shopper)
  const form = messages.findLast(({ wamid, body }) =>
    reply.messageId === undefined ? fields(body.interactive).type === 'flow' : wamid === reply.messageId,
  )
  if (form === undefined) throw new ControlError(404, 'No form in this chat')
  const { flow_token } = fields(fields(fields(form.body.interactive).action).parameters)
  const answers = { ...(flow_token === undefined ? {} : { flow_token }), ...reply.answers }
  const nfm_reply = { name: 'flow', body: 'Sent', response_json: JSON.stringify(answers) }
  return { content: { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply } }, quoted: form.wamid }
}

export function unsupportedContent(): Content {
  const errors = [webhookError(131051, 'Message type is currently not supported')]
  return { type: 'unsupported', errors, unsupported: { type: 'poll' } }
}
