import type { Quote, QuoteLine } from '#modules/cart/index.ts'
import { imagePath } from '#modules/catalog/index.ts'
import { actorName } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { PlaceOrder, PlaceTools } from './order.types.ts'

export type NewOrder = {
  id: string
  number: number
  token: string
  request: PlaceOrder
  /** What is charged: today's figures, equal to what the shopper agreed to. */
  charge: Quote
  /** Null when the goods are promised at once. */
  holdExpiresAt: Date | null
}

/** The next order number of each of these stores, in the order given; a store may be named often. */
export async function takeNumbers(tx: Tx, storeIds: readonly string[]): Promise<number[]> {
  const counts = new Map<string, number>()
  for (const storeId of storeIds) counts.set(storeId, (counts.get(storeId) ?? 0) + 1)
  const rows = await tx.query<{ storeId: string; last: number }>(TAKE_NUMBERS, [
    [...counts.keys()],
    [...counts.values()],
  ])
  const next = new Map(rows.map(({ storeId, last }) => [storeId, last - (counts.get(storeId) ?? 0)]))
  return storeIds.map((storeId) => {
    const number = (next.get(storeId) ?? 0) + 1
    next.set(storeId, number)
    return number
  })
}

/** Orders with their lines as they are today, the first line of their history, and what is due in cash. */
export async function writeOrders(tools: PlaceTools, orders: readonly NewOrder[]): Promise<void> {
  const rows = orders.map((order) => ({ ...orderRow(order), ledger_id: tools.newId(), actor: placedBy(tools, order) }))
  await tools.tx.run(INSERT_ORDERS, [JSON.stringify(rows), tools.now()])
  const lines = orders.flatMap((order) =>
    order.charge.lines.map((line, position) => lineRow(order, { id: tools.newId(), line, position })),
  )
  await tools.tx.run(INSERT_LINES, [JSON.stringify(lines)])
}

/** A batch of chats is worked by one actor, and yet each order was placed by its shopper. */
function placedBy(tools: PlaceTools, { request: { channel, shopperId } }: NewOrder): string {
  return actorName(channel === 'whatsapp' ? { kind: 'shopper', id: shopperId } : tools.actor)
}

function orderRow({ id, number, token, request, charge, holdExpiresAt }: NewOrder) {
  const byCard = request.paymentMethod === 'card'
  const { currency, subtotal, discount, tax, delivery, rounding, total, digest } = charge
  return {
    id,
    number,
    token,
    store_id: request.storeId,
    shopper_id: request.shopperId,
    cart_id: request.cartId,
    status: byCard ? 'awaiting_payment' : 'placed',
    payment_method: request.paymentMethod,
    payment_status: byCard ? 'none' : 'due_on_delivery',
    channel: request.channel,
    ...{ currency, subtotal, discount, tax, delivery, rounding, total },
    quote_digest: digest,
    language: request.language,
    address: request.address,
    delivery_phone: request.deliveryPhone,
    note: request.note,
    hold_expires_at: holdExpiresAt,
  }
}

function lineRow({ id, request }: NewOrder, { line, ...place }: { id: string; line: QuoteLine; position: number }) {
  return {
    ...place,
    store_id: request.storeId,
    order_id: id,
    variant_id: line.variantId,
    product_id: line.productId,
    sku: line.sku,
    title: line.title,
    options: line.optionTitle,
    image_url: line.imageId === null ? null : imagePath(line.imageId),
    unit_price: line.unitPrice,
    quantity: line.quantity,
    discount: line.discount,
    tax: line.tax,
    total: line.total,
  }
}

const TAKE_NUMBERS: Statement = {
  name: 'order_numbers_take',
  text: `insert into store_counters (store_id, name, value)
    select store_id, 'order_number', wanted from unnest($1::uuid[], $2::bigint[]) as w (store_id, wanted) order by store_id
    on conflict (store_id, name) do update set value = store_counters.value + excluded.value
    returning store_id as "storeId", value as last`,
}

const INSERT_ORDERS: Statement = {
  name: 'orders_insert',
  text: `with made as (
      select * from jsonb_to_recordset($1::jsonb) as o (
        id uuid, number bigint, token text, ledger_id uuid, actor text, store_id uuid, shopper_id uuid, cart_id uuid, status text,
        payment_method text, payment_status text, channel text, currency char(3), subtotal bigint, discount bigint,
        tax bigint, delivery bigint, rounding bigint, total bigint, quote_digest text, language text, address jsonb,
        delivery_phone text, note text, hold_expires_at timestamptz)
    ), written as (
      insert into orders (id, number, token, store_id, shopper_id, cart_id, status, payment_method, payment_status,
        channel, currency, subtotal, discount, tax, delivery, rounding, total, quote_digest, language, address,
        delivery_phone, note, hold_expires_at, created_at, updated_at, placed_at)
      select id, number, token, store_id, shopper_id, cart_id, status, payment_method, payment_status,
        channel, currency, subtotal, discount, tax, delivery, rounding, total, quote_digest, language, address,
        delivery_phone, note, hold_expires_at, $2, $2, case when status = 'placed' then $2::timestamptz end
      from made
    ), due as (
      insert into payment_ledger (id, store_id, order_id, kind, amount, currency, provider, external_id, at)
      select ledger_id, store_id, id, 'due_on_delivery', total, currency, 'cash', id::text, $2
      from made where payment_status = 'due_on_delivery'
    ), ordered as (
      update carts c set status = 'ordered', updated_at = $2
      from made where c.id = made.cart_id and c.store_id = made.store_id
    )
    insert into order_history (store_id, order_id, axis, to_status, actor, at)
    select store_id, id, 'order', status, actor, $2::timestamptz from made
    union all
    select store_id, id, 'payment', payment_status, actor, $2 from made where payment_status <> 'none'`,
}

const INSERT_LINES: Statement = {
  name: 'order_lines_insert',
  text: `insert into order_lines (id, store_id, order_id, variant_id, product_id, position, sku, title, options, image_url,
      unit_price, quantity, discount, tax, total)
    select * from jsonb_to_recordset($1::jsonb) as l (
      id uuid, store_id uuid, order_id uuid, variant_id uuid, product_id uuid, position integer, sku text, title jsonb,
      options jsonb, image_url text, unit_price bigint, quantity integer, discount bigint, tax bigint, total bigint)`,
}
