import { actorName } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { BatchTools } from './catalog.types.ts'
import { availableOf, type StockKey, type StockRow } from './stock.rules.ts'
import { tellOwnerOfPromises } from './stock-problems.ts'

export type MovementKind = 'set' | 'adjust' | 'hold' | 'release' | 'commit' | 'ship'

/** One movement of one row; the three numbers are differences. */
export type StockChange = StockKey & {
  storeId: string
  kind: MovementKind
  onHand: number
  held: number
  committed: number
  orderId: string | null
  reason: string | null
}

export type VariantKey = { storeId: string; variantId: string }

export type StockAfter = { before: StockRow; after: StockRow }

/**
 * Locks every row of these variants in the order all lockers keep (variant, location), so that two carts with the same
 * goods never wait for each other in a ring. Answers with a store's default place first.
 */
export async function lockStock(tx: Tx, wanted: readonly VariantKey[]): Promise<StockRow[]> {
  const distinct = [...new Map(wanted.map((key) => [`${key.storeId} ${key.variantId}`, key])).values()]
  const rows = await tx.query<StockRow & { isDefault: boolean }>(LOCK_STOCK, [
    distinct.map((key) => key.storeId),
    distinct.map((key) => key.variantId),
  ])
  return rows.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault)).map(({ isDefault: _, ...row }) => row)
}

/**
 * Applies movements to rows locked by `lockStock`, writes them down, and tells of variants that ran out or came back.
 * The statement judges once more that no promise exceeds what is available; a row that fails it is a bug and throws.
 */
export async function changeStock(
  tools: BatchTools,
  locked: readonly StockRow[],
  changes: readonly StockChange[],
): Promise<StockAfter[]> {
  if (changes.length === 0) return []
  const changed = applyChanges(locked, changes)
  const [result] = await tools.tx.query<{ moved: number }>(CHANGE_STOCK, [
    changes.map((change) => change.storeId),
    changes.map((change) => change.variantId),
    changes.map((change) => change.locationId),
    changes.map((change) => change.kind),
    changes.map((change) => change.onHand),
    changes.map((change) => change.held),
    changes.map((change) => change.committed),
    changes.map((change) => change.orderId),
    changes.map((change) => change.reason),
    actorName(tools.actor),
    tools.now(),
  ])
  if (result?.moved !== changed.length) {
    throw new Error(`${changed.length} stock rows were to change and ${result?.moved ?? 0} could`)
  }
  await emitCrossings(tools, { locked, changed })
  await tellOwnerOfPromises(tools, changed)
  return changed
}

function applyChanges(locked: readonly StockRow[], changes: readonly StockChange[]): StockAfter[] {
  const byKey = new Map(locked.map((row) => [keyOf(row), row]))
  const touched = new Map<string, StockAfter>()
  for (const change of changes) {
    const before = byKey.get(keyOf(change))
    if (before === undefined) throw new Error(`stock of ${change.variantId} was to change without being locked`)
    const { after } = touched.get(keyOf(change)) ?? { after: before }
    touched.set(keyOf(change), {
      before,
      after: {
        ...after,
        onHand: after.onHand + change.onHand,
        held: after.held + change.held,
        committed: after.committed + change.committed,
      },
    })
  }
  return [...touched.values()]
}

type Crossing = { locked: readonly StockRow[]; changed: readonly StockAfter[] }

/** A variant is in stock as long as any place has some, so its places are counted together. */
async function emitCrossings(tools: BatchTools, { locked, changed }: Crossing): Promise<void> {
  const latest = new Map(changed.map(({ after }) => [keyOf(after), after]))
  const variants = new Map(changed.map(({ after }) => [after.variantId, after.storeId]))
  const totals = new Map([...variants.keys()].map((variantId) => [variantId, { before: 0, after: 0 }]))
  for (const row of locked) {
    const total = totals.get(row.variantId)
    if (total === undefined) continue
    total.before += availableOf(row)
    total.after += availableOf(latest.get(keyOf(row)) ?? row)
  }
  const crossed = [...variants].filter(([variantId]) => {
    const total = totals.get(variantId)
    return total !== undefined && total.before > 0 !== total.after > 0
  })
  await emit(
    tools.tx,
    crossed.map(([variantId, storeId]) => ({
      storeId,
      type: 'catalog.availability-changed',
      subjectId: variantId,
      payload: { variantId },
    })),
  )
}

function keyOf(key: StockKey): string {
  return `${key.variantId} ${key.locationId}`
}

const LOCK_STOCK: Statement = {
  name: 'stock_lock',
  text: `select s.variant_id as "variantId", s.location_id as "locationId", s.store_id as "storeId",
      s.on_hand as "onHand", s.held, s.committed, s.safety, l.is_default as "isDefault"
    from unnest($1::uuid[], $2::uuid[]) as w (store_id, variant_id)
    join stock s on s.variant_id = w.variant_id and s.store_id = w.store_id
    join locations l on l.id = s.location_id and l.store_id = s.store_id
    order by s.variant_id, s.location_id
    for no key update of s`,
}

const CHANGE_STOCK: Statement = {
  name: 'stock_change',
  text: `with change as (
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::int[], $7::int[], $8::uuid[], $9::text[])
        as c (store_id, variant_id, location_id, kind, on_hand, held, committed, order_id, reason)
    ), total as (
      select store_id, variant_id, location_id,
        sum(on_hand)::int as on_hand, sum(held)::int as held, sum(committed)::int as committed
      from change group by 1, 2, 3
    ), moved as (
      update stock s set on_hand = s.on_hand + t.on_hand, held = s.held + t.held,
        committed = s.committed + t.committed, updated_at = $11
      from total t
      where s.store_id = t.store_id and s.variant_id = t.variant_id and s.location_id = t.location_id
        and (t.held + t.committed <= 0 or s.on_hand - s.held - s.committed - s.safety >= t.held + t.committed)
      returning 1
    ), noted as (
      insert into stock_movements
        (store_id, variant_id, location_id, kind, on_hand_change, held_change, committed_change, order_id, reason, actor, at)
      select store_id, variant_id, location_id, kind, on_hand, held, committed, order_id, reason, $10, $11 from change
    )
    select count(*)::int as moved from moved`,
}
