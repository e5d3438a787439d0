import { randomUUID } from 'node:crypto'
import t, { type Test } from 'tap'
import { cardInEnglish, cashInArabic } from '#app/demo/plays.ts'
import { formatVerdicts } from '#app/reconcile/format-verdicts.ts'
import { exitCodeOf, reconcile, type Verdict } from '#app/reconcile/reconcile.ts'
import { references } from '#app/reconcile/wall-checks.ts'
import { Database } from '#platform/db.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { openShop, type Shop } from '#test/support/shop.ts'

/** A shop that has sold by card and for cash, sent both parcels, and waits for a third shopper's card. */
async function openSoldShop(t: Test): Promise<Shop> {
  const shop = await openShop(t)
  const { url, apiKey, sandbox, store } = shop
  const asCourier = { url, apiKey, sandboxUrl: sandbox.url, phoneNumberId: store.phoneNumberId }
  await cardInEnglish(asCourier)
  await cashInArabic(asCourier)
  const phone = await shop.phone({ name: 'Omar' })
  await phone.say('Hello')
  const variants = await shop.query<{ retailer_id: string }>('select retailer_id from variants order by id limit 1')
  await phone.order([{ retailerId: variants[0]?.retailer_id ?? '', quantity: 2 }])
  await phone.say('Al Olaya, King Fahd Road, building 12, Riyadh')
  await phone.tap('Pay')
  await shop.control('/quiet')
  await shop.until(async () => (await shop.query(OPEN)).length === 0, 'the shop is at rest')
  await shop.closeWorkers()
  return shop
}

const OPEN = `select 1 from inbox where outcome is null union all select 1 from events where outcome is null
  union all select 1 from messages where state in ('queued', 'sending', 'in_doubt', 'accepted')`

const reasonsIn = (verdicts: readonly Verdict[]) =>
  verdicts.filter(({ count }) => count > 0).map(({ invariant, says }) => `${invariant}: ${says}`)

/** What a bug or a hand in the database would do, and the rule that tells of it. */
const breaches: readonly (readonly [says: string, sql: string])[] = [
  [
    'goods are given back a minute after their hold has ended',
    `update holds set expires_at = now() - interval '1 hour' where state = 'held'`,
  ],
  [
    'what is held and promised is what the orders hold',
    `update holds set quantity = quantity + 1 where state = 'held'`,
  ],
  [
    'goods are held for orders that wait for payment and promised to orders that stand',
    `update holds set state = 'committed' where state = 'held'`,
  ],
  ['each shelf holds what its movements add up to', 'update stock set on_hand = on_hand + 1'],
  [
    'everything that arrived has come to one outcome',
    `update inbox set outcome = null, outcome_at = null where id = (select min(id) from inbox)`,
  ],
  [
    'an outcome is one of those that exist, and has its time',
    `update inbox set outcome = 'perhaps' where id = (select max(id) from inbox)`,
  ],
  [
    'nothing that arrived was given up',
    `update inbox set outcome = 'dead' where id = (select max(id) from inbox where kind = 'message')`,
  ],
  [
    'every event of the shop was told to its listeners',
    `update events set outcome = null where id = (select min(id) from events)`,
  ],
  [
    'every message is on its way, has left or has ended',
    `update messages set state = 'sending', locked_until = now() - interval '1 hour' where cause_kind = 'shipment'`,
  ],
  [
    'every status speaks of a message of ours',
    `update inbox set outcome = 'orphan' where id = (select min(id) from inbox where kind = 'status')`,
  ],
  [
    'an order is placed once',
    `insert into order_history (store_id, order_id, axis, from_status, to_status, actor)
      select store_id, id, 'order', 'awaiting_payment', 'placed', 'system:test' from orders where status = 'completed'`,
  ],
  [
    'an order’s history is a path of legal moves that ends where the order stands',
    `insert into order_history (store_id, order_id, axis, from_status, to_status, actor)
      select store_id, id, 'order', 'completed', 'canceled', 'system:test' from orders where status = 'completed'`,
  ],
  [
    'an order is confirmed once',
    `insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, slot, purpose, language, content, state)
      select gen_random_uuid(), store_id, shopper_id, shard, cause_kind, cause_id, 7, purpose, language, content, state
      from messages where content ->> 'notice' = 'order_confirmed'`,
  ],
  ['a cart is ordered once, and only an ordered cart has an order', `update carts set status = 'abandoned'`],
  [
    'a charge belongs to a paid attempt of the same amount, and a paid attempt has one charge',
    `update payment_attempts set state = 'failed' where state = 'paid'`,
  ],
  ['Stripe is asked for an order’s total and nothing else', 'update payment_attempts set amount = amount + 100'],
  [
    'an order paid by card stands on a charge of its total',
    `update orders set payment_method = 'card' where payment_method = 'cash_on_delivery'`,
  ],
  [
    'never more goes back than came in',
    `insert into refunds (id, store_id, order_id, attempt_id, amount, currency, reason, state, request_key)
      select gen_random_uuid(), store_id, order_id, id, amount * 2, currency, 'owner_request', 'pending', 'test'
      from payment_attempts`,
  ],
  [
    'a closed order has no payment page that is still open',
    `update payment_attempts set state = 'superseded', closed_at = null, checked_at = now() - interval '1 hour'`,
  ],
  [
    'each step of a parcel was told or has a reason why not',
    `insert into tracking_events (id, store_id, shipment_id, dedupe_key, status, raw_status, occurred_at)
      select gen_random_uuid(), store_id, id, 'test', 'exception', 'exception', now() from shipments`,
  ],
  [
    'after the delivery only a return is told',
    `insert into events (store_id, type, subject_id, payload, shard, outcome, outcome_at)
      select store_id, 'shipment.milestone', id, '{"milestone": "exception"}', 0, 'handled', now() from shipments`,
  ],
  [
    'a step that is to be told has its one message',
    `insert into shipment_notices (shipment_id, milestone, store_id, decided, at)
      select id, 'ready_for_pickup', store_id, 'told', now() - interval '1 hour' from shipments`,
  ],
  [
    'no more was packed than was ordered, and lines count what their parcels hold',
    'update shipment_lines set quantity = quantity + 1',
  ],
  [
    'what is said about an order is said to its shopper',
    `update messages m set shopper_id = s.id from shoppers s where m.cause_kind = 'order' and s.id <> m.shopper_id`,
  ],
  ['no row of a store names a row of another', `update messages set store_id = '${randomUUID()}'`],
  [
    'payment and fulfillment status are what ledger and lines come to',
    `update orders set payment_status = 'failed', fulfillment_status = 'returned'`,
  ],
  [
    'a change of the catalog reaches Meta within a quarter of an hour',
    `update catalog_items set dirty_since = now() - interval '1 day'`,
  ],
  ['everything by the clock runs', `update schedule set next_run_at = now() - interval '1 day'`],
  [
    'an order’s lines, discounts, tax and delivery add up to its total',
    `set role none; alter table orders drop constraint orders_total_adds_up; set role dukkan_system;
      update orders set total = total + 1`,
  ],
  [
    'money that came for a canceled or expired order goes back',
    `set role none; alter table orders disable trigger orders_legal_moves; set role dukkan_system;
      update orders set status = 'canceled', payment_status = 'paid', updated_at = now() - interval '1 hour'
      where status = 'awaiting_payment'; delete from refunds`,
  ],
]

