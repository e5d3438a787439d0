import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Environment, inStore, type StoreContext } from '#platform/context.ts'
import type { Database } from '#platform/db.ts'
import { Invalid } from '#shared/errors.ts'
import { type Answer, type Claim, claimOf, earlierAnswer, keepAnswer } from './idempotency.ts'
import { type Cursors, cursorsOf } from './paging.ts'
import type { ApiPrincipal } from './policies.ts'
import { PROBLEM_TYPE, ProblemView } from './problems.ts'
import type { Scope } from './scopes.ts'
import { readUpload, type Upload, type UploadRules } from './upload.ts'

export type ZodApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** What every route of the API stands on; `buildHttp` hangs it on the app as `app.tools`. */
export type HttpTools = {
  readonly database: Database
  readonly environment: Environment
  /** At least 32 random bytes, the same in every process: cursors are signed with it. */
  readonly cursorSecret: Uint8Array
  /** Whom this API key belongs to; null for one that is unknown, revoked or expired. */
  readonly authenticate: (rawKey: string) => Promise<ApiPrincipal | null>
}

type Write = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One success status and the shape sent with it; `204: z.null()` for none. */
export type ReplyShape<View extends z.ZodType> = { 200: View } | { 201: View } | { 202: View } | { 204: View }

type Parsed<Schema extends z.ZodType> = z.output<Schema>

export type RouteInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  params: Parsed<Params>
  query: Parsed<Query>
  body: Parsed<Body>
  /** The version the caller saw, from `If-Match`; null when it named none. */
  ifMatch: number | null
  cursors: Cursors
  /** The file, on a route that takes one. */
  file: Upload | null
}

export type RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  View extends z.ZodType,
> = {
  method: 'GET' | Write
  url: string
  scope: Scope
  /** The line of the OpenAPI document. */
  summary: string
  description?: string
  tags: readonly string[]
  params?: Params
  query?: Query
  body?: Body
  /** Takes one file as multipart/form-data instead of a JSON body. */
  upload?: UploadRules
  reply: ReplyShape<View>
  /** What may be kept for a replay, when the first answer holds a secret. */
  kept?: (view: z.output<View>) => z.output<View>
  /** Runs in one transaction inside the wall of the caller's store; throw a Refusal to undo it all. */
  handle: (ctx: StoreContext, input: RouteInput<Params, Query, Body>) => Promise<z.output<View>>
}

/** Puts a route of the API on the app: scope, transaction, idempotency, validation and OpenAPI come with it. */
export function route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  View extends z.ZodType = z.ZodType,
>(app: ZodApp, spec: RouteSpec<Params, Query, Body, View>): void {
  const { status, view } = successOf(spec.reply)
  app.route({
    method: spec.method,
    url: spec.url,
    config: { policy: { scope: spec.scope } },
    ...(spec.upload && { bodyLimit: spec.upload.maxBytes + MULTIPART_OVERHEAD }),
    schema: {
      summary: spec.summary,
      ...(spec.description !== undefined && { description: spec.description }),
      tags: [...spec.tags],
      security: [{ apiKey: [] }],
      ...(spec.upload && { consumes: ['multipart/form-data'] }),
      params: spec.params ?? NOTHING,
      querystring: spec.query ?? NOTHING,
      ...(spec.method !== 'GET' && { headers: spec.method === 'POST' ? WRITE_HEADERS : EDIT_HEADERS }),
      ...(spec.body && { body: spec.body }),
      response: { [status]: view, ...problemResponses },
    },
    handler: async (request, reply) => {
      const answer = await answerOf(app.tools, request, { spec, status, view })
      return sendAnswer(reply, answer)
    },
  })
}

const MULTIPART_OVERHEAD = 16 * 1024
const NOTHING = z.strictObject({})

const WRITE_HEADERS = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .meta({ description: 'Repeating a write with the same key acts once (24 hours).' }),
})
const EDIT_HEADERS = WRITE_HEADERS.extend({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The `ETag` or version the change is based on; 412 when it has moved on.' }),
})

