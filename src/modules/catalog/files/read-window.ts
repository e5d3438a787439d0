import type { Statement, Tx } from '#platform/db.ts'
import type { OpenImport } from './import.types.ts'

/** Bytes of a row in `import_chunks`; all but the last have exactly so many. */
export const CHUNK_BYTES = 64 * 1024

export type Window = {
  bytes: Buffer
  /** Nothing comes after it. */
  last: boolean
}

/** So many bytes of the file from where the import stands. */
export async function readWindow(tx: Tx, storeId: string, at: { open: OpenImport; size: number }): Promise<Window> {
  const { id, position, bytes } = at.open
  const end = Math.min(position + at.size, bytes)
  const first = Math.floor(position / CHUNK_BYTES)
  const rows = await tx.query<{ body: Buffer }>(READ, [storeId, id, first, Math.floor((end - 1) / CHUNK_BYTES)])
  const whole = Buffer.concat(rows.map(({ body }) => body))
  const skipped = first * CHUNK_BYTES
  return { bytes: whole.subarray(position - skipped, end - skipped), last: end === bytes }
}

const READ: Statement = {
  name: 'imports_read_chunks',
  text: `select body from import_chunks where store_id = $1 and import_id = $2 and seq between $3 and $4 order by seq`,
}
