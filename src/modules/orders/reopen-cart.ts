import { type Cart, type CartLine, readOpenCarts, tidyLines, writeCarts } from '#modules/cart/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { Conflict } from '#shared/errors.ts'
import { lockAttempts } from './attempts-of-orders.ts'
import { cancelWhole } from './cancel-order.ts'
import type { OrderFacts } from './order.types.ts'
import { lockOrder } from './read-orders.ts'

/**
 * Puts the lines of an order that was not paid into the shopper's cart, to be changed or tried again. An order that
 * still waits for its payment is canceled with it. A cart that is open already keeps its lines; repeating the call
 * changes nothing. The caller has the conversation locked. Throws, before anything is written, NotFound('order'), Conflict('order-cannot-be-edited') and
 * Conflict('payment-in-progress').
 */
export async function reopenCart(ctx: StoreContext, orderId: string): Promise<Cart> {
  const order = await lockOrder(ctx, orderId)
  await refuseEdit(ctx, order)
  if (order.status === 'awaiting_payment') await cancelWhole(ctx, order, 'edited')
  return fillCart(ctx, order)
}

async function refuseEdit(ctx: StoreContext, order: OrderFacts): Promise<void> {
  if (!['awaiting_payment', 'expired', 'canceled'].includes(order.status)) {
    throw new Conflict('order-cannot-be-edited', 'The order is placed.', { status: order.status })
  }
  const attempts = await lockAttempts(ctx.tx, { storeId: ctx.storeId, orderId: order.id })
  if (attempts.processing) {
    throw new Conflict('payment-in-progress', 'The bank is working on a payment for this order.')
  }
}

async function fillCart(ctx: StoreContext, order: OrderFacts): Promise<Cart> {
  const { storeId, shopperId } = order
  const open = (await readOpenCarts(ctx.tx, [shopperId])).get(shopperId)
  const lines = joinLines(open?.lines ?? [], order)
  const cart = { id: open?.id ?? ctx.newId(), storeId, shopperId, lines, note: open?.note ?? order.note }
  const versions = await writeCarts(ctx.tx, [{ ...cart, shownQuote: null }])
  return { ...cart, version: versions.get(cart.id) ?? 1, shownQuote: null }
}

/** The larger of both quantities, so that a second tap does not double the order. */
function joinLines(open: readonly CartLine[], order: OrderFacts): CartLine[] {
  const wanted = new Map(open.map((line) => [line.variantId, line]))
  for (const { variantId, quantity, unitPrice } of order.lines) {
    const most = Math.max(quantity, wanted.get(variantId)?.quantity ?? 0)
    wanted.set(variantId, { variantId, quantity: most, seenPrice: unitPrice })
  }
  return tidyLines([...wanted.values()]).lines
}
