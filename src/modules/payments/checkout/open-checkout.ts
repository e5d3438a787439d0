import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { differencesOf } from '#modules/payments/stripe/checkout.rules.ts'
import { readTrouble, type StripeTrouble } from '#modules/payments/stripe/failures.ts'
import { factsOf } from '#modules/payments/stripe/session-facts.ts'
import { sessionParams } from '#modules/payments/stripe/session-params.ts'
import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { publicId } from '#shared/ids.ts'
import { type Attempt, changeAttempt, readAttempt } from './attempts.ts'
import { lockOrder } from './order-steps.ts'
import type { CheckoutStep, ShownState } from './prepare-checkout.ts'

/** `again` means that the order must be looked at once more. */
export type Opened = { kind: 'redirect'; url: string } | { kind: 'show'; state: ShownState } | { kind: 'again' }

type Creating = Extract<CheckoutStep, { kind: 'create' }>

/**
 * Asks Stripe for the session of an attempt. Repeating it is safe: the same key with the same words gives the same
 * session, so a call whose answer was lost heals by the next visit.
 */
export async function openCheckout(tools: PaymentTools, { attempt, order }: Creating): Promise<Opened> {
  const { publicUrl } = tools
  try {
    const params = sessionParams({ order, attemptId: attempt.id, expiresAt: attempt.expiresAt, publicUrl })
    const { stripe, livemode } = await tools.stripe.of(order.storeId)
    const { sessions } = stripe.checkout
    crashPoint('payments.stripe_before')
    const session = await sessions.create(params, { idempotencyKey: attempt.idempotencyKey })
    crashPoint('payments.stripe_after_create')
    const facts = factsOf(session)
    const { storeId, id: orderId } = order
    const { amount, currency, id: attemptId } = attempt
    const differences = differencesOf(facts, { storeId, orderId, attemptId, amount, currency, livemode })
    if (differences.length === 0 && facts.url !== null) return await saveSession(tools, { attempt, facts })
    await sessions.expire(session.id)
    return await giveUp(tools, attempt, { kind: 'refused', code: 'terms-differ', message: differences.join(', ') })
  } catch (error) {
    return giveUp(tools, attempt, readTrouble(error))
  }
}

type Answered = { attempt: Attempt; facts: ReturnType<typeof factsOf> }

/** The order may have been canceled or paid while Stripe was thinking; then the session is closed, not shown. */
async function saveSession(tools: PaymentTools, { attempt, facts }: Answered): Promise<Opened> {
  const opened = await asPayments<Opened>(tools, attempt.storeId, async (ctx) => {
    await lockOrder(ctx, attempt.orderId)
    const now = await readAttempt(ctx, attempt.id)
    const state = now?.state === 'creating' ? 'open' : (now?.state ?? 'superseded')
    const { sessionId, intentId: paymentIntentId, url, expiresAt } = facts
    await changeAttempt(ctx, attempt.id, { state, sessionId, paymentIntentId, url, expiresAt })
    if (state !== 'open' || url === null) return { kind: 'again' }
    await resolveProblem(ctx.tx, ctx.storeId, { code: 'stripe-key-refused', now: ctx.now() })
    return { kind: 'redirect', url }
  })
  crashPoint('payments.url_saved')
  return opened
}

/** An attempt that Stripe certainly did not open is closed; one that it may have opened stays, to be asked for again. */
function giveUp(tools: PaymentTools, attempt: Attempt, trouble: StripeTrouble): Promise<Opened> {
  if (trouble.kind === 'unknown' || trouble.kind === 'busy') {
    tools.log.warn({ attempt: attempt.id, code: trouble.code }, 'Stripe gave no session')
    return Promise.resolve({ kind: 'show', state: 'busy' })
  }
  return asPayments(tools, attempt.storeId, async (ctx) => {
    await lockOrder(ctx, attempt.orderId)
    await changeAttempt(ctx, attempt.id, { state: 'failed', closed: true })
    // An older call's terms may simply be out of date by now (its end is too near): a new attempt settles that.
    if (ctx.now().getTime() - attempt.createdAt.getTime() > STALE_MS) return { kind: 'again' }
    await tellOwner(ctx, attempt, trouble)
    return { kind: 'show', state: trouble.code === 'amount_too_small' ? 'too_small' : 'trouble' }
  })
}

const STALE_MS = 30_000

async function tellOwner(ctx: StoreContext, attempt: Attempt, trouble: StripeTrouble): Promise<void> {
  const { amount, currency } = attempt
  const order = publicId('order', attempt.orderId)
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    ...problemOf(trouble, order),
    details: { order, amount, currency, stripeCode: trouble.code, stripeMessage: trouble.message },
    now: ctx.now(),
  })
}

function problemOf(trouble: StripeTrouble, order: string): { code: string; subject?: string; fix: string } {
  if (trouble.kind === 'key') {
    const fix =
      'Stripe needs a valid secret key: set it with PUT /v1/store/secrets/stripe_secret_key, or turn card payments off.'
    return { code: 'stripe-key-refused', fix }
  }
  if (trouble.code === 'amount_too_small') {
    const fix = 'Stripe does not charge so little: raise the smallest price or the delivery fee, or offer cash.'
    return { code: 'amount-too-small', fix }
  }
  const fix = 'Stripe refused to open a payment page; its message says why. Shoppers can pay in cash meanwhile.'
  return { code: 'stripe-refused', subject: order, fix }
}
