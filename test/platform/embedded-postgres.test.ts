import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openEmbeddedPostgres, runningDatabaseUrl } from '#platform/embedded-postgres/index.ts'
import { isAlive } from '#platform/embedded-postgres/postmaster.ts'
import { anotherDukkan, ask, dataFolder, killNow, serverPid } from '#test/support/embedded.ts'

async function portOf(dataDir: string): Promise<string> {
  return (await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[3] ?? ''
}

t.test('a shop stopped and started again finds its data, on the same port, and leaves nothing running', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await openEmbeddedPostgres({ dataDir })
  await ask(first.url, 'create table kept as select 42 as answer')
  const pid = (await serverPid(dataDir)) ?? 0
  t.ok(isAlive(pid))
  t.equal(await runningDatabaseUrl(dataDir), first.url, 'another program finds it')
  await first.close()
  t.notOk(isAlive(pid), 'the server is gone')
  t.equal(await runningDatabaseUrl(dataDir), null)

  await using second = await openEmbeddedPostgres({ dataDir })
  t.equal(second.url, first.url)
  t.equal(second.adopted, false)
  t.strictSame(await ask(second.url, 'select answer from kept'), [{ answer: 42 }])
})

t.test('the shop connects as a role that row-level security binds, and sorts and folds text by Unicode', async (t) => {
  await using server = await openEmbeddedPostgres({ dataDir: await dataFolder(t) })
  const [role] = await ask(server.url, 'select rolsuper, rolbypassrls from pg_roles where rolname = current_user')
  t.strictSame(role, { rolsuper: false, rolbypassrls: false })
  t.strictSame(await ask(server.url, `select upper('é') as upper, current_setting('TimeZone') as zone`), [
    { upper: 'É', zone: 'UTC' },
  ])
})

t.test('only this machine can reach the database, and only with its password', async (t) => {
  const dataDir = await dataFolder(t)
  await using server = await openEmbeddedPostgres({ dataDir })
  t.equal(new URL(server.url).hostname, '127.0.0.1')
  t.strictSame(await ask(server.url, `select current_setting('listen_addresses') as a`), [{ a: '127.0.0.1' }])
  const guessed = Object.assign(new URL(server.url), { password: 'guessed' }).href
  await t.rejects(ask(guessed, 'select 1'), { code: '28P01' })
})

t.test('after kill -9 of Dukkan the next start takes the running server over', async (t) => {
  const dataDir = await dataFolder(t)
  const dead = await anotherDukkan(t, dataDir)
  await ask(dead.said.url ?? '', 'create table sold as select 7 as orders')
  const pid = (await serverPid(dataDir)) ?? 0
  dead.process.kill('SIGKILL')
  await once(dead.process, 'exit')
  t.ok(isAlive(pid), 'the server lived on')

  const next = await openEmbeddedPostgres({ dataDir })
  t.equal(next.adopted, true)
  t.equal(await serverPid(dataDir), pid)
  t.strictSame(await ask(next.url, 'select orders from sold'), [{ orders: 7 }])
  await next.close()
  t.notOk(isAlive(pid), 'an adopted server is stopped too')
})

t.test('a server left behind with other settings is restarted with the wished ones', async (t) => {
  const dataDir = await dataFolder(t)
  const dead = await anotherDukkan(t, dataDir)
  dead.process.kill('SIGKILL')
  await once(dead.process, 'exit')
  await using next = await openEmbeddedPostgres({ dataDir, settings: { max_connections: '33' } })
  t.equal(next.adopted, false)
  t.strictSame(await ask(next.url, 'show max_connections'), [{ max_connections: '33' }])
})

t.test('after kill -9 of Dukkan and of PostgreSQL no committed order is lost', async (t) => {
  const dataDir = await dataFolder(t)
  const dead = await anotherDukkan(t, dataDir)
  await ask(dead.said.url ?? '', 'create table sold as select generate_series(1, 1000) as orders')
  const pid = (await serverPid(dataDir)) ?? 0
  dead.process.kill('SIGKILL')
  await once(dead.process, 'exit')
  await killNow(pid)
  await using next = await openEmbeddedPostgres({ dataDir })
  t.equal(next.adopted, false)
  t.strictSame(await ask(next.url, 'select count(*)::int as orders from sold'), [{ orders: 1000 }])
})

