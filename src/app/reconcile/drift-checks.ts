import { type DueOrder, dueOf, fulfillmentStatusOf, type LineQuantities } from '#modules/orders/index.ts'
import { type LedgerEntry, paymentStatusOf } from '#modules/payments/index.ts'
import type { Tx } from '#platform/db.ts'
import { type Broken, type Check, foundIn, sqlCheck } from './check.ts'

/** Whether what is kept for quick reading still says what the facts behind it say. */
export const driftChecks: readonly Check[] = [
  {
    invariant: 'drift',
    says: 'payment and fulfillment status are what ledger and lines come to',
    level: 'broken',
    fix: 'Report this with the order; its ledger and its lines are what counts.',
    find: async (tx) => foundIn(await findDriftedOrders(tx)),
  },
  sqlCheck({
    invariant: 'drift',
    says: 'a change of the catalog reaches Meta within a quarter of an hour',
    level: 'look',
    fix: 'See the store’s problems and run `dukkan doctor`: Meta refuses the item, or the catalog cannot be reached.',
    sql: `select store_id, 'variant ' || variant_id, jsonb_build_object('attempts', attempts, 'errors', errors)
      from catalog_items where dirty_since < clock_timestamp() - make_interval(secs => 900 + $1)`,
  }),
  sqlCheck({
    invariant: 'drift',
    says: 'everything by the clock runs',
    fix: 'See that a worker runs; `last_error` of the schedule says what fails.',
    sql: `select null::uuid, job || ' ' || subject, jsonb_build_object('dueSince', next_run_at, 'lastError', last_error)
      from schedule where next_run_at < clock_timestamp() - make_interval(secs => 600 + $1)
        and coalesce(locked_until, '-infinity') < clock_timestamp()
        -- Whose turn it is to speak for a catalog, and how many calls it has left: nothing that runs by itself.
        and job not in ('catalog.line', 'catalog.calls')`,
  }),
]

type OrderBooks = Omit<DueOrder, 'lines'> & {
  id: string
  storeId: string
  paymentStatus: string
  fulfillmentStatus: string
  entries: LedgerEntry[]
  lines: (LineQuantities & DueOrder['lines'][number])[]
}

const PAGE = 1_000

async function findDriftedOrders(tx: Tx): Promise<Broken[]> {
  const broken: Broken[] = []
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await tx.query<OrderBooks>(READ_BOOKS, [after, PAGE])
    const last = page.at(-1)
    if (last === undefined) return broken
    broken.push(...page.flatMap(driftOf))
    after = last.id
  }
}

function driftOf(order: OrderBooks): Broken[] {
  const payment = paymentStatusOf(order.entries, { total: dueOf(order) })
  const fulfillment = fulfillmentStatusOf(order.lines)
  if (payment === order.paymentStatus && fulfillment === order.fulfillmentStatus) return []
  const { id, storeId, paymentStatus, fulfillmentStatus } = order
  const details = { said: { paymentStatus, fulfillmentStatus }, cameTo: { payment, fulfillment } }
  return [{ storeId, subject: `order ${id}`, details }]
}

const READ_BOOKS = `select o.id, o.store_id as "storeId", o.total, o.payment_status as "paymentStatus", o.payment_method as "paymentMethod",
    o.fulfillment_status as "fulfillmentStatus",
    (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'amount', l.amount, 'externalId', l.external_id)
      order by l.at, l.id), '[]') from payment_ledger l where l.order_id = o.id) as entries,
    (select coalesce(jsonb_agg(jsonb_build_object('quantity', n.quantity, 'canceledQuantity', n.canceled_quantity,
      'total', n.total, 'discount', n.discount, 'tax', n.tax,
      'shippedQuantity', n.shipped_quantity, 'deliveredQuantity', n.delivered_quantity,
      'returnedQuantity', n.returned_quantity)), '[]') from order_lines n where n.order_id = o.id) as lines
  from orders o where o.id > $1 order by o.id limit $2`
