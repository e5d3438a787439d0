import type { Statement, Tx } from '#platform/db.ts'

/**
 * How far Meta's copy of an item is: `unlisted`: it was never told of it; `waiting`: a change is about to go; `sending`: it
 * is under way; `refused`: Meta refused it, `errors` say why, and it is tried again; `in_review`; `rejected` by Meta's
 * review, `reviewReasons` say why; `listed`: Meta has what we have and shows it.
 */
export type SyncState = {
  variantId: string
  state: 'unlisted' | 'waiting' | 'sending' | 'refused' | 'in_review' | 'rejected' | 'listed'
  errors: { message: string }[]
  reviewStatus: string
  reviewReasons: string[]
  /** When Meta was last asked about it. */
  checkedAt: Date | null
}

/** The state of every one of these variants that the sync knows of. */
export async function readSyncStates(
  tx: Tx,
  storeId: string,
  variantIds: readonly string[],
): Promise<Map<string, SyncState>> {
  const rows = await tx.query<SyncState>(READ, [storeId, variantIds])
  return new Map(rows.map((row) => [row.variantId, row]))
}

/** The state of a row of `catalog_items`. */
export const syncState = `case
        when batch_id is not null then 'sending'
        when errors <> '[]' then 'refused'
        when dirty_since is not null then 'waiting'
        when acked_digest is null then 'unlisted'
        when review_status = 'rejected' then 'rejected'
        when review_status = 'approved' then 'listed'
        else 'in_review'
      end`

const READ: Statement = {
  name: 'catalog_sync_states',
  text: `select variant_id as "variantId", errors, review_status as "reviewStatus", review_reasons as "reviewReasons",
      checked_at as "checkedAt", ${syncState} as state
    from catalog_items where store_id = $1 and variant_id = any ($2::uuid[])`,
}