const problemResponses = {
  '4xx': {
    description: 'Refused; `code` says why, `fix` what to do about it.',
    content: { [PROBLEM_TYPE]: { schema: ProblemView } },
  },
  '5xx': { description: 'Our fault or a dependency’s.', content: { [PROBLEM_TYPE]: { schema: ProblemView } } },
}

function successOf<View extends z.ZodType>(reply: ReplyShape<View>): { status: number; view: View } {
  const [entry] = Object.entries(reply)
  if (entry === undefined) throw new TypeError('A route names the shape of its reply.')
  return { status: Number(entry[0]), view: entry[1] }
}

type Work<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, View extends z.ZodType> = {
  spec: RouteSpec<P, Q, B, View>
  status: number
  view: View
}

type Sent = { answer: Answer; replayed: boolean }

async function answerOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, View extends z.ZodType>(
  tools: HttpTools,
  request: FastifyRequest,
  { spec, status, view }: Work<P, Q, B, View>,
): Promise<Sent> {
  const principal = principalOf(request)
  const { storeId } = principal
  const file = spec.upload === undefined ? null : await readUpload(request, spec.upload)
  const input: RouteInput<P, Q, B> = {
    params: request.params as z.output<P>,
    query: request.query as z.output<Q>,
    body: request.body as z.output<B>,
    ifMatch: versionIn(request.headers['if-match']),
    cursors: cursorsOf(tools.cursorSecret, storeId),
    file,
  }
  const claim = claimIn(request, principal, file)
  const actor = { kind: 'api_key', id: principal.keyId, scopes: principal.scopes } as const
  return inStore(tools.database, tools.environment, {
    storeId,
    actor,
    requestId: request.id,
    work: (ctx) =>
      once(ctx, claim, async () => {
        const result = await spec.handle(ctx, input)
        const kept = spec.kept === undefined ? result : spec.kept(result)
        return { now: written(view, status, result), kept: written(view, status, kept) }
      }),
  })
}

/** Does the work, or gives the answer it gave before. */
async function once(
  ctx: StoreContext,
  claim: Claim | null,
  work: () => Promise<{ now: Answer; kept: Answer }>,
): Promise<Sent> {
  if (claim === null) return { answer: (await work()).now, replayed: false }
  const earlier = await earlierAnswer(ctx.tx, claim, ctx.now())
  if (earlier !== null) return { answer: earlier, replayed: true }
  const { now, kept } = await work()
  await keepAnswer(ctx.tx, claim, { answer: kept, now: ctx.now() })
  return { answer: now, replayed: false }
}

function written<View extends z.ZodType>(view: View, status: number, result: z.output<View>): Answer {
  return { status, body: status === 204 ? '' : JSON.stringify(z.encode(view, result)) }
}

function claimIn(request: FastifyRequest, principal: ApiPrincipal, file: Upload | null): Claim | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method === 'GET' || request.method === 'HEAD') return null
  return claimOf(String(key), {
    storeId: principal.storeId,
    principalId: principal.keyId,
    method: request.method,
    url: request.url,
    bodyDigest: file?.digest ?? request.bodyDigest ?? new Uint8Array(),
  })
}

/** `"7"`, `W/"7"` and `7` all mean version 7; `*` and no header mean whichever there is. */
function versionIn(header: string | undefined): number | null {
  if (header === undefined || header.trim() === '*') return null
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1]
  if (version === undefined) throw new Invalid('if-match-invalid', 'If-Match takes the ETag of the last answer.')
  return Number(version)
}

function principalOf(request: FastifyRequest): ApiPrincipal {
  if (request.principal === null) throw new Error('a route with a scope was reached without a principal')
  return request.principal
}

function sendAnswer(reply: FastifyReply, { answer, replayed }: Sent): FastifyReply {
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (answer.body === '') return reply.code(answer.status).send()
  const etag = etagOf(answer.body)
  if (etag !== null) reply.header('etag', etag)
  return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body)
}

function etagOf(body: string): string | null {
  const view: unknown = JSON.parse(body)
  if (typeof view !== 'object' || view === null || !('version' in view)) return null
  return typeof view.version === 'number' ? `"${view.version}"` : null
}
