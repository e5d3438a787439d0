import type { RecentMap } from '#sandbox/ring.ts'
import type { WorldStripeAccount } from '#sandbox/world.ts'

export type StripeObject = Record<string, unknown> & { id: string; object: string; created: number }

export type LineItem = {
  id: string
  name: string
  description: string | undefined
  quantity: number
  unitAmount: number
  currency: string
}

export type Session = {
  id: string
  created: number
  expiresAt: number
  status: 'open' | 'complete' | 'expired'
  paymentStatus: 'unpaid' | 'paid' | 'no_payment_required'
  currency: string
  amountTotal: number
  lines: LineItem[]
  successUrl: string
  cancelUrl: string | undefined
  clientReferenceId: string | undefined
  metadata: Record<string, string>
  intentMetadata: Record<string, string>
  customerEmail: string | undefined
  locale: string | undefined
  paymentIntent: string | undefined
}

export type PaymentIntent = {
  id: string
  created: number
  amount: number
  currency: string
  status: 'requires_payment_method' | 'requires_action' | 'processing' | 'succeeded' | 'canceled'
  metadata: Record<string, string>
  latestCharge: string | undefined
  lastError: Record<string, unknown> | undefined
}

export type Charge = {
  id: string
  created: number
  amount: number
  amountRefunded: number
  currency: string
  status: 'succeeded' | 'pending' | 'failed'
  paymentIntent: string
  metadata: Record<string, string>
}

export type Refund = {
  id: string
  created: number
  amount: number
  currency: string
  status: 'pending' | 'succeeded' | 'failed'
  charge: string
  paymentIntent: string
  reason: string | undefined
  metadata: Record<string, string>
  failureReason: string | undefined
}

export type StripeEvent = {
  id: string
  created: number
  type: string
  data: { object: unknown }
  request: { id: string | null; idempotency_key: string | null }
  /** Undefined until the first attempt was answered. */
  delivered: boolean | undefined
}

export type SavedAnswer = { fingerprint: string; status: number; payload: string; savedMs: number }

/** One Stripe account: its key, its endpoint and everything made with it. Maps keep the order of creation. */
export type StripeAccount = {
  id: string
  config: WorldStripeAccount
  sessions: Map<string, Session>
  /** Open sessions, soonest expiry first. */
  expiring: Session[]
  intents: Map<string, PaymentIntent>
  charges: Map<string, Charge>
  refunds: Map<string, Refund>
  refundsByIntent: Map<string, Refund[]>
  sessionByIntent: Map<string, Session>
  events: RecentMap<string, StripeEvent>
  answers: RecentMap<string, SavedAnswer>
}
