import type { z } from 'zod'
import { publicId } from '#shared/ids.ts'
import type { Variant } from './product.entity.ts'
import { imagePath } from './product-images.ts'
import type { ProductView, VariantView } from './products.schemas.ts'
import { NONE, type ProductDetails } from './read-products.ts'
import type { SyncState } from './sync/sync-states.ts'

export type ViewTerms = { currency: string; publicUrl: string }

export function viewProduct({ product, ...figures }: ProductDetails, terms: ViewTerms): z.output<typeof ProductView> {
  const { handle, title, description, brand, status, hidden, options, version } = product
  return {
    id: publicId('product', product.id),
    handle,
    title,
    description,
    brand,
    status,
    hidden,
    options,
    variants: product.variants.map((variant) => viewVariant(variant, figures, terms)),
    images: product.images.map(({ mediaId, alt }) => ({
      id: publicId('image', mediaId),
      url: terms.publicUrl + imagePath(mediaId),
      alt,
    })),
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
    version,
  }
}

type Figures = Omit<ProductDetails, 'product'>

export function viewVariant(
  variant: Variant,
  { stock, meta }: Figures,
  { currency }: Pick<ViewTerms, 'currency'>,
): z.output<typeof VariantView> {
  const { id, sku, retailerId, title, optionValues, price, compareAt, archivedAt, version } = variant
  return {
    id: publicId('variant', id),
    sku,
    retailerId,
    title,
    optionValues,
    price: { amount: price, currency },
    compareAt: compareAt === null ? null : { amount: compareAt, currency },
    archivedAt: archivedAt?.toISOString() ?? null,
    stock: stock.get(id) ?? NONE,
    meta: viewSync(meta.get(id)),
    version,
  }
}

function viewSync(known: SyncState | undefined): z.infer<typeof VariantView>['meta'] {
  const { state = 'unlisted', errors = [], reviewStatus = '', reviewReasons = [], checkedAt } = known ?? {}
  return { state, errors, reviewStatus, reviewReasons, checkedAt: checkedAt?.toISOString() ?? null }
}
