import type { SandboxState } from '#sandbox/state.ts'
import type { Nested } from './form.ts'
import { StripeError } from './stripe-error.ts'
import type { Charge, LineItem, PaymentIntent, Refund, Session, StripeAccount, StripeEvent } from './stripe-model.ts'

export const apiVersion = '2026-10-28.endive'

export type Viewing = { state: SandboxState; account: StripeAccount; expand: string[] }

export function viewSession({ state, account, expand }: Viewing, session: Session): Record<string, unknown> {
  const email = session.customerEmail ?? null
  return {
    id: session.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    amount_subtotal: session.amountTotal,
    amount_total: session.amountTotal,
    cancel_url: session.cancelUrl ?? null,
    client_reference_id: session.clientReferenceId ?? null,
    created: session.created,
    currency: session.currency,
    customer: null,
    customer_details: session.status === 'complete' ? { email, name: 'Sandbox Shopper', phone: null } : null,
    customer_email: email,
    expires_at: session.expiresAt,
    livemode: false,
    locale: session.locale ?? null,
    metadata: session.metadata,
    mode: 'payment',
    payment_intent: sessionIntent({ state, account, expand }, session),
    payment_method_types: ['card'],
    payment_status: session.paymentStatus,
    status: session.status,
    success_url: session.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: session.status === 'open' ? `${state.url}/pay/${session.id}` : null,
    ...(expand.includes('line_items') ? { line_items: viewLines(session) } : {}),
  }
}

function sessionIntent({ state, account, expand }: Viewing, session: Session): unknown {
  const intent = account.intents.get(session.paymentIntent ?? '')
  if (intent === undefined) return null
  return expand.includes('payment_intent') ? viewIntent({ state, account, expand: [] }, intent) : intent.id
}

export function viewLines(session: Session): Record<string, unknown> {
  const url = `/v1/checkout/sessions/${session.id}/line_items`
  return { object: 'list', data: session.lines.map(viewLine), has_more: false, url }
}

function viewLine({ id, name, quantity, unitAmount, currency }: LineItem): Record<string, unknown> {
  const total = unitAmount * quantity
  return {
    id,
    object: 'item',
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency,
    description: name,
    price: { id: `price_${id.slice(3)}`, object: 'price', currency, unit_amount: unitAmount, type: 'one_time' },
    quantity,
  }
}

export function viewIntent({ state, account, expand }: Viewing, intent: PaymentIntent): Record<string, unknown> {
  const received = intent.status === 'succeeded' ? intent.amount : 0
  const charge = account.charges.get(intent.latestCharge ?? '')
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_capturable: 0,
    amount_received: received,
    capture_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    last_payment_error: intent.lastError ?? null,
    latest_charge:
      expand.includes('latest_charge') && charge
        ? viewCharge({ state, account, expand: [] }, charge)
        : (intent.latestCharge ?? null),
    livemode: false,
    metadata: intent.metadata,
    payment_method_types: ['card'],
    status: intent.status,
  }
}

export function viewCharge({ account }: Viewing, charge: Charge): Record<string, unknown> {
  const refunds = account.refundsByIntent.get(charge.paymentIntent) ?? []
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: charge.status === 'succeeded' ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    balance_transaction: charge.status === 'succeeded' ? `txn_${charge.id.slice(3)}` : null,
    captured: charge.status === 'succeeded',
    created: charge.created,
    currency: charge.currency,
    disputed: false,
    livemode: false,
    metadata: charge.metadata,
    paid: charge.status === 'succeeded',
    payment_intent: charge.paymentIntent,
    payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    refunded: charge.amountRefunded === charge.amount && refunds.length > 0,
    status: charge.status,
  }
}

export function viewRefund(_: Viewing, refund: Refund): Record<string, unknown> {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    metadata: refund.metadata,
    payment_intent: refund.paymentIntent,
    reason: refund.reason ?? null,
    status: refund.status,
    ...(refund.failureReason === undefined ? {} : { failure_reason: refund.failureReason }),
  }
}

export function viewEvent(event: StripeEvent): Record<string, unknown> {
  const { id, created, type, data, request, delivered } = event
  return {
    id,
    object: 'event',
    api_version: apiVersion,
    created,
    data,
    livemode: false,
    pending_webhooks: delivered === true ? 0 : 1,
    request,
    type,
  }
}

export type Listed<T> = { rows: T[]; idOf: (row: T) => string; view: (row: T) => unknown; url: string }

/** Stripe's list: newest first, `limit`, `starting_after` for older, `ending_before` for newer. */
export function viewList<T>(query: Nested, { rows, idOf, view, url }: Listed<T>): Record<string, unknown> {
  const limit = Number(query.limit ?? 10)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw new StripeError('Invalid limit: must be between 1 and 100.', { param: 'limit' })
  }
  const position = (id: unknown) => rows.findIndex((row) => idOf(row) === id)
  if (query.ending_before !== undefined) {
    const end = Math.max(position(query.ending_before), 0)
    const start = Math.max(end - limit, 0)
    return { object: 'list', data: rows.slice(start, end).map(view), has_more: start > 0, url }
  }
  const start = query.starting_after === undefined ? 0 : position(query.starting_after) + 1
  return {
    object: 'list',
    data: rows.slice(start, start + limit).map(view),
    has_more: start + limit < rows.length,
    url,
  }
}

/** `created[gte]` and its kin. */
export function createdWithin(query: Nested): (row: { created: number }) => boolean {
  const { created } = query
  if (created === undefined) return () => true
  if (typeof created === 'string') return (row) => row.created === Number(created)
  const { gt, gte, lt, lte } = created as Record<string, string | undefined>
  return (row) =>
    (gt === undefined || row.created > Number(gt)) &&
    (gte === undefined || row.created >= Number(gte)) &&
    (lt === undefined || row.created < Number(lt)) &&
    (lte === undefined || row.created <= Number(lte))
}
