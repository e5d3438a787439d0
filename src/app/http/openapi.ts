import swagger from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { ZodApp } from '#platform/http.ts'

type Schema = z.core.JSONSchema.BaseSchema

/** Describes the API from the schemas the routes check with, at GET /openapi.json. */
export async function describeApi(app: ZodApp, { publicUrl, version }: { publicUrl: string; version: string }) {
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
    transform: createJsonSchemaTransform({ zodToJsonConfig: { override: tidy, unrepresentable: 'any' } }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig: { override: tidy, unrepresentable: 'any' } }),
  })
}

/** The document itself; a route of its own so that it can be registered after the ones it describes. */
export function serveDescription(app: ZodApp): void {
  let written: string | null = null
  app.get(
    '/openapi.json',
    { config: { policy: { public: 'the description of the API holds nothing of any store' } }, schema: { hide: true } },
    async (_request, reply) => {
      written ??= JSON.stringify(app.swagger())
      return reply.type('application/json; charset=utf-8').send(written)
    },
  )
}

/** Leaves out what no reader needs: patterns that a format says already, the bounds of a safe integer. */
function tidy({ jsonSchema }: { jsonSchema: Schema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
}
