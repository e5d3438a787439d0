import { commitHolds, releaseHolds } from '#modules/catalog/index.ts'
import { canMove, lockOrders, moveOrders, type OrderFacts, type OrderStatus } from '#modules/orders/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { NotFound } from '#shared/errors.ts'

/** The order as it is once nobody else can change it, until this transaction ends; throws NotFound('order'). */
export async function lockOrder(ctx: StoreContext, orderId: string): Promise<OrderFacts> {
  const order = (await lockOrders(ctx.tx, [{ storeId: ctx.storeId, orderId }])).get(orderId)
  if (order === undefined) throw new NotFound('order', orderId)
  return order
}

/** Places a paid order with the goods it holds, or with fresh ones; false when they are gone, and nothing changed. */
export async function placePaidOrder(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  if (!(await commitGoods(ctx, order))) return false
  await move(ctx, order, { to: 'placed', reason: 'paid' })
  return true
}

/** Stops an order that waits for payment; its goods stay promised because money for it may have moved. */
export async function holdBack(ctx: StoreContext, order: OrderFacts, reason: string): Promise<boolean> {
  if (!canMove(order.status, 'on_hold')) return false
  await commitGoods(ctx, order)
  await move(ctx, order, { to: 'on_hold', reason })
  return true
}

/** Gives the goods back and closes an order that was not paid; nobody can pay it any more. */
export async function expireOrder(ctx: StoreContext, order: OrderFacts, reason: string): Promise<void> {
  if (order.status !== 'awaiting_payment') return
  await ctx.tx.query(SUPERSEDE, [ctx.storeId, order.id, null])
  await releaseHolds(ctx, [{ storeId: ctx.storeId, orderId: order.id }])
  await move(ctx, order, { to: 'expired', reason })
}

/** Takes the other attempts of an order out of use; the chore then ends their sessions at Stripe. */
export async function supersedeOthers(ctx: StoreContext, orderId: string, keepId: string | null): Promise<void> {
  await ctx.tx.query(SUPERSEDE, [ctx.storeId, orderId, keepId])
}

/** Keeps the goods, and the order with them, until this later time. */
export async function extendHold(ctx: StoreContext, orderId: string, until: Date): Promise<void> {
  await ctx.tx.query(EXTEND_ORDER, [ctx.storeId, orderId, until])
  await ctx.tx.query(EXTEND_HOLDS, [ctx.storeId, orderId, until])
}

/** Whether everything the order asks for is still set aside for it. */
export async function goodsAreHeld(ctx: StoreContext, orderId: string): Promise<boolean> {
  const [row] = await ctx.tx.query<{ held: boolean }>(ARE_HELD, [ctx.storeId, orderId])
  return row?.held ?? false
}

export type PaymentEvent = { type: string; orderId: string; payload: Record<string, unknown> }

export async function tell(ctx: StoreContext, { type, orderId, payload }: PaymentEvent): Promise<void> {
  await emit(ctx.tx, [{ storeId: ctx.storeId, type, subjectId: orderId, payload }])
}

async function commitGoods(ctx: StoreContext, order: OrderFacts): Promise<boolean> {
  const lines = order.lines.map(({ variantId, quantity, canceledQuantity }) => ({
    variantId,
    quantity: quantity - canceledQuantity,
  }))
  const committed = await commitHolds(ctx, [{ orderId: order.id, storeId: ctx.storeId, lines }])
  return committed.get(order.id)?.committed ?? false
}

async function move(
  ctx: StoreContext,
  order: OrderFacts,
  { to, reason }: { to: OrderStatus; reason: string },
): Promise<void> {
  await moveOrders(ctx, [{ storeId: ctx.storeId, orderId: order.id, to, reason }])
}

const SUPERSEDE: Statement = {
  name: 'attempts_supersede',
  text: `update payment_attempts set state = 'superseded', checked_at = null
    where store_id = $1 and order_id = $2 and state in ('creating', 'open') and ($3::uuid is null or id <> $3)`,
}

const EXTEND_ORDER: Statement = {
  name: 'payments_extend_order',
  text: `update orders set hold_expires_at = $3
    where store_id = $1 and id = $2 and status = 'awaiting_payment' and hold_expires_at < $3`,
}

const EXTEND_HOLDS: Statement = {
  name: 'payments_extend_holds',
  text: `update holds set expires_at = $3 where store_id = $1 and order_id = $2 and state = 'held' and expires_at < $3`,
}

const ARE_HELD: Statement = {
  name: 'payments_goods_held',
  text: `select not exists (
      select 1 from (
        select variant_id, sum(quantity - canceled_quantity) as wanted from order_lines
        where store_id = $1 and order_id = $2 group by variant_id) line
      where line.wanted > coalesce((select sum(h.quantity) from holds h
        where h.store_id = $1 and h.order_id = $2 and h.variant_id = line.variant_id
          and h.state in ('held', 'committed')), 0)) as held`,
}
