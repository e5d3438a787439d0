import type { Statement, Tx } from '#platform/db.ts'
import type { Cart } from './cart.types.ts'

/**
 * Writes down the cart of an order that was not made in a chat. It is closed from the first moment: what the shopper is
 * filling in the chat meanwhile stays as it is.
 */
export async function writeOrderedCart(
  tx: Tx,
  { id, storeId, shopperId, lines, note }: Omit<Cart, 'version' | 'shownQuote'>,
): Promise<void> {
  await tx.run(WRITE_ORDERED, [id, storeId, shopperId, JSON.stringify(lines), note])
}

const WRITE_ORDERED: Statement = {
  name: 'carts_write_ordered',
  text: `insert into carts (id, store_id, shopper_id, status, lines, note) values ($1, $2, $3, 'ordered', $4, $5)`,
}
