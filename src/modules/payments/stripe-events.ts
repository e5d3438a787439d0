import type Stripe from 'stripe'
import type { PaymentTools } from './payment-tools.ts'
import { recordCaution } from './record-caution.ts'
import { recordDecline } from './record-decline.ts'
import { recordDispute } from './record-dispute.ts'
import { takeInRefund, takeInRefundsOf } from './record-refund.ts'
import { type AttemptReference, settleAttempt } from './settle-attempt.ts'
import { type References, referencesIn } from './stripe/references.ts'
import { idOf } from './stripe/session-facts.ts'

/** `unknown`: it is ours by its references, and we have no such payment (yet). */
export type EventOutcome = 'handled' | 'unknown' | `ignored:${string}`

export type StoreEvent = { storeId: string; event: Stripe.Event }

/** What a store's webhook endpoint must be subscribed to; the catch-up of lost events asks for the same. */
export const handledTypes = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'charge.dispute.closed',
  'radar.early_fraud_warning.created',
  'review.opened',
] as const satisfies readonly Stripe.Event['type'][]

/** Takes an event as a hint to look again at Stripe; the copy inside it never decides about money. */
export function handleStripeEvent(tools: PaymentTools, { storeId, event }: StoreEvent): Promise<EventOutcome> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired': {
      const session = event.data.object
      return ofOurs(storeId, session, ({ attemptId }) => settle(tools, { storeId, attemptId, sessionId: session.id }))
    }
    case 'payment_intent.succeeded':
      return ofOurs(storeId, event.data.object, ({ attemptId }) => settle(tools, { storeId, attemptId }))
    case 'payment_intent.payment_failed': {
      const intent = event.data.object
      return ofOurs(storeId, intent, ({ attemptId }) =>
        recordDecline(tools, { storeId, attemptId, intentId: intent.id }),
      )
    }
    default:
      return handleAftermath(tools, { storeId, event })
  }
}

function handleAftermath(tools: PaymentTools, { storeId, event }: StoreEvent): Promise<EventOutcome> {
  switch (event.type) {
    case 'charge.refunded':
      return takeInRefundsOf(tools, { storeId, intentId: idOf(event.data.object.payment_intent) })
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return takeInRefund(tools, { storeId, refundId: event.data.object.id })
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
    case 'charge.dispute.closed':
      return recordDispute(tools, { storeId, disputeId: event.data.object.id })
    case 'radar.early_fraud_warning.created':
    case 'review.opened':
      return recordCaution(tools, {
        storeId,
        intentId: idOf(event.data.object.payment_intent),
        reason: event.type === 'review.opened' ? 'payment-review' : 'fraud-warning',
      })
    default:
      return Promise.resolve('ignored:not-used')
  }
}

type Referring = { metadata: Record<string, string> | null }

async function ofOurs(
  storeId: string,
  object: Referring,
  act: (references: References) => Promise<EventOutcome>,
): Promise<EventOutcome> {
  const references = referencesIn(object.metadata)
  if (references === null) return 'ignored:other-integration'
  if (references.storeId !== storeId) return 'ignored:other-store'
  return act(references)
}

async function settle(tools: PaymentTools, reference: AttemptReference): Promise<EventOutcome> {
  return (await settleAttempt(tools, reference)) === 'unknown' ? 'unknown' : 'handled'
}
