import type { Statement } from '#platform/db.ts'
import type { BatchTools } from './catalog.types.ts'
import type { StockRow } from './stock.rules.ts'
import { type LiveHold, lockLiveHolds, type OrderKey } from './stock-hold.ts'
import { changeStock, lockStock, type StockChange } from './stock-ledger.ts'

export type Shipped = OrderKey & { variantId: string; quantity: number }

/**
 * Takes goods that left the shop off the shelf and off the promises. Throws when an order sends more than it has
 * committed; the caller judges that before, by the order's lines, and has the orders locked.
 */
export async function shipHolds(tools: BatchTools, shipped: readonly Shipped[]): Promise<void> {
  if (shipped.length === 0) return
  const rows = await lockStock(tools.tx, shipped)
  const holds = await lockLiveHolds(tools.tx, shipped)
  const parcels = shipped.flatMap((wanted) => pick(wanted, holds))
  await changeStock(tools, rows, departuresOf(parcels, rows))
  await tools.tx.run(SHIP_HOLDS, [
    parcels.map(({ hold }) => hold.id),
    parcels.map(({ quantity }) => quantity),
    tools.now(),
  ])
}

type Parcel = { hold: LiveHold; quantity: number }

function pick(wanted: Shipped, holds: LiveHold[]): Parcel[] {
  const parcels: Parcel[] = []
  let missing = wanted.quantity
  for (const hold of holds) {
    if (hold.orderId !== wanted.orderId || hold.variantId !== wanted.variantId || hold.state !== 'committed') continue
    const quantity = Math.min(hold.quantity - hold.shippedQuantity, missing)
    if (quantity === 0) continue
    hold.shippedQuantity += quantity
    missing -= quantity
    parcels.push({ hold, quantity })
  }
  if (missing > 0) throw new Error(`order ${wanted.orderId} sends ${missing} more of ${wanted.variantId} than promised`)
  return parcels
}

/** The parcel left even when the owner had counted fewer: the shelf is empty then, never below. */
function departuresOf(parcels: readonly Parcel[], rows: readonly StockRow[]): StockChange[] {
  const onHand = new Map(rows.map((row) => [shelfOf(row), row.onHand]))
  return parcels.map(({ hold, quantity }) => {
    const left = Math.min(quantity, onHand.get(shelfOf(hold)) ?? 0)
    onHand.set(shelfOf(hold), (onHand.get(shelfOf(hold)) ?? 0) - left)
    const { storeId, variantId, locationId, orderId } = hold
    const change = { onHand: 0 - left, held: 0, committed: -quantity }
    return { storeId, variantId, locationId, orderId, kind: 'ship', reason: null, ...change }
  })
}

function shelfOf({ variantId, locationId }: { variantId: string; locationId: string }): string {
  return `${variantId} ${locationId}`
}

const SHIP_HOLDS: Statement = {
  name: 'holds_ship',
  text: `update holds h set shipped_quantity = h.shipped_quantity + p.quantity,
      state = case when h.shipped_quantity + p.quantity = h.quantity then 'shipped' else h.state end,
      closed_at = case when h.shipped_quantity + p.quantity = h.quantity then $3::timestamptz end
    from (select id, sum(quantity)::int as quantity from unnest($1::uuid[], $2::int[]) as u (id, quantity) group by id) p
    where h.id = p.id and h.state = 'committed'`,
}
