import type { ZodApp } from '#platform/http.ts'
import { collectionRoutes } from './collections.routes.ts'
import { imageRoutes } from './images.routes.ts'
import { productRoutes } from './products.routes.ts'
import { variantRoutes } from './variants.routes.ts'
import { WrittenProducts } from './written-products.ts'

/** The owner's side of the catalog; links to pictures begin with the public address. */
export async function catalogRoutes(app: ZodApp, { publicUrl }: { publicUrl: string }): Promise<void> {
  const written = new WrittenProducts(publicUrl)
  productRoutes(app, written)
  variantRoutes(app)
  imageRoutes(app, written)
  collectionRoutes(app)
}
