import type Stripe from 'stripe'
import type { PaymentTools } from '#modules/payments/payment-tools.ts'
import { takeInRefund, takeInRefundsOf } from '#modules/payments/refunds/record-refund.ts'
import { recordDecline } from '#modules/payments/settling/record-decline.ts'
import { type AttemptReference, settleAttempt } from '#modules/payments/settling/settle-attempt.ts'
import type { StripeHint } from '#modules/payments/stripe/hint.ts'
import { type References, referencesIn } from '#modules/payments/stripe/references.ts'
import { recordCaution } from './record-caution.ts'
import { recordDispute } from './record-dispute.ts'

/** `unknown`: it is ours by its references, and we have no such payment (yet). */
export type EventOutcome = 'handled' | 'unknown' | `ignored:${string}`

export type StoreHint = { storeId: string; hint: StripeHint }

type Handler = (tools: PaymentTools, arrived: StoreHint) => Promise<EventOutcome>

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

type HandledType = (typeof handledTypes)[number]

const settleSession: Handler = (tools, { storeId, hint }) =>
  ofOurs({ storeId, hint }, ({ attemptId }) => settle(tools, { storeId, attemptId, sessionId: hint.objectId }))

const settleIntent: Handler = (tools, { storeId, hint }) =>
  ofOurs({ storeId, hint }, ({ attemptId }) => settle(tools, { storeId, attemptId }))

const noteDecline: Handler = (tools, { storeId, hint }) =>
  ofOurs({ storeId, hint }, ({ attemptId }) => recordDecline(tools, { storeId, attemptId, intentId: hint.objectId }))

const takeRefund: Handler = (tools, { storeId, hint }) => takeInRefund(tools, { storeId, refundId: hint.objectId })

const takeRefunds: Handler = (tools, { storeId, hint }) => takeInRefundsOf(tools, { storeId, intentId: hint.intentId })

const takeDispute: Handler = (tools, { storeId, hint }) => recordDispute(tools, { storeId, disputeId: hint.objectId })

const heedWarning: Handler = (tools, { storeId, hint }) =>
  recordCaution(tools, { storeId, intentId: hint.intentId, reason: 'fraud-warning' })

const heedReview: Handler = (tools, { storeId, hint }) =>
  recordCaution(tools, { storeId, intentId: hint.intentId, reason: 'payment-review' })

const handlers: Readonly<Record<HandledType, Handler>> = {
  'checkout.session.completed': settleSession,
  'checkout.session.async_payment_succeeded': settleSession,
  'checkout.session.async_payment_failed': settleSession,
  'checkout.session.expired': settleSession,
  'payment_intent.succeeded': settleIntent,
  'payment_intent.payment_failed': noteDecline,
  'charge.refunded': takeRefunds,
  'refund.created': takeRefund,
  'refund.updated': takeRefund,
  'refund.failed': takeRefund,
  'charge.dispute.created': takeDispute,
  'charge.dispute.updated': takeDispute,
  'charge.dispute.funds_withdrawn': takeDispute,
  'charge.dispute.funds_reinstated': takeDispute,
  'charge.dispute.closed': takeDispute,
  'radar.early_fraud_warning.created': heedWarning,
  'review.opened': heedReview,
}

/** Takes an event as a hint to look again at Stripe; the copy inside it never decides about money. */
export function handleStripeEvent(tools: PaymentTools, arrived: StoreHint): Promise<EventOutcome> {
  const { type } = arrived.hint
  return isHandled(type) ? handlers[type](tools, arrived) : Promise.resolve('ignored:not-used')
}

function isHandled(type: string): type is HandledType {
  return handledTypes.some((handled) => handled === type)
}

async function ofOurs(
  { storeId, hint }: StoreHint,
  act: (references: References) => Promise<EventOutcome>,
): Promise<EventOutcome> {
  const references = referencesIn(hint.metadata)
  if (references === null) return 'ignored:other-integration'
  if (references.storeId !== storeId) return 'ignored:other-store'
  return act(references)
}

async function settle(tools: PaymentTools, reference: AttemptReference): Promise<EventOutcome> {
  return (await settleAttempt(tools, reference)) === 'unknown' ? 'unknown' : 'handled'
}
