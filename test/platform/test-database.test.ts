import { Client } from 'pg'
import t from 'tap'
import { createTestDatabase } from '#test/support/database.ts'
import { testServerUrl } from '#test/support/test-server.ts'

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  return client
}

async function databaseCount(url: string): Promise<number> {
  const client = await connect(await testServerUrl())
  const name = new URL(url).pathname.slice(1)
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  await client.end()
  return rowCount ?? 0
}

t.test('two tests started together get a migrated shop database each and do not see each other', async (t) => {
  const [one, two] = await Promise.all([createTestDatabase(t), createTestDatabase(t)])
  t.not(one.url, two.url)
  const [first, second] = await Promise.all([connect(one.url), connect(two.url)])
  await first.query(`insert into schedule (job, next_run_at) values ('only here', now())`)
  t.equal((await first.query('select from schedule')).rowCount, 1)
  t.equal((await second.query('select from schedule')).rowCount, 0)
  await Promise.all([first.end(), second.end()])
})

t.test('a database is gone when its test has ended, even when a connection was forgotten', async (t) => {
  const held: { url?: string } = {}
  await t.test('a test that forgets a connection', async (t) => {
    held.url = (await createTestDatabase(t)).url
    const forgotten = await connect(held.url)
    forgotten.on('error', () => undefined)
    t.equal(await databaseCount(held.url), 1)
  })
  t.equal(await databaseCount(held.url ?? ''), 0)
})
