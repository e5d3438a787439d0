import type { ProductOption } from '#modules/catalog/product.rules.ts'
import type { Actor } from '#platform/context.ts'
import type { LocalizedText } from '#shared/language.ts'

export type ImportFormat = 'csv' | 'jsonl'

/** How the bytes of a file are to be read; found out when it arrives. */
export type Layout =
  | {
      shape: 'products-csv' | 'shopify-csv'
      delimiter: string
      /** Our names of the columns, in the file's order; null for one that says nothing to us. */
      columns: (string | null)[]
      /** Bytes and lines before the first row. */
      start: number
      startLine: number
    }
  | { shape: 'products-jsonl'; start: number; startLine: number }

export type ImportState = 'receiving' | 'waiting' | 'running' | 'finished' | 'failed' | 'canceled'

/** What is wrong with one place of a file, and what its owner can do about it. */
export type RowFault = {
  line: number
  /** The column, or the path in a line of JSON; null when it is about the product as a whole. */
  field: string | null
  code: string
  message: string
  fix: string
}

/** A row with our names of columns; a column the file does not have is absent, an empty cell is ''. */
export type Row = { line: number; cells: Readonly<Record<string, string>> }

/** null takes a language away; one that is not named stays. */
export type TextPatch = { en?: string | null | undefined; ar?: string | null | undefined }

/** What a file says of a variant; whatever it does not name stays as it is. Amounts in minor units. */
export type VariantPatch = {
  sku: string
  retailerId?: string | undefined
  optionValues?: number[] | undefined
  price?: number | undefined
  compareAt?: number | null | undefined
  onHand?: number | undefined
}

/** What a file says of a product. */
export type ProductPatch = {
  handle?: string | undefined
  title?: TextPatch | undefined
  description?: TextPatch | undefined
  brand?: string | null | undefined
  status?: 'draft' | 'active' | 'archived' | undefined
  hidden?: boolean | undefined
  options?: ProductOption[] | undefined
  /** Ids of pictures the store has. */
  images?: string[] | undefined
  variants: VariantPatch[]
}

/** A product of a file, and where it stands there. */
export type Draft = { line: number; patch: ProductPatch; placeOf: (path: readonly PropertyKey[]) => Place }

export type Place = { line: number; field: string | null }

export type KnownVariant = {
  id: string
  sku: string
  retailerId: string
  title: LocalizedText
  optionValues: number[]
  price: number
  compareAt: number | null
  position: number
  archived: boolean
  /** At the store's default place; null when it was never counted. */
  onHand: number | null
}

/** A product as it is in the catalog. */
export type KnownProduct = {
  id: string
  handle: string
  title: LocalizedText
  description: LocalizedText
  brand: string | null
  status: 'draft' | 'active' | 'archived'
  hidden: boolean
  options: ProductOption[]
  /** Archived ones too, in the owner's order. */
  variants: KnownVariant[]
  images: string[]
}

/** An import on its way, as the worker takes it up. */
export type OpenImport = {
  id: string
  layout: Layout
  dryRun: boolean
  actor: Actor
  bytes: number
  position: number
  line: number
  errorCount: number
}
