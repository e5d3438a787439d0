import type { SandboxState } from '#sandbox/state.ts'
import { type FoundSession, newStripeId } from './accounts.ts'
import { emitEvent } from './stripe-events.ts'
import type { Charge, PaymentIntent } from './stripe-model.ts'
import { viewCharge, viewIntent, viewSession } from './views.ts'

const declined = {
  code: 'card_declined',
  decline_code: 'generic_decline',
  message: 'Your card was declined.',
  type: 'card_error',
}

/** The intent appears when the shopper first tries to pay, and stays through every further try. */
function intentOf(state: SandboxState, { account, session }: FoundSession): PaymentIntent {
  const known = account.intents.get(session.paymentIntent ?? '')
  if (known !== undefined) return known
  const intent: PaymentIntent = {
    id: newStripeId(state, 'pi'),
    created: state.clock.seconds(),
    amount: session.amountTotal,
    currency: session.currency,
    status: 'requires_payment_method',
    metadata: session.intentMetadata,
    latestCharge: undefined,
    lastError: undefined,
  }
  account.intents.set(intent.id, intent)
  account.sessionByIntent.set(intent.id, session)
  session.paymentIntent = intent.id
  return intent
}

type Charged = { intent: PaymentIntent; status: Charge['status'] }

function charge(state: SandboxState, { account }: FoundSession, { intent, status }: Charged): Charge {
  const made: Charge = {
    id: newStripeId(state, 'ch'),
    created: state.clock.seconds(),
    amount: intent.amount,
    amountRefunded: 0,
    currency: intent.currency,
    status,
    paymentIntent: intent.id,
    metadata: intent.metadata,
  }
  account.charges.set(made.id, made)
  intent.latestCharge = made.id
  return made
}

type Told = { type: string; intent?: PaymentIntent; charge?: Charge }

/** Sends an event about the intent, the charge or else the session. */
function tell(state: SandboxState, found: FoundSession, { type, intent, charge }: Told): Promise<void> {
  const { account, session } = found
  state.news.publish({ kind: 'payment', found })
  const viewing = { state, account, expand: [] }
  const paid = intent === undefined ? viewSession(viewing, session) : viewIntent(viewing, intent)
  const object = charge === undefined ? paid : viewCharge(viewing, charge)
  return emitEvent(state, { account, type, object, lane: session.id })
}

/** The card works. Resolves when the shop has heard of the completed session, as Checkout's redirect waits for it. */
export async function payByCard(state: SandboxState, found: FoundSession): Promise<void> {
  const { session } = found
  if (session.amountTotal === 0) {
    Object.assign(session, { status: 'complete', paymentStatus: 'no_payment_required' })
    await tell(state, found, { type: 'checkout.session.completed' })
    return
  }
  const intent = intentOf(state, found)
  settleIntent(state, found, intent)
  session.status = 'complete'
  await tell(state, found, { type: 'checkout.session.completed' })
}

function settleIntent(state: SandboxState, found: FoundSession, intent: PaymentIntent): void {
  intent.status = 'succeeded'
  intent.lastError = undefined
  found.session.paymentStatus = 'paid'
  const paid = charge(state, found, { intent, status: 'succeeded' })
  void tell(state, found, { type: 'payment_intent.succeeded', intent })
  void tell(state, found, { type: 'charge.succeeded', charge: paid })
}

/** A declined card inside an open session is not the end of it. */
export function declineCard(state: SandboxState, found: FoundSession): void {
  const intent = intentOf(state, found)
  intent.status = 'requires_payment_method'
  const failed = charge(state, found, { intent, status: 'failed' })
  intent.lastError = { ...declined, charge: failed.id }
  void tell(state, found, { type: 'payment_intent.payment_failed', intent })
  void tell(state, found, { type: 'charge.failed', charge: failed })
}

/** The bank wants to see the shopper first. */
export function challengeCard(state: SandboxState, found: FoundSession): void {
  const intent = intentOf(state, found)
  intent.status = 'requires_action'
  void tell(state, found, { type: 'payment_intent.requires_action', intent })
}

/** A bank debit or voucher: the session completes now, the money comes or fails later. */
export async function payLater(state: SandboxState, found: FoundSession): Promise<void> {
  const intent = intentOf(state, found)
  intent.status = 'processing'
  found.session.status = 'complete'
  void tell(state, found, { type: 'payment_intent.processing', intent })
  await tell(state, found, { type: 'checkout.session.completed' })
}

/** The later money arrives, or doesn't. */
export async function settleAsync(state: SandboxState, found: FoundSession, succeed: boolean): Promise<void> {
  const intent = intentOf(state, found)
  if (succeed) {
    settleIntent(state, found, intent)
    await tell(state, found, { type: 'checkout.session.async_payment_succeeded' })
    return
  }
  intent.status = 'requires_payment_method'
  intent.lastError = { ...declined, code: 'payment_intent_payment_attempt_failed', message: 'The payment failed.' }
  void tell(state, found, { type: 'payment_intent.payment_failed', intent })
  await tell(state, found, { type: 'checkout.session.async_payment_failed' })
}
