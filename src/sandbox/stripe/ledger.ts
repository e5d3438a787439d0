import type { SandboxState } from '#sandbox/state.ts'
import { expansions, type StripeCall } from './stripe-call.ts'
import { noSuch } from './stripe-error.ts'
import type { StripeEvent } from './stripe-model.ts'
import { createdWithin, viewCharge, viewEvent, viewIntent, viewList } from './views.ts'

export function retrieveIntent(state: SandboxState, call: StripeCall): unknown {
  const { account, params } = call
  const intent = account.intents.get(params.id ?? '')
  if (intent === undefined) throw noSuch('payment_intent', params.id ?? '', 'intent')
  return viewIntent({ state, account, expand: expansions(call) }, intent)
}

export function listCharges(state: SandboxState, { account, query }: StripeCall): unknown {
  const within = createdWithin(query)
  const rows = [...account.charges.values()]
    .reverse()
    .filter(
      (charge) =>
        within(charge) && (query.payment_intent === undefined || charge.paymentIntent === query.payment_intent),
    )
  const viewing = { state, account, expand: [] }
  return viewList(query, {
    rows,
    idOf: ({ id }) => id,
    view: (charge) => viewCharge(viewing, charge),
    url: '/v1/charges',
  })
}

export function retrieveCharge(state: SandboxState, { account, params }: StripeCall): unknown {
  const charge = account.charges.get(params.id ?? '')
  if (charge === undefined) throw noSuch('charge', params.id ?? '')
  return viewCharge({ state, account, expand: [] }, charge)
}

const thirtyDays = 2_592_000

/** `GET /v1/events`: 30 days of them; `delivery_success=false` finds what the shop never confirmed. */
export function listEvents(state: SandboxState, { account, query }: StripeCall): unknown {
  const within = createdWithin(query)
  const oldest = state.clock.seconds() - thirtyDays
  const types = Array.isArray(query.types) ? query.types.map(String) : undefined
  const asked = (event: StripeEvent) =>
    event.created > oldest &&
    within(event) &&
    (types === undefined || types.includes(event.type)) &&
    (query.type === undefined || matchesType(event.type, String(query.type))) &&
    (query.delivery_success === undefined || String(event.delivered === true) === query.delivery_success)
  const rows = [...account.events.values()].reverse().filter(asked)
  return viewList(query, { rows, idOf: ({ id }) => id, view: viewEvent, url: '/v1/events' })
}

/** `checkout.*` covers a family. */
function matchesType(type: string, wanted: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted
}

export function retrieveEvent(_: SandboxState, { account, params }: StripeCall): unknown {
  const event = account.events.get(params.id ?? '')
  if (event === undefined) throw noSuch('event', params.id ?? '')
  return viewEvent(event)
}

export function retrieveBalance(_: SandboxState, { account }: StripeCall): unknown {
  const currency = account.config.settlementCurrency?.toLowerCase() ?? 'usd'
  const charged = [...account.charges.values()].filter(
    ({ status, currency: own }) => status === 'succeeded' && own === currency,
  )
  const amount = charged.reduce((sum, charge) => sum + charge.amount - charge.amountRefunded, 0)
  const zero = { amount: 0, currency, source_types: { card: 0 } }
  return {
    object: 'balance',
    available: [zero],
    livemode: false,
    pending: [{ ...zero, amount, source_types: { card: amount } }],
  }
}

export function retrieveAccount(_: SandboxState, { account }: StripeCall): unknown {
  return {
    id: account.id,
    object: 'account',
    business_profile: { name: 'Sandbox shop' },
    charges_enabled: true,
    country: 'US',
    default_currency: account.config.settlementCurrency?.toLowerCase() ?? 'usd',
    details_submitted: true,
    payouts_enabled: true,
    type: 'standard',
  }
}

/** The endpoint the world configured, as the dashboard would show it. */
export function listWebhookEndpoints(_: SandboxState, { account, query }: StripeCall): unknown {
  const endpoint = {
    id: `we_${account.id.slice(5)}`,
    object: 'webhook_endpoint',
    api_version: '2026-10-28.endive',
    enabled_events: ['*'],
    livemode: false,
    status: 'enabled',
    url: account.config.webhookUrl,
  }
  const rows = account.config.webhookUrl === '' ? [] : [endpoint]
  return viewList(query, { rows, idOf: ({ id }) => id, view: (row) => row, url: '/v1/webhook_endpoints' })
}
