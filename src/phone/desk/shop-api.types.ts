export type Localized = { en?: string; ar?: string }
export type Amount = { amount: number; currency: string }

/** Of the shop's `/v1` answers, the parts the desks show. */
export type OrderLine = {
  id: string
  title: Localized
  optionTitle: Localized
  sku: string
  quantity: number
  canceledQuantity: number
  shippedQuantity: number
  deliveredQuantity: number
  total: Amount
}

export type OrderRow = {
  id: string
  number: number
  shopperId: string
  status: string
  paymentMethod: string
  paymentStatus: string
  fulfillmentStatus: string
  total: Amount
  lines: OrderLine[]
  holdExpiresAt: string | null
  createdAt: string
}

export type Shipment = {
  id: string
  orderId: string
  carrier: string | null
  trackingNumber: string | null
  status: string
  lines: { orderLineId: string; quantity: number }[]
}

export type Recorded = { shipment: Shipment; recorded: number; repeated: number; told: string | null }

export type VariantRow = {
  id: string
  sku: string
  retailerId: string
  title: Localized
  price: Amount
  stock: { onHand: number; held: number; committed: number; available: number }
  meta: { state: string }
  version: number
}

export type ProductRow = { id: string; title: Localized; status: string; variants: VariantRow[] }

export type RefundRow = { id: string; amount: Amount; state: string; reason: string }

export type PaymentsOfOrder = { charged: Amount; refunded: Amount; net: Amount }

export type ProblemRow = { id: string; code: string; subject: string; fix: string; details: unknown }

export type ShopperRow = { name: string | null; username: string | null; phone: string | null; userId: string | null }

export type Conversation = {
  handedOverAt: string | null
  waiting: { at: string; kind: string; text: string | null }[]
}
