import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { inStore, type StoreContext } from '#platform/context.ts'
import { crashPoint } from '#platform/crash-point.ts'
import { Invalid } from '#shared/errors.ts'
import { type Answer, type Claim, claimOf, earlierAnswer, keepAnswer } from './idempotency.ts'
import { cursorsOf } from './paging.ts'
import type { ApiPrincipal } from './policies.ts'
import type { HttpTools, RouteInput, RouteSpec } from './route-types.ts'
import { readStream } from './stream.ts'
import { readUpload, type Upload } from './upload.ts'
import { WrittenJson } from './written-json.ts'

type Work<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, View extends z.ZodType, File> = {
  spec: RouteSpec<P, Q, B, View, File>
  status: number
  view: View
}

type Sent = { answer: Answer; replayed: boolean; version: number | null }

/** Runs the route's handler in one transaction of the caller's store, once per idempotency key. */
export async function answerOf<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  View extends z.ZodType,
  File,
>(tools: HttpTools, request: FastifyRequest, { spec, status, view }: Work<P, Q, B, View, File>): Promise<Sent> {
  const principal = principalOf(request)
  const { storeId } = principal
  const upload = await readFile(request, spec, principal)
  if (spec.body === undefined && upload === null) refuseBody(request)
  const input: RouteInput<P, Q, B, File> = {
    params: request.params as z.output<P>,
    query: request.query as z.output<Q>,
    body: request.body as z.output<B>,
    ifMatch: versionIn(request.headers['if-match']),
    cursors: cursorsOf(tools.cursorSecret, storeId),
    file: upload?.file as File,
  }
  const claim = claimIn(request, principal, upload)
  const actor = { kind: 'api_key', id: principal.keyId, scopes: principal.scopes } as const
  const sent = await inStore(tools.database, tools.environment, {
    storeId,
    actor,
    requestId: request.id,
    work: (ctx) =>
      once(ctx, claim, async () => {
        const result = await spec.handle(ctx, input)
        const kept = spec.kept === undefined || result instanceof WrittenJson ? result : spec.kept(result)
        const write = (each: z.output<View> | WrittenJson) => written(each, { status, view })
        return { now: write(result), kept: claim === null ? null : write(kept), version: versionOf(result) }
      }),
  })
  if (claim !== null && !sent.replayed) crashPoint('api.after_commit')
  return sent
}

function readFile<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, View extends z.ZodType, File>(
  request: FastifyRequest,
  { upload, stream }: RouteSpec<P, Q, B, View, File>,
  principal: ApiPrincipal,
): Promise<Upload<File>> | null {
  if (stream !== undefined) return readStream(request, stream, principal)
  return upload === undefined ? null : readUpload(request, upload)
}

/** What a route does not read it does not take either, or the sender would believe it did something. */
function refuseBody({ body }: FastifyRequest): void {
  if (body === undefined || body === null) return
  if (typeof body === 'object' && Object.keys(body).length === 0) return
  throw new Invalid('request-invalid', 'This route takes no body.')
}

/** Does the work, or gives the answer it gave before. */
async function once(
  ctx: StoreContext,
  claim: Claim | null,
  work: () => Promise<{ now: Answer; kept: Answer | null; version: number | null }>,
): Promise<Sent> {
  const earlier = claim === null ? null : await earlierAnswer(ctx.tx, claim, ctx.now())
  if (earlier !== null) {
    const version = earlier.body.length === 0 ? null : versionOf(JSON.parse(String(earlier.body)))
    return { answer: earlier, replayed: true, version }
  }
  const { now, kept, version } = await work()
  if (claim !== null && kept !== null) {
    await keepAnswer(ctx.tx, claim, { answer: kept, now: ctx.now() })
    crashPoint('api.before_commit')
  }
  return { answer: now, replayed: false, version }
}

type Writing<View extends z.ZodType> = { status: number; view: View }

function written<View extends z.ZodType>(
  result: z.output<View> | WrittenJson,
  { status, view }: Writing<View>,
): Answer {
  if (status === 204) return { status, body: '' }
  if (result instanceof WrittenJson) return { status, body: result.bytes }
  return { status, body: JSON.stringify(z.encode(view, result)) }
}

function claimIn(request: FastifyRequest, principal: ApiPrincipal, upload: Upload<unknown> | null): Claim | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method === 'GET' || request.method === 'HEAD') return null
  return claimOf(String(key), {
    storeId: principal.storeId,
    principalId: principal.keyId,
    method: request.method,
    url: request.url,
    bodyDigest: upload?.digest ?? request.bodyDigest ?? new Uint8Array(),
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

export function sendAnswer(reply: FastifyReply, { answer, replayed, version }: Sent): FastifyReply {
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (answer.body.length === 0) return reply.code(answer.status).send()
  if (version !== null) reply.header('etag', `"${version}"`)
  return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.body)
}

function versionOf(view: unknown): number | null {
  if (typeof view !== 'object' || view === null || !('version' in view)) return null
  return typeof view.version === 'number' ? view.version : null
}
