import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { Environment, StoreContext } from '#platform/context.ts'
import type { Database } from '#platform/db.ts'
import type { Cursors } from './paging.ts'
import type { ApiPrincipal } from './policies.ts'
import type { Scope } from './scopes.ts'
import type { StreamRules } from './stream.ts'
import type { UploadRules } from './upload.ts'
import type { WrittenJson } from './written-json.ts'

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

export type RouteInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, File> = {
  params: Parsed<Params>
  query: Parsed<Query>
  body: Parsed<Body>
  /** The version the caller saw, from `If-Match`; null when it named none. */
  ifMatch: number | null
  cursors: Cursors
  /** What `upload.prepare` or `stream.take` made of the file, on a route that takes one. */
  file: File
}

export type RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  View extends z.ZodType,
  File,
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
  upload?: UploadRules<File>
  /** Takes the body as it comes, however long, instead of a JSON body; its scope has called `passStreams`. */
  stream?: StreamRules<Parsed<Query>, File>
  reply: ReplyShape<View>
  /** What may be kept for a replay, when the first answer holds a secret. */
  kept?: (view: z.output<View>) => z.output<View>
  /** Runs in one transaction inside the wall of the caller's store; throw a Refusal to undo it all. */
  handle: (ctx: StoreContext, input: RouteInput<Params, Query, Body, File>) => Promise<z.output<View> | WrittenJson>
}
