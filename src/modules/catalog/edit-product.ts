import { audit, loadStore, refuseStale } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { LocalizedText } from '#shared/language.ts'
import { refuseFault, tellChanged } from './catalog-changes.ts'
import { type CatalogContext, withEntities } from './entities.ts'
import { refuseTakenHandle } from './free-names.ts'
import type { Product } from './product.entity.ts'
import { judgeVariants, optionTitleOf, type ProductOption, searchTextOf } from './product.rules.ts'

export type ProductChanges = Partial<{
  handle: string
  title: LocalizedText
  description: LocalizedText
  brand: string | null
  status: 'draft' | 'active' | 'archived'
  hidden: boolean
  options: ProductOption[]
}>

export type ProductEdit = { productId: string; changes: ProductChanges; expectedVersion: number | null }

/**
 * Changes what all variants of a product share. Throws NotFound('product'), Conflict('version-mismatch' |
 * 'handle-taken'), and Invalid('option-values-invalid') when its variants would not fit the new options.
 */
export function editProduct(ctx: StoreContext, { productId, changes, expectedVersion }: ProductEdit): Promise<void> {
  return withEntities(ctx, async (admin) => {
    const product = await lockProduct(admin, productId)
    refuseStale(product.version, expectedVersion)
    if (changes.handle !== undefined) {
      await refuseTakenHandle(ctx, 'product', { handle: changes.handle, exceptId: productId })
    }
    const before = Object.fromEntries(
      Object.keys(changes).map((field) => [field, product[field as keyof ProductChanges]]),
    )
    admin.em.assign(product, { ...changes, updatedAt: ctx.now() }, { mergeObjectProperties: false })
    await settleVariants(admin, product)
    await audit(ctx, {
      action: changes.status === 'archived' ? 'product.archive' : 'product.edit',
      subjectKind: 'product',
      subjectId: publicId('product', productId),
      before,
      after: changes,
    })
    await tellChanged(
      ctx,
      productId,
      product.variants.map(({ id }) => id),
    )
  })
}

/** The product with its variants, for this transaction alone; throws NotFound('product'). */
export async function lockProduct({ em, entities, forUpdate }: CatalogContext, productId: string): Promise<Product> {
  const product = await em.findOne(entities.Product, { id: productId }, forUpdate)
  if (product === null) throw new NotFound('product', productId)
  await em.populate(product, ['variants'])
  return product
}

/**
 * Judges the variants still sold side by side, and follows from them what each is called and what the product is found
 * by. Throws Invalid with what is wrong.
 */
export async function settleVariants(ctx: CatalogContext, product: Product): Promise<void> {
  const { currency } = await loadStore(ctx)
  const live = product.variants.getItems().filter(({ archivedAt }) => archivedAt === null)
  refuseFault(judgeVariants(live, { options: product.options, currency }))
  for (const variant of live) variant.title = optionTitleOf(product.options, variant.optionValues)
  product.searchText = searchTextOf({ ...product, skus: live.map(({ sku }) => sku) })
}
