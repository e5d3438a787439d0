import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { untilDatabaseAnswers } from '#app/commands/until-database-answers.ts'
import { endInTime } from '#app/end-in-time.ts'
import { Database } from '#platform/db.ts'
import { freePorts } from '#platform/free-ports.ts'
import { isPassingTrouble } from '#platform/passing-trouble.ts'
import { TcpProxy } from '#test/faults/stage/proxy.ts'
import { createTestDatabase } from '#test/support/database.ts'

const hasty = { patienceMs: 50, againMs: 50 }

t.test('a PostgreSQL that says nothing does not keep a process from ending', async (t) => {
  const { url } = await createTestDatabase(t)
  await using proxy = await TcpProxy.open([Number(new URL(url).port)])
  const behind = Object.assign(new URL(url), { port: String(proxy.port) }).href
  await using database = new Database({ url: behind, poolSize: 2, applicationName: 'test' })
  await database.system('select 1')
  proxy.mute()
  const asked = database.system('select 1').then(
    () => null,
    (error: unknown) => error,
  )
  const began = performance.now()
  await endInTime(database, () => asked, hasty)
  t.ok(performance.now() - began < 5_000)
  t.ok(isPassingTrouble(await asked), 'and it is no fault of the work')
  t.strictSame(await database.system('select 1 as one'), [{ one: 1 }], 'a new connection works')
})

t.test('work that ends in time is not disturbed', async (t) => {
  let times = 0
  const hangUp = () => {
    times += 1
  }
  await endInTime({ hangUp }, async () => undefined, hasty)
  await sleep(3 * hasty.patienceMs)
  t.equal(times, 0)
})

t.test('work that waits for somebody who never answers is left to whoever comes next', async (t) => {
  const began = performance.now()
  await endInTime({ hangUp: () => undefined }, () => new Promise(() => undefined), { ...hasty, limitMs: 200 })
  t.ok(performance.now() - began < 5_000)
})

t.test('a process waits for a PostgreSQL that is not up yet, and not for ever', async (t) => {
  const { url } = await createTestDatabase(t)
  const [port = 0] = await freePorts(1)
  const early = Object.assign(new URL(url), { port: String(port) }).href
  const log = pino({ level: 'silent' })
  await t.rejects(untilDatabaseAnswers(early, log, 0), { code: 'ECONNREFUSED' })
  const waiting = untilDatabaseAnswers(early, log)
  await sleep(700)
  await using proxy = await TcpProxy.open([Number(new URL(url).port)], port)
  await t.resolves(waiting)
  t.equal(proxy.port, port)
})

t.test('what waiting cannot mend is said at once', async (t) => {
  const { url } = await createTestDatabase(t)
  const began = performance.now()
  const nowhere = Object.assign(new URL(url), { pathname: '/nowhere' }).href
  await t.rejects(untilDatabaseAnswers(nowhere, pino({ level: 'silent' })), { code: '3D000' })
  t.ok(performance.now() - began < 3_000)
})
