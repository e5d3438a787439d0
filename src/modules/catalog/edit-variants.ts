import { audit, refuseStale } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { Conflict, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { tellChanged } from './catalog-changes.ts'
import { type NewVariant, putVariant, withRetailerId } from './create-product.ts'
import { lockProduct, settleVariants } from './edit-product.ts'
import { type CatalogContext, withEntities } from './entities.ts'
import { refuseTakenSkus } from './free-names.ts'
import type { Product, Variant } from './product.entity.ts'
import { setStock } from './stock-count.ts'

const ARCHIVE = 'variant.archive'

/** Adds a variant at the end of its product; gives its id. Throws NotFound('product'), Conflict('sku-taken'), Invalid. */
export async function addVariant(
  ctx: StoreContext,
  { productId, variant }: { productId: string; variant: NewVariant },
): Promise<string> {
  const ready = withRetailerId(variant)
  const id = await withEntities(ctx, async (admin) => {
    const product = await lockProduct(admin, productId)
    await refuseTakenSkus(ctx, [ready])
    const position = 1 + Math.max(-1, ...product.variants.map((each) => each.position))
    const made = putVariant(admin, product, { variant: ready, position })
    await settleVariants(admin, product)
    return made.id
  })
  if (ready.onHand !== undefined) await setStock(ctx, { variantId: id, onHand: ready.onHand, reason: 'first count' })
  await noted(ctx, { id, productId, action: 'variant.add', after: { ...ready } })
  return id
}

export type VariantChanges = Partial<{ sku: string; price: number; compareAt: number | null; optionValues: number[] }>

/** Throws NotFound('variant'), Conflict('version-mismatch' | 'variant-archived' | 'sku-taken') and Invalid; the retailer id stays. */
export async function editVariant(
  ctx: StoreContext,
  {
    variantId,
    changes,
    expectedVersion,
  }: { variantId: string; changes: VariantChanges; expectedVersion: number | null },
): Promise<void> {
  const noting = await withEntities(ctx, async (admin) => {
    const { variant, product } = await lockVariant(admin, variantId)
    refuseStale(variant.version, expectedVersion)
    if (variant.archivedAt !== null) throw archived()
    const { sku, retailerId } = { ...variant, ...changes }
    if (sku !== variant.sku) await refuseTakenSkus(ctx, [{ sku, retailerId }], variantId)
    const before = Object.fromEntries(
      Object.keys(changes).map((field) => [field, variant[field as keyof VariantChanges]]),
    )
    admin.em.assign(variant, { ...changes, updatedAt: ctx.now() }, { mergeObjectProperties: false })
    await settleVariants(admin, product)
    return { id: variantId, productId: product.id, action: 'variant.edit', before, after: changes }
  })
  await noted(ctx, noting)
}

function archived(): Conflict {
  return new Conflict(
    'variant-archived',
    'The variant is out of the shop for good.',
    {},
    'Add a new variant to the product.',
  )
}

/** Takes the variant out of the shop for good and keeps it for the orders that have it. Repeating changes nothing. */
export async function archiveVariant(ctx: StoreContext, variantId: string): Promise<void> {
  const productId = await withEntities(ctx, async (admin) => {
    const { variant, product } = await lockVariant(admin, variantId)
    if (variant.archivedAt !== null) return null
    variant.archivedAt = ctx.now()
    variant.updatedAt = ctx.now()
    return product.id
  })
  if (productId !== null) await noted(ctx, { id: variantId, productId, action: ARCHIVE })
}

async function lockVariant(ctx: CatalogContext, variantId: string): Promise<{ variant: Variant; product: Product }> {
  const found = await ctx.em.findOne(ctx.entities.Variant, { id: variantId })
  if (found === null) throw new NotFound('variant', variantId)
  // The product first, as everywhere, so that two edits meet in one order.
  const product = await lockProduct(ctx, found.product.id)
  const variant = await ctx.em.findOneOrFail(
    ctx.entities.Variant,
    { id: variantId },
    { ...ctx.forUpdate, refresh: true },
  )
  return { variant, product }
}

type Noting = { id: string; productId: string; action: string; before?: unknown; after?: unknown }

async function noted(ctx: StoreContext, { id, productId, ...entry }: Noting): Promise<void> {
  await audit(ctx, { ...entry, subjectKind: 'variant', subjectId: publicId('variant', id) })
  await tellChanged(ctx, productId, [id])
}
