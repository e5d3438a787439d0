import { stripeAmount } from '#shared/money.ts'

/** What Stripe says of a Checkout Session now, in our words. */
export type CheckoutFacts = {
  readonly sessionId: string
  readonly status: 'open' | 'complete' | 'expired'
  readonly paid: boolean
  /** In Stripe's own units of `currency`; null while Stripe has not said. */
  readonly stripeTotal: number | null
  readonly currency: string | null
  readonly mode: string
  readonly livemode: boolean
  readonly intentId: string | null
  /** Stripe's status of the payment intent; tells a delayed payment that failed from one still under way. */
  readonly intentStatus: string | null
  readonly url: string | null
  readonly expiresAt: Date
  readonly storeId: string | null
  readonly orderId: string | null
  readonly attemptId: string | null
}

/** What a session of ours must look like. */
export type ExpectedCheckout = {
  readonly storeId: string
  readonly orderId: string
  readonly attemptId: string
  readonly amount: number
  readonly currency: string
  readonly livemode: boolean
}

export type CheckoutVerdict =
  | { kind: 'paid' }
  | { kind: 'processing' }
  | { kind: 'failed' }
  | { kind: 'expired' }
  | { kind: 'open' }
  /** Money moved, or may move, on terms that are not ours. */
  | { kind: 'mismatch'; differences: string[] }

/** Reads the end of a payment from what Stripe says; a session that is not the one we asked for never counts. */
export function judgeCheckout(facts: CheckoutFacts, expected: ExpectedCheckout): CheckoutVerdict {
  const differences = differencesOf(facts, expected)
  if (differences.length > 0) return facts.status === 'complete' ? { kind: 'mismatch', differences } : { kind: 'open' }
  if (facts.status === 'open') return { kind: 'open' }
  if (facts.status === 'expired') return { kind: 'expired' }
  if (facts.paid) return { kind: 'paid' }
  return { kind: intentEnded(facts.intentStatus) ? 'failed' : 'processing' }
}

export function differencesOf(facts: CheckoutFacts, expected: ExpectedCheckout): string[] {
  const pairs: [name: string, got: unknown, wanted: unknown][] = [
    ['amount', facts.stripeTotal, stripeAmount({ amount: expected.amount, currency: expected.currency })],
    ['currency', facts.currency?.toUpperCase(), expected.currency],
    ['mode', facts.mode, 'payment'],
    ['livemode', facts.livemode, expected.livemode],
    ['store', facts.storeId, expected.storeId],
    ['order', facts.orderId, expected.orderId],
    ['attempt', facts.attemptId, expected.attemptId],
  ]
  return pairs.filter(([, got, wanted]) => got !== wanted).map(([name]) => name)
}

/** A complete but unpaid session whose intent went back to asking for a card is a delayed payment that failed. */
function intentEnded(status: string | null): boolean {
  return status === 'requires_payment_method' || status === 'canceled'
}
