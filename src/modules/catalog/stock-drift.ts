import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { Chore, WorkTools } from '#platform/work.ts'
import { publicId } from '#shared/ids.ts'

const code = 'stock-drift'
const dayMs = 24 * 60 * 60_000

type Counts = { onHand: number; held: number; committed: number }

export type StockDrift = {
  storeId: string
  variantId: string
  locationId: string
  counted: Counts
  /** Sums of the movements. */
  moved: Counts
  /** What the orders' holds add up to. */
  promised: Omit<Counts, 'onHand'>
}

/** Rows of stock that disagree with the movements or the holds behind them: there are none unless a bug made one. */
export function findStockDrift(tx: Tx): Promise<StockDrift[]> {
  return tx.query<StockDrift>(FIND_DRIFT)
}

/** Once a day: tells the owners of drift, and takes it back when it is gone. Nothing is mended without a person. */
export function stockDriftChore(): Chore {
  return { name: 'catalog.stock-drift', everyMs: dayMs, run: reportDrift }
}

async function reportDrift({ database, environment, log }: WorkTools): Promise<void> {
  const now = environment.now()
  await database.asSystem(async (tx) => {
    const drifts = await findStockDrift(tx)
    if (drifts.length > 0) log.error({ variants: drifts.length, examples: examplesOf(drifts) }, 'stock has drifted')
    for (const drift of drifts) {
      await raiseProblem(tx, drift.storeId, { id: environment.newId(), ...problemOf(drift), now })
    }
    const drifting = new Set(drifts.map((drift) => `${drift.storeId} ${subjectOf(drift)}`))
    for (const { storeId, subject } of await tx.query<{ storeId: string; subject: string }>(FIND_OPEN, [code])) {
      if (!drifting.has(`${storeId} ${subject}`)) await resolveProblem(tx, storeId, { code, subject, now })
    }
  })
}

const MOST_EXAMPLES = 5

/** Where to begin to look; the problems of the stores name all of them. */
function examplesOf(drifts: readonly StockDrift[]): Pick<StockDrift, 'storeId' | 'variantId'>[] {
  return drifts.slice(0, MOST_EXAMPLES).map(({ storeId, variantId }) => ({ storeId, variantId }))
}

function problemOf(drift: StockDrift) {
  const { counted, moved, promised } = drift
  return {
    code,
    subject: subjectOf(drift),
    details: { counted, moved, promised },
    fix: 'Count the shelf, compare with the open orders, and report this: the stock counters disagree with their history.',
  }
}

function subjectOf({ variantId, locationId }: StockDrift): string {
  return `${publicId('variant', variantId)} ${publicId('location', locationId)}`
}

const FIND_DRIFT: Statement = {
  name: 'stock_find_drift',
  text: `select s.store_id as "storeId", s.variant_id as "variantId", s.location_id as "locationId",
      jsonb_build_object('onHand', s.on_hand, 'held', s.held, 'committed', s.committed) as counted,
      jsonb_build_object('onHand', coalesce(m.on_hand, 0), 'held', coalesce(m.held, 0),
        'committed', coalesce(m.committed, 0)) as moved,
      jsonb_build_object('held', coalesce(h.held, 0), 'committed', coalesce(h.committed, 0)) as promised
    from stock s
    left join (
      select variant_id, location_id, sum(on_hand_change) as on_hand, sum(held_change) as held,
        sum(committed_change) as committed
      from stock_movements group by variant_id, location_id
    ) m using (variant_id, location_id)
    left join (
      select variant_id, location_id, sum(quantity) filter (where state = 'held') as held,
        sum(quantity - shipped_quantity) filter (where state = 'committed') as committed
      from holds where state in ('held', 'committed') group by variant_id, location_id
    ) h using (variant_id, location_id)
    where (s.on_hand, s.held, s.committed)
        is distinct from (coalesce(m.on_hand, 0), coalesce(m.held, 0), coalesce(m.committed, 0))
      or (s.held, s.committed) is distinct from (coalesce(h.held, 0), coalesce(h.committed, 0))`,
}

const FIND_OPEN: Statement = {
  name: 'stock_open_drift_problems',
  text: `select store_id as "storeId", subject from store_problems where code = $1 and resolved_at is null`,
}
