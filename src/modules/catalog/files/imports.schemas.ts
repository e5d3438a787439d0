import { z } from 'zod'
import { IdView, idField, pageQuery, pageView, TimeView } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import type { ImportDetails, ImportError } from './read-imports.ts'

export const NewImportQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((word) => word === 'true')
    .meta({ description: 'Judge every row and change nothing.' }),
})
export const ImportParams = z.strictObject({ importId: idField('import') })
export const ImportQuery = z.strictObject(pageQuery)

export const ImportView = z
  .object({
    id: IdView,
    state: z.enum(['receiving', 'waiting', 'running', 'finished', 'failed', 'canceled']),
    format: z.enum(['csv', 'jsonl']),
    dryRun: z.boolean(),
    bytes: z.int(),
    bytesRead: z.int(),
    rows: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    refused: z.int().meta({ description: 'Products of which nothing was written; `errors` says why.' }),
    errors: z.int(),
    fault: z
      .object({ line: z.int(), code: z.string(), message: z.string(), fix: z.string() })
      .nullable()
      .meta({ description: 'Why the rest of the file was not read.' }),
    createdAt: TimeView,
    startedAt: TimeView.nullable(),
    finishedAt: TimeView.nullable(),
  })
  .meta({ id: 'Import' })

export const ImportPage = pageView(ImportView)

const ErrorView = z.object({
  line: z.int(),
  field: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  fix: z.string(),
})
export const ErrorPage = pageView(ErrorView)

export function viewImport(details: ImportDetails): z.output<typeof ImportView> {
  const { createdAt, startedAt, finishedAt, ...rest } = details
  return {
    ...rest,
    id: publicId('import', details.id),
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}

export function viewError({ line, field, code, message, fix }: ImportError): z.output<typeof ErrorView> {
  return { line, field, code, message, fix }
}
