import { randomBytes } from 'node:crypto'
import { quoteCart, readOpenCarts, writeCarts } from '#modules/cart/index.ts'
import { readVariants } from '#modules/catalog/index.ts'
import { type PlaceOrder, placeOrders } from '#modules/orders/index.ts'
import { loadStore } from '#modules/stores/index.ts'
import type { Actor, StoreContext } from '#platform/context.ts'
import { Database } from '#platform/db.ts'
import { makeIds } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'

type Teardown = Parameters<typeof createTestDatabase>[0]

export type Goods = { price?: number; onHand?: number; safety?: number; title?: string; option?: string }

export type BenchShop = Awaited<ReturnType<typeof openBenchShop>>

const actor: Actor = { kind: 'system', id: 'test' }

/** A store with rows put in by hand, for tests of verbs that the chat and the API call. Time stands still until moved. */
export async function openBenchShop(t: Teardown, options: { poolSize?: number } = {}) {
  const { url } = await createTestDatabase(t)
  const database = new Database({ url, poolSize: options.poolSize ?? 10, applicationName: 'bench shop' })
  const clock = { now: new Date('2026-11-22T10:00:00Z') }
  const environment = {
    now: () => clock.now,
    newId: makeIds(() => clock.now.getTime(), randomBytes),
    randomBytes,
  }
  t.teardown(() => database.close())
  const storeId = environment.newId()
  const locationId = environment.newId()
  await database.inStores([storeId], async (tx) => {
    await tx.run(STORE, [storeId, `shop-${storeId.slice(-12)}`, String(randomBytes(6).readUIntBE(0, 6))])
    await tx.run(`insert into locations (id, store_id, name, is_default) values ($1, $2, 'Main', true)`, [
      locationId,
      storeId,
    ])
  })
  const work = <T>(job: (tools: BenchTools) => Promise<T>): Promise<T> =>
    database.inStores([storeId], (tx) => job({ ...environment, tx, actor, storeId }))
  return { database, environment, clock, storeId, locationId, work, ...furnish({ work, storeId }) }
}

export type BenchTools = StoreContext & { randomBytes: (size: number) => Uint8Array }

type Floor = {
  work: <T>(job: (tools: BenchTools) => Promise<T>) => Promise<T>
  storeId: string
}

/** What a test does in a store that is there already. */
export function furnish({ work, storeId }: Floor) {
  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    work(({ tx }) => tx.query<Row>(text, values))
  return {
    query,
    /** Puts one product with one variant on the shelf; answers with the variant's id. */
    async shelve({ price = 1000, onHand = 10, safety = 0, title = 'Dates', option = '1 kg' }: Goods = {}) {
      return work(async ({ tx, newId }) => {
        const productId = newId()
        const variantId = newId()
        await tx.run(PRODUCT, [productId, storeId, productId, JSON.stringify({ en: title }), title.toLowerCase()])
        await tx.run(VARIANT, [variantId, storeId, productId, variantId, JSON.stringify({ en: option }), price])
        await tx.run(SHELF, [variantId, storeId, onHand, safety])
        return variantId
      })
    },
    async welcome() {
      return work(async ({ tx, newId }) => {
        const shopperId = newId()
        await tx.run('insert into shoppers (id, store_id) values ($1, $2)', [shopperId, storeId])
        return shopperId
      })
    },
    async shelf(variantId: string) {
      const [row] = await query<{ onHand: number; held: number; committed: number }>(
        `select on_hand as "onHand", held, committed from stock where variant_id = $1`,
        [variantId],
      )
      return row
    },
    async eventTypes(subjectId: string) {
      const rows = await query<{ type: string }>('select type from events where subject_id = $1 order by id', [
        subjectId,
      ])
      return rows.map((row) => row.type)
    },
    /** Fills a new cart of the shopper's and answers with what confirming it asks for. */
    async fill(shopperId: string, goods: Record<string, number>, over: Partial<PlaceOrder> = {}): Promise<PlaceOrder> {
      return work(async (ctx) => {
        const lines = Object.entries(goods).map(([variantId, quantity]) => ({ variantId, quantity, seenPrice: null }))
        const variants = await readVariants(ctx.tx, [storeId], { variantIds: Object.keys(goods) })
        const quote = quoteCart({ lines, variants, store: await loadStore(ctx), now: ctx.now() })
        const open = (await readOpenCarts(ctx.tx, [shopperId])).get(shopperId)
        const cartId = open?.id ?? ctx.newId()
        await writeCarts(ctx.tx, [{ id: cartId, storeId, shopperId, lines, note: null, shownQuote: quote }])
        return { storeId, shopperId, cartId, quote, expectedDigest: quote.digest, ...confirmation, ...over }
      })
    },
    async place(request: PlaceOrder) {
      const placed = (await work((tools) => placeOrders(tools, [request]))).get(request.cartId)
      if (placed === undefined) throw new Error('a placed cart has an answer')
      return placed
    },
    /** An order row without lines, for tests of the stock alone. */
    async bareOrder(shopperId: string) {
      return work(async ({ tx, newId }) => {
        const [orderId, cartId] = [newId(), newId()]
        await tx.run(`insert into carts (id, store_id, shopper_id, status) values ($1, $2, $3, 'ordered')`, [
          cartId,
          storeId,
          shopperId,
        ])
        await tx.run(BARE_ORDER, [orderId, storeId, shopperId, cartId, orderId])
        return orderId
      })
    },
  }
}

const confirmation = {
  paymentMethod: 'card',
  address: { text: 'Olaya St 1, Riyadh' },
  deliveryPhone: '+966500000001',
  language: 'en',
  note: null,
  channel: 'whatsapp',
} as const

const STORE = `insert into stores
    (id, slug, name, currency, country, time_zone, languages, default_language, phone_number_id, display_phone_number,
      waba_id, delivery_fee)
  values ($1, $2, '{"en": "Bench"}', 'SAR', 'SA', 'Asia/Riyadh', '{en,ar}', 'en', $3, '+966500000000', '77', 1500)`

const PRODUCT = `insert into products (id, store_id, handle, title, status, search_text)
  values ($1, $2, $3, $4, 'active', $5)`

const SHELF = `with shelf as (
    insert into stock (variant_id, location_id, store_id, on_hand, safety)
    select $1, id, $2, $3, $4 from locations where store_id = $2 and is_default
    returning *
  )
  insert into stock_movements (store_id, variant_id, location_id, kind, on_hand_change, actor)
  select store_id, variant_id, location_id, 'set', on_hand, 'system:test' from shelf`

const VARIANT = `insert into variants (id, store_id, product_id, sku, retailer_id, title, price)
  values ($1, $2, $3, $4, $4, $5, $6)`

const BARE_ORDER = `insert into orders
    (id, store_id, shopper_id, cart_id, number, status, payment_method, currency, subtotal, total, quote_digest, language,
      address, token)
  values ($1, $2, $3, $4, 1 + (select coalesce(max(number), 0) from orders), 'awaiting_payment', 'card', 'SAR', 0, 0, '',
    'en', '{"text": "-"}', $5)`
