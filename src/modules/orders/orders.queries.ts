import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Marked } from '#platform/http.ts'
import { idsOf, markOf, rowMark, rowsMark } from '#platform/row-marks.ts'
import type { FulfillmentStatus, OrderStatus } from './order.rules.ts'
import type { OrderFacts, PaymentStatus } from './order.types.ts'
import { orderColumns, orderLinesJoin } from './read-orders.ts'

export type OrderFilter = {
  status: OrderStatus | null
  paymentStatus: PaymentStatus | null
  fulfillmentStatus: FulfillmentStatus | null
  shopperId: string | null
  number: number | null
  beforeId: string | null
  limit: number
}

type Reading = Pick<StoreContext, 'tx' | 'storeId'>

/** An order as it is written for its owner, and what tells this version of it. */
export type OrderRow = OrderFacts & Marked

/** Which orders, newest first; `readMarkedOrders` tells of them. */
export function listOrders(ctx: Reading, filter: OrderFilter): Promise<Marked[]> {
  const { status, paymentStatus, fulfillmentStatus, shopperId, number, beforeId, limit } = filter
  if ([status, paymentStatus, fulfillmentStatus, shopperId, number].every((each) => each === null)) {
    return ctx.tx.query<Marked>(listAll(limit), [ctx.storeId, beforeId ?? LAST_ID])
  }
  return ctx.tx.query<Marked>(LIST_ORDERS, [
    ctx.storeId,
    status,
    paymentStatus,
    fulfillmentStatus,
    shopperId,
    number,
    beforeId,
    limit,
  ])
}

/** In no order; an id of another store has no entry. */
export function readMarkedOrders(ctx: Reading, ids: readonly string[]): Promise<OrderRow[]> {
  return ctx.tx.query<OrderRow>(READ_MARKED, [ctx.storeId, ids.join()])
}

/** One change of an order's status on one of its axes; `from` is null for the first. */
export type HistoryEntry = {
  axis: 'order' | 'payment' | 'fulfillment'
  from: string | null
  to: string
  actor: string
  reason: string | null
  at: Date
}

/** Oldest first. */
export function readHistory(ctx: Reading, orderId: string): Promise<HistoryEntry[]> {
  return ctx.tx.query<HistoryEntry>(READ_HISTORY, [ctx.storeId, orderId])
}

const MARK = markOf(
  rowMark('orders', 'o'),
  rowsMark('lines', ['l'], 'order_lines l where l.order_id = o.id and l.store_id = o.store_id'),
)

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * The page that is asked for most. Conditions that may be absent and a limit that is not known are planned anew each
 * time, which took longer than the reading.
 */
const listAll = (limit: number): Statement => ({
  name: `orders_list_all_${limit}`,
  text: `select o.id, ${MARK}
    from (
      select id, store_id, ctid, xmin from orders where store_id = $1 and id < $2 order by id desc limit ${limit}
    ) o
    order by o.id desc`,
})

const LIST_ORDERS: Statement = {
  name: 'orders_list',
  text: `select o.id, ${MARK}
    from (
      select id, store_id, ctid, xmin from orders
      where store_id = $1 and ($2::text is null or status = $2) and ($3::text is null or payment_status = $3)
        and ($4::text is null or fulfillment_status = $4) and ($5::uuid is null or shopper_id = $5)
        and ($6::bigint is null or number = $6) and ($7::uuid is null or id < $7)
      order by id desc limit $8
    ) o
    order by o.id desc`,
}

const READ_MARKED: Statement = {
  name: 'orders_read_marked',
  text: `select ${orderColumns}, ${MARK}
    from ${idsOf('$2')} join orders o on o.store_id = $1 and o.id = w.id ${orderLinesJoin}`,
}

const READ_HISTORY: Statement = {
  name: 'order_history_read',
  text: `select axis, from_status as "from", to_status as "to", actor, reason, at
    from order_history where store_id = $1 and order_id = $2 order by id`,
}
