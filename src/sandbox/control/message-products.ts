import { fields, list } from '#sandbox/graph/checks.ts'
import { type ItemPrice, readPrice } from '#sandbox/graph/item-rules.ts'
import type { Catalog, ChatMessage } from '#sandbox/graph/meta-model.ts'
import { productsOf } from '#sandbox/graph/sellable.ts'
import { decimalsOf } from '#sandbox/stripe/currencies.ts'

export type ProductView = {
  retailerId: string
  title: string
  /** As the app writes it: "SAR 12.50"; empty when the catalog has no such item. */
  price: string
  imageUrl: string
  quantity?: number
}

/** The products a message shows, or a cart holds, in order; null for any other message. */
export function viewProducts(catalog: Catalog, { type, body }: ChatMessage): ProductView[] | null {
  if (type === 'order') {
    return list(fields(body.order).product_items).map((item) => ({
      ...viewProduct(catalog, String(item.product_retailer_id)),
      price: shownPrice({ amount: Number(item.item_price), currency: String(item.currency) }),
      quantity: Number(item.quantity),
    }))
  }
  const shown = productsOf(fields(body.interactive))
  return shown?.retailerIds.map((retailerId) => viewProduct(catalog, retailerId)) ?? null
}

function viewProduct(catalog: Catalog, retailerId: string): ProductView {
  const data = fields(catalog.items.get(retailerId)?.data)
  const price = readPrice(data.sale_price) ?? readPrice(data.price)
  return {
    retailerId,
    title: String(data.title ?? retailerId),
    price: price === undefined ? '' : shownPrice(price),
    imageUrl: itemImageUrl(catalog, retailerId),
  }
}

/** Where the sandbox serves the picture that Meta would have fetched. */
export function itemImageUrl({ id }: Catalog, retailerId: string): string {
  return `/control/catalogs/${id}/images/${encodeURIComponent(retailerId)}`
}

export function shownPrice({ amount, currency }: ItemPrice): string {
  return `${currency} ${amount.toFixed(decimalsOf(currency))}`
}
