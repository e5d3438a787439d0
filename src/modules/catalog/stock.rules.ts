export type StockKey = { variantId: string; locationId: string }

/** Counts of one variant at one place. What is promised may exceed what is there: an owner's recount says so. */
export type StockRow = StockKey & {
  storeId: string
  onHand: number
  held: number
  committed: number
  safety: number
}

export type DemandLine = { variantId: string; quantity: number }

export type Demand = { orderId: string; storeId: string; lines: readonly DemandLine[] }

export type Take = StockKey & { orderId: string; storeId: string; quantity: number }

export type Shortfall = { variantId: string; wanted: number; available: number }

export type StockVerdict = { enough: true; takes: Take[] } | { enough: false; shortfalls: Shortfall[] }

/** What may still be promised of a row; never negative, whatever an owner's recount says. */
export function availableOf(row: StockRow): number {
  return Math.max(0, row.onHand - row.held - row.committed - row.safety)
}

/** More is promised than is there: some buyer will be disappointed unless the owner acts. */
export function promisesTooMuch(row: StockRow): boolean {
  return row.held + row.committed > row.onHand
}

/** One line per variant, however often it was put in, ordered by variant. Throws RangeError for a quantity below 1. */
export function sumDemand(lines: readonly DemandLine[]): DemandLine[] {
  const wanted = new Map<string, number>()
  for (const { variantId, quantity } of lines) {
    if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError(`No one can want ${quantity} of a thing.`)
    wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity)
  }
  return [...wanted]
    .map(([variantId, quantity]) => ({ variantId, quantity }))
    .sort((a, b) => (a.variantId < b.variantId ? -1 : 1))
}

/**
 * Judges demands in the order given, each all or nothing, the earlier ones having had theirs. A variant may come from
 * several places, in the order of the rows. Rows of another store do not count.
 */
export function judgeDemands(demands: readonly Demand[], rows: readonly StockRow[]): Map<string, StockVerdict> {
  const shelves = Map.groupBy(
    rows.map((row) => ({ row, left: availableOf(row) })),
    ({ row }) => row.variantId,
  )
  const verdicts = new Map<string, StockVerdict>()
  for (const demand of demands) verdicts.set(demand.orderId, judgeDemand(demand, shelves))
  return verdicts
}

type Shelf = { row: StockRow; left: number }

function judgeDemand(demand: Demand, shelves: ReadonlyMap<string, Shelf[]>): StockVerdict {
  const lines = sumDemand(demand.lines).map((line) => {
    const own = (shelves.get(line.variantId) ?? []).filter(({ row }) => row.storeId === demand.storeId)
    return { ...line, own, available: own.reduce((total, { left }) => total + left, 0) }
  })
  const short = lines.filter((line) => line.available < line.quantity)
  if (short.length > 0) {
    return {
      enough: false,
      shortfalls: short.map(({ variantId, quantity, available }) => ({ variantId, wanted: quantity, available })),
    }
  }
  return { enough: true, takes: lines.flatMap((line) => takeFrom(line.own, { demand, quantity: line.quantity })) }
}

function takeFrom(shelves: readonly Shelf[], { demand, quantity }: { demand: Demand; quantity: number }): Take[] {
  const takes: Take[] = []
  let missing = quantity
  for (const shelf of shelves) {
    const taken = Math.min(shelf.left, missing)
    if (taken === 0) continue
    shelf.left -= taken
    missing -= taken
    const { variantId, locationId } = shelf.row
    takes.push({ orderId: demand.orderId, storeId: demand.storeId, variantId, locationId, quantity: taken })
  }
  return takes
}
