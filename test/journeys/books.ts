import type { Test } from 'tap'
import type { Shop } from '#test/support/shop.ts'
import { until } from '#test/support/until.ts'

type Sent = {
  to: string
  path: string
  body: { biz_opaque_callback_data?: string; status?: string }
  status: number
  fault?: string
}

export type Allowances = {
  /** Outcomes of messages that may be there beside those that arrived, such as `failed`. */
  states?: readonly string[]
  /** Poison that was planted on purpose. */
  deadEvents?: number
}

/** Waits until the shop has nothing left to do but wait for people and clocks. */
export async function settle(shop: Shop): Promise<void> {
  const open = `select 'inbox ' || id as what from inbox where outcome is null
    union all select 'event ' || type from events where outcome is null
    union all select 'message ' || purpose from messages where state in ('queued', 'sending', 'in_doubt', 'accepted')`
  await until(async () => (await shop.query(open)).length === 0, 'the shop has done all it was asked', 30_000)
  await shop.control('/quiet')
}

/** What must be true of every shop after whatever happened: nothing lost, nothing doubled, every count a sum. */
export async function checkBooks(t: Test, shop: Shop, allowed: Allowances = {}): Promise<void> {
  await settle(shop)
  await t.test('the books are in order', async (t) => {
    await checkWork(t, shop, allowed)
    await checkStock(t, shop)
    await checkMoney(t, shop)
    await checkSending(t, shop)
  })
}

async function checkWork(t: Test, shop: Shop, { states = [], deadEvents = 0 }: Allowances): Promise<void> {
  const dead = await shop.query(`select id from inbox where outcome = 'dead' union all
    select id from events where outcome = 'dead'`)
  t.equal(dead.length, deadEvents, 'only planted poison is given up')
  const usual = ['sent', 'delivered', 'read', ...states]
  const odd = 'select purpose, state, error_code, error_details from messages where state <> all ($1)'
  t.strictSame(await shop.query(odd, [usual]), [], 'every message arrived')
  const late = `select m.purpose from messages m where m.cause_kind = 'inbox'
    and m.slot <> 9 group by m.purpose, m.cause_id having count(*) > 1`
  t.strictSame(await shop.query(late), [], 'no message of a shopper has two answers')
}

async function checkStock(t: Test, shop: Shop): Promise<void> {
  const offBooks = `select s.variant_id, s.on_hand, s.held, s.committed, m.*
    from stock s left join lateral (
      select coalesce(sum(on_hand_change), 0)::int as moved_on_hand, coalesce(sum(held_change), 0)::int as moved_held,
        coalesce(sum(committed_change), 0)::int as moved_committed
      from stock_movements where variant_id = s.variant_id and location_id = s.location_id) m on true
    where (s.on_hand, s.held, s.committed) <> (m.moved_on_hand, m.moved_held, m.moved_committed)`
  t.strictSame(await shop.query(offBooks), [], 'stock is the sum of its movements')
  const offHolds = `select s.variant_id, s.held, s.committed, h.* from stock s left join lateral (
      select coalesce(sum(quantity) filter (where state = 'held'), 0)::int as still_held,
        coalesce(sum(quantity - shipped_quantity) filter (where state = 'committed'), 0)::int as still_committed
      from holds where variant_id = s.variant_id and location_id = s.location_id) h on true
    where (s.held, s.committed) <> (h.still_held, h.still_committed)`
  t.strictSame(await shop.query(offHolds), [], 'what is set aside belongs to somebody')
  const idle = `select o.number, o.status, h.state from holds h join orders o on o.id = h.order_id
    where h.state in ('held', 'committed') and o.status in ('expired', 'canceled', 'completed')`
  t.strictSame(await shop.query(idle), [], 'orders that are over keep nothing from others')
}

async function checkMoney(t: Test, shop: Shop): Promise<void> {
  const unpaid = `select o.number, o.payment_status from orders o where o.payment_status = 'paid' and o.total <> (
    select coalesce(sum(case when kind in ('charge', 'cash_collected') then amount
      when kind = 'refund' then -amount else 0 end), 0) from payment_ledger where order_id = o.id)`
  t.strictSame(await shop.query(unpaid), [], 'a paid order was paid in full')
  const confirmations = `select cause_id from messages where purpose = 'order_confirmed' group by 1 having count(*) > 1`
  t.strictSame(await shop.query(confirmations), [], 'no order is confirmed twice')
  const gaps = `select store_id from orders group by store_id having max(number) - min(number) + 1 <> count(*)`
  t.strictSame(await shop.query(gaps), [], 'order numbers have no gap')
  const paths = `select h.order_id from order_history h where axis = 'order' and to_status = 'placed'
    group by h.order_id, h.from_status having count(*) > 1 and h.order_id not in (
      select order_id from order_history where to_status = 'on_hold')`
  t.strictSame(await shop.query(paths), [], 'no order is placed twice')
}

/** Compares what Meta took with what the shop wrote down. */
async function checkSending(t: Test, shop: Shop): Promise<void> {
  const accepted = (await sendings(shop)).filter(({ status }) => status === 200)
  const ids = accepted.map(messageIdOf)
  const written = await shop.query<{ id: string; shopper_id: string; seq: number }>(
    'select id, shopper_id, seq from messages order by seq',
  )
  const known = new Map(written.map((message) => [message.id, message]))
  t.strictSame(
    ids.filter((id) => !known.has(id)),
    [],
    'nothing is sent that was not written down first',
  )
  t.equal(new Set(ids).size, ids.length, 'Meta takes no message twice')
  const lastSeq = new Map<string, number>()
  const overtaking = ids.filter((id) => {
    const { shopper_id = '', seq = 0 } = known.get(id) ?? {}
    const late = seq < (lastSeq.get(shopper_id) ?? 0)
    lastSeq.set(shopper_id, Math.max(seq, lastSeq.get(shopper_id) ?? 0))
    return late
  })
  t.strictSame(overtaking, [], 'to each shopper messages leave in the order they were written')
}

/** Every attempt to send a message, as Meta saw it. */
export async function sendings(shop: Shop): Promise<Sent[]> {
  const { entries } = (await shop.control('/journal?kind=graph')) as { entries: Sent[] }
  return entries.filter(({ path, body }) => /\/messages$/.test(path) && body?.status !== 'read')
}

function messageIdOf({ body }: Sent): string {
  return body.biz_opaque_callback_data?.split('.')[0] ?? 'nameless'
}
