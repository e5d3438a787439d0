import { z } from 'zod'
import { answerOf, sendAnswer } from './answer-route.ts'
import { PROBLEM_TYPE, ProblemView } from './problems.ts'
import type { ReplyShape, RouteSpec, ZodApp } from './route-types.ts'
import type { UploadRules } from './upload.ts'

/** Puts a route of the API on the app: scope, transaction, idempotency, validation and OpenAPI come with it. */
export function route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  View extends z.ZodType = z.ZodType,
  File = undefined,
>(app: ZodApp, spec: RouteSpec<Params, Query, Body, View, File>): void {
  const { status, view } = successOf(spec.reply)
  app.route({
    method: spec.method,
    url: spec.url,
    config: {
      policy: { scope: spec.scope },
      ...(spec.upload && { uploadField: spec.upload.field }),
      ...(spec.stream && { streamsBody: true }),
    },
    ...(spec.upload && { bodyLimit: spec.upload.maxBytes + MULTIPART_OVERHEAD }),
    schema: {
      summary: spec.summary,
      ...(spec.description !== undefined && { description: spec.description }),
      tags: [...spec.tags],
      security: [{ apiKey: [] }],
      ...consumedBy(spec),
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

/** What a body that is a file comes as. */
function consumedBy<File>({
  upload,
  stream,
}: {
  upload?: UploadRules<File>
  stream?: { contentTypes: readonly string[] }
}) {
  if (stream !== undefined) return { consumes: [...stream.contentTypes] }
  return upload === undefined ? {} : { consumes: ['multipart/form-data'] }
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

/** How every route of the API refuses, as its description says. */
export const problemResponses = {
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
