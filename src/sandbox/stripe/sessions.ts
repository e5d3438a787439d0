import type { SandboxState } from '#sandbox/state.ts'
import { newStripeId } from './accounts.ts'
import { requireChargeable } from './currencies.ts'
import { expireDue, expireSession, watchExpiry } from './session-expiry.ts'
import {
  absoluteUrl,
  expiryOf,
  linesOf,
  metadataOf,
  nested,
  optionalText,
  requireKnownParams,
  requireLocale,
  requireSupported,
} from './session-params.ts'
import { expansions, type StripeCall } from './stripe-call.ts'
import { missingParam, noSuch, StripeError } from './stripe-error.ts'
import type { LineItem, Session } from './stripe-model.ts'
import { createdWithin, viewLines, viewList, viewSession } from './views.ts'

/** `POST /v1/checkout/sessions`, payment mode on the hosted page. */
export function createSession(state: SandboxState, call: StripeCall): unknown {
  const { account, body } = call
  requireKnownParams(body)
  requirePaymentMode(body.mode)
  requireSupported(body)
  const lines = linesOf(state, body.line_items)
  const session = newSession(state, call, lines)
  if (session.amountTotal > 0) {
    const settlement = account.config.settlementCurrency?.toLowerCase() ?? 'usd'
    requireChargeable(session.amountTotal, session.currency, settlement)
  }
  account.sessions.set(session.id, session)
  watchExpiry(account, session)
  state.news.publish({ kind: 'payment', found: { account, session } })
  return viewSession({ state, account, expand: expansions(call) }, session)
}

function requirePaymentMode(mode: unknown): void {
  if (mode === undefined) throw missingParam('mode')
  if (mode !== 'payment')
    throw new StripeError(`The sandbox knows mode payment only, not ${String(mode)}`, { param: 'mode' })
}

function newSession(state: SandboxState, { body }: StripeCall, lines: LineItem[]): Session {
  const now = state.clock.seconds()
  return {
    id: newStripeId(state, 'cs_test'),
    created: now,
    expiresAt: expiryOf(body.expires_at, now),
    status: 'open',
    paymentStatus: 'unpaid',
    currency: lines[0]?.currency ?? 'usd',
    amountTotal: lines.reduce((sum, { unitAmount, quantity }) => sum + unitAmount * quantity, 0),
    lines,
    successUrl: absoluteUrl(body.success_url, 'success_url'),
    cancelUrl: body.cancel_url === undefined ? undefined : absoluteUrl(body.cancel_url, 'cancel_url'),
    clientReferenceId: optionalText(body.client_reference_id, 'client_reference_id', 200),
    metadata: metadataOf(body.metadata),
    intentMetadata: metadataOf(nested(body.payment_intent_data).metadata, 'payment_intent_data[metadata]'),
    customerEmail: optionalText(body.customer_email, 'customer_email', 800),
    locale: requireLocale(body.locale),
    paymentIntent: undefined,
  }
}

function requireSession(state: SandboxState, { account, params }: StripeCall): Session {
  const session = account.sessions.get(params.id ?? '')
  if (session === undefined) throw noSuch('checkout.session', params.id ?? '', 'session')
  if (session.status === 'open' && session.expiresAt <= state.clock.seconds()) expireDue(state, account)
  return session
}

export function retrieveSession(state: SandboxState, call: StripeCall): unknown {
  const session = requireSession(state, call)
  return viewSession({ state, account: call.account, expand: expansions(call) }, session)
}

export function listSessionLines(state: SandboxState, call: StripeCall): unknown {
  return viewLines(requireSession(state, call))
}

const filters: Record<string, (session: Session) => string | undefined> = {
  payment_intent: (session) => session.paymentIntent,
  status: (session) => session.status,
}

export function listSessions(state: SandboxState, call: StripeCall): unknown {
  const { account, query } = call
  expireDue(state, account)
  const wanted = Object.entries(filters).filter(([key]) => query[key] !== undefined)
  const within = createdWithin(query)
  const rows = [...account.sessions.values()]
    .reverse()
    .filter((session) => within(session) && wanted.every(([key, read]) => read(session) === query[key]))
  const viewing = { state, account, expand: expansions(call, 'data.') }
  return viewList(query, {
    rows,
    idOf: ({ id }) => id,
    view: (session) => viewSession(viewing, session),
    url: '/v1/checkout/sessions',
  })
}

/** `POST …/expire`: only an open session can be ended. */
export function expireNow(state: SandboxState, call: StripeCall): unknown {
  const session = requireSession(state, call)
  if (session.status !== 'open') {
    throw new StripeError(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    )
  }
  void expireSession(state, { account: call.account, session })
  return viewSession({ state, account: call.account, expand: expansions(call) }, session)
}
