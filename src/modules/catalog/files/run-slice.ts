import { handleOf } from '#modules/catalog/product.rules.ts'
import { markItems } from '#modules/catalog/sync/mark-items.ts'
import { audit, loadStore, type Store } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { publicId } from '#shared/ids.ts'
import { claimNames } from './claim-names.ts'
import type { Draft, OpenImport, RowFault } from './import.types.ts'
import { judgeDrafts } from './judge-drafts.rules.ts'
import { readKnown } from './known-products.ts'
import type { ProductPlan } from './plan.types.ts'
import type { SliceReader } from './slice-reader.ts'
import { writePlans } from './write-plans.ts'

const MOST_KEPT_ERRORS = 1_000

export type SliceWork = { ctx: StoreContext; open: OpenImport; reader: SliceReader; publicUrl: string }

/**
 * Takes up the next products of the file: what they change, what is wrong with them and how far the file is read are
 * committed together, so that an import goes on after a crash where it was. Nothing of a product with a fault is written.
 */
export async function runSlice({ ctx, open, reader, publicUrl }: SliceWork): Promise<void> {
  const store = await loadStore(ctx)
  const slice = await reader.read(ctx, open, store.currency)
  const { accepted, refused } = await claimNames(ctx, { importId: open.id, drafts: slice.drafts })
  const catalog = await readKnown(ctx, {
    drafts: accepted,
    handles: accepted.flatMap(({ patch }) => handleWanted(patch)),
  })
  const { plans, refused: unfit } = judgeDrafts(accepted, { catalog, currency: store.currency, newId: ctx.newId })
  const writing = open.dryRun ? Promise.resolve() : writeAndMark(ctx, { plans, open, store, publicUrl })
  await Promise.all([writing, slice.readAhead()])
  const faults = [...slice.refused, ...refused, ...unfit]
  await noteFaults(ctx, open, faults.flat())
  await ctx.tx.run(ADVANCE, [
    ...[ctx.storeId, open.id, slice.end, slice.line, slice.rows],
    ...(['created', 'updated', 'unchanged'] as const).map((verdict) => countOf(plans, verdict)),
    ...[faults.length, faults.flat().length],
  ])
  if (slice.fault !== null) await endImport(ctx, open, { state: 'failed', fault: slice.fault })
  else if (slice.end === open.bytes) await endImport(ctx, open, { state: 'finished', fault: null })
}

type Writing = { plans: readonly ProductPlan[]; open: OpenImport; store: Store; publicUrl: string }

async function writeAndMark(ctx: StoreContext, { plans, open, store, publicUrl }: Writing): Promise<void> {
  await writePlans(ctx, { plans, reason: `import ${publicId('import', open.id)}` })
  const touched = [...new Set(plans.flatMap((plan) => plan.touched))]
  if (store.catalogId !== null) await markItems(ctx.tx, { store, catalogId: store.catalogId, publicUrl }, touched)
}

function handleWanted({ handle, title }: Draft['patch']): string[] {
  const made = handle === undefined && title !== undefined ? handleOf({ en: title.en ?? undefined }) : null
  return made === null ? [] : [made]
}

async function noteFaults(ctx: StoreContext, open: OpenImport, faults: readonly RowFault[]): Promise<void> {
  const kept = faults
    .toSorted((a, b) => a.line - b.line)
    .slice(0, Math.max(0, MOST_KEPT_ERRORS - open.errorCount))
    .map((fault, place) => ({ ...fault, seq: open.errorCount + place }))
  if (kept.length > 0) await ctx.tx.run(NOTE, [ctx.storeId, open.id, JSON.stringify(kept)])
}

function countOf(plans: readonly ProductPlan[], verdict: ProductPlan['verdict']): number {
  return plans.filter((plan) => plan.verdict === verdict).length
}

export type Ending = { state: 'finished' | 'failed' | 'canceled'; fault: object | null }

/** Ends the import and drops its file; what it was and what was wrong with it stays. */
export async function endImport(ctx: StoreContext, { id }: { id: string }, { state, fault }: Ending): Promise<void> {
  const [ended] = await ctx.tx.query(END, [ctx.storeId, id, state, fault && JSON.stringify(fault), ctx.now()])
  await ctx.tx.run(DROP_NAMES, [ctx.storeId, id])
  await ctx.tx.run(DROP_CHUNKS, [ctx.storeId, id])
  await audit(ctx, {
    action: `import.${state}`,
    subjectKind: 'import',
    subjectId: publicId('import', id),
    after: ended,
  })
}

const NOTE: Statement = {
  name: 'imports_note_faults',
  text: `insert into import_errors (store_id, import_id, seq, line, field, code, message, fix)
    select $1, $2, seq, line, field, code, message, fix
    from json_to_recordset($3) as e (seq int, line int, field text, code text, message text, fix text)`,
}
const ADVANCE: Statement = {
  name: 'imports_advance',
  text: `update imports set state = 'running', position = $3, line = $4, read_rows = read_rows + $5,
      created = created + $6, updated = updated + $7, unchanged = unchanged + $8, refused = refused + $9,
      error_count = error_count + $10, attempts = 0, retry_at = null
    where store_id = $1 and id = $2`,
}
const END: Statement = {
  name: 'imports_end',
  text: `update imports set state = $3, fault = $4::jsonb, finished_at = $5 where store_id = $1 and id = $2
    returning dry_run as "dryRun", read_rows as rows, created, updated, unchanged, refused, error_count as errors`,
}
const DROP_NAMES: Statement = {
  name: 'imports_drop_names',
  text: `delete from import_names where store_id = $1 and import_id = $2`,
}
const DROP_CHUNKS: Statement = {
  name: 'imports_drop_chunks',
  text: `delete from import_chunks where store_id = $1 and import_id = $2`,
}
