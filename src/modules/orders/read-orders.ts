import type { StoreContext } from '#platform/context.ts'
import { type Database, narrowTo, type Statement, type Tx } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { OrderFacts } from './order.types.ts'

export type OrderKey = { storeId: string; orderId: string }

/** These orders as they stand, by id; an id that this transaction may not see has no entry. */
export async function readOrders(tx: Tx, ids: readonly string[]): Promise<Map<string, OrderFacts>> {
  const orders = ids.length === 0 ? [] : await tx.query<OrderFacts>(READ_ORDERS, [ids])
  return new Map(orders.map((order) => [order.id, order]))
}

/** Each shopper's latest orders, newest first, at most `limit`; a shopper without any has no entry. */
export async function readRecentOrders(
  tx: Tx,
  shopperIds: readonly string[],
  limit: number,
): Promise<Map<string, OrderFacts[]>> {
  const orders = await tx.query<OrderFacts>(READ_RECENT, [shopperIds, limit])
  return Map.groupBy(orders, (order) => order.shopperId)
}

/** The orders made of these carts, by cart. */
export async function readOrdersOfCarts(tx: Tx, cartIds: readonly string[]): Promise<Map<string, OrderFacts>> {
  const orders = await tx.query<OrderFacts>(READ_BY_CART, [cartIds])
  return new Map(orders.map((order) => [order.cartId, order]))
}

/** The order behind a link that only its shopper was given, whichever store it belongs to. */
export function readOrderByToken(database: Database, token: string): Promise<OrderFacts | null> {
  return database.asSystem(async (tx) => {
    const [found] = await tx.query<OrderKey>(FIND_BY_TOKEN, [token])
    if (found === undefined) return null
    await narrowTo(tx, [found.storeId])
    return (await readOrders(tx, [found.orderId])).get(found.orderId) ?? null
  })
}

/** As `readOrders`, and nobody else changes these orders until the transaction ends. */
export async function lockOrders(tx: Tx, orders: readonly OrderKey[]): Promise<Map<string, OrderFacts>> {
  const locked = await tx.query<{ id: string }>(LOCK_ORDERS, [
    orders.map((order) => order.storeId),
    orders.map((order) => order.orderId),
  ])
  // A new statement: its snapshot is younger than the locks.
  return readOrders(
    tx,
    locked.map(({ id }) => id),
  )
}

/** One order of the context's store, locked; throws NotFound('order'). */
export async function lockOrder(ctx: StoreContext, orderId: string): Promise<OrderFacts> {
  const order = (await lockOrders(ctx.tx, [{ storeId: ctx.storeId, orderId }])).get(orderId)
  if (order === undefined) throw new NotFound('order', publicId('order', orderId))
  return order
}

/** One order of the context's store; throws NotFound('order'). */
export async function requireOrder(ctx: StoreContext, orderId: string): Promise<OrderFacts> {
  const order = (await readOrders(ctx.tx, [orderId])).get(orderId)
  if (order?.storeId !== ctx.storeId) throw new NotFound('order', publicId('order', orderId))
  return order
}

export const orderColumns = `o.id, o.store_id as "storeId", o.shopper_id as "shopperId", o.cart_id as "cartId", o.number,
      o.status, o.payment_method as "paymentMethod", o.payment_status as "paymentStatus",
      o.fulfillment_status as "fulfillmentStatus", o.channel, o.currency, o.subtotal, o.discount, o.tax, o.delivery,
      o.rounding, o.total, o.quote_digest as "quoteDigest", o.language, o.address, o.delivery_phone as "deliveryPhone",
      o.note, o.token, o.hold_expires_at as "holdExpiresAt", o.cancel_reason as "cancelReason",
      o.created_at as "createdAt", o.placed_at as "placedAt", o.closed_at as "closedAt", o.version, l.lines`

// A row made into JSON whole takes half as long as one built key by key.
export const orderLinesJoin = `cross join lateral (
      select coalesce(json_agg(line order by line.position), '[]') as lines
      from (
        select id, variant_id as "variantId", product_id as "productId", position, sku, title, options,
          image_url as "imageUrl", unit_price as "unitPrice", quantity, discount, tax, total,
          canceled_quantity as "canceledQuantity", shipped_quantity as "shippedQuantity",
          delivered_quantity as "deliveredQuantity", returned_quantity as "returnedQuantity"
        from order_lines where order_id = o.id and store_id = o.store_id
      ) line
    ) l`

const READ_ORDERS: Statement = {
  name: 'orders_read',
  text: `select ${orderColumns} from orders o ${orderLinesJoin} where o.id = any ($1::uuid[])`,
}

const READ_RECENT: Statement = {
  name: 'orders_read_recent',
  text: `select ${orderColumns}
    from unnest($1::uuid[]) as s (id)
    cross join lateral (select * from orders where shopper_id = s.id order by id desc limit $2) o
    ${orderLinesJoin}
    order by o.id desc`,
}

const READ_BY_CART: Statement = {
  name: 'orders_read_by_cart',
  text: `select ${orderColumns} from orders o ${orderLinesJoin} where o.cart_id = any ($1::uuid[])`,
}

const FIND_BY_TOKEN: Statement = {
  name: 'orders_find_by_token',
  text: `select id as "orderId", store_id as "storeId" from orders where token = $1`,
}

const LOCK_ORDERS: Statement = {
  name: 'orders_lock',
  text: `select o.id from unnest($1::uuid[], $2::uuid[]) as w (store_id, id)
    join orders o on o.id = w.id and o.store_id = w.store_id
    order by o.id for no key update of o`,
}
