import { imagePath } from '#modules/catalog/product-images.ts'
import type { Store } from '#modules/stores/index.ts'
import type { Statement, Tx } from '#platform/db.ts'
import { catalogMark, digestOf, isOfCatalog } from './item-digest.ts'
import { judgeItem, type MetaItem, type ShopWindow } from './meta-item.rules.ts'
import { type ItemRow, pageVariantIds, readItems } from './read-facts.ts'

export type Marking = { store: Store; catalogId: string; publicUrl: string }

export type WantedItem = { variantId: string; item: MetaItem; digest: Buffer }

/**
 * Works out what Meta should hold of these variants and marks those of which it holds something else; answers with the
 * marked ones. What comes to be what Meta has already is unmarked, so a change and its undoing cost no call.
 */
export async function markItems(tx: Tx, marking: Marking, variantIds: readonly string[]): Promise<WantedItem[]> {
  if (variantIds.length === 0) return []
  const rows = await readItems(tx, marking.store.id, variantIds)
  const judged = rows.map((row) => judge(row, marking))
  const marked = await mark(tx, marking, judged)
  return judged.flatMap(({ variantId, wanted }) => (wanted !== null && marked.has(variantId) ? [wanted] : []))
}

const PAGE = 500

/** As `markItems` for everything the store has: after a change of the store itself, and nightly against lost events. */
export async function markAllItems(tx: Tx, marking: Marking): Promise<void> {
  let after: string | null = null
  do {
    const page: string[] = await pageVariantIds(tx, marking.store.id, { after, limit: PAGE })
    await markItems(tx, marking, page)
    after = page.at(-1) ?? null
  } while (after !== null)
}

export function windowOf({ store, publicUrl }: Pick<Marking, 'store' | 'publicUrl'>): ShopWindow {
  const { name, currency, defaultLanguage, displayPhoneNumber } = store
  const imageUrl = (imageId: string) => publicUrl + imagePath(imageId)
  return { name, currency, language: defaultLanguage, displayPhoneNumber, imageUrl }
}

type Judged = { variantId: string; wanted: WantedItem | null; errors: { message: string }[] }

const noImage = { message: 'Meta takes no item without a picture: add one of at least 500 by 500 pixels.' }

function judge(row: ItemRow, marking: Marking): Judged {
  const { variantId } = row
  const { catalogId } = marking
  const known = isOfCatalog(row.ackedDigest, catalogId) || isOfCatalog(row.sentDigest, catalogId)
  const verdict = judgeItem(row, windowOf(marking), known)
  if (!verdict.listed) return { variantId, wanted: null, errors: verdict.why === 'no_image' ? [noImage] : [] }
  const { item } = verdict
  return { variantId, wanted: { variantId, item, digest: digestOf(catalogId, item) }, errors: [] }
}

async function mark(tx: Tx, { store, catalogId }: Marking, judged: readonly Judged[]): Promise<ReadonlySet<string>> {
  const forgotten = judged.filter(({ wanted, errors }) => wanted === null && errors.length === 0)
  await tx.run(FORGET, [store.id, forgotten.map(({ variantId }) => variantId)])
  const kept = judged.filter((each) => !forgotten.includes(each))
  const rows = await tx.query<{ variantId: string; dirty: boolean }>(MARK, [
    store.id,
    catalogMark(catalogId),
    kept.map(({ variantId }) => variantId),
    kept.map(({ wanted }) => wanted?.digest ?? null),
    kept.map(({ errors }) => JSON.stringify(errors)),
  ])
  return new Set(rows.filter(({ dirty }) => dirty).map(({ variantId }) => variantId))
}

const FORGET: Statement = {
  name: 'catalog_sync_forget',
  text: `delete from catalog_items where store_id = $1 and variant_id = any ($2::uuid[]) and batch_id is null`,
}

/**
 * Clean is what Meta acknowledged as wanted with nothing sent since whose fate is unknown. An item on its way stays
 * dirty until its batch has ended; new content forgives the failures of the old. Rows about which nothing is new are not
 * written.
 */
const MARK: Statement = {
  name: 'catalog_sync_mark',
  text: `insert into catalog_items as c (variant_id, store_id, desired_digest, dirty_since, errors)
    select variant_id, $1::uuid, desired, case when desired is not null then clock_timestamp() end, errors
    from unnest($3::uuid[], $4::bytea[], $5::jsonb[]) as wanted (variant_id, desired, errors)
    order by variant_id
    on conflict (variant_id) do update set
      desired_digest = excluded.desired_digest,
      sent_digest = case when substr(c.sent_digest, 1, 8) = $2::bytea then c.sent_digest end,
      acked_digest = case when substr(c.acked_digest, 1, 8) = $2::bytea then c.acked_digest end,
      dirty_since = case
        when excluded.desired_digest is null then null
        when c.batch_id is null and c.acked_digest = excluded.desired_digest and c.sent_digest = c.acked_digest then null
        else coalesce(c.dirty_since, clock_timestamp())
      end,
      attempts = case when c.desired_digest is not distinct from excluded.desired_digest then c.attempts else 0 end,
      retry_at = case when c.desired_digest is not distinct from excluded.desired_digest then c.retry_at end,
      errors = case when c.desired_digest is not distinct from excluded.desired_digest and excluded.errors = '[]'
        then c.errors else excluded.errors end
    where c.dirty_since is not null or c.desired_digest is distinct from excluded.desired_digest
      or c.acked_digest is distinct from c.desired_digest or c.errors <> excluded.errors
    returning variant_id as "variantId", dirty_since is not null as dirty`,
}
