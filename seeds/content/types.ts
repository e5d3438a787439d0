export type Language = 'ar' | 'en'

export type Localized = Readonly<Record<Language, string>>

export type SeedOption = { name: Localized; values: Localized[] }

export type SeedVariant = {
  sku: string
  /** One value index per option of the product, in the product's order; empty when the product has no options. */
  options: number[]
  /** Minor units of the store's currency, tax included. */
  price: number
  /** The price before the sale, in the same units; always above `price`. */
  compareAt?: number
  onHand: number
}

export type SeedProduct = {
  slug: string
  title: Localized
  description: Localized
  brand: string
  status: 'active' | 'draft' | 'archived'
  /** Kept out of the chat although it can be sold, for example on request. */
  hidden?: boolean
  options: SeedOption[]
  variants: SeedVariant[]
  /** Names `seeds/images/<image>.jpg`, drawn by `seeds/draw.ts`. */
  image: string
}

/** Products by slug, in the order a shopper sees them; a product may stand in several collections. */
export type SeedCollection = { slug: string; title: Localized; products: string[] }

export type SeedStore = {
  slug: string
  name: Localized
  currency: string
  country: string
  timeZone: string
  languages: Language[]
  defaultLanguage: Language
  /** Minor units of `currency`. */
  deliveryFee: number
  /** Invented ids in the shape Meta gives out: decimal digits in a string. */
  phoneNumberId: string
  /** From a range its numbering plan leaves unassigned, so no demo can reach a stranger. */
  displayPhoneNumber: string
  wabaId: string
  catalogId: string
  collections: SeedCollection[]
  products: SeedProduct[]
}
