import type { FullIds } from './full-store.ts'

const sar = (amount: number) => ({ amount, currency: 'SAR' })
const at = '2026-11-22T09:00:00Z'

/** Which id stands for a path parameter; orders are called `id` by the payments routes. */
const idOfParameter: Record<string, keyof FullIds> = {
  productId: 'product',
  variantId: 'variant',
  collectionId: 'collection',
  imageId: 'image',
  importId: 'import',
  apiKeyId: 'apiKey',
  shopperId: 'shopper',
  orderId: 'order',
  id: 'order',
  shipmentId: 'shipment',
}

/** The address with its parameters filled in; throws for a parameter nobody told us about. */
export function addressOf(url: string, ids: FullIds): string {
  return url.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'name') return 'stripe_secret_key'
    const kind = idOfParameter[name]
    if (kind === undefined) throw new Error(`the route ${url} has the unknown parameter ${name}`)
    return ids[kind]
  })
}

export function namesAnId(url: string): boolean {
  return /:\w*[iI]d\b/.test(url)
}

type Bodies = Record<string, (ids: FullIds) => object>

/** A body each write takes, so that what is refused is refused for its id, its key or its scope alone. */
export const bodies: Bodies = {
  'PATCH /v1/store': () => ({ cashOnDelivery: true }),
  'PUT /v1/store/secrets/:name': () => ({ value: 'sk_test_1234567890' }),
  'POST /v1/api-keys': () => ({ name: 'x', scopes: ['keys:write'] }),
  'POST /v1/products': () => ({ title: { en: 'New' }, variants: [{ sku: 'NEW-1', price: sar(100) }] }),
  'PATCH /v1/products/:productId': () => ({ brand: 'Changed' }),
  'POST /v1/products/:productId/variants': () => ({ sku: 'NEW-2', price: sar(100) }),
  'PATCH /v1/variants/:variantId': () => ({ price: sar(4400) }),
  'PUT /v1/variants/:variantId/stock': () => ({ onHand: 5 }),
  'POST /v1/collections': () => ({ title: { en: 'New' } }),
  'PATCH /v1/collections/:collectionId': () => ({ hidden: true }),
  'PUT /v1/collections/:collectionId/products': ({ product }) => ({ productIds: [product] }),
  'POST /v1/shoppers/:shopperId/messages': () => ({ text: 'Yes, we wrap gifts.' }),
  'POST /v1/orders': ({ shopper, variant }) => ({
    shopperId: shopper,
    lines: [{ variantId: variant, quantity: 1 }],
    paymentMethod: 'cash_on_delivery',
    address: { text: 'Olaya St 1, Riyadh' },
  }),
  'POST /v1/orders/:orderId/cancel': () => ({ reason: 'asked' }),
  'POST /v1/orders/:orderId/resume': () => ({ reason: 'asked' }),
  'POST /v1/orders/:id/refunds': () => ({ amount: sar(100), note: 'sorry' }),
  'POST /v1/shipments': ({ order, orderLine }) => ({
    orderId: order,
    lines: [{ orderLineId: orderLine, quantity: 1 }],
  }),
  'POST /v1/shipments/batch': ({ order, orderLine }) => ({
    shipments: [{ orderId: order, lines: [{ orderLineId: orderLine, quantity: 1 }] }],
  }),
  'POST /v1/shipments/:shipmentId/events': () => ({ events: [{ status: 'delivered', occurredAt: at }] }),
}

/** Writes that take no body, or a file. */
export const bodiless = new Set([
  'POST /v1/store/resume-sending',
  'DELETE /v1/api-keys/:apiKeyId',
  'POST /v1/products/:productId/archive',
  'POST /v1/variants/:variantId/archive',
  'POST /v1/products/:productId/images',
  'DELETE /v1/products/:productId/images/:imageId',
  'DELETE /v1/collections/:collectionId',
  'POST /v1/orders/:id/pay-link',
  'POST /v1/imports',
  'POST /v1/shoppers/:shopperId/release',
  'POST /v1/imports/:importId/cancel',
])

/** Writes whose body names things by id. */
export const idsInBody = [
  'PUT /v1/collections/:collectionId/products',
  'POST /v1/shipments',
  'POST /v1/shipments/batch',
]
