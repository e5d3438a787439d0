import { commitHolds } from '#modules/catalog/index.ts'
import { loadStore } from '#modules/stores/index.ts'
import { actorName, type StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { Conflict, Refused } from '#shared/errors.ts'
import { lockAttempts, supersedeAttempts } from './attempts-of-orders.ts'
import { moveOrders } from './move-orders.ts'
import { unsentOf } from './order.rules.ts'
import type { OrderFacts } from './order.types.ts'
import { lockOrder, requireOrder } from './read-orders.ts'

/**
 * The shopper pays the courier instead of by card: the order is placed now. Repeating the call changes nothing. Throws,
 * before anything is written, NotFound('order'), Conflict('order-not-awaiting-payment'), Conflict('payment-in-progress'),
 * Refused('payment-method-unavailable') and Refused('sold-out').
 */
export async function switchToCash(ctx: StoreContext, orderId: string): Promise<OrderFacts> {
  const order = await lockOrder(ctx, orderId)
  if (order.status === 'placed' && order.paymentMethod === 'cash_on_delivery') return order
  await refuseSwitch(ctx, order)
  await promiseGoods(ctx, order)
  await supersedeAttempts(ctx.tx, { storeId: ctx.storeId, orderId })
  await ctx.tx.run(OWE_CASH, [ctx.storeId, orderId, ctx.newId(), actorName(ctx.actor), ctx.now()])
  await moveOrders(ctx, [{ storeId: ctx.storeId, orderId, to: 'placed', reason: 'cash on delivery' }])
  return requireOrder(ctx, orderId)
}

async function refuseSwitch(ctx: StoreContext, order: OrderFacts): Promise<void> {
  if (order.status !== 'awaiting_payment') {
    throw new Conflict('order-not-awaiting-payment', 'The order waits for no payment.', { status: order.status })
  }
  const store = await loadStore(ctx)
  if (!store.cashOnDelivery) {
    throw new Refused('payment-method-unavailable', 'The store does not take this payment method.', {
      paymentMethod: 'cash_on_delivery',
    })
  }
  const attempts = await lockAttempts(ctx.tx, { storeId: ctx.storeId, orderId: order.id })
  if (attempts.processing) {
    throw new Conflict('payment-in-progress', 'The bank is working on a payment for this order.')
  }
}

async function promiseGoods(ctx: StoreContext, order: OrderFacts): Promise<void> {
  const lines = order.lines.map((line) => ({ variantId: line.variantId, quantity: unsentOf(line) }))
  const verdicts = await commitHolds(ctx, [{ storeId: ctx.storeId, orderId: order.id, lines }])
  const verdict = verdicts.get(order.id)
  if (verdict?.committed === false) {
    throw new Refused('sold-out', 'There is not enough left to fill the order.', { shortfalls: verdict.shortfalls })
  }
}

const OWE_CASH: Statement = {
  name: 'orders_owe_cash',
  text: `with owed as (
      update orders set payment_method = 'cash_on_delivery', payment_status = 'due_on_delivery'
      where store_id = $1 and id = $2 and status = 'awaiting_payment'
      returning id, store_id, total, currency
    ), due as (
      insert into payment_ledger (id, store_id, order_id, kind, amount, currency, provider, external_id, at)
      select $3, store_id, id, 'due_on_delivery', total, currency, 'cash', id::text, $5 from owed
    )
    insert into order_history (store_id, order_id, axis, from_status, to_status, actor, at)
    select o.store_id, o.id, 'payment', o.payment_status, 'due_on_delivery', $4, $5
    from owed join orders o on o.id = owed.id`,
}
