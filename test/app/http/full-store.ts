import sharp from 'sharp'
import { type IdKind, parsePublicId, publicId } from '#shared/ids.ts'
import type { openApi, TestStore } from './open-api.ts'

type Api = Awaited<ReturnType<typeof openApi>>

/** One public id of each kind that a route takes. */
export type FullIds = Record<
  'product' | 'variant' | 'collection' | 'image' | 'import' | 'apiKey' | 'shopper' | 'order' | 'orderLine' | 'shipment',
  string
>

export type FullStore = TestStore & { ids: FullIds }

let filled = 0

/** A store with one of everything. */
export async function openFullStore(api: Api): Promise<FullStore> {
  const store = await api.openStore()
  filled += 1
  const body = {
    title: { en: 'Dates' },
    status: 'active',
    variants: [{ sku: `F${filled}`, price: { amount: 4500, currency: 'SAR' }, onHand: 9 }],
  }
  const product = (await api.ask('POST /v1/products', store.key, { body })).json()
  const withImage = (await uploadImage(api, store, product.id)).json()
  const collection = (await api.ask('POST /v1/collections', store.key, { body: { title: { en: 'All' } } })).json()
  await api.ask(`PUT /v1/collections/${collection.id}/products`, store.key, { body: { productIds: [product.id] } })
  const apiKey = (
    await api.ask('POST /v1/api-keys', store.key, { body: { name: 'spare', scopes: ['store:read'] } })
  ).json()
  const variant = product.variants[0].id
  const file = { 'content-type': 'text/csv', authorization: `Bearer ${store.key}` }
  const imported = await api.app.inject({ method: 'POST', url: '/v1/imports', payload: 'sku,price\n', headers: file })
  const ordered = await insertOrder(api, store, {
    product: uuidOf('product', product.id),
    variant: uuidOf('variant', variant),
  })
  return {
    ...store,
    ids: {
      product: product.id,
      variant,
      collection: collection.id,
      image: withImage.images[0].id,
      import: imported.json().id,
      apiKey: apiKey.id,
      ...ordered,
    },
  }
}

async function uploadImage({ app }: Api, store: TestStore, productId: string) {
  const background = { r: filled % 256, g: 80, b: 40 }
  const jpeg = await sharp({ create: { width: 500, height: 500, channels: 3, background } })
    .jpeg()
    .toBuffer()
  return app.inject({ method: 'POST', url: `/v1/products/${productId}/images`, ...multipart(jpeg, store.key) })
}

export function multipart(bytes: Buffer, key: string) {
  const boundary = 'x-dukkan-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="p.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return {
    payload,
    headers: { authorization: `Bearer ${key}`, 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}

async function insertOrder(api: Api, store: TestStore, at: { product: string; variant: string }) {
  const { newId } = api.environment
  const [shopper, cart, order, line, shipment] = [newId(), newId(), newId(), newId(), newId()]
  await store.within(async ({ tx }) => {
    await tx.run(`insert into shoppers (id, store_id, name) values ($1, $2, 'Layla')`, [shopper, store.id])
    await tx.run(`insert into carts (id, store_id, shopper_id, status) values ($1, $2, $3, 'ordered')`, [
      cart,
      store.id,
      shopper,
    ])
    await tx.run(
      `insert into orders (id, store_id, shopper_id, cart_id, number, status, payment_method, payment_status, currency,
        subtotal, total, quote_digest, language, address, token, placed_at)
      values ($1, $2, $3, $4, 1, 'placed', 'cash_on_delivery', 'due_on_delivery', 'SAR', 9000, 9000, 'x', 'en',
        '{"text": "King Fahd Road 1"}', $5, now())`,
      [order, store.id, shopper, cart, order.replaceAll('-', '')],
    )
    await tx.run(
      `insert into order_lines (id, store_id, order_id, variant_id, product_id, position, sku, title, unit_price,
        quantity, total, shipped_quantity) values ($1, $2, $3, $4, $5, 0, 'F', '{"en": "Dates"}', 4500, 2, 9000, 1)`,
      [line, store.id, order, at.variant, at.product],
    )
    await tx.run(
      `insert into shipments (id, store_id, order_id, status_at, shipped_at) values ($1, $2, $3, now(), now())`,
      [shipment, store.id, order],
    )
    await tx.run(`insert into shipment_lines (shipment_id, order_line_id, store_id, quantity) values ($1, $2, $3, 1)`, [
      shipment,
      line,
      store.id,
    ])
  })
  return {
    shopper: publicId('shopper', shopper),
    order: publicId('order', order),
    orderLine: publicId('orderLine', line),
    shipment: publicId('shipment', shipment),
  }
}

function uuidOf(kind: IdKind, id: string): string {
  const uuid = parsePublicId(kind, id)
  if (uuid === null) throw new Error(`not an id of a ${kind}: ${id}`)
  return uuid
}

/** A digest of every row of the store, but for what reading and being refused may touch. */
export async function digestOf({ database }: Api, storeId: string): Promise<string> {
  const tables = await database.system<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'store_id' and table_name <> 'idempotency_keys' order by 1`,
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const row = name === 'api_keys' ? `(to_jsonb(t) - 'last_used_at')::text` : 't::text'
    const [digest] = await database.system<{ digest: string | null }>(
      `select md5(string_agg(${row}, '|' order by ${row})) as digest from ${name} t where store_id = $1`,
      [storeId],
    )
    parts.push(`${name} ${digest?.digest ?? ''}`)
  }
  return parts.join('\n')
}
