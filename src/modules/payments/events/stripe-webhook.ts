import type { ZodApp } from '#platform/http.ts'
import { Invalid } from '#shared/errors.ts'
import { parsePublicId } from '#shared/ids.ts'
import { type Receiver, receiveStripeEvent } from './receive-stripe-event.ts'

/** Far above what Stripe sends. */
const BODY_LIMIT = 4 * 1024 * 1024

/**
 * Takes each store's events from Stripe: verified on the bytes as they came, stored, and only then acknowledged. Wants a
 * scope of its own, since it reads every body raw.
 */
export async function stripeWebhook(app: ZodApp, tools: Receiver): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  app.post<{ Params: { storeId: string } }>(
    '/webhooks/stripe/:storeId',
    {
      config: { policy: { public: 'Stripe signs what it sends.' } },
      bodyLimit: BODY_LIMIT,
      schema: { hide: true },
    },
    async (request, reply) => {
      const storeId = storeIdIn(request.params.storeId)
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const signature = request.headers['stripe-signature']?.toString()
      if (storeId === null || !(await receiveStripeEvent(tools, { storeId, body, signature }))) {
        throw new Invalid('stripe-webhook-refused', 'This is not an event that Stripe signed for this store.')
      }
      return reply.code(200).type('text/plain').send('')
    },
  )
}

const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function storeIdIn(text: string): string | null {
  return uuidPattern.test(text) ? text : parsePublicId('store', text)
}
