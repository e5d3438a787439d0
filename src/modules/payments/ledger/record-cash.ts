import { dueOf } from '#modules/orders/index.ts'
import { lockOrder, tell } from '#modules/payments/checkout/order-steps.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import { balanceOf } from './ledger.rules.ts'
import { appendLedger, readLedger, refreshPaymentStatus } from './ledger.ts'

export type CashCollected = {
  orderId: string
  /** Minor units of the order's currency. */
  amount: number
  currency: string
  /** The courier's name for this collection: its event. */
  externalId: string
}

/** The courier took the money at the door. A second report of the same collection changes nothing. */
export async function recordCashCollected(ctx: StoreContext, cash: CashCollected): Promise<void> {
  const order = await lockOrder(ctx, cash.orderId)
  const { amount, currency } = cash
  const due = dueOf(order)
  if (currency !== order.currency) return reportDifference(ctx, cash, { number: order.number, due })
  const added = await appendLedger(ctx, {
    orderId: order.id,
    attemptId: null,
    kind: 'cash_collected',
    amount,
    currency,
    provider: 'cash',
    // With the order in front: couriers count from one, each for themselves.
    externalId: `${order.id}:${cash.externalId}`,
  })
  if (!added) return
  await refreshPaymentStatus(ctx, order.id, 'cash collected')
  await tell(ctx, { type: 'payment.cash-collected', orderId: order.id, payload: { amount, currency } })
  const { net } = balanceOf(await readLedger(ctx, order.id))
  if (net !== due) await reportDifference(ctx, cash, { number: order.number, due })
}

async function reportDifference(
  ctx: StoreContext,
  cash: CashCollected,
  order: { number: number; due: number },
): Promise<void> {
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'cash-differs',
    subject: publicId('order', cash.orderId),
    details: { orderNumber: order.number, due: order.due, collected: cash.amount, currency: cash.currency },
    fix: 'The courier collected another amount than was due for the order: settle the difference with the courier.',
    now: ctx.now(),
  })
}
