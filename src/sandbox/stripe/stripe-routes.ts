import type { FastifyInstance } from 'fastify'
import type { SandboxState } from '#sandbox/state.ts'
import {
  listCharges,
  listEvents,
  listWebhookEndpoints,
  retrieveAccount,
  retrieveBalance,
  retrieveCharge,
  retrieveEvent,
  retrieveIntent,
} from './ledger.ts'
import { createRefund, listRefunds, retrieveRefund } from './refunds.ts'
import { type StripeEndpoint, serveStripe } from './serve-stripe.ts'
import { createSession, expireNow, listSessionLines, listSessions, retrieveSession } from './sessions.ts'

type Row = [method: 'GET' | 'POST', path: string, api: string, run: StripeEndpoint['run']]

const rows: Row[] = [
  ['POST', '/v1/checkout/sessions', 'sessions', createSession],
  ['GET', '/v1/checkout/sessions', 'sessions', listSessions],
  ['GET', '/v1/checkout/sessions/:id', 'sessions', retrieveSession],
  ['GET', '/v1/checkout/sessions/:id/line_items', 'sessions', listSessionLines],
  ['POST', '/v1/checkout/sessions/:id/expire', 'sessions', expireNow],
  ['GET', '/v1/payment_intents/:id', 'payment_intents', retrieveIntent],
  ['POST', '/v1/refunds', 'refunds', createRefund],
  ['GET', '/v1/refunds', 'refunds', listRefunds],
  ['GET', '/v1/refunds/:id', 'refunds', retrieveRefund],
  ['GET', '/v1/events', 'events', listEvents],
  ['GET', '/v1/events/:id', 'events', retrieveEvent],
  ['GET', '/v1/charges', 'charges', listCharges],
  ['GET', '/v1/charges/:id', 'charges', retrieveCharge],
  ['GET', '/v1/balance', 'account', retrieveBalance],
  ['GET', '/v1/account', 'account', retrieveAccount],
  ['GET', '/v1/webhook_endpoints', 'webhook_endpoints', listWebhookEndpoints],
]

export function stripeRoutes(app: FastifyInstance, state: SandboxState): void {
  for (const [method, url, api, run] of rows) app.route({ method, url, handler: serveStripe(state, { api, run }) })
}
