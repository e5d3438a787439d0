import sharp from 'sharp'
import type { Runtime } from '#app/runtime.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import { resolveShoppers } from '#modules/shoppers/index.ts'
import { inStore } from '#platform/context.ts'
import { scopes } from '#platform/http.ts'
import { parsePublicId, publicId } from '#shared/ids.ts'
import { multipart } from '#test/app/http/full-store.ts'
import { type BenchTools, furnish } from '#test/modules/orders/bench-shop.ts'
import { type Answer, parsed, type Send } from './play.ts'

/** Public ids of things that are there, by kind. */
export type HostileIds = Record<
  'product' | 'variant' | 'collection' | 'image' | 'import' | 'apiKey' | 'shopper' | 'order' | 'orderLine' | 'shipment',
  string[]
> & {
  /** Of the pages: /p/<token>, /o/<token>. */
  tokens: string[]
}

type Filling = { storeId: string; apiKey: string; inject: Send }

const CASH_ORDERS = 24
const CARD_ORDERS = 6
const KEYS = 12

/** Goods, orders, parcels and keys, made by the ways the shop has for it, so that its books agree. */
export async function fillStore(runtime: Runtime, filling: Filling): Promise<{ keys: string[]; ids: HostileIds }> {
  const ask = asking(filling)
  const goods = await fillCatalog(filling, ask)
  const keys = [filling.apiKey]
  for (let n = 1; n < KEYS; n += 1) {
    keys.push(textOf(await ask('POST /v1/api-keys', { name: `gate ${n}`, scopes: [...scopes] }), 'key'))
  }
  const spare = [1, 2, 3].map(() => ask('POST /v1/api-keys', { name: 'spare', scopes: ['store:read'] }))
  const apiKey = (await Promise.all(spare)).map((made) => textOf(made, 'id'))
  const { shopper, orders } = await fillOrders(runtime, { storeId: filling.storeId, variants: goods.variant })
  const cash = orders.filter(({ paymentMethod }) => paymentMethod === 'cash_on_delivery')
  const shipment: string[] = []
  const imported = await filling.inject({
    method: 'POST',
    url: '/v1/imports',
    headers: { authorization: `Bearer ${filling.apiKey}`, 'content-type': 'text/csv' },
    body: 'sku,price\n',
  })
  for (const order of cash.slice(0, 8)) shipment.push(textOf(await ask('POST /v1/shipments', firstOf(order)), 'id'))
  return {
    keys,
    ids: {
      ...goods,
      import: [textOf(parsed(imported.body) ?? {}, 'id')],
      apiKey,
      shopper,
      shipment,
      order: orders.map(({ id }) => publicId('order', id)),
      orderLine: orders.flatMap(({ lines }) => lines.map(({ id }) => publicId('orderLine', id))),
      tokens: orders.map(({ token }) => token),
    },
  }
}

type Ask = (line: string, body?: unknown) => Promise<Record<string, unknown>>

function asking({ apiKey, inject }: Filling): Ask {
  return async (line, body) => {
    const [method = '', url = ''] = line.split(' ')
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    return made(line, await inject({ method, url, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }))
  }
}

function made(line: string, answer: Answer): Record<string, unknown> {
  if (answer.status >= 300) throw new Error(`${line} answered ${answer.status}: ${answer.body}`)
  return parsed(answer.body) ?? {}
}

function textOf(view: Record<string, unknown>, field: string): string {
  const text = view[field]
  if (typeof text !== 'string') throw new Error(`there is no text ${field} in ${JSON.stringify(view)}`)
  return text
}

async function fillCatalog({ storeId, apiKey, inject }: Filling, ask: Ask) {
  const { currency } = (await ask('GET /v1/store')) as { currency: string }
  const variants = ['A', 'B', 'C'].map((letter, place) => ({
    sku: `TARGET-${storeId.slice(-6)}-${letter}`,
    optionValues: [place],
    price: { amount: 1000, currency },
    onHand: 1_000_000,
  }))
  const values = ['a', 'b', 'c'].map((en) => ({ en }))
  const product = await ask('POST /v1/products', {
    title: { en: 'Target', ar: 'هدف' },
    status: 'active',
    options: [{ name: { en: 'Size' }, values }],
    variants,
  })
  const productId = textOf(product, 'id')
  const jpeg = await sharp({ create: { width: 500, height: 500, channels: 3, background: 'olive' } })
    .jpeg()
    .toBuffer()
  const { payload, headers } = multipart(jpeg, apiKey)
  const url = `/v1/products/${productId}/images`
  const withImage = made(url, await inject({ method: 'POST', url, headers, body: payload }))
  const collection = textOf(await ask('POST /v1/collections', { title: { en: 'Targets' } }), 'id')
  await ask(`PUT /v1/collections/${collection}/products`, { productIds: [productId] })
  return {
    product: [productId],
    variant: (product.variants as { id: string }[]).map(({ id }) => id),
    collection: [collection],
    image: (withImage.images as { id: string }[]).map(({ id }) => id),
  }
}

async function fillOrders(
  runtime: Runtime,
  { storeId, variants }: { storeId: string; variants: readonly string[] },
): Promise<{ shopper: string[]; orders: OrderFacts[] }> {
  const { database, environment } = runtime
  const actor = { kind: 'system', id: 'hostile' } as const
  const work = <T>(job: (tools: BenchTools) => Promise<T>) =>
    inStore(database, environment, {
      storeId,
      actor,
      work: (ctx) => job({ ...ctx, randomBytes: environment.randomBytes }),
    })
  const shop = furnish({ work, storeId })
  const goods = variants.map((id) => uuidOf(id))
  const shopper: string[] = []
  const orders: OrderFacts[] = []
  for (let n = 0; n < CASH_ORDERS + CARD_ORDERS; n += 1) {
    const shopperId = await work((tools) => meet(tools, `96651${String(n).padStart(7, '0')}`))
    shopper.push(publicId('shopper', shopperId))
    const paymentMethod = n < CASH_ORDERS ? 'cash_on_delivery' : 'card'
    const request = await shop.fill(shopperId, Object.fromEntries(goods.map((id) => [id, 90])), { paymentMethod })
    const placed = await shop.place(request)
    if (!placed.placed) throw new Error(`an order was not placed: ${placed.reason}`)
    orders.push(placed.order)
  }
  return { shopper, orders }
}

async function meet({ tx, newId, storeId }: BenchTools, waId: string): Promise<string> {
  const sighting = {
    storeId,
    bsuid: null,
    parentBsuid: null,
    waId,
    username: null,
    name: 'Layla',
    language: 'en',
  } as const
  const [met] = await resolveShoppers({ tx, newId }, [sighting])
  if (met === undefined) throw new Error('a shopper who was seen has no row')
  return met
}

function uuidOf(variantId: string): string {
  const uuid = parsePublicId('variant', variantId)
  if (uuid === null) throw new Error(`not an id of a variant: ${variantId}`)
  return uuid
}

/** One of each line; the rest stays for the suites to ship. */
function firstOf(order: OrderFacts) {
  const lines = order.lines.map(({ id }) => ({ orderLineId: publicId('orderLine', id), quantity: 1 }))
  return { orderId: publicId('order', order.id), lines }
}
