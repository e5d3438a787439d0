import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { ZodApp } from '#platform/http.ts'
import { parseStrictJson } from '#platform/strict-json.ts'

/** JSON is the only thing our API reads: no text/plain, which a form of any page could send. */
export function readJsonBodies(app: ZodApp): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, bytes: Buffer) => {
      request.bodyDigest = createHash('sha256').update(bytes).digest()
      return bytes.length === 0 ? undefined : storable(parseStrictJson(bytes, { refuseDuplicateKeys: true }))
    },
  )
}

/** PostgreSQL's text and jsonb hold no NUL and no half of a surrogate pair, so none gets past the door. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), storable(inner)]))
}

function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}
