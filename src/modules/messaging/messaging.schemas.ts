import { z } from 'zod'
import { IdView, idField, pageQuery, pageView, TimeView } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import type { ListedMessage } from './read-messages.ts'
import { textOf } from './text-of.ts'

const states = ['queued', 'sending', 'in_doubt', 'accepted', 'sent', 'delivered', 'read', 'failed', 'canceled'] as const

export const MessageView = z
  .object({
    id: IdView,
    shopperId: IdView,
    purpose: z.string().meta({ description: 'What it was for, e.g. `order_confirmed` or `menu`.' }),
    language: z.enum(['en', 'ar']),
    text: z.string().meta({ description: 'What the shopper reads, without buttons and lists.' }),
    state: z.enum(states).meta({ description: '`in_doubt`: nobody knows yet whether it was sent.' }),
    sentAs: z.enum(['free_form', 'template']).nullable(),
    attempts: z.int(),
    error: z
      .object({ code: z.string(), details: z.string().nullable(), traceId: z.string().nullable() })
      .nullable()
      .meta({ description: 'Why it failed or still waits; `traceId` is what Meta’s support asks for.' }),
    pricing: z.object({ category: z.string(), type: z.string().nullable() }).nullable(),
    queuedAt: TimeView,
    sentAt: TimeView.nullable(),
    deliveredAt: TimeView.nullable(),
    readAt: TimeView.nullable(),
    failedAt: TimeView.nullable(),
  })
  .meta({ id: 'Message' })

export const MessagePage = pageView(MessageView)

export const MessageQuery = z.strictObject({
  ...pageQuery,
  shopperId: idField('shopper').optional(),
  state: z.enum(states).optional(),
})

export function viewMessage(message: ListedMessage): z.infer<typeof MessageView> {
  const { errorCode, errorDetails, traceId, pricingCategory, pricingType } = message
  return {
    id: publicId('message', message.id),
    shopperId: publicId('shopper', message.shopperId),
    purpose: message.purpose,
    language: message.language,
    text: textOf(message.content, message.language),
    state: message.state,
    sentAs: message.sentAs,
    attempts: message.attempts,
    error: errorCode === null ? null : { code: errorCode, details: errorDetails, traceId },
    pricing: pricingCategory === null ? null : { category: pricingCategory, type: pricingType },
    queuedAt: message.queuedAt.toISOString(),
    sentAt: message.sentAt?.toISOString() ?? null,
    deliveredAt: message.deliveredAt?.toISOString() ?? null,
    readAt: message.readAt?.toISOString() ?? null,
    failedAt: message.failedAt?.toISOString() ?? null,
  }
}
