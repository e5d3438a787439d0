import type { BatchTools } from '#modules/catalog/index.ts'
import { actorName } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { fulfillmentStatusOf } from './order.rules.ts'
import { type OrderKey, readOrders } from './read-orders.ts'

/** Brings the fulfillment status of orders in line with their lines, with a history row each. Under the orders' locks. */
export async function refreshFulfillment(tools: BatchTools, keys: readonly OrderKey[]): Promise<void> {
  const orders = await readOrders(
    tools.tx,
    keys.map((key) => key.orderId),
  )
  const changed = [...orders.values()]
    .map((order) => ({ order, status: fulfillmentStatusOf(order.lines) }))
    .filter(({ order, status }) => order.fulfillmentStatus !== status)
  if (changed.length === 0) return
  await tools.tx.run(REFRESH, [
    changed.map(({ order }) => order.storeId),
    changed.map(({ order }) => order.id),
    changed.map(({ order }) => order.fulfillmentStatus),
    changed.map(({ status }) => status),
    actorName(tools.actor),
    tools.now(),
  ])
}

const REFRESH: Statement = {
  name: 'orders_fulfillment_refresh',
  text: `with changed as (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as c (store_id, id, before, after)
    ), written as (
      update orders o set fulfillment_status = c.after, updated_at = $6, version = o.version + 1
      from changed c where o.store_id = c.store_id and o.id = c.id
    )
    insert into order_history (store_id, order_id, axis, from_status, to_status, actor, at)
    select store_id, id, 'fulfillment', before, after, $5, $6 from changed`,
}
