import type { SandboxState } from '#sandbox/state.ts'
import { newStripeId } from './accounts.ts'
import { requireGrid } from './currencies.ts'
import { metadataOf, optionalText, wholeNumber } from './session-params.ts'
import type { StripeCall } from './stripe-call.ts'
import { missingParam, noSuch, StripeError } from './stripe-error.ts'
import { emitEvent } from './stripe-events.ts'
import type { Charge, Refund, StripeAccount } from './stripe-model.ts'
import { createdWithin, viewCharge, viewList, viewRefund } from './views.ts'

const reasons = ['duplicate', 'fraudulent', 'requested_by_customer']

/** `POST /v1/refunds`: all that is left of a charge, or a part of it, never more. */
export function createRefund(state: SandboxState, call: StripeCall): unknown {
  const { account, body } = call
  const charge = refundedCharge(account, body)
  const reason = optionalText(body.reason, 'reason', 100)
  if (reason !== undefined && !reasons.includes(reason)) {
    throw new StripeError(`Invalid reason: must be one of ${reasons.join(', ')}`, { param: 'reason' })
  }
  const amount = refundedAmount(charge, body.amount)
  const refund = makeRefund(state, account, {
    charge,
    amount,
    reason,
    metadata: metadataOf(body.metadata),
    pending: call.fault?.fault === 'pending',
    idempotencyKey: call.idempotencyKey,
  })
  return viewRefund({ state, account, expand: [] }, refund)
}

function refundedCharge(account: StripeAccount, { payment_intent, charge }: StripeCall['body']): Charge {
  if (payment_intent === undefined && charge === undefined) throw missingParam('payment_intent')
  const intent = account.intents.get(String(payment_intent))
  if (charge === undefined && intent === undefined)
    throw noSuch('payment_intent', String(payment_intent), 'payment_intent')
  const id = String(charge ?? intent?.latestCharge ?? '')
  const found = account.charges.get(id)
  if (found === undefined || found.status !== 'succeeded') {
    if (charge !== undefined && found === undefined) throw noSuch('charge', id, 'charge')
    throw new StripeError('This PaymentIntent does not have a successful charge to refund.', {
      param: 'payment_intent',
    })
  }
  return found
}

function refundedAmount(charge: Charge, wanted: unknown): number {
  const left = charge.amount - charge.amountRefunded
  if (left === 0)
    throw new StripeError(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
  const amount = wanted === undefined ? left : wholeNumber(wanted, 'amount', 1)
  requireGrid(amount, charge.currency, 'amount')
  if (amount > left) {
    throw new StripeError(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  }
  return amount
}

export type RefundOrder = {
  charge: Charge
  amount: number
  reason?: string | undefined
  metadata?: Record<string, string>
  pending?: boolean
  idempotencyKey?: string | undefined
}

/** Moves the money back and tells the shop; the dashboard refunds through the same door. */
export function makeRefund(state: SandboxState, account: StripeAccount, order: RefundOrder): Refund {
  const { charge, amount, reason, metadata = {}, pending = false, idempotencyKey } = order
  const refund: Refund = {
    id: newStripeId(state, 're'),
    created: state.clock.seconds(),
    amount,
    currency: charge.currency,
    status: pending ? 'pending' : 'succeeded',
    charge: charge.id,
    paymentIntent: charge.paymentIntent,
    reason,
    metadata,
    failureReason: undefined,
  }
  charge.amountRefunded += amount
  account.refunds.set(refund.id, refund)
  account.refundsByIntent.set(charge.paymentIntent, [
    ...(account.refundsByIntent.get(charge.paymentIntent) ?? []),
    refund,
  ])
  tellRefund(state, account, { refund, type: 'refund.created', idempotencyKey })
  const object = viewCharge({ state, account, expand: [] }, charge)
  void emitEvent(state, { account, type: 'charge.refunded', object, lane: charge.id, idempotencyKey })
  return refund
}

type ToldRefund = { refund: Refund; type: string; idempotencyKey?: string | undefined }

function tellRefund(state: SandboxState, account: StripeAccount, { refund, type, idempotencyKey }: ToldRefund): void {
  const object = viewRefund({ state, account, expand: [] }, refund)
  void emitEvent(state, { account, type, object, lane: refund.charge, idempotencyKey })
}

/** The bank sends a refund back: the charge counts as unrefunded again. */
export function failRefund(state: SandboxState, account: StripeAccount, refund: Refund): void {
  const charge = account.charges.get(refund.charge)
  if (charge !== undefined && refund.status !== 'failed') charge.amountRefunded -= refund.amount
  refund.status = 'failed'
  refund.failureReason = 'expired_or_canceled_card'
  tellRefund(state, account, { refund, type: 'refund.updated' })
  tellRefund(state, account, { refund, type: 'refund.failed' })
}

/** A pending refund has gone through. */
export function completeRefund(state: SandboxState, account: StripeAccount, refund: Refund): void {
  refund.status = 'succeeded'
  tellRefund(state, account, { refund, type: 'refund.updated' })
}

export function retrieveRefund(state: SandboxState, { account, params }: StripeCall): unknown {
  const refund = account.refunds.get(params.id ?? '')
  if (refund === undefined) throw noSuch('refund', params.id ?? '')
  return viewRefund({ state, account, expand: [] }, refund)
}

export function listRefunds(state: SandboxState, { account, query }: StripeCall): unknown {
  const within = createdWithin(query)
  const ofIntent =
    query.payment_intent === undefined ? undefined : account.refundsByIntent.get(String(query.payment_intent))
  const all = query.payment_intent === undefined ? [...account.refunds.values()] : (ofIntent ?? [])
  const rows = all
    .toReversed()
    .filter((refund) => within(refund) && (query.charge === undefined || refund.charge === query.charge))
  const viewing = { state, account, expand: [] }
  return viewList(query, {
    rows,
    idOf: ({ id }) => id,
    view: (refund) => viewRefund(viewing, refund),
    url: '/v1/refunds',
  })
}
