import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultRule } from '#sandbox/faults.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type Answer, answerWith, type Exchange, survivesArrival } from '#sandbox/transport.ts'
import { accountOf, newStripeId } from './accounts.ts'
import { parseForm } from './form.ts'
import type { StripeCall } from './stripe-call.ts'
import { StripeError } from './stripe-error.ts'
import type { SavedAnswer, StripeAccount } from './stripe-model.ts'
import { apiVersion } from './views.ts'

export type StripeEndpoint = { api: string; run: (state: SandboxState, call: StripeCall) => unknown }

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Wraps an endpoint in authentication, idempotency, faults, Stripe's error envelope and the journal. */
export function serveStripe(state: SandboxState, endpoint: StripeEndpoint): Handler {
  return async (request, reply) => {
    const text = typeof request.body === 'string' ? request.body : ''
    const body = parseForm(text)
    const exchange: Exchange = { kind: 'stripe', request, reply, seen: { body, bodyForm: text }, fault: undefined }
    try {
      const account = authenticate(state, request.headers.authorization)
      exchange.fault = state.faults.draw(`stripe.${endpoint.api}`, request.url)
      if (!(await survivesArrival(state, exchange))) return reply
      throwOrdered(exchange.fault)
      const query = parseForm(request.url.split('?')[1] ?? '')
      const call = { account, params: request.params as Record<string, string>, query, body, fault: exchange.fault }
      return await answerWith(
        state,
        exchange,
        answerOnce(state, endpoint, { ...call, idempotencyKey: keyOf(request), text }),
      )
    } catch (error) {
      return answerWith(state, exchange, refusal(state, error))
    }
  }
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  return typeof key === 'string' && key !== '' ? key : undefined
}

function authenticate(state: SandboxState, authorization: string | undefined): StripeAccount {
  const [scheme, credentials = ''] = (authorization ?? '').split(' ')
  const key = scheme === 'Basic' ? (Buffer.from(credentials, 'base64').toString().split(':')[0] ?? '') : credentials
  const config = state.world.stripeByKey.get(key)
  if (config !== undefined) return accountOf(state, config)
  const shown = key === '' ? '' : `: ${key.slice(0, 8)}…`
  throw new StripeError(`Invalid API Key provided${shown}`, { status: 401 })
}

type OnceCall = StripeCall & { text: string }

const keptMs = 86_400_000

/** The first answer to an idempotency key is every answer to it, for 24 hours. */
function answerOnce(state: SandboxState, endpoint: StripeEndpoint, call: OnceCall): Answer {
  const { account, idempotencyKey: key, text, params } = call
  if (key === undefined || text === '') return execute(state, endpoint, call)
  if (key.length > 255)
    throw new StripeError('The idempotency key is longer than 255 characters.', { type: 'idempotency_error' })
  const fingerprint = createHash('sha256')
    .update(`${endpoint.api} ${JSON.stringify(params)} ${text}`)
    .digest('hex')
  const saved = account.answers.get(key)
  if (saved !== undefined && state.clock.ms() - saved.savedMs < keptMs) return replay(state, saved, fingerprint)
  const answer = execute(state, endpoint, call)
  const payload = String(answer.payload)
  account.answers.set(key, { fingerprint, status: answer.status, payload, savedMs: state.clock.ms() })
  return answer
}

function replay(state: SandboxState, saved: SavedAnswer, fingerprint: string): Answer {
  if (saved.fingerprint !== fingerprint) {
    throw new StripeError(
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      { type: 'idempotency_error' },
    )
  }
  const answer = answerOf(state, saved.status, saved.payload)
  return { ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } }
}

const broken = '{"error":{"message":"An unknown error occurred","type":"api_error"}}'

/** Parameter errors are thrown, so they are not saved under the key; a failure after the work is. */
function execute(state: SandboxState, endpoint: StripeEndpoint, call: StripeCall): Answer {
  const result = endpoint.run(state, call)
  if (call.fault?.fault === 'accept_then_500') return answerOf(state, 500, broken)
  return answerOf(state, 200, JSON.stringify(result))
}

function answerOf(state: SandboxState, status: number, payload: string): Answer {
  const headers = {
    'content-type': 'application/json',
    'request-id': newStripeId(state, 'req'),
    'stripe-version': apiVersion,
  }
  return { status, headers, payload }
}

const orderedErrors: Record<string, (fault: FaultRule) => StripeError> = {
  http_429: () => new StripeError('Too many requests hit the API too quickly.', { status: 429, code: 'rate_limit' }),
  http_409: () =>
    new StripeError('There is currently another in-progress request using this key.', {
      status: 409,
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
    }),
  http_500: () => new StripeError('An unknown error occurred', { status: 500, type: 'api_error' }),
  auth_190: () => new StripeError('Invalid API Key provided', { status: 401 }),
  code: ({ code, details }) =>
    new StripeError(details ?? 'ordered by the sandbox', { code: String(code ?? 'api_error') }),
}

function throwOrdered(fault: FaultRule | undefined): void {
  const ordered = fault === undefined ? undefined : orderedErrors[fault.fault]
  if (fault !== undefined && ordered !== undefined) throw ordered(fault)
}

function refusal(state: SandboxState, error: unknown): Answer {
  if (!(error instanceof StripeError)) throw error
  return answerOf(state, error.status, JSON.stringify(error.body))
}
