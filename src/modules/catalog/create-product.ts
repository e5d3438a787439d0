import { audit, loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import type { LocalizedText } from '#shared/language.ts'
import { refuseFault, tellChanged } from './catalog-changes.ts'
import { type CatalogContext, withEntities } from './entities.ts'
import { freeHandle, refuseTakenSkus } from './free-names.ts'
import type { Product, Variant } from './product.entity.ts'
import { judgeVariants, optionTitleOf, type ProductOption, searchTextOf, type VariantFacts } from './product.rules.ts'
import { setStock } from './stock-count.ts'

export type NewVariant = Omit<VariantFacts, 'retailerId'> & {
  /** The SKU, unless told. */
  retailerId?: string | undefined
  onHand?: number | undefined
}

export type NewProduct = {
  /** Made from the English title, unless told. */
  handle?: string | undefined
  title: LocalizedText
  description: LocalizedText
  brand: string | null
  status: 'draft' | 'active'
  hidden: boolean
  options: readonly ProductOption[]
  variants: readonly NewVariant[]
}

/**
 * Puts a product with its variants and stock into the catalog; gives its id. Throws Conflict('sku-taken' |
 * 'handle-taken') and Invalid for prices and options that cannot be sold.
 */
export async function createProduct(ctx: StoreContext, input: NewProduct): Promise<string> {
  const { currency } = await loadStore(ctx)
  const variants = input.variants.map(withRetailerId)
  refuseFault(judgeVariants(variants, { options: input.options, currency }))
  await refuseTakenSkus(ctx, variants)
  const id = ctx.newId()
  const handle = await freeHandle(ctx, 'product', { id, handle: input.handle, title: input.title })
  const product = await withEntities(ctx, async (admin) => addProduct(admin, { ...input, id, handle, variants }))
  const made = product.variants.getItems()
  for (const [place, variant] of made.entries()) {
    const onHand = variants[place]?.onHand
    if (onHand !== undefined) await setStock(ctx, { variantId: variant.id, onHand, reason: 'first count' })
  }
  await audit(ctx, {
    action: 'product.create',
    subjectKind: 'product',
    subjectId: publicId('product', id),
    after: { handle, title: input.title, status: input.status, skus: variants.map(({ sku }) => sku) },
  })
  await tellChanged(
    ctx,
    id,
    made.map((variant) => variant.id),
  )
  return id
}

export function withRetailerId<V extends NewVariant>(variant: V): V & { retailerId: string } {
  return { ...variant, retailerId: variant.retailerId ?? variant.sku }
}

type ReadyVariant = NewVariant & { retailerId: string }
type ReadyProduct = Omit<NewProduct, 'variants'> & { id: string; handle: string; variants: readonly ReadyVariant[] }

function addProduct(ctx: CatalogContext, ready: ReadyProduct): Product {
  const { variants, options, ...facts } = ready
  const product = ctx.em.create(ctx.entities.Product, {
    ...facts,
    storeId: ctx.storeId,
    options: [...options],
    searchText: searchTextOf({ ...ready, skus: variants.map(({ sku }) => sku) }),
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
    version: 1,
  })
  variants.forEach((variant, position) => {
    putVariant(ctx, product, { variant, position })
  })
  return product
}

/** Adds the variant to its product; the flush writes it. */
export function putVariant(
  ctx: CatalogContext,
  product: Product,
  { variant, position }: { variant: ReadyVariant; position: number },
): Variant {
  const { sku, retailerId, optionValues, price, compareAt } = variant
  return ctx.em.create(ctx.entities.Variant, {
    id: ctx.newId(),
    storeId: ctx.storeId,
    product,
    sku,
    retailerId,
    title: optionTitleOf(product.options, optionValues),
    optionValues: [...optionValues],
    price,
    compareAt,
    position,
    archivedAt: null,
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
    version: 1,
  })
}
