import { pageOf, passStreams, route, type StreamInput, type ZodApp } from '#platform/http.ts'
import type { ImportFormat } from './import.types.ts'
import {
  ErrorPage,
  ImportPage,
  ImportParams,
  ImportQuery,
  ImportView,
  NewImportQuery,
  viewError,
  viewImport,
} from './imports.schemas.ts'
import { cancelImport, listImports, readImport, readImportErrors } from './read-imports.ts'
import { openImport, receiveImport } from './receive-import.ts'

const tags = ['imports']

const formats: Readonly<Record<string, ImportFormat>> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'jsonl',
  'application/jsonl': 'jsonl',
}

/** Files of products on their way in. */
export async function importRoutes(app: ZodApp): Promise<void> {
  const contentTypes = Object.keys(formats)
  passStreams(app, contentTypes)
  const { database, environment } = app.tools
  const take = async ({ body, contentType, query, principal }: StreamInput<{ dryRun: boolean }>) => {
    const { storeId, keyId: id, scopes } = principal
    const actor = { kind: 'api_key', id, scopes } as const
    const format = formats[contentType] ?? 'csv'
    return receiveImport({ database, environment }, { storeId, actor, format, dryRun: query.dryRun, body })
  }
  route(app, {
    method: 'POST',
    url: '/v1/imports',
    scope: 'catalog:write',
    summary: 'Import products from a file',
    description:
      'CSV (our columns, or a product export of Shopify) or one JSON object a line; the file is the body. It is kept and worked through in the background: read the import to see how far it is.',
    tags,
    query: NewImportQuery,
    stream: { contentTypes, take },
    reply: { 202: ImportView },
    handle: async (ctx, { file: id }) => {
      await openImport(ctx, id)
      return viewImport(await readImport(ctx, id))
    },
  })
  route(app, {
    method: 'POST',
    url: '/v1/imports/:importId/cancel',
    scope: 'catalog:write',
    summary: 'Stop an import',
    description: 'What it has written stays.',
    tags,
    params: ImportParams,
    reply: { 200: ImportView },
    handle: async (ctx, { params }) => viewImport(await cancelImport(ctx, params.importId)),
  })
  readRoutes(app)
}

function readRoutes(app: ZodApp): void {
  route(app, {
    method: 'GET',
    url: '/v1/imports',
    scope: 'catalog:read',
    summary: 'List imports, newest first',
    tags,
    query: ImportQuery,
    reply: { 200: ImportPage },
    handle: async (ctx, { query: { cursor, limit }, cursors }) => {
      const beforeId = cursors.read('imports', cursor)?.map(String)[0] ?? null
      const rows = await listImports(ctx, beforeId, limit + 1)
      return pageOf(rows, limit, { view: viewImport, cursor: ({ id }) => cursors.write('imports', [id]) })
    },
  })
  route(app, {
    method: 'GET',
    url: '/v1/imports/:importId',
    scope: 'catalog:read',
    summary: 'Read an import',
    tags,
    params: ImportParams,
    reply: { 200: ImportView },
    handle: async (ctx, { params }) => viewImport(await readImport(ctx, params.importId)),
  })
  route(app, {
    method: 'GET',
    url: '/v1/imports/:importId/errors',
    scope: 'catalog:read',
    summary: 'List what is wrong with a file',
    description: 'The first thousand faults, each with its line, its column and a way to mend it.',
    tags,
    params: ImportParams,
    query: ImportQuery,
    reply: { 200: ErrorPage },
    handle: async (ctx, { params, query: { cursor, limit }, cursors }) => {
      const after = Number(cursors.read('import-errors', cursor)?.[0] ?? -1)
      const rows = await readImportErrors(ctx, { id: params.importId, after, limit: limit + 1 })
      return pageOf(rows, limit, { view: viewError, cursor: ({ seq }) => cursors.write('import-errors', [seq]) })
    },
  })
}
