import type { FastifyReply, FastifyRequest } from 'fastify'
import { crashPoint } from '#platform/crash-point.ts'
import type { ZodApp } from '#platform/http.ts'
import type { Arrival, Inbox } from '#platform/inbox.ts'
import { parseStrictJson } from '#platform/strict-json.ts'
import { Forbidden, Refusal, Unavailable } from '#shared/errors.ts'
import { fingerprint } from '#shared/fingerprint.ts'
import { type Exploded, explode, type Json } from './explode.rules.ts'
import { isSameText, isSignedByMeta } from './signature.ts'
import type { StoreFinder } from './store-finder.ts'

export type WhatsAppWebhookDeps = {
  inbox: Inbox
  finder: StoreFinder
  now: () => Date
  /** The app's secret, and the one before while it is being rotated. */
  appSecrets: readonly string[]
  verifyToken: string
}

/** Meta sends at most 3 MB. */
const BODY_LIMIT = 4 * 1024 * 1024
/** Meta retries for a week at most; keys are kept for 30 days, so anything older could act twice. */
const TOO_OLD_MS = 30 * 24 * 60 * 60 * 1000
const PATIENCE_MS = 2_000

/**
 * `GET` proves the address to Meta, `POST` takes what it sends: signed, stored, and only then acknowledged. Wants a scope
 * of its own, since it reads every body raw.
 */
export async function whatsAppWebhook(app: ZodApp, deps: WhatsAppWebhookDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  const policy = { public: 'Meta signs what it sends and knows the verify token.' }
  // No browser comes here, no limit is counted and the time is kept below, so none of these costs anything.
  const options = {
    config: { policy, rateLimit: false as const, keepsTime: true },
    helmet: false as const,
    bodyLimit: BODY_LIMIT,
    schema: { hide: true },
  }
  app.get('/webhooks/whatsapp', options, (request, reply) => answerHandshake(request, { reply, deps }))
  app.post('/webhooks/whatsapp', options, async (request, reply) => {
    crashPoint('inbox.received')
    await takeIn(request, deps)
    crashPoint('inbox.before_reply')
    return reply.code(200).type('text/plain').send('')
  })
}

async function answerHandshake(
  request: FastifyRequest,
  { reply, deps }: { reply: FastifyReply; deps: WhatsAppWebhookDeps },
): Promise<FastifyReply> {
  const query = request.query as Record<string, unknown>
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query
  const proven = mode === 'subscribe' && typeof token === 'string' && isSameText(deps.verifyToken, token)
  if (!proven || typeof challenge !== 'string' || !/^[\w-]{1,200}$/.test(challenge)) {
    throw new Forbidden('webhook-not-verified', 'The verify token or the challenge is not right.')
  }
  return reply.type('text/plain').header('x-content-type-options', 'nosniff').send(challenge)
}

async function takeIn(request: FastifyRequest, deps: WhatsAppWebhookDeps): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  if (!isSignedByMeta(body, request.headers['x-hub-signature-256'], deps.appSecrets)) {
    throw new Refusal({
      kind: 'unauthorized',
      code: 'webhook-signature-invalid',
      message: 'The signature does not fit the body.',
    })
  }
  crashPoint('inbox.verified')
  await withinPatience(store(body, deps))
}

async function store(body: Uint8Array, deps: WhatsAppWebhookDeps): Promise<void> {
  const arrivals = await addressed(read(body), deps)
  await deps.inbox.store({ source: 'whatsapp', body, arrivals })
}

/** Signed but unreadable is Meta's word all the same: kept whole in its envelope and parked. */
function read(body: Uint8Array): Exploded[] {
  try {
    return explode(parseStrictJson(body, { refuseDuplicateKeys: false }) as Json)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const reason = { number: null, account: null, json: JSON.stringify({ reason: error.message }), happenedAt: null }
    const dedupeKey = `unreadable|${fingerprint(Buffer.from(body).toString('latin1'))}`
    return [{ ...reason, kind: 'notice', dedupeKey, outcome: 'parked:unreadable' }]
  }
}

async function addressed(rows: readonly Exploded[], deps: WhatsAppWebhookDeps): Promise<Arrival[]> {
  const numbers = await deps.finder.byNumbers(distinct(rows.map((row) => row.number)))
  const lone = rows.filter((row) => row.number === null)
  const accounts = await deps.finder.byAccounts(distinct(lone.map((row) => row.account)))
  const oldest = deps.now().getTime() - TOO_OLD_MS
  return rows.flatMap((row) => {
    const storeIds = row.number === null ? accounts.get(row.account ?? '') : numbers.get(row.number)
    return arrivalsOf(row, { storeIds: storeIds ?? [], tooOld: (row.happenedAt?.getTime() ?? oldest) < oldest })
  })
}

function arrivalsOf(row: Exploded, { storeIds, tooOld }: { storeIds: readonly string[]; tooOld: boolean }): Arrival[] {
  const { number, account, outcome, ...arrival } = row
  const [storeId, ...others] = storeIds
  if (storeId === undefined) {
    const stranger = number === null ? 'parked:unknown-account' : 'parked:unknown-number'
    return [{ ...arrival, storeId: null, outcome: outcome ?? stranger }]
  }
  const fate = outcome ?? (tooOld ? 'parked:too-old' : undefined)
  const first: Arrival = { ...arrival, storeId, ...(fate !== undefined && { outcome: fate }) }
  return [first, ...others.map((other) => ({ ...first, storeId: other, dedupeKey: `${arrival.dedupeKey}|${other}` }))]
}

/** While PostgreSQL is away Meta is told to come again, soon enough not to be taken for dead. */
async function withinPatience(stored: Promise<void>): Promise<void> {
  const late = Symbol('late')
  const timer = Promise.withResolvers<typeof late>()
  const handle = setTimeout(() => timer.resolve(late), PATIENCE_MS)
  try {
    const first = await Promise.race([stored, timer.promise])
    if (first === late) throw new Error('the inbox is slow')
  } catch (error) {
    stored.catch(() => undefined)
    throw unavailable(error)
  } finally {
    clearTimeout(handle)
  }
}

function unavailable(cause: unknown): Unavailable {
  const refusal = new Unavailable('webhook-not-stored', 'It could not be stored now; please send it again.')
  refusal.cause = cause
  return refusal
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))]
}
