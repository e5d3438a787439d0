import type { StoreContext } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'
import { NotFound, Refused } from '#shared/errors.ts'
import { availableOf, type StockRow } from './stock.rules.ts'
import { changeStock, lockStock, type MovementKind } from './stock-ledger.ts'

export type StockLevel = StockRow & { available: number }

type Recount = { variantId: string; reason: string | null }

/**
 * The owner counted. The count may fall below what buyers were promised: they keep it, nothing more can be bought, and
 * the owner is told. Throws NotFound('variant').
 */
export function setStock(ctx: StoreContext, input: Recount & { onHand: number }): Promise<StockLevel> {
  return recount(ctx, input, { kind: 'set', onHandAfter: () => input.onHand })
}

/** Goods came in or went missing. Throws NotFound('variant') and Refused('stock-below-zero'). */
export function adjustStock(ctx: StoreContext, input: Recount & { adjustBy: number }): Promise<StockLevel> {
  return recount(ctx, input, {
    kind: 'adjust',
    onHandAfter: ({ onHand }) => {
      if (onHand + input.adjustBy >= 0) return onHand + input.adjustBy
      throw new Refused(
        'stock-below-zero',
        'There is less on the shelf than is to be taken off it.',
        { onHand, adjustBy: input.adjustBy },
        'Count the shelf and set the stock to that number.',
      )
    },
  })
}

/** Every place of these variants, for the owner's eyes. */
export async function readStock(tx: Tx, storeId: string, variantIds: readonly string[]): Promise<StockLevel[]> {
  const rows = await tx.query<StockRow>(READ_STOCK, [storeId, variantIds])
  return rows.map(levelOf)
}

type Counting = { kind: MovementKind; onHandAfter: (row: StockRow) => number }

async function recount(ctx: StoreContext, input: Recount, counting: Counting): Promise<StockLevel> {
  const { storeId } = ctx
  const { variantId, reason } = input
  await ctx.tx.run(OPEN_SHELF, [storeId, variantId, ctx.now()])
  const rows = await lockStock(ctx.tx, [{ storeId, variantId }])
  const [row] = rows
  if (row === undefined) throw new NotFound('variant', variantId)
  const onHand = counting.onHandAfter(row) - row.onHand
  const change = { ...row, kind: counting.kind, reason, orderId: null, onHand, held: 0, committed: 0 }
  const [changed] = await changeStock(ctx, rows, [change])
  return levelOf(changed?.after ?? row)
}

function levelOf(row: StockRow): StockLevel {
  return { ...row, available: availableOf(row) }
}

const OPEN_SHELF: Statement = {
  name: 'stock_open_shelf',
  text: `insert into stock (variant_id, location_id, store_id, updated_at)
    select v.id, l.id, v.store_id, $3 from variants v
    join locations l on l.store_id = v.store_id and l.is_default
    where v.store_id = $1 and v.id = $2
    on conflict do nothing`,
}

const READ_STOCK: Statement = {
  name: 'stock_read',
  text: `select variant_id as "variantId", location_id as "locationId", store_id as "storeId",
      on_hand as "onHand", held, committed, safety
    from stock where store_id = $1 and variant_id = any ($2::uuid[]) order by variant_id, location_id`,
}
