import type { Statement, Tx } from '#platform/db.ts'
import type { Trouble } from './trouble.ts'

/** Meta takes 5,000 items and 28 MB in one call; we stay well below both. */
const MOST_ITEMS = 3_000

/** The first change waits this long for its fellows and takes all of them along: an import costs a few calls, not one a product. */
export const SETTLE_SECONDS = 2

/** Locks the items that go next, once one of them has waited long enough: first those that never failed, then by how long they wait. */
export async function claimDirty(tx: Tx, storeId: string, settleSeconds: number): Promise<string[]> {
  const rows = await tx.query<{ variantId: string }>(CLAIM, [storeId, MOST_ITEMS, settleSeconds])
  return rows.map(({ variantId }) => variantId)
}

export type NewBatch = { id: string; storeId: string; items: readonly { variantId: string; digest: Buffer }[] }

export async function openBatch(tx: Tx, { id, storeId, items }: NewBatch): Promise<void> {
  await tx.run(OPEN, [id, storeId, items.length])
  await tx.run(PUT_IN, [storeId, id, items.map(({ variantId }) => variantId), items.map(({ digest }) => digest)])
}

export type Batch = { id: string; storeId: string }

/** False when someone else gave the batch up meanwhile. */
export async function saveHandles(tx: Tx, { id, storeId }: Batch, handles: readonly string[]): Promise<boolean> {
  return (await tx.run(SAVE_HANDLES, [storeId, id, handles.join(' ')])) > 0
}

export async function askLater(tx: Tx, { id, storeId }: Batch, afterSeconds: number | null): Promise<void> {
  await tx.run(ASK_LATER, [storeId, id, afterSeconds])
}

/** Ends a batch that brought nothing; its items stay dirty, and in doubt unless it surely was not taken. */
export async function giveUpBatch(
  tx: Tx,
  { id, storeId }: Batch,
  { reason, certain, retryMs }: Pick<Trouble, 'reason' | 'certain' | 'retryMs'>,
): Promise<void> {
  const failed = await tx.run(FAIL_BATCH, [storeId, id, reason.slice(0, 500)])
  if (failed > 0) await tx.run(RELEASE, [storeId, id, certain, retryMs / 1_000])
}

/** What Meta said against one item. */
export type ItemFault = { retailerId: string; messages: readonly string[] }

const MOST_MESSAGES = 10

/** Takes refused items out of the batch, to be tried again alone and ever later, or at once when they have changed. */
export async function failItems(tx: Tx, { id, storeId }: Batch, faults: readonly ItemFault[]): Promise<void> {
  if (faults.length === 0) return
  const errors = faults.map(({ messages }) =>
    JSON.stringify(messages.slice(0, MOST_MESSAGES).map((message) => ({ message: message.slice(0, 500) }))),
  )
  await tx.run(FAIL_ITEMS, [storeId, id, faults.map(({ retailerId }) => retailerId), errors])
}

/** Ends a batch: what is still in it is what Meta has now. */
export async function finishBatch(tx: Tx, { id, storeId }: Batch): Promise<void> {
  await tx.run(ACKNOWLEDGE, [storeId, id])
  await tx.run(FINISH, [storeId, id])
}

/** Batches that ended a month ago explain nothing any more. */
export async function forgetOldBatches(tx: Tx, storeId: string): Promise<void> {
  await tx.run(FORGET, [storeId])
}

export type DueBatch = Batch & {
  state: 'building' | 'sent'
  handles: string[]
  ageSeconds: number
}

const MOST_DUE = 3

/** Batches to ask Meta about, and those whose maker died before a handle was saved. */
export async function dueBatches(tx: Tx, storeId: string): Promise<DueBatch[]> {
  const rows = await tx.query<DueBatch & { handle: string | null }>(DUE, [storeId, MOST_DUE])
  return rows.map(({ handle, ...batch }) => ({ ...batch, handles: handle?.split(' ') ?? [] }))
}

/** A batch whose maker was not heard of for so long is taken to have died with it. */
export const DEAD_SECONDS = 120

