import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { Invalid } from '#shared/errors.ts'
import type { ApiPrincipal } from './policies.ts'
import type { ZodApp } from './route-types.ts'
import type { Upload } from './upload.ts'

export type StreamInput<Query> = {
  body: AsyncIterable<Buffer>
  /** Of `contentTypes`, without parameters. */
  contentType: string
  query: Query
  principal: ApiPrincipal
}

export type StreamRules<Query, File> = {
  contentTypes: readonly string[]
  /** Takes the body in as it comes, before the transaction opens; throws a Refusal for a bad one. */
  take: (input: StreamInput<Query>) => Promise<File>
}

/** Lets the routes of this scope have bodies of these kinds as streams; everywhere else they stay refused. */
export function passStreams(app: ZodApp, contentTypes: readonly string[]): void {
  app.addContentTypeParser([...contentTypes], (_request, payload, done) => done(null, payload))
}

/** Hands the body over while it arrives. What a refusal left unread is thrown away, so that the answer gets through. */
export async function readStream<Query, File>(
  request: FastifyRequest,
  { contentTypes, take }: StreamRules<Query, File>,
  principal: ApiPrincipal,
): Promise<Upload<File>> {
  const { body } = request
  const contentType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (!(body instanceof Readable) || !contentTypes.includes(contentType)) {
    throw new Invalid('file-missing', `Send the file itself as the body, as ${contentTypes.join(' or ')}.`)
  }
  const hash = createHash('sha256')
  try {
    const query = request.query as Query
    const file = await take({ body: hashed(body, { hash, signal: request.signal }), contentType, query, principal })
    return { file, digest: hash.digest() }
  } finally {
    body.resume()
  }
}

type Passing = { hash: Hash; signal: AbortSignal }

async function* hashed(body: Readable, { hash, signal }: Passing): AsyncGenerator<Buffer> {
  // Ending early must not close the connection, on which the answer is still to go out.
  for await (const bytes of body.iterator({ destroyOnReturn: false })) {
    refuseLate(signal)
    hash.update(bytes)
    yield bytes
  }
  refuseLate(signal)
}

/** Who was told that it took too long must not find later that it was done; a request that is whole aborts too. */
function refuseLate({ aborted, reason }: AbortSignal): void {
  if (aborted && reason instanceof Error && 'code' in reason && reason.code === 'FST_ERR_HANDLER_TIMEOUT') throw reason
}
