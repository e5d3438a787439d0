import type { LocalizedText } from '#shared/language.ts'

/** What a shopper asked for. The price is the one they saw: a claim to compare with, never what is charged. */
export type CartLine = { variantId: string; quantity: number; seenPrice: number | null }

export type Cart = {
  id: string
  storeId: string
  shopperId: string
  version: number
  lines: CartLine[]
  note: string | null
  /** The quote the shopper was last shown, to say what has changed since. */
  shownQuote: Quote | null
}

/** Amounts are minor units of the quote's currency. */
export type QuoteLine = {
  variantId: string
  productId: string
  sku: string
  title: LocalizedText
  optionTitle: LocalizedText
  imageId: string | null
  quantity: number
  unitPrice: number
  /** Quantity times unit price; discount and tax stand beside it. */
  total: number
  discount: number
  tax: number
  seenPrice: number | null
}

type Titles = { title: LocalizedText; optionTitle: LocalizedText }

export type CartProblem =
  | ({ kind: 'sold_out'; variantId: string; wanted: number } & Titles)
  | ({ kind: 'only_left'; variantId: string; wanted: number; available: number } & Titles)
  | ({ kind: 'unavailable'; variantId: string; whyNot: 'archived' | 'draft' | 'hidden' | 'unknown' } & Titles)
  | ({ kind: 'price_up' | 'price_down'; variantId: string; seenPrice: number; unitPrice: number } & Titles)

/** What would be charged now: total = subtotal - discount + tax + delivery + rounding. */
export type Quote = {
  currency: string
  lines: QuoteLine[]
  problems: CartProblem[]
  subtotal: number
  discount: number
  tax: number
  delivery: number
  rounding: number
  total: number
  /** Equal digests mean equal charges, line by line. */
  digest: string
  /** Until when the figures may be shown again without working them out anew. */
  expiresAt: Date
}
