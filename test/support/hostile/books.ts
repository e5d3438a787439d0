import { findStockDrift } from '#modules/catalog/index.ts'
import { type DueOrder, dueOf } from '#modules/orders/index.ts'
import { type LedgerEntry, paymentStatusOf } from '#modules/payments/index.ts'
import type { Database } from '#platform/db.ts'
import { type Deliveries, messageKey, statusKey } from './webhooks.ts'

/** What the books of the shop must say whatever was sent at it; each complaint is a sentence. */
export async function complaintsOfBooks(database: Database): Promise<string[]> {
  const complaints: string[] = []
  for (const [promise, sql] of Object.entries(PROMISES)) {
    const rows = await database.system<object>(`${sql} limit 5`)
    if (rows.length > 0) complaints.push(`${promise}: ${JSON.stringify(rows)}`)
  }
  const drift = await database.asSystem(findStockDrift)
  if (drift.length > 0)
    complaints.push(`stock counters agree with movements and holds: ${JSON.stringify(drift.slice(0, 5))}`)
  return [...complaints, ...(await complaintsOfLedger(database))]
}

const PROMISES: Record<string, string> = {
  'an order is the sum of its lines': `select o.id from orders o left join order_lines l on l.order_id = o.id
    group by o.id having o.subtotal <> coalesce(sum(l.total), 0)`,
  'a total adds up':
    'select id from orders where total <> subtotal - discount + tax + delivery + rounding or total < 0',
  'order numbers of a store have no gap': `select store_id from orders group by store_id having max(number) - min(number) + 1 <> count(*)`,
  'nothing is sold that is not there': 'select variant_id from stock where on_hand < 0 or held < 0 or committed < 0',
  'no more is shipped than was ordered':
    'select id from order_lines where shipped_quantity + canceled_quantity > quantity',
  'a parcel holds what its lines count as shipped': `select l.id from order_lines l
    left join shipment_lines s on s.order_line_id = l.id
    left join shipments p on p.id = s.shipment_id and p.status <> 'canceled'
    group by l.id having l.shipped_quantity > coalesce(sum(s.quantity), 0)`,
  'an order that is over keeps nothing from others': `select o.id from holds h join orders o on o.id = h.order_id
    where h.state in ('held', 'committed') and o.status in ('expired', 'canceled', 'completed')`,
  'one cart is one order': 'select cart_id from orders group by cart_id having count(*) > 1',
  'one order has one open payment': `select order_id from payment_attempts
    where state in ('creating', 'open', 'processing') group by order_id having count(*) > 1`,
  'what is refunded was paid': `select order_id from payment_ledger group by order_id
    having coalesce(sum(amount) filter (where kind = 'refund'), 0) > coalesce(sum(amount) filter (where kind in ('charge', 'cash_collected')), 0)`,
  'no refund is decided beyond what was paid by card': `select r.order_id from refunds r where r.state <> 'failed'
    group by r.order_id having sum(r.amount) > (select coalesce(sum(amount), 0) from payment_ledger l
      where l.order_id = r.order_id and l.kind = 'charge')`,
  'a message of one cause and slot is one': `select store_id, cause_kind, cause_id, slot from messages
    group by 1, 2, 3, 4 having count(*) > 1`,
  'every row belongs to the store of its shopper': `select o.id from orders o join shoppers s on s.id = o.shopper_id where s.store_id <> o.store_id
    union all select m.id from messages m join shoppers s on s.id = m.shopper_id where s.store_id <> m.store_id
    union all select c.id from carts c join shoppers s on s.id = c.shopper_id where s.store_id <> c.store_id`,
  'no message and no notice waits': `select id, kind, last_error from inbox
    where kind in ('message', 'notice') and outcome is null`,
  'nothing is given up but what Stripe never explained': `select id, kind, last_error from inbox
    where kind <> 'stripe' and outcome = 'dead'`,
  // A status may be faster than our own row, a payment than our session: they are tried again for a while.
  'everything else has had its turn': `select id, kind from inbox
    where outcome is null and retry_at is null and kind in ('status', 'stripe')`,
  'no event waits or is dead': `select id, type, outcome, last_error from events where outcome is null or outcome = 'dead'`,
  'what arrived and did not count says why': `select id, outcome from inbox where outcome is not null and outcome !~ '^[a-z_]+(:[a-z0-9_ -]+)?$'`,
}

