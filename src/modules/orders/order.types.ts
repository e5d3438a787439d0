import type { Quote } from '#modules/cart/index.ts'
import type { BatchTools, Shortfall } from '#modules/catalog/index.ts'
import type { Environment } from '#platform/context.ts'
import type { Language, LocalizedText } from '#shared/language.ts'
import type { FulfillmentStatus, OrderStatus } from './order.rules.ts'

export type PaymentMethod = 'card' | 'cash_on_delivery'

export const paymentStatuses = [
  'none',
  'pending',
  'authorized',
  'paid',
  'due_on_delivery',
  'partially_refunded',
  'refunded',
  'failed',
  'disputed',
  'lost',
] as const

/** Follows from the payment ledger; the payments module is the one that works it out. */
export type PaymentStatus = (typeof paymentStatuses)[number]

export type OrderAddress = { text: string; latitude?: number | undefined; longitude?: number | undefined }

export type OrderChannel = 'whatsapp' | 'api'

/** Placing takes randomness too: an order's link is a secret. */
export type PlaceTools = BatchTools & Pick<Environment, 'randomBytes'>

export type PlaceOrder = {
  storeId: string
  shopperId: string
  cartId: string
  /** What the shopper was shown; its lines say what is ordered, the figures are worked out anew. */
  quote: Quote
  /** Digest of the quote the shopper said yes to. */
  expectedDigest: string
  paymentMethod: PaymentMethod
  address: OrderAddress
  deliveryPhone: string | null
  language: Language
  note: string | null
  channel: OrderChannel
}

export type Placed =
  | { placed: true; order: OrderFacts; again: boolean }
  | { placed: false; reason: 'quote_changed'; quote: Quote }
  | { placed: false; reason: 'sold_out'; shortfalls: Shortfall[] }

export type OrderLineFacts = {
  id: string
  variantId: string
  productId: string
  position: number
  sku: string
  title: LocalizedText
  /** What sets the variant apart, as it was called when ordered. */
  options: LocalizedText
  /** Path of the picture on our own server, as it was when ordered. */
  imageUrl: string | null
  unitPrice: number
  quantity: number
  discount: number
  tax: number
  total: number
  canceledQuantity: number
  shippedQuantity: number
  deliveredQuantity: number
  returnedQuantity: number
}

/** An order as it stands; amounts are minor units of its currency and snapshots of the day it was made. */
export type OrderFacts = {
  id: string
  storeId: string
  shopperId: string
  cartId: string
  number: number
  status: OrderStatus
  paymentMethod: PaymentMethod
  paymentStatus: PaymentStatus
  fulfillmentStatus: FulfillmentStatus
  channel: OrderChannel
  currency: string
  subtotal: number
  discount: number
  tax: number
  delivery: number
  rounding: number
  total: number
  quoteDigest: string
  language: Language
  address: OrderAddress
  deliveryPhone: string | null
  note: string | null
  token: string
  holdExpiresAt: Date | null
  cancelReason: string | null
  createdAt: Date
  placedAt: Date | null
  closedAt: Date | null
  version: number
  lines: OrderLineFacts[]
}
