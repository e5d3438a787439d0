import type { BatchTools } from '#modules/catalog/index.ts'
import { actorName } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { type EventDraft, emit } from '#platform/events.ts'
import { Conflict, NotFound } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import { canMove, type OrderStatus } from './order.rules.ts'
import type { OrderFacts } from './order.types.ts'
import { lockOrders, type OrderKey } from './read-orders.ts'

export type OrderMove = OrderKey & { to: OrderStatus; reason: string | null }

/**
 * The one way an order changes its status: by a legal move, written down with who made it and told as an event. Answers
 * with the orders as they were before. Throws Conflict('order-cannot-move') before anything is written, and
 * NotFound('order').
 */
export async function moveOrders(tools: BatchTools, moves: readonly OrderMove[]): Promise<Map<string, OrderFacts>> {
  if (moves.length === 0) return new Map()
  const orders = await lockOrders(tools.tx, moves)
  const judged = moves.map((move) => ({ ...move, order: judgeMove(move, orders.get(move.orderId)) }))
  await tools.tx.run(MOVE_ORDERS, [
    judged.map((move) => move.storeId),
    judged.map((move) => move.orderId),
    judged.map((move) => move.order.status),
    judged.map((move) => move.to),
    judged.map((move) => move.reason),
    actorName(tools.actor),
    tools.now(),
  ])
  await emit(tools.tx, judged.map(eventOf))
  return orders
}

function judgeMove({ orderId, to }: OrderMove, order: OrderFacts | undefined): OrderFacts {
  if (order === undefined) throw new NotFound('order', publicId('order', orderId))
  if (canMove(order.status, to)) return order
  throw new Conflict('order-cannot-move', 'The order is not in a state that allows this.', { status: order.status, to })
}

type JudgedMove = OrderMove & { order: OrderFacts }

/** An order placed before and back from being on hold is no news to its shopper: it is resumed, not placed again. */
function eventOf({ storeId, orderId, to, reason, order }: JudgedMove): EventDraft {
  const told = { storeId, subjectId: orderId }
  switch (to) {
    case 'placed':
      return order.placedAt === null
        ? { ...told, type: 'order.placed', payload: { paymentMethod: order.paymentMethod } }
        : { ...told, type: 'order.resumed', payload: { reason } }
    case 'on_hold':
      return { ...told, type: 'order.on-hold', payload: { reason } }
    case 'canceled':
      return { ...told, type: 'order.canceled', payload: { reason } }
    case 'expired':
      return { ...told, type: 'order.expired' }
    case 'completed':
      return { ...told, type: 'order.completed' }
    case 'awaiting_payment':
      return { ...told, type: 'order.awaiting-payment' }
  }
}

const MOVE_ORDERS: Statement = {
  name: 'orders_move',
  text: `with move as (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
        as m (store_id, id, from_status, to_status, reason)
    ), moved as (
      update orders o set status = move.to_status, updated_at = $7, version = o.version + 1,
        placed_at = case when move.to_status = 'placed' then coalesce(o.placed_at, $7) else o.placed_at end,
        closed_at = case when move.to_status in ('completed', 'canceled', 'expired') then $7::timestamptz end,
        cancel_reason = case when move.to_status = 'canceled' then move.reason else o.cancel_reason end,
        hold_expires_at = null
      from move
      where o.id = move.id and o.store_id = move.store_id and o.status = move.from_status
      returning o.id
    )
    insert into order_history (store_id, order_id, axis, from_status, to_status, actor, reason, at)
    select move.store_id, move.id, 'order', move.from_status, move.to_status, $6, move.reason, $7
    from move join moved on moved.id = move.id`,
}
