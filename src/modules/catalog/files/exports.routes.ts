import { Readable } from 'node:stream'
import { z } from 'zod'
import { inStore, type StoreContext } from '#platform/context.ts'
import { problemResponses, type ZodApp } from '#platform/http.ts'
import { exportProducts } from './export-products.ts'

const ExportQuery = z.strictObject({
  format: z.enum(['csv', 'jsonl']).default('csv'),
  status: z.enum(['draft', 'active', 'archived']).optional(),
})

/** The body goes out as it is made, so nothing checks it against its schema. */
const FileView = z.custom<Readable>().meta({ type: 'string' })

const contentTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const

/** As long as somebody reads a very large catalog over a slow line. */
const MOST_MS = 30 * 60_000

/** The catalog on its way out, as a file. */
export async function exportRoutes(app: ZodApp): Promise<void> {
  const { database, environment } = app.tools
  app.get(
    '/v1/products/export',
    {
      config: { policy: { scope: 'catalog:read' } },
      handlerTimeout: MOST_MS,
      schema: {
        summary: 'Export products as a file',
        description: 'A file that POST /v1/imports reads; archived variants are left out.',
        tags: ['imports'],
        security: [{ apiKey: [] }],
        params: z.strictObject({}),
        querystring: ExportQuery,
        response: {
          200: {
            description: 'The file.',
            content: { 'text/csv': { schema: FileView }, 'application/x-ndjson': { schema: FileView } },
          },
          ...problemResponses,
        },
      },
    },
    async ({ principal, query: { format, status = null }, id: requestId }, reply) => {
      if (principal === null) throw new Error('a route with a scope was reached without a principal')
      const { storeId, keyId, scopes } = principal
      const actor = { kind: 'api_key', id: keyId, scopes } as const
      const inTurn = <T>(work: (ctx: StoreContext) => Promise<T>) =>
        inStore(database, environment, { storeId, actor, requestId, work })
      const pages = await exportProducts({ format, status, inTurn })
      reply.type(contentTypes[format]).header('content-disposition', `attachment; filename="products.${format}"`)
      return reply.send(Readable.from(pages))
    },
  )
}
