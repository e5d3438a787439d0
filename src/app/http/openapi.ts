import swagger, { type SwaggerTransform } from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { ZodApp } from '#platform/http.ts'
import { polish } from './openapi-polish.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** Describes the API from the schemas the routes check with. */
export async function describeApi(app: ZodApp, { publicUrl, version }: { publicUrl: string; version: string }) {
  const zodToJsonConfig = { override: tidy, unrepresentable: 'any' } as const
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.1',
      info: {
        title: 'Dukkan',
        version,
        description:
          'The API of a shop that lives inside WhatsApp. Errors are problems of RFC 9457, listed in docs/problems.md.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of a store: dk_live_…' },
        },
      },
    },
    transform: withUploads(createJsonSchemaTransform({ zodToJsonConfig })),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  })
}

/** The document itself, at GET /openapi.json; written once, when it is first asked for. */
export function serveDescription(app: ZodApp): void {
  let written: string | null = null
  const policy = { public: 'the description of the API holds nothing of any store' }
  app.get('/openapi.json', { config: { policy }, schema: { hide: true } }, async (_request, reply) => {
    written ??= JSON.stringify(polish(app.swagger()))
    return reply.type('application/json; charset=utf-8').send(written)
  })
}

/** A route that takes a file has no schema that checks it, so its form is told here; one that reads it as it comes takes its text as the body. */
function withUploads(transform: SwaggerTransform): SwaggerTransform {
  return (described) => {
    const transformed = transform(described)
    const { uploadField: field, streamsBody = false } = described.route.config ?? {}
    if (streamsBody) return { ...transformed, schema: { ...transformed.schema, body: { type: 'string' } } }
    if (field === undefined) return transformed
    const file = { type: 'string', contentMediaType: 'application/octet-stream' }
    const body = { type: 'object', properties: { [field]: file }, required: [field] }
    return { ...transformed, schema: { ...transformed.schema, body } }
  }
}

/** Leaves out what no reader needs: patterns that a format says already, the bounds of a safe integer. */
function tidy({ jsonSchema }: { jsonSchema: Schema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
  if (jsonSchema.type !== 'integer' || jsonSchema.pattern === undefined) return
  // A number in a query string: written with digits, read as a number.
  delete jsonSchema.pattern
  if (jsonSchema.default !== undefined) jsonSchema.default = Number(jsonSchema.default)
}
