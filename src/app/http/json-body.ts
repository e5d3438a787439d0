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
      return bytes.length === 0 ? undefined : parseStrictJson(bytes, { refuseDuplicateKeys: true })
    },
  )
}