const CLAIM: Statement = {
  name: 'catalog_sync_claim',
  text: `select variant_id as "variantId" from catalog_items
    where store_id = $1 and dirty_since is not null and batch_id is null
      and coalesce(retry_at, '-infinity') <= clock_timestamp()
      and exists (select from catalog_items waiting
        where waiting.store_id = $1 and waiting.dirty_since <= clock_timestamp() - make_interval(secs => $3)
          and waiting.batch_id is null and coalesce(waiting.retry_at, '-infinity') <= clock_timestamp())
    order by attempts, dirty_since, variant_id limit $2 for update skip locked`,
}

const OPEN: Statement = {
  name: 'catalog_sync_open',
  text: `insert into catalog_batches (id, store_id, state, item_count) values ($1, $2, 'building', $3)`,
}

const PUT_IN: Statement = {
  name: 'catalog_sync_put_in',
  text: `update catalog_items i set batch_id = $2, sent_digest = chosen.digest
    from unnest($3::uuid[], $4::bytea[]) as chosen (variant_id, digest)
    where i.store_id = $1 and i.variant_id = chosen.variant_id`,
}

const SAVE_HANDLES: Statement = {
  name: 'catalog_sync_save_handles',
  text: `update catalog_batches set state = 'sent', handle = $3, next_check_at = clock_timestamp() + interval '1 second'
    where store_id = $1 and id = $2 and state = 'building'`,
}

const ASK_LATER: Statement = {
  name: 'catalog_sync_ask_later',
  text: `update catalog_batches set attempts = attempts + 1, next_check_at =
      clock_timestamp() + make_interval(secs => coalesce($3, least(power(2, attempts), 30)))
    where store_id = $1 and id = $2 and state = 'sent'`,
}

const FAIL_BATCH: Statement = {
  name: 'catalog_sync_fail_batch',
  text: `update catalog_batches set state = 'failed', finished_at = clock_timestamp(), error = $3
    where store_id = $1 and id = $2 and state in ('building', 'sent')`,
}

// Every statement over the items of a batch locks them in the order of their ids, as the marking of changes does.
const inBatch = `mine as (
      select variant_id from catalog_items
      where store_id = $1 and batch_id = $2 and dirty_since is not null order by variant_id for update)`

const RELEASE: Statement = {
  name: 'catalog_sync_release',
  text: `with ${inBatch}
    update catalog_items i set batch_id = null, sent_digest = case when $3 then acked_digest else sent_digest end,
      retry_at = clock_timestamp() + make_interval(secs => $4)
    from mine where i.variant_id = mine.variant_id`,
}

const FAIL_ITEMS: Statement = {
  name: 'catalog_sync_fail_items',
  text: `with ${inBatch}
    update catalog_items i set batch_id = null, errors = fault.errors, attempts = least(attempts + 1, 20),
      retry_at = case when desired_digest = sent_digest
        then clock_timestamp() + make_interval(mins => least(power(4, least(attempts, 5)), 360)::int) end,
      sent_digest = acked_digest
    from mine
    join variants v on v.id = mine.variant_id
    join unnest($3::text[], $4::jsonb[]) as fault (retailer_id, errors) on fault.retailer_id = v.retailer_id
    where i.variant_id = mine.variant_id`,
}

const ACKNOWLEDGE: Statement = {
  name: 'catalog_sync_acknowledge',
  text: `with ${inBatch}
    update catalog_items i set batch_id = null, acked_digest = sent_digest, attempts = 0, retry_at = null,
      errors = '[]', checked_at = null,
      dirty_since = case when desired_digest is distinct from sent_digest then dirty_since end
    from mine where i.variant_id = mine.variant_id`,
}

const FINISH: Statement = {
  name: 'catalog_sync_finish',
  text: `update catalog_batches set state = 'finished', finished_at = clock_timestamp()
    where store_id = $1 and id = $2 and state = 'sent'`,
}

const DUE: Statement = {
  name: 'catalog_sync_due_batches',
  text: `select id, store_id as "storeId", state, handle,
      extract(epoch from clock_timestamp() - created_at)::float8 as "ageSeconds"
    from catalog_batches
    where store_id = $1 and (state = 'sent' and next_check_at <= clock_timestamp()
      or state = 'building' and created_at <= clock_timestamp() - interval '${DEAD_SECONDS} seconds')
    order by created_at limit $2`,
}

const FORGET: Statement = {
  name: 'catalog_sync_forget_batches',
  text: `delete from catalog_batches where store_id = $1 and finished_at < clock_timestamp() - interval '30 days'`,
}
