import { readFileSync, writeFileSync } from 'node:fs'
import { Client } from 'pg'
import t from 'tap'
import { migrate, migrationState } from '#app/orm.ts'
import { pendingMigrations } from '#app/pending-migrations.ts'
import { migrations } from '#migrations/index.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { dumpSchema } from '#test/support/schema-dump.ts'

const DUMP = 'migrations/schema.txt'

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

async function connect(t: Teardown, url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

t.test('the migrations make the schema that the repository says they make', async (t) => {
  const { url } = await createTestDatabase(t)
  const dump = await dumpSchema(await connect(t, url))
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(DUMP, dump)
  t.equal(dump, readFileSync(DUMP, 'utf8'), `run UPDATE_SCHEMA=1 node test/app/schema.test.ts after adding a migration`)
})

t.test('migrating again, even twice at once, changes nothing', async (t) => {
  const { url } = await createTestDatabase(t)
  t.strictSame(await Promise.all([migrate(url), migrate(url)]), [[], []])
  const state = await migrationState(url)
  t.strictSame(state, { applied: migrations.map(({ name }) => name), pending: [] })
})

t.test('a server that asks without MikroORM hears the same of what has not run', async (t) => {
  const { url } = await createTestDatabase(t)
  t.strictSame(await pendingMigrations(url), [])
  const client = await connect(t, url)
  const { rows } = await client.query(
    'delete from mikro_orm_migrations where name in (select max(name) from mikro_orm_migrations) returning name',
  )
  t.strictSame(await pendingMigrations(url), [rows[0].name])
  t.strictSame((await migrationState(url)).pending, [rows[0].name])
  await client.query('drop table mikro_orm_migrations')
  t.strictSame(
    await pendingMigrations(url),
    migrations.map(({ name }) => name),
  )
})

t.test('an empty database is brought up by two processes at once', async (t) => {
  const { url } = await createTestDatabase(t)
  const client = await connect(t, url)
  await client.query('drop schema public cascade; create schema public')
  const applied = await Promise.all([migrate(url), migrate(url)])
  t.equal(applied.flat().length, migrations.length)
})

t.test('every table with a store in it stands behind the wall, for roles that cannot climb it', async (t) => {
  const { url } = await createTestDatabase(t)
  const client = await connect(t, url)
  const open = await client.query(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and (c.relname = 'stores'
      or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id'))
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select 1 from pg_policies p where p.tablename = c.relname and p.policyname = 'store_wall'))`)
  t.strictSame(open.rows, [])
  const { rows: roles } = await client.query(
    `select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname in ('dukkan_app', 'dukkan_system') order by 1`,
  )
  const tame = { rolsuper: false, rolbypassrls: false, rolcanlogin: false }
  t.strictSame(roles, [
    { rolname: 'dukkan_app', ...tame },
    { rolname: 'dukkan_system', ...tame },
  ])
  const { rows: views } = await client.query(`select 1 from pg_views where schemaname = 'public'`)
  t.strictSame(views, [], 'a view would need security_invoker')
})

t.test('a unique key of one store says nothing about another', async (t) => {
  const { url } = await createTestDatabase(t)
  const client = await connect(t, url)
  const { rows } = await client.query<{ line: string }>(`select indexdef as line from pg_indexes i
    where schemaname = 'public' and indexdef like 'CREATE UNIQUE%' and indexdef not like '%store_id%'
      and exists (select 1 from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relname = i.tablename and a.attname = 'store_id')`)
  const guessable = rows.filter(
    ({ line }) =>
      !/\((id|cart_id|order_id|shipment_id|shopper_id|variant_id|collection_id|token|hash|store_id)\b/.test(line),
  )
  t.strictSame(guessable.map(({ line }) => /INDEX (\w+)/.exec(line)?.[1]).sort(), MADE_BY_NO_OWNER)
})

/** Their values come from Meta, Stripe or our own randomness, so nothing can be learned by trying to take one. */
const MADE_BY_NO_OWNER = [
  'idempotency_keys_pkey',
  'inbox_source_dedupe_key_key',
  'mailboxes_pkey',
  'messages_wamid',
  'payment_attempts_idempotency_key_key',
  'payment_attempts_session_id_key',
  'payment_ledger_provider_kind_external_id_key',
  'refunds_external_id_key',
  'refunds_request_key_key',
]
