import type { z } from 'zod'
import { publicId } from '#shared/ids.ts'
import { imagePath } from './product-images.ts'
import type { ProductView, VariantView } from './products.schemas.ts'
import type { ProductDetails, VariantDetails } from './read-products.ts'

export function viewProduct(product: ProductDetails, publicUrl: string): z.output<typeof ProductView> {
  const { handle, title, description, brand, status, hidden, options, version } = product
  return {
    id: publicId('product', product.id),
    ...{ handle, title, description, brand, status, hidden, options },
    variants: product.variants.map((variant) => viewVariant(variant, product.currency)),
    images: product.images.map(({ mediaId, alt }) => ({
      id: publicId('image', mediaId),
      url: publicUrl + imagePath(mediaId),
      alt,
    })),
    createdAt: new Date(product.createdAt).toISOString(),
    updatedAt: new Date(product.updatedAt).toISOString(),
    version,
  }
}

export function viewVariant(variant: VariantDetails, currency: string): z.output<typeof VariantView> {
  const { id, sku, retailerId, title, optionValues, price, compareAt, archivedAt, stock, version } = variant
  return {
    id: publicId('variant', id),
    ...{ sku, retailerId, title, optionValues },
    price: { amount: price, currency },
    compareAt: compareAt === null ? null : { amount: compareAt, currency },
    archivedAt: instant(archivedAt),
    stock,
    meta: viewSync(variant.meta),
    version,
  }
}

function viewSync(known: VariantDetails['meta']): z.infer<typeof VariantView>['meta'] {
  if (known === null) return { state: 'unlisted', errors: [], reviewStatus: '', reviewReasons: [], checkedAt: null }
  return { ...known, checkedAt: instant(known.checkedAt) }
}

/** A time inside PostgreSQL's JSON, as the API writes times. */
function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString()
}
