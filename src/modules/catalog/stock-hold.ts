import type { Statement, Tx } from '#platform/db.ts'
import type { BatchTools } from './catalog.types.ts'
import { type Demand, judgeDemands, type Shortfall, type StockVerdict, type Take } from './stock.rules.ts'
import { changeStock, lockStock, type StockChange, type VariantKey } from './stock-ledger.ts'

/** Without an expiry the goods are promised for good: an order that waits for no payment. */
export type HoldRequest = Demand & { expiresAt: Date | null }

export type Held = { held: true } | { held: false; shortfalls: Shortfall[] }

/** A hold row to be: the goods are set aside already. */
export type Claim = Take & { expiresAt: Date | null }

/**
 * Sets goods aside for orders that exist, all of an order or nothing, the earlier request first. Adds to what the order
 * holds already. The caller has the orders locked.
 */
export async function holdStock(tools: BatchTools, requests: readonly HoldRequest[]): Promise<Map<string, Held>> {
  const { verdicts, claims } = await claimStock(tools, requests)
  await recordHolds(tools, claims)
  return new Map([...verdicts].map(([orderId, verdict]) => [orderId, heldOf(verdict)]))
}

export type ClaimedStock = { verdicts: Map<string, StockVerdict>; claims: Claim[] }

/**
 * First half of `holdStock`, for orders whose rows are not written yet because stock is judged first: takes the goods.
 * `recordHolds` must follow in the same transaction, once the orders are there.
 */
export async function claimStock(tools: BatchTools, requests: readonly HoldRequest[]): Promise<ClaimedStock> {
  if (requests.length === 0) return { verdicts: new Map(), claims: [] }
  const rows = await lockStock(
    tools.tx,
    requests.flatMap(({ storeId, lines }) => lines.map(({ variantId }) => ({ storeId, variantId }))),
  )
  const verdicts = judgeDemands(requests, rows)
  const claims = requests.flatMap(({ orderId, expiresAt }) => {
    const verdict = verdicts.get(orderId)
    return verdict?.enough ? verdict.takes.map((take) => ({ ...take, expiresAt })) : []
  })
  await changeStock(tools, rows, claims.map(changeOf))
  return { verdicts, claims }
}

/** Second half of `holdStock`: one row per order, variant and place, which later says what to give back or send. */
export async function recordHolds(tools: BatchTools, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return
  const written = await tools.tx.run(INSERT_HOLDS, [
    claims.map(() => tools.newId()),
    claims.map((claim) => claim.storeId),
    claims.map((claim) => claim.orderId),
    claims.map((claim) => claim.variantId),
    claims.map((claim) => claim.locationId),
    claims.map((claim) => claim.quantity),
    claims.map((claim) => (claim.expiresAt === null ? 'committed' : 'held')),
    claims.map((claim) => claim.expiresAt),
    tools.now(),
  ])
  if (written !== claims.length) throw new Error('an order cannot hold goods and have them promised at once')
}

export type OrderKey = { storeId: string; orderId: string }

export type LiveHold = Take & { id: string; state: 'held' | 'committed'; shippedQuantity: number }

/** The holds that still bind goods, locked. Call it after `lockStock`, so that the answer is younger than the locks. */
export function lockLiveHolds(tx: Tx, orders: readonly OrderKey[]): Promise<LiveHold[]> {
  return tx.query<LiveHold>(LOCK_HOLDS, pairsOf(orders))
}

/** The variants whose rows must be locked before an order's holds may change. */
export function variantsHeldBy(tx: Tx, orders: readonly OrderKey[]): Promise<VariantKey[]> {
  return tx.query<VariantKey>(HELD_VARIANTS, pairsOf(orders))
}

function pairsOf(orders: readonly OrderKey[]): [string[], string[]] {
  const distinct = [...new Map(orders.map((order) => [order.orderId, order])).values()]
  return [distinct.map((order) => order.storeId), distinct.map((order) => order.orderId)]
}

function changeOf(claim: Claim): StockChange {
  const { storeId, variantId, locationId, orderId, quantity } = claim
  const key = { storeId, variantId, locationId, orderId, reason: null }
  return claim.expiresAt === null
    ? { ...key, kind: 'commit', onHand: 0, held: 0, committed: quantity }
    : { ...key, kind: 'hold', onHand: 0, held: quantity, committed: 0 }
}

function heldOf(verdict: StockVerdict): Held {
  return verdict.enough ? { held: true } : { held: false, shortfalls: verdict.shortfalls }
}

const INSERT_HOLDS: Statement = {
  name: 'holds_insert',
  text: `insert into holds
      (id, store_id, order_id, variant_id, location_id, quantity, state, expires_at, created_at)
    select *, $9::timestamptz
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::timestamptz[])
    on conflict (order_id, variant_id, location_id) where state in ('held', 'committed')
      do update set quantity = holds.quantity + excluded.quantity where holds.state = excluded.state`,
}

const HELD_VARIANTS: Statement = {
  name: 'holds_variants',
  text: `select distinct h.store_id as "storeId", h.variant_id as "variantId"
    from unnest($1::uuid[], $2::uuid[]) as w (store_id, order_id)
    join holds h on h.order_id = w.order_id and h.store_id = w.store_id
    where h.state in ('held', 'committed')`,
}

const LOCK_HOLDS: Statement = {
  name: 'holds_lock',
  text: `select h.id, h.store_id as "storeId", h.order_id as "orderId", h.variant_id as "variantId",
      h.location_id as "locationId", h.quantity, h.state, h.shipped_quantity as "shippedQuantity"
    from unnest($1::uuid[], $2::uuid[]) as w (store_id, order_id)
    join holds h on h.order_id = w.order_id and h.store_id = w.store_id
    where h.state in ('held', 'committed')
    order by h.id for no key update of h`,
}
