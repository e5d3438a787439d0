import type Stripe from 'stripe'
import type { CheckoutFacts } from './checkout.rules.ts'
import { referencesIn } from './references.ts'

/** The session with its payment intent inside, which is how `factsOf` wants it. */
export const WITH_INTENT = { expand: ['payment_intent'] }

export function factsOf(session: Stripe.Checkout.Session): CheckoutFacts {
  const intent = session.payment_intent
  const references = referencesIn(session.metadata)
  return {
    sessionId: session.id,
    status: statusOf(session),
    paid: session.payment_status === 'paid' || session.payment_status === 'no_payment_required',
    stripeTotal: session.amount_total,
    currency: session.currency,
    mode: session.mode,
    livemode: session.livemode,
    intentId: idOf(intent),
    intentStatus: typeof intent === 'string' ? null : (intent?.status ?? null),
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    storeId: references?.storeId ?? null,
    orderId: references?.orderId ?? null,
    attemptId: references?.attemptId ?? null,
  }
}

/** Stripe gives a related object as its id or, when expanded, whole. */
export function idOf(related: string | { id: string } | null | undefined): string | null {
  if (related === null || related === undefined) return null
  return typeof related === 'string' ? related : related.id
}

function statusOf({ status }: Stripe.Checkout.Session): CheckoutFacts['status'] {
  if (status === 'complete') return 'complete'
  return status === 'expired' ? 'expired' : 'open'
}
