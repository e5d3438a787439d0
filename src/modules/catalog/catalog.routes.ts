import { WrittenRows, type ZodApp } from '#platform/http.ts'
import { collectionRoutes } from './collections.routes.ts'
import { imageRoutes } from './images.routes.ts'
import { productRoutes } from './products.routes.ts'
import { viewProduct } from './products.views.ts'
import { detailsOf, type ProductRow } from './read-products.ts'
import { variantRoutes } from './variants.routes.ts'

/** The owner's side of the catalog; links to pictures begin with the public address. */
export async function catalogRoutes(app: ZodApp, { publicUrl }: { publicUrl: string }): Promise<void> {
  const written = new WrittenRows((row: ProductRow) => JSON.stringify(viewProduct(detailsOf(row), publicUrl)))
  productRoutes(app, written)
  variantRoutes(app)
  imageRoutes(app, written)
  collectionRoutes(app)
}
