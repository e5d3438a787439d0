import type { Statement } from '#platform/db.ts'
import type { BatchTools } from './catalog.types.ts'
import { type LiveHold, lockLiveHolds, type OrderKey, variantsHeldBy } from './stock-hold.ts'
import { changeStock, lockStock, type StockChange } from './stock-ledger.ts'

export type Released = { orderId: string; variantId: string; quantity: number }

/**
 * Gives back whatever these orders still bind and have not sent, once: a second call finds nothing and changes nothing.
 * The caller has the orders locked.
 */
export async function releaseHolds(tools: BatchTools, orders: readonly OrderKey[]): Promise<Released[]> {
  const variants = await variantsHeldBy(tools.tx, orders)
  if (variants.length === 0) return []
  const rows = await lockStock(tools.tx, variants)
  const holds = await lockLiveHolds(tools.tx, orders)
  await changeStock(tools, rows, holds.map(releaseOf))
  await tools.tx.run(CLOSE_HOLDS, [holds.map((hold) => hold.id), tools.now()])
  return holds.map((hold) => ({
    orderId: hold.orderId,
    variantId: hold.variantId,
    quantity: hold.quantity - hold.shippedQuantity,
  }))
}

function releaseOf(hold: LiveHold): StockChange {
  const { storeId, variantId, locationId, orderId } = hold
  const rest = hold.quantity - hold.shippedQuantity
  const bound = hold.state === 'held' ? { held: -rest, committed: 0 } : { held: 0, committed: -rest }
  return { storeId, variantId, locationId, orderId, kind: 'release', reason: null, onHand: 0, ...bound }
}

const CLOSE_HOLDS: Statement = {
  name: 'holds_release',
  text: `update holds set state = 'released', closed_at = $2
    where id = any ($1::uuid[]) and state in ('held', 'committed')`,
}
