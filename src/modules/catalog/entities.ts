import { type AdminContext, defineEntities } from '#platform/orm-context.ts'

const load = async () => {
  const [{ Product, ProductImage, Variant }, { Collection }] = await Promise.all([
    import('./product.entity.ts'),
    import('./collection.entity.ts'),
  ])
  return { Product, ProductImage, Variant, Collection }
}

/** An owner's context in the catalog. */
export type CatalogContext = AdminContext<Awaited<ReturnType<typeof load>>>

export const withEntities = defineEntities(load)
