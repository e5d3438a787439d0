import type { StoreContext } from '#platform/context.ts'
import type { LocalizedText } from '#shared/language.ts'

/** What set-based verbs need of a context: they serve many stores in one transaction, each request names its own. */
export type BatchTools = Pick<StoreContext, 'tx' | 'actor' | 'now' | 'newId'>

export type WhyNotSold = 'archived' | 'draft' | 'hidden' | 'sold_out'

/** A variant as a shopper may buy it; amounts are minor units of the store's currency. */
export type SellableVariant = {
  variantId: string
  productId: string
  storeId: string
  sku: string
  retailerId: string
  /** The product's title. */
  title: LocalizedText
  /** What sets the variant apart, e.g. "1 kg"; empty when the product comes one way only. */
  optionTitle: LocalizedText
  price: number
  compareAt: number | null
  available: number
  sellable: boolean
  whyNot: WhyNotSold | null
  imageId: string | null
  /** Meta has taken the item and neither looks it over nor has rejected it, so a message may show it. */
  inMetaCatalog: boolean
}

export type ProductCard = {
  productId: string
  title: LocalizedText
  description: LocalizedText
  imageId: string | null
  variants: SellableVariant[]
}

export type ShownCollection = {
  id: string
  storeId: string
  handle: string
  title: LocalizedText
  /** Null when there are more than anybody counts on a phone. */
  productCount: number | null
}
