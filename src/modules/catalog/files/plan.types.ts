import type { KnownProduct, KnownVariant } from './import.types.ts'

/** A product as it is to be written. */
export type PlannedProduct = Omit<KnownProduct, 'variants' | 'images'> & { searchText: string }

/** A variant as it is to be written. */
export type PlannedVariant = Omit<KnownVariant, 'archived' | 'onHand'> & { productId: string }

export type PlannedCount = { variantId: string; onHand: number }

/** What an import makes of one product. */
export type ProductPlan = {
  verdict: 'created' | 'updated' | 'unchanged'
  /** null when nothing of the product itself changes. */
  product: PlannedProduct | null
  added: PlannedVariant[]
  changed: PlannedVariant[]
  counts: PlannedCount[]
  /** The pictures in their order; null when they stay. */
  images: { productId: string; mediaIds: string[] } | null
  /** Variants that look different to a shopper now. */
  touched: string[]
  /** The product as it then is. */
  after: KnownProduct
}

export type PlanFault = { path: readonly PropertyKey[]; code: string; message: string; fix: string }
