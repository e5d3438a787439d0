import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import t from 'tap'
import { Database } from '#platform/db.ts'
import { FreshPlans } from '#platform/fresh-plans.ts'
import { createTestDatabase } from '#test/support/database.ts'

t.test('a connection keeps its plans for seconds at first, and for minutes when it is old', async (t) => {
  const clock = { now: 1_000 }
  const plans = new FreshPlans(() => clock.now)
  const [one, other] = [{}, {}]
  t.equal(plans.areDue(one), false, 'a new connection has none yet')
  const kept: number[] = []
  for (let began = clock.now; kept.length < 12; clock.now += 500) {
    if (!plans.areDue(one)) continue
    kept.push((clock.now - began) / 1_000)
    began = clock.now
  }
  t.strictSame(kept, [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600])
  t.equal(plans.areDue(other), false, 'each connection has an age of its own')
})

const READ = {
  name: 'shelves_read',
  text: `select s.id from unnest($1::uuid[]) as w (id) join shelves s on s.id = w.id and s.store_id = any ($2::uuid[])`,
}

t.test('what was planned for an almost empty table is planned anew when the table has grown', async (t) => {
  const { url } = await createTestDatabase(t)
  const admin = new Client({ connectionString: url })
  await admin.connect()
  t.teardown(() => admin.end())
  await admin.query(`create table shelves (id uuid primary key, store_id uuid not null, name text) with (autovacuum_enabled = off);
    create index shelves_by_store on shelves (store_id); grant all on shelves to dukkan_system`)
  const database = new Database({ url, poolSize: 1, applicationName: 'test' })
  t.teardown(() => database.close())
  const storeId = randomUUID()
  const planned = () =>
    database.asSystem(async (tx) => {
      await tx.query(READ, [[randomUUID()], [storeId]])
      const rows = await tx.query<{ 'QUERY PLAN': string }>(`explain execute shelves_read('{}', '{${storeId}}')`)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })
  await admin.query(`insert into shelves select gen_random_uuid(), '${storeId}', 'x' from generate_series(1, 5)`)
  t.match(await planned(), /shelves_by_store/, 'few are all read')
  await admin.query(
    `insert into shelves select gen_random_uuid(), '${storeId}', repeat('x', 200) from generate_series(1, 30000)`,
  )
  await sleep(2_100)
  t.match(await planned(), /shelves_pkey/, 'many are looked up one by one')
})
