import type { PlainContent } from '#modules/messaging/content.ts'
import { interactiveOf, productMessageOf } from './interactive.ts'
import { type BodyRefusal, limits, paragraph, Unbuildable } from './parts.ts'
import { addressee, type Recipient } from './recipient.ts'
import { type TemplateMessage, templateOf } from './template-message.ts'

/** A body for `POST /{phone-number-id}/messages`. */
export type WhatsAppBody = Record<string, unknown>

export type BodyVerdict = { ok: true; body: WhatsAppBody } | { ok: false; reason: BodyRefusal }

export type Addressing = {
  recipient: Recipient
  /** The catalog connected to the sending number; null when its products cannot be shown. */
  catalogId: string | null
  /** Comes back with every status of this message. */
  opaque: string
}

/** Writes a content the way Meta takes it, or says why it cannot be; what it writes keeps every documented limit. */
export function toWhatsAppBody(content: PlainContent, addressing: Addressing): BodyVerdict {
  return built(addressing, () => messageOf(content, addressing.catalogId))
}

/** Writes the sending of an approved template. */
export function toTemplateBody(template: TemplateMessage, addressing: Addressing): BodyVerdict {
  return built(addressing, () => ({ type: 'template', template: templateOf(template) }))
}

function built({ recipient, opaque }: Addressing, message: () => WhatsAppBody): BodyVerdict {
  try {
    const body = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...addressee(recipient),
      ...message(),
      biz_opaque_callback_data: opaque,
    }
    return { ok: true, body }
  } catch (error) {
    if (error instanceof Unbuildable) return { ok: false, reason: error.reason }
    throw error
  }
}

function messageOf(content: PlainContent, catalogId: string | null): WhatsAppBody {
  switch (content.kind) {
    case 'text':
      return { type: 'text', text: { body: paragraph(content.text, limits.text), preview_url: false } }
    case 'products':
    case 'product':
      return { type: 'interactive', interactive: productMessageOf(content, catalogId) }
    default:
      return { type: 'interactive', interactive: interactiveOf(content) }
  }
}
