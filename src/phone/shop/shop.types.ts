/** An item as the native catalog shows it. */
export type CatalogItem = {
  retailerId: string
  groupId: string
  title: string
  description: string
  /** What it costs now in minor units of `currency`, a sale included. */
  minor: number
  currency: string
  /** As Meta words them: "60.00 EGP". */
  price: string
  salePrice?: string | null | undefined
  availability: string
  visible: boolean
  imageUrl: string | null
  color?: string | null | undefined
  size?: string | null | undefined
  brand?: string | null | undefined
  collections: string[]
}

export type CatalogCollection = { name: string; retailerIds: string[] }

export type Catalog = { currency: string; items: CatalogItem[]; collections: CatalogCollection[] }
