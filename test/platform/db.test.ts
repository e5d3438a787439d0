import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { Database } from '#platform/db.ts'
import { TcpProxy } from '#test/faults/stage/proxy.ts'
import { createTestDatabase } from '#test/support/database.ts'

/** A database behind a proxy that can do to its connections what networks do. */
async function openBehindProxy(t: Parameters<typeof createTestDatabase>[0], patienceMs = 30_000) {
  const { url } = await createTestDatabase(t)
  const proxy = await TcpProxy.open([Number(new URL(url).port)])
  const through = Object.assign(new URL(url), { port: String(proxy.port) }).href
  const database = new Database({ url: through, poolSize: 2, applicationName: 'test', patienceMs })
  t.teardown(async () => {
    proxy.cut()
    await database.close()
    await proxy[Symbol.asyncDispose]()
  })
  return { database, proxy }
}

t.test('a connection that breaks between two statements fails its transaction and nothing else', async (t) => {
  const { database, proxy } = await openBehindProxy(t)
  const broken = database.asSystem(async (tx) => {
    await tx.query('select 1')
    proxy.cut()
    await sleep(50)
    await tx.query('select 2')
  })
  await t.rejects(broken)
  t.strictSame(await database.asSystem((tx) => tx.query('select 3 as n')), [{ n: 3 }], 'the next one works')
})

t.test('a connection on which nothing is heard any more is given up after a while', async (t) => {
  const { database, proxy } = await openBehindProxy(t, 200)
  const began = performance.now()
  const muted = database.asSystem(async (tx) => {
    await tx.query('select 1')
    proxy.mute()
    await tx.query('select 2')
  })
  await t.rejects(muted, { message: 'Query read timeout' })
  t.ok(performance.now() - began < 2_000, 'without waiting for its rollback to be answered')
  t.strictSame(await database.asSystem((tx) => tx.query('select 3 as n')), [{ n: 3 }])
  proxy.mute()
  await t.rejects(database.system('select 4'))
  t.strictSame(await database.system('select 5 as n'), [{ n: 5 }])
})

t.test('PostgreSQL ends transactions whose owner is not heard of, so that their locks wait for nobody', async (t) => {
  const { database } = await openBehindProxy(t)
  const shown = 'show idle_in_transaction_session_timeout'
  t.strictSame(await database.system(shown), [{ idle_in_transaction_session_timeout: '15s' }])
  t.strictSame(await database.inStores([], (tx) => tx.query(shown)), [{ idle_in_transaction_session_timeout: '15s' }])
})