t.test('the books of a shop that has sold agree, and each way to break them is told by its rule', async (t) => {
  const shop = await openSoldShop(t)
  await using database = new Database({ url: shop.transport.url, poolSize: 1, applicationName: 'test' })
  const before = await reconcile(database, 0)
  t.strictSame(reasonsIn(before), [], 'nothing is broken by buying and selling')
  t.equal(exitCodeOf(before), 0)
  t.match(formatVerdicts(before), /The books agree\.$/)
  await shop.query(`update shipment_notices set at = at + interval '8 minutes' where milestone <> 'delivered'`)
  t.strictSame(reasonsIn(await reconcile(database, 0)), [], 'nor by workers whose clocks differ')
  const saying = (verdicts: readonly Verdict[], says: string) => verdicts.find((verdict) => verdict.says === says)
  for (const [says, sql] of breaches) {
    const whole = saying(await reconcile(database, 0), says)?.count
    await shop.query(sql)
    const verdict = saying(await reconcile(database, 0), says)
    t.ok((verdict?.count ?? 0) > (whole ?? Number.POSITIVE_INFINITY), says)
    t.ok((verdict?.examples.length ?? 0) > 0, 'with an example')
  }
  t.strictSame(
    before.map(({ says }) => says).toSorted(),
    breaches.map(([says]) => says).toSorted(),
    'every rule was broken once',
  )
  const after = await reconcile(database, 0)
  t.equal(exitCodeOf(after), 1)
  t.match(formatVerdicts(after), /FAIL {2}I7 .* not so for \d+\n {6}variant .*\n[\s\S]* rules are broken\.$/)
})

t.test('what is on its way within the grace is not held against anybody', async (t) => {
  const { url } = await createTestDatabase(t)
  await using database = new Database({ url, poolSize: 1, applicationName: 'test' })
  await database.system(
    `insert into inbox (source, kind, dedupe_key, shard, body) values ('stripe', 'stripe', 'a', 1, '{}')`,
  )
  t.strictSame(reasonsIn(await reconcile(database, 60)), [])
  t.strictSame(reasonsIn(await reconcile(database, 0)), ['I2: everything that arrived has come to one outcome'])
})

t.test('reconciling reads and never writes', async (t) => {
  const { url } = await createTestDatabase(t)
  await using database = new Database({ url, poolSize: 1, applicationName: 'test' })
  const tried: string[] = []
  const watched = {
    asSystem: <T>(work: Parameters<Database['asSystem']>[0]) =>
      database.asSystem(async (tx) => {
        const found = await work(tx)
        await tx.query('savepoint before')
        await tx.query('delete from events').catch((error: Error) => tried.push(error.message))
        await tx.query('rollback to before')
        return found as T
      }),
  }
  await reconcile(watched as Database, 0)
  t.match(tried, [/read-only transaction/])
})

t.test('every column that names a row with a store is held against the wall', async (t) => {
  const { url } = await createTestDatabase(t)
  await using database = new Database({ url, poolSize: 1, applicationName: 'test' })
  const columns = await database.system<{ name: string }>(`
    select a.attrelid::regclass || '.' || a.attname as name from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    where a.atttypid = 'uuid'::regtype and not a.attisdropped and a.attname ~ '(_id|_into)$' and a.attname <> 'store_id'
    order by 1`)
  const polymorphic = ['events.subject_id', 'idempotency_keys.principal_id']
  const known = [...references.map(([table, column]) => `${table}.${column}`), ...polymorphic].toSorted()
  t.strictSame(columns.map(({ name }) => name).toSorted(), known)
})
