import type Stripe from 'stripe'
import { findAttemptByIntent } from '#modules/payments/checkout/attempts.ts'
import { lockOrder, tell } from '#modules/payments/checkout/order-steps.ts'
import type { EventOutcome } from '#modules/payments/events/stripe-events.ts'
import { appendLedger, refreshPaymentStatus } from '#modules/payments/ledger/ledger.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { refundIdIn } from '#modules/payments/stripe/references.ts'
import { idOf } from '#modules/payments/stripe/session-facts.ts'
import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import { fromStripeAmount } from '#shared/money.ts'
import { refundMoves, refundStateOf } from './refund.rules.ts'
import { announceRefund, changeRefund, findRefund, insertRefund, type Refund } from './refunds.ts'

/** Reads one refund from Stripe and brings our record of it up to date, whoever made it. */
export async function takeInRefund(
  tools: PaymentTools,
  { storeId, refundId }: { storeId: string; refundId: string },
): Promise<EventOutcome> {
  const { stripe } = await tools.stripe.of(storeId)
  return saveRefund(tools, { storeId, refund: await stripe.refunds.retrieve(refundId) })
}

/** The same for all refunds of a payment: `charge.refunded` does not say which one it is about. */
export async function takeInRefundsOf(
  tools: PaymentTools,
  { storeId, intentId }: { storeId: string; intentId: string | null },
): Promise<EventOutcome> {
  if (intentId === null) return 'ignored:no-payment'
  const { stripe } = await tools.stripe.of(storeId)
  const refunds = await stripe.refunds.list({ payment_intent: intentId, limit: 100 })
  let outcome: EventOutcome = 'handled'
  for (const refund of refunds.data) outcome = await saveRefund(tools, { storeId, refund })
  return outcome
}

/** Writes down what Stripe says of a refund; one made in the dashboard gets a row, and the shopper is told once. */
export function saveRefund(
  tools: Pick<PaymentTools, 'database' | 'environment'>,
  { storeId, refund }: { storeId: string; refund: Stripe.Refund },
): Promise<EventOutcome> {
  return asPayments(tools, storeId, async (ctx) => {
    const key = { refundId: refundIdIn(refund.metadata), externalId: refund.id }
    const known = await findRefund(ctx, key)
    const orderId = known?.orderId ?? (await orderOf(ctx, refund))
    if (orderId === null) return 'ignored:other-integration'
    await lockOrder(ctx, orderId)
    const row = (await findRefund(ctx, key)) ?? (await adoptRefund(ctx, refund))
    if (row !== null) await advance(ctx, row, refund)
    return 'handled'
  })
}

async function orderOf(ctx: StoreContext, refund: Stripe.Refund): Promise<string | null> {
  const intentId = idOf(refund.payment_intent)
  const attempt = intentId === null ? null : await findAttemptByIntent(ctx, intentId)
  return attempt?.orderId ?? null
}

async function adoptRefund(ctx: StoreContext, refund: Stripe.Refund): Promise<Refund | null> {
  const attempt = await findAttemptByIntent(ctx, idOf(refund.payment_intent) ?? '')
  if (attempt === null) return null
  const { amount, currency } = fromStripeAmount(refund.amount, refund.currency)
  const row = await insertRefund(ctx, {
    orderId: attempt.orderId,
    attemptId: attempt.id,
    amount,
    currency,
    reason: 'dashboard',
    state: 'pending',
    requestKey: `stripe:${refund.id}`,
    externalId: refund.id,
    evidence: { stripeReason: refund.reason },
  })
  if (row !== null && refundStateOf(refund.status) !== 'failed') await announceRefund(ctx, row)
  return row
}

async function advance(ctx: StoreContext, row: Refund, refund: Stripe.Refund): Promise<void> {
  const state = refundStateOf(refund.status)
  if (!refundMoves(row.state, state)) return
  if (state === 'failed') return failRefund(ctx, row, { externalId: refund.id, why: refund.failure_reason ?? 'failed' })
  await changeRefund(ctx, row.id, {
    state,
    externalId: refund.id,
    retryInSeconds: state === 'pending' ? HOUR : null,
  })
  if (state === 'pending') return
  await appendLedger(ctx, entryOf(row, 'refund', refund.id))
  await refreshPaymentStatus(ctx, row.orderId, 'refund')
  await tellOf(ctx, 'refund.succeeded', row)
  const subject = publicId('order', row.orderId)
  await resolveProblem(ctx.tx, ctx.storeId, { code: 'refund-failed', subject, now: ctx.now() })
}

const HOUR = 3600

/** The money did not go back: the order counts as paid again, and a person must act. Call it under the order's lock. */
export async function failRefund(
  ctx: StoreContext,
  row: Refund,
  { externalId, why }: { externalId: string | null; why: string },
): Promise<void> {
  await changeRefund(ctx, row.id, { state: 'failed', externalId, lastError: why })
  await appendLedger(ctx, entryOf(row, 'refund_failed', externalId ?? row.id))
  await refreshPaymentStatus(ctx, row.orderId, 'refund failed')
  await tellOf(ctx, 'refund.failed', row)
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'refund-failed',
    subject: publicId('order', row.orderId),
    details: { refund: publicId('refund', row.id), amount: row.amount, currency: row.currency, why },
    fix: 'The refund did not reach the shopper: pay it back another way, or try again in your Stripe dashboard.',
    now: ctx.now(),
  })
}

function entryOf(row: Refund, kind: 'refund' | 'refund_failed', externalId: string) {
  const { orderId, attemptId, amount, currency } = row
  return { orderId, attemptId, amount, currency, provider: 'stripe', kind, externalId } as const
}

async function tellOf(ctx: StoreContext, type: string, row: Refund): Promise<void> {
  const { id: refundId, amount, currency, reason } = row
  const decidedAt = row.createdAt.toISOString()
  await tell(ctx, { type, orderId: row.orderId, payload: { refundId, amount, currency, reason, decidedAt } })
}
