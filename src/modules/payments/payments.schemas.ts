import { z } from 'zod'
import { IdView, idField, MoneyField, MoneyView, TimeView, textField } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import type { Attempt } from './checkout/attempts.ts'
import type { LedgerRow } from './ledger/ledger.ts'
import type { Refund } from './refunds/refunds.ts'

export const OrderParams = z.strictObject({ id: idField('order') })

/** Without an amount, everything that is left of the card payments goes back. */
export const RefundBody = z.strictObject({ amount: MoneyField.optional(), note: textField(500).optional() })

export const RefundView = z
  .object({
    id: IdView,
    orderId: IdView,
    amount: MoneyView,
    reason: z.enum(['late_payment', 'second_payment', 'canceled', 'owner_request', 'dashboard']),
    state: z.enum(['decided', 'sending', 'in_doubt', 'pending', 'succeeded', 'failed']),
    stripeRefundId: z.string().nullable(),
    lastError: z.string().nullable(),
    createdAt: TimeView,
    closedAt: TimeView.nullable(),
  })
  .meta({ id: 'Refund' })

export const RefundsView = z.object({ data: z.array(RefundView) })

const AttemptView = z
  .object({
    id: IdView,
    number: z.int(),
    state: z.enum(['creating', 'open', 'processing', 'paid', 'expired', 'failed', 'superseded']),
    amount: MoneyView,
    stripeSessionId: z.string().nullable(),
    stripePaymentIntentId: z.string().nullable(),
    declines: z.int(),
    expiresAt: TimeView,
    createdAt: TimeView,
    closedAt: TimeView.nullable(),
  })
  .meta({ id: 'PaymentAttempt' })

const LedgerEntryView = z
  .object({ kind: z.string(), amount: MoneyView, provider: z.string(), externalId: z.string(), at: TimeView })
  .meta({ id: 'LedgerEntry' })

export const PaymentsView = z
  .object({
    orderId: IdView,
    status: z.string(),
    charged: MoneyView,
    refunded: MoneyView,
    net: MoneyView,
    attempts: z.array(AttemptView),
    refunds: z.array(RefundView),
    ledger: z.array(LedgerEntryView),
  })
  .meta({ id: 'Payments' })

export const PayLinkView = z
  .object({
    url: z.string(),
    /** Whether following the link leads to a card payment now. */
    payable: z.boolean(),
    heldUntil: TimeView.nullable(),
  })
  .meta({ id: 'PayLink' })

export function viewRefund(refund: Refund): z.input<typeof RefundView> {
  const { id, orderId, amount, currency, reason, state, externalId, lastError, createdAt, closedAt } = refund
  return {
    id: publicId('refund', id),
    orderId: publicId('order', orderId),
    amount: { amount, currency },
    reason,
    state,
    stripeRefundId: externalId,
    lastError,
    createdAt: createdAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
  }
}

export function viewAttempt(attempt: Attempt): z.input<typeof AttemptView> {
  const { id, attempt: number, state, amount, currency, sessionId, paymentIntentId, declines } = attempt
  return {
    id: publicId('payment', id),
    number,
    state,
    amount: { amount, currency },
    stripeSessionId: sessionId,
    stripePaymentIntentId: paymentIntentId,
    declines,
    expiresAt: attempt.expiresAt.toISOString(),
    createdAt: attempt.createdAt.toISOString(),
    closedAt: attempt.closedAt?.toISOString() ?? null,
  }
}

export function viewLedgerRow({ kind, amount, currency, provider, externalId, at }: LedgerRow) {
  return { kind, amount: { amount, currency }, provider, externalId, at: at.toISOString() }
}
