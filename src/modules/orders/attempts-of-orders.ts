import type { Statement, Tx } from '#platform/db.ts'
import type { OrderKey } from './read-orders.ts'

/**
 * Locks an order's open payment attempts and says whether the bank is working on one: such money can no longer be
 * called back, so what the order becomes must wait for it.
 */
export async function lockAttempts(tx: Tx, { storeId, orderId }: OrderKey): Promise<{ processing: boolean }> {
  const rows = await tx.query<{ state: string }>(LOCK_ATTEMPTS, [storeId, orderId])
  return { processing: rows.some((row) => row.state === 'processing') }
}

/**
 * Nobody is sent to these attempts any more; payments ends them at Stripe at its next look, which an earlier look must
 * not put off, and gives back what was paid meanwhile.
 */
export async function supersedeAttempts(tx: Tx, { storeId, orderId }: OrderKey): Promise<void> {
  await tx.run(SUPERSEDE_ATTEMPTS, [storeId, orderId])
}

const LOCK_ATTEMPTS: Statement = {
  name: 'orders_lock_attempts',
  text: `select state from payment_attempts
    where store_id = $1 and order_id = $2 and state in ('creating', 'open', 'processing') order by id for no key update`,
}

const SUPERSEDE_ATTEMPTS: Statement = {
  name: 'orders_supersede_attempts',
  text: `update payment_attempts set state = 'superseded', checked_at = null
    where store_id = $1 and order_id = $2 and state in ('creating', 'open')`,
}
