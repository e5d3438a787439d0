import { fulfillmentStatusOf, readOrders } from '#modules/orders/index.ts'
import { actorName, type StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'

/** Brings the fulfillment status of orders in line with their lines, with a history row each. Under the orders' locks. */
export async function refreshFulfillment(ctx: StoreContext, orderIds: readonly string[]): Promise<void> {
  const orders = await readOrders(ctx.tx, orderIds)
  const changed = [...orders.values()]
    .map((order) => ({ order, status: fulfillmentStatusOf(order.lines) }))
    .filter(({ order, status }) => order.fulfillmentStatus !== status)
  if (changed.length === 0) return
  await ctx.tx.run(REFRESH, [
    ctx.storeId,
    changed.map(({ order }) => order.id),
    changed.map(({ order }) => order.fulfillmentStatus),
    changed.map(({ status }) => status),
    actorName(ctx.actor),
    ctx.now(),
  ])
}

const REFRESH: Statement = {
  name: 'orders_refresh_fulfillment',
  text: `with changed as (
      select * from unnest($2::uuid[], $3::text[], $4::text[]) as t (id, before, after)
    ), written as (
      update orders o set fulfillment_status = c.after, updated_at = $6, version = o.version + 1
      from changed c where o.store_id = $1 and o.id = c.id
    )
    insert into order_history (store_id, order_id, axis, from_status, to_status, actor, at)
    select $1, id, 'fulfillment', before, after, $5, $6 from changed`,
}