t.test('when PostgreSQL alone dies under a running shop it is started again at the same address', async (t) => {
  const dataDir = await dataFolder(t)
  const errors: string[] = []
  const log = { info: () => undefined, error: (message: string) => errors.push(message) }
  await using server = await openEmbeddedPostgres({ dataDir, log })
  const pid = (await serverPid(dataDir)) ?? 0
  await killNow(pid)
  const answer = await retrying(() => ask(server.url, 'select 1 as one'))
  t.strictSame(answer, [{ one: 1 }])
  t.not(await serverPid(dataDir), pid)
  t.match(errors, ['The embedded PostgreSQL went away; starting it again.'])
})

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await work().catch(() => undefined)
    if (found !== undefined) return found
    await sleep(100)
  }
  return work()
}

t.test('a lock file whose number now belongs to another program does not keep the shop closed', async (t) => {
  const dataDir = await dataFolder(t)
  await (await openEmbeddedPostgres({ dataDir })).close()
  const lock = join(dataDir, 'postmaster.pid')
  const other = spawn('sleep', ['60'], { stdio: 'ignore' })
  t.teardown(() => other.kill())
  await writeFile(lock, `${other.pid}\n${dataDir}\n1700000000\n5432\n\n127.0.0.1\n`)
  await using server = await openEmbeddedPostgres({ dataDir })
  t.strictSame(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  t.not(await serverPid(dataDir), other.pid)
  t.ok(isAlive(other.pid ?? 0), 'the other program is left alone')
})

t.test('a first start that was cut short is done again from the beginning', async (t) => {
  const dataDir = await dataFolder(t)
  const abandoned = `${dataDir}.new-999999999-cafe`
  await mkdir(abandoned)
  await writeFile(join(abandoned, 'PG_VERSION'), '18\n')
  await using server = await openEmbeddedPostgres({ dataDir })
  t.strictSame(await ask(server.url, 'select 1 as one'), [{ one: 1 }])
  const beside = await readdir(dirname(dataDir))
  t.strictSame(beside.toSorted(), ['postgres', 'postgres.log'])
})

t.test('as root, in a folder that no other user may enter, it still starts and keeps its data', async (t) => {
  if (process.getuid?.() !== 0) return t.comment('this run is not by root')
  const dataDir = await dataFolder(t, 0o700)
  const first = await openEmbeddedPostgres({ dataDir })
  await ask(first.url, 'create table kept as select 1 as one')
  await first.close()
  await using second = await openEmbeddedPostgres({ dataDir })
  t.strictSame(await ask(second.url, 'select one from kept'), [{ one: 1 }])
})

t.test('as root, a folder of another user is served as that user, who can then open it without root', async (t) => {
  if (process.getuid?.() !== 0) return t.comment('this run is not by root')
  const dataDir = await dataFolder(t)
  const [daemon, unknown] = [1, 54_321]
  await chown(dirname(dataDir), daemon, daemon)
  await (await openEmbeddedPostgres({ dataDir })).close()
  for (const name of ['PG_VERSION', 'dukkan.json', '../postgres.log']) {
    t.equal((await stat(join(dataDir, name))).uid, daemon, name)
  }
  const strange = await dataFolder(t)
  await chown(dirname(strange), unknown, unknown)
  await using server = await openEmbeddedPostgres({ dataDir: strange })
  t.strictSame(await ask(server.url, 'select 1 as one'), [{ one: 1 }], 'a user without a name is passed over')
})

t.test('the port an owner asks for is the port it gets', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await openEmbeddedPostgres({ dataDir })
  const port = Number(await portOf(dataDir))
  await first.close()
  const other = await dataFolder(t)
  await using second = await openEmbeddedPostgres({ dataDir: other, port })
  t.equal(new URL(second.url).port, String(port))
})
