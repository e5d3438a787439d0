import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Database, narrowTo, type Tx } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { createTestDatabase } from '#test/support/database.ts'

const [a, b] = [randomUUID(), randomUUID()] as [string, string]
const subjectId = randomUUID()

async function open(t: Tap): Promise<Database> {
  const { url } = await createTestDatabase(t)
  const database = new Database({ url, poolSize: 2, applicationName: 'test' })
  t.teardown(() => database.close())
  for (const storeId of [a, b]) {
    await database.inStores([storeId], (tx) => emit(tx, [{ storeId, type: 'thing.happened', subjectId }]))
  }
  return database
}

type Tap = { teardown: (handler: () => Promise<void>) => unknown }

const storesSeen = async (tx: Tx) =>
  (await tx.query<{ store_id: string }>('select store_id from events order by id')).map((row) => row.store_id)

t.test('a transaction sees the rows of its store and no others, with no where clause to help it', async (t) => {
  const database = await open(t)
  t.strictSame(await database.inStores([a], storesSeen), [a])
  t.strictSame(await database.inStores([a, b], storesSeen), [a, b])
  t.strictSame(await database.inStores([], storesSeen), [])
})

t.test('a foreign row can be neither written, nor moved, nor removed', async (t) => {
  const database = await open(t)
  await t.rejects(
    database.inStores([a], (tx) => emit(tx, [{ storeId: b, type: 'thing.forged', subjectId }])),
    /row-level security/,
  )
  await t.rejects(
    database.inStores([a], (tx) => tx.query('update events set store_id = $1', [b])),
    /row-level security/,
  )
  t.equal(await database.inStores([a], (tx) => tx.run('delete from events where store_id = $1', [b])), 0)
})

t.test('the view of one request does not leak into the next on the same connection', async (t) => {
  const database = await open(t)
  const requests = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? a : b))
  const seen = await Promise.all(requests.map((storeId) => database.inStores([storeId], storesSeen)))
  t.strictSame(
    seen,
    requests.map((storeId) => [storeId]),
  )
})

t.test('a queue that narrowed itself is walled in for the rest of its transaction', async (t) => {
  const database = await open(t)
  await database.asSystem(async (tx) => {
    t.strictSame(await storesSeen(tx), [a, b])
    await narrowTo(tx, [b])
    t.strictSame(await storesSeen(tx), [b])
  })
  t.strictSame(await database.asSystem(storesSeen), [a, b])
})

t.test('history cannot be rewritten, not even by the queues', async (t) => {
  const database = await open(t)
  for (const table of ['audit_log', 'order_history', 'payment_ledger', 'stock_movements']) {
    await t.rejects(database.system(`delete from ${table}`), /permission denied|append-only/, table)
  }
})
