import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Conflict } from '#shared/errors.ts'
import type { LocalizedText } from '#shared/language.ts'
import { handleOf } from './product.rules.ts'

export type VariantNames = { sku: string; retailerId: string }

/** Throws Conflict('sku-taken') when another variant of the store has one of these SKUs or retailer ids. */
export async function refuseTakenSkus(
  ctx: StoreContext,
  names: readonly VariantNames[],
  exceptVariantId: string | null = null,
): Promise<void> {
  const skus = names.map(({ sku }) => sku)
  const retailerIds = names.map(({ retailerId }) => retailerId)
  const taken = await ctx.tx.query<{ sku: string }>(TAKEN_SKUS, [ctx.storeId, skus, retailerIds, exceptVariantId])
  if (taken.length === 0) return
  throw new Conflict(
    'sku-taken',
    'Another variant of the store has this SKU or retailer id.',
    { skus: taken.map(({ sku }) => sku) },
    'Use another SKU; an archived variant keeps its own.',
  )
}

type HandleKind = 'product' | 'collection'

/** Throws Conflict('handle-taken') when the store has another one of this handle. */
export async function refuseTakenHandle(
  ctx: StoreContext,
  kind: HandleKind,
  { handle, exceptId = null }: { handle: string; exceptId?: string | null },
): Promise<void> {
  if (!(await isTaken(ctx, kind, { handle, exceptId }))) return
  throw new Conflict(
    'handle-taken',
    `The store has another ${kind} with this handle.`,
    { handle },
    'Use another handle.',
  )
}

/** The handle that was asked for, or one made from the title that nobody has; throws Conflict('handle-taken'). */
export async function freeHandle(
  ctx: StoreContext,
  kind: HandleKind,
  wanted: { id: string; handle: string | undefined; title: LocalizedText },
): Promise<string> {
  if (wanted.handle !== undefined) {
    await refuseTakenHandle(ctx, kind, { handle: wanted.handle })
    return wanted.handle
  }
  const unique = wanted.id.slice(-12)
  const made = handleOf(wanted.title)
  if (made === null) return `${kind}-${unique}`
  return (await isTaken(ctx, kind, { handle: made, exceptId: null })) ? `${made.slice(0, 50)}-${unique}` : made
}

async function isTaken(
  ctx: StoreContext,
  kind: HandleKind,
  { handle, exceptId }: { handle: string; exceptId: string | null },
): Promise<boolean> {
  const statement = kind === 'product' ? PRODUCT_HANDLE : COLLECTION_HANDLE
  return (await ctx.tx.query(statement, [ctx.storeId, handle, exceptId])).length > 0
}

const TAKEN_SKUS: Statement = {
  name: 'catalog_taken_skus',
  text: `select sku from variants
    where store_id = $1 and (sku = any ($2::text[]) or retailer_id = any ($3::text[])) and id is distinct from $4::uuid
    order by sku`,
}
const PRODUCT_HANDLE: Statement = {
  name: 'catalog_product_handle',
  text: `select 1 from products where store_id = $1 and handle = $2 and id is distinct from $3::uuid`,
}
const COLLECTION_HANDLE: Statement = {
  name: 'catalog_collection_handle',
  text: `select 1 from collections where store_id = $1 and handle = $2 and id is distinct from $3::uuid`,
}
