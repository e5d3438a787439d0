import type { Statement } from '#platform/db.ts'
import type { BatchTools } from './catalog.types.ts'
import { type Demand, judgeDemands, type Shortfall, type StockVerdict, sumDemand } from './stock.rules.ts'
import { type Claim, type LiveHold, lockLiveHolds, recordHolds } from './stock-hold.ts'
import { changeStock, lockStock, type StockChange } from './stock-ledger.ts'

/** `fresh` says that some of it came from fresh stock because the hold had run out. */
export type Committed = { committed: true; fresh: boolean } | { committed: false; shortfalls: Shortfall[] }

/**
 * Promises an order's goods for good, because it is paid or needs no payment: what it holds turns into a commitment and
 * what it no longer holds is taken from fresh stock, all or nothing. Goods already committed stay so, hence a second
 * call changes nothing. Demands are all that the order has still to send; the caller has the orders locked.
 */
export async function commitHolds(tools: BatchTools, demands: readonly Demand[]): Promise<Map<string, Committed>> {
  const rows = await lockStock(
    tools.tx,
    demands.flatMap(({ storeId, lines }) => lines.map(({ variantId }) => ({ storeId, variantId }))),
  )
  const holds = await lockLiveHolds(tools.tx, demands)
  const verdicts = judgeDemands(
    demands.map((demand) => ({ ...demand, lines: missingLines(demand, holds) })),
    rows,
  )
  const claims = [...verdicts.values()].flatMap(claimsOf)
  const kept = holds.filter((hold) => hold.state === 'held' && verdicts.get(hold.orderId)?.enough)
  await changeStock(tools, rows, [...kept.map(commitmentOf), ...claims.map(freshCommitmentOf)])
  if (kept.length > 0) await tools.tx.run(COMMIT_HOLDS, [kept.map((hold) => hold.id)])
  await recordHolds(tools, claims)
  return new Map([...verdicts].map(([orderId, verdict]) => [orderId, committedOf(verdict)]))
}

function missingLines(demand: Demand, holds: readonly LiveHold[]): Demand['lines'] {
  const own = holds.filter((hold) => hold.orderId === demand.orderId)
  return sumDemand(demand.lines).flatMap(({ variantId, quantity }) => {
    const bound = own
      .filter((hold) => hold.variantId === variantId)
      .reduce((total, hold) => total + hold.quantity - hold.shippedQuantity, 0)
    return bound < quantity ? [{ variantId, quantity: quantity - bound }] : []
  })
}

function claimsOf(verdict: StockVerdict): Claim[] {
  return verdict.enough ? verdict.takes.map((take) => ({ ...take, expiresAt: null })) : []
}

function committedOf(verdict: StockVerdict): Committed {
  return verdict.enough
    ? { committed: true, fresh: verdict.takes.length > 0 }
    : { committed: false, shortfalls: verdict.shortfalls }
}

function commitmentOf(hold: LiveHold): StockChange {
  return { ...movementOf(hold), held: -hold.quantity, committed: hold.quantity }
}

function freshCommitmentOf(claim: Claim): StockChange {
  return { ...movementOf(claim), held: 0, committed: claim.quantity }
}

type Bound = Pick<Claim, 'storeId' | 'variantId' | 'locationId' | 'orderId'>

function movementOf({ storeId, variantId, locationId, orderId }: Bound) {
  return { storeId, variantId, locationId, orderId, kind: 'commit', reason: null, onHand: 0 } as const
}

const COMMIT_HOLDS: Statement = {
  name: 'holds_commit',
  text: `update holds set state = 'committed', expires_at = null where id = any ($1::uuid[]) and state = 'held'`,
}
