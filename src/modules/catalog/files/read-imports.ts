import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Conflict, NotFound } from '#shared/errors.ts'
import type { ImportFormat, ImportState, RowFault } from './import.types.ts'
import { endImport } from './run-slice.ts'

export type ImportDetails = {
  id: string
  state: ImportState
  format: ImportFormat
  dryRun: boolean
  bytes: number
  bytesRead: number
  rows: number
  created: number
  updated: number
  unchanged: number
  /** Products of which nothing was written, because something about them was wrong. */
  refused: number
  errors: number
  /** Why the rest of the file could not be read. */
  fault: Omit<RowFault, 'field'> | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

/** Newest first, older than `beforeId` when given. */
export function listImports(ctx: StoreContext, beforeId: string | null, limit: number): Promise<ImportDetails[]> {
  return ctx.tx.query<ImportDetails>(LIST, [ctx.storeId, beforeId, limit])
}

/** Throws NotFound('import'). */
export async function readImport(ctx: StoreContext, id: string): Promise<ImportDetails> {
  const [details] = await ctx.tx.query<ImportDetails>(READ, [ctx.storeId, id])
  if (details === undefined) throw new NotFound('import', id)
  return details
}

export type ImportError = RowFault & { seq: number }

/** What is wrong with the file, the first thousand faults of it, in the order of its lines. Throws NotFound('import'). */
export async function readImportErrors(
  ctx: StoreContext,
  { id, after, limit }: { id: string; after: number; limit: number },
): Promise<ImportError[]> {
  await readImport(ctx, id)
  return ctx.tx.query<ImportError>(READ_ERRORS, [ctx.storeId, id, after, limit])
}

/**
 * Stops an import; what it has written stays. Throws NotFound('import') and Conflict('import-ended'). Waits for the
 * slice that is being written.
 */
export async function cancelImport(ctx: StoreContext, id: string): Promise<ImportDetails> {
  const [locked] = await ctx.tx.query<{ state: ImportState }>(LOCK, [ctx.storeId, id])
  if (locked === undefined) throw new NotFound('import', id)
  if (!['receiving', 'waiting', 'running'].includes(locked.state)) {
    throw new Conflict('import-ended', 'The import has ended already.', { state: locked.state }, 'Read the import.')
  }
  await endImport(ctx, { id }, { state: 'canceled', fault: null })
  return readImport(ctx, id)
}

const COLUMNS = `id, state, format, dry_run as "dryRun", bytes, least(position, bytes) as "bytesRead", read_rows as rows,
  created, updated, unchanged, refused, error_count as errors, fault, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`

const LIST: Statement = {
  name: 'imports_list',
  text: `select ${COLUMNS} from imports where store_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
}
const READ: Statement = {
  name: 'imports_read',
  text: `select ${COLUMNS} from imports where store_id = $1 and id = $2`,
}
const READ_ERRORS: Statement = {
  name: 'imports_read_errors',
  text: `select seq, line, field, code, message, fix from import_errors
    where store_id = $1 and import_id = $2 and seq > $3 order by seq limit $4`,
}
const LOCK: Statement = {
  name: 'imports_lock_to_cancel',
  text: `select state from imports where store_id = $1 and id = $2 for update`,
}
