import type { ProductOption } from '#modules/catalog/product.rules.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { KnownProduct } from './import.types.ts'

/** A product as it is to be written. */
export type PlannedProduct = {
  id: string
  handle: string
  title: LocalizedText
  description: LocalizedText
  brand: string | null
  status: 'draft' | 'active' | 'archived'
  hidden: boolean
  options: ProductOption[]
  searchText: string
}

/** A variant as it is to be written. */
export type PlannedVariant = {
  id: string
  productId: string
  sku: string
  retailerId: string
  title: LocalizedText
  optionValues: number[]
  price: number
  compareAt: number | null
  position: number
}

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
