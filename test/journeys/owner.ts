import { publicId } from '#shared/ids.ts'
import type { Shop } from '#test/support/shop.ts'

type Done = { status: number; body: unknown }

/** What the owner does through the API while shoppers shop. Throws when the shop refuses. */
export function ownerOf(shop: Shop) {
  const variantOf = async (sku: string) => {
    const [row] = await shop.query<{ id: string; productId: string }>(
      'select id, product_id as "productId" from variants where store_id = $1 and sku = $2',
      [shop.storeId, sku],
    )
    if (row === undefined) throw new Error(`there is no ${sku}`)
    return row
  }
  const done = ({ status, body }: Done) => {
    if (status >= 300) throw new Error(`the shop refused: ${JSON.stringify(body)}`)
    return body
  }
  return {
    setsPrice: async (sku: string, amount: number) => {
      const { id } = await variantOf(sku)
      const price = { amount, currency: shop.store.currency }
      return done(await shop.api(`PATCH /v1/variants/${publicId('variant', id)}`, { price }))
    },
    counts: async (sku: string, onHand: number) => {
      const { id } = await variantOf(sku)
      return done(await shop.api(`PUT /v1/variants/${publicId('variant', id)}/stock`, { onHand, reason: 'counted' }))
    },
    archives: async (sku: string) => {
      const { productId } = await variantOf(sku)
      return done(await shop.api(`POST /v1/products/${publicId('product', productId)}/archive`))
    },
    setsStore: async (changes: Record<string, unknown>) => done(await shop.api('PATCH /v1/store', changes)),
  }
}