async function complaintsOfLedger(database: Database): Promise<string[]> {
  const rows = await database.system<DueOrder & { id: string; paymentStatus: string; entries: LedgerEntry[] }>(
    `select o.id, o.total, o.payment_method as "paymentMethod", o.payment_status as "paymentStatus",
      (select coalesce(jsonb_agg(jsonb_build_object('quantity', n.quantity, 'canceledQuantity', n.canceled_quantity,
        'total', n.total, 'discount', n.discount, 'tax', n.tax)), '[]') from order_lines n where n.order_id = o.id) as lines,
      coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'amount', l.amount, 'externalId', l.external_id) order by l.at, l.id)
        filter (where l.id is not null), '[]') as entries
     from orders o left join payment_ledger l on l.order_id = o.id group by o.id`,
  )
  return rows.flatMap(({ id, total, paymentMethod, lines, paymentStatus, entries }) => {
    const wanted = paymentStatusOf(entries, { total: dueOf({ total, paymentMethod, lines }) })
    return wanted === paymentStatus
      ? []
      : [`the money of order ${id} is ${paymentStatus} and its ledger says ${wanted}`]
  })
}

type Said = Record<string, unknown>
type Taken = { kind: string; body: { number: string | null; message?: Said; status?: Said } }

/** What was answered 200 is in the database, all of it and nothing else; `since` is the last row of before. */
export async function complaintsOfInbox(database: Database, deliveries: Deliveries, since: number): Promise<string[]> {
  const envelopes = await database.system<{ digest: string; source: string }>(
    `select encode(digest, 'hex') as digest, source from envelopes`,
  )
  const kept = new Set(envelopes.map(({ digest }) => digest))
  const complaints: string[] = []
  const lost = [...deliveries.taken.keys()].filter((digest) => !kept.has(digest))
  if (lost.length > 0) complaints.push(`${lost.length} bodies were answered 200 and are not kept`)
  const smuggled = [...deliveries.refused].filter((digest) => kept.has(digest) && !deliveries.taken.has(digest))
  if (smuggled.length > 0) complaints.push(`${smuggled.length} bodies were refused and are kept`)
  const rows = await database.system<Taken>(
    `select kind, body from inbox where id > $1 and source = 'whatsapp' and kind in ('message', 'status')`,
    [since],
  )
  const messages = rows
    .filter(({ kind }) => kind === 'message')
    .map(({ body }) => messageKey(body.number, body.message?.id))
  complaints.push(...compared('messages', messages, deliveries.messages))
  const statuses = rows.filter(({ kind }) => kind === 'status').map(({ body }) => statusKey(body.status ?? {}))
  complaints.push(...missing('statuses', statuses, deliveries.statuses))
  return complaints
}

/** Rows and what was sent are the same set, and no row is there twice. */
function compared(what: string, rows: readonly string[], sent: ReadonlySet<string>): string[] {
  const seen = new Set(rows)
  const extra = rows.filter((key) => !sent.has(key))
  const complaints = missing(what, rows, sent)
  if (seen.size !== rows.length) complaints.push(`${rows.length - seen.size} ${what} are there twice`)
  if (extra.length > 0) complaints.push(`${extra.length} ${what} that nobody sent, such as ${extra[0]}`)
  return complaints
}

/** The sandbox reports statuses of its own, so for them only what is missing counts. */
function missing(what: string, rows: readonly string[], sent: ReadonlySet<string>): string[] {
  const seen = new Set(rows)
  const lost = [...sent].filter((key) => !seen.has(key))
  return lost.length === 0 ? [] : [`${lost.length} ${what} that were sent are not there, such as ${lost[0]}`]
}

/** What changes by itself: a key is used, and Meta comes back to its reviews when it likes. */
const ownTime: Record<string, readonly string[]> = {
  api_keys: ['last_used_at'],
  catalog_items: ['checked_at', 'review_status', 'review_reasons'],
}

/** Every row of a store, table by table, but for what being refused may touch. */
export async function digestOfStore(database: Database, storeId: string): Promise<Map<string, string>> {
  const tables = await database.system<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'store_id' and table_name <> 'idempotency_keys' order by 1`,
  )
  const digests = new Map<string, string>()
  for (const { name } of [...tables, { name: 'stores' }]) {
    const own = name === 'stores' ? 'id' : 'store_id'
    const row = `(to_jsonb(t) - '{${(ownTime[name] ?? []).join(',')}}'::text[])::text`
    const [found] = await database.system<{ digest: string | null }>(
      `select md5(string_agg(${row}, '|' order by ${row})) as digest from ${name} t where ${own} = $1`,
      [storeId],
    )
    digests.set(name, found?.digest ?? '')
  }
  return digests
}

export function changedTables(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...after.keys()].filter((name) => before.get(name) !== after.get(name))
}
