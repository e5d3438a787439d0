import { z } from 'zod'
import { MessageView, readMessages, viewMessage, windowClosesAt } from '#modules/messaging/index.ts'
import { IdView, idField, route, TimeView, textField, type ZodApp } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import { answerShopper, releaseShopper } from './attend.ts'
import { type ConversationDetails, readConversation } from './read-conversation.ts'

const tags = ['shoppers']
const params = z.strictObject({ shopperId: idField('shopper') })

/** What WhatsApp takes as one message. */
const MOST_TEXT = 4096

const ConversationView = z
  .object({
    shopperId: IdView,
    language: z.enum(['en', 'ar']),
    handedOverAt: TimeView.nullable().meta({ description: 'Since when a person is in charge; the shop is silent.' }),
    lastMessageAt: TimeView.nullable(),
    windowClosesAt: TimeView.nullable().meta({ description: 'Until then words of your own may go.' }),
    waiting: z
      .array(z.object({ at: TimeView, kind: z.string(), text: z.string().nullable() }))
      .meta({ description: 'What the shopper wrote to a person, the latest twenty, oldest first.' }),
  })
  .meta({ id: 'Conversation' })

/** An owner who talks to shoppers. */
export async function attendanceRoutes(app: ZodApp): Promise<void> {
  route(app, {
    method: 'GET',
    url: '/v1/shoppers/:shopperId/conversation',
    scope: 'messages:read',
    summary: 'Read how a shopper’s chat stands',
    tags,
    params,
    reply: { 200: ConversationView },
    handle: async (ctx, { params: { shopperId } }) => viewConversation(await readConversation(ctx, shopperId)),
  })
  route(app, {
    method: 'POST',
    url: '/v1/shoppers/:shopperId/messages',
    scope: 'messages:write',
    summary: 'Write to a shopper',
    description:
      'In your own words, within 24 hours of the shopper’s last message. Send an Idempotency-Key, so that a repetition is not said twice.',
    tags,
    params,
    body: z.strictObject({ text: textField(MOST_TEXT) }),
    reply: { 201: MessageView },
    handle: async (ctx, { params, body }) => {
      const { shopperId } = await answerShopper(ctx, { ...params, ...body })
      const [message] = await readMessages(ctx, { shopperId, state: null, beforeId: null, limit: 1 })
      if (message === undefined) throw new Error('the message that was just queued is not there')
      return viewMessage(message)
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/shoppers/:shopperId/release',
    scope: 'messages:write',
    summary: 'Give a shopper back to the shop',
    description: 'The shop answers again, from the shopper’s next message on.',
    tags,
    params,
    reply: { 200: ConversationView },
    handle: async (ctx, { params }) => {
      const { shopperId } = await releaseShopper(ctx, params)
      return viewConversation(await readConversation(ctx, shopperId))
    },
  })
}

function viewConversation(details: ConversationDetails): z.output<typeof ConversationView> {
  const { language, lastInboundAt, handedOverAt, waiting } = details
  return {
    shopperId: publicId('shopper', details.shopperId),
    language,
    handedOverAt: handedOverAt?.toISOString() ?? null,
    lastMessageAt: lastInboundAt?.toISOString() ?? null,
    windowClosesAt: lastInboundAt === null ? null : windowClosesAt(lastInboundAt).toISOString(),
    waiting: waiting.map(({ at, kind, text }) => ({ at: at.toISOString(), kind, text })),
  }
}
