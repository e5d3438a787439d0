import { once } from 'node:events'
import { constants } from 'node:fs'
import { access, cp, mkdir, readFile, readlink, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import t, { type Test } from 'tap'
import { locateBinaries } from '#platform/embedded-postgres/binaries.ts'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { anotherDukkan, ask, complaintOf, dataFolder } from '#test/support/embedded.ts'

/** What an owner reads must be whole sentences: what is wrong, and what to do. */
function readsWell(t: Test, { message, fix }: { message: string; fix: string }): void {
  t.match(message, /^\S.*[.)]$/s, message)
  t.match(fix, /^[A-Z].*\.$/s, fix)
}

t.test('a second Dukkan on the same data is told who has it, and the first goes on', async (t) => {
  const dataDir = await dataFolder(t)
  await using first = await openEmbeddedPostgres({ dataDir })
  const { said } = await anotherDukkan(t, dataDir)
  t.match(said, { code: 'data-in-use', message: new RegExp(`\\(process ${process.pid}\\)`) })
  t.strictSame(await ask(first.url, 'select 1 as one'), [{ one: 1 }])
})

t.test('of two Dukkans first started at the same moment one gets the folder', async (t) => {
  const dataDir = await dataFolder(t)
  const both = await Promise.all([anotherDukkan(t, dataDir), anotherDukkan(t, dataDir)])
  const winner = both.find(({ said }) => said.url !== undefined)
  const loser = both.find(({ said }) => said.code !== undefined)
  t.equal(loser?.said.code, 'data-in-use')
  t.strictSame(await ask(winner?.said.url ?? '', 'select 1 as one'), [{ one: 1 }])
  winner?.process.stdin?.write('close\n')
  if (winner) await once(winner.process, 'exit')
})

t.test('a taken port is named, and nothing is left running', async (t) => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  t.teardown(() => blocker.close())
  const port = Number(Object(blocker.address()).port)
  const complaint = await complaintOf(openEmbeddedPostgres({ dataDir: await dataFolder(t), port }))
  t.match(complaint, { code: 'port-taken', message: new RegExp(`Port ${port} `) })
  readsWell(t, complaint)
})

t.test('a remembered port that something else took meanwhile is replaced', async (t) => {
  const dataDir = await dataFolder(t)
  const first = await openEmbeddedPostgres({ dataDir })
  await first.close()
  const port = Number(new URL(first.url).port)
  const blocker = createServer().listen(port, '127.0.0.1')
  await once(blocker, 'listening')
  t.teardown(() => blocker.close())
  await using second = await openEmbeddedPostgres({ dataDir })
  t.not(new URL(second.url).port, String(port))
  t.strictSame(await ask(second.url, 'select 1 as one'), [{ one: 1 }])
})

t.test('a folder with something else in it is left alone', async (t) => {
  const dataDir = await dataFolder(t)
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'photo.jpg'), 'mine')
  const complaint = await complaintOf(openEmbeddedPostgres({ dataDir }))
  t.equal(complaint.code, 'data-broken')
  readsWell(t, complaint)
  t.equal(await readFile(join(dataDir, 'photo.jpg'), 'utf8'), 'mine')
})

t.test('a file where the folder should be is named', async (t) => {
  const dataDir = await dataFolder(t)
  await writeFile(dataDir, 'not a folder')
  const complaint = await complaintOf(openEmbeddedPostgres({ dataDir }))
  t.match(complaint, { code: 'data-broken', message: /ENOTDIR/ })
  readsWell(t, complaint)
})

const damages = [
  { name: 'the version mark is gone', code: 'data-broken', damage: (dir: string) => rm(join(dir, 'PG_VERSION')) },
  {
    name: 'another version of PostgreSQL wrote it',
    code: 'data-version',
    damage: (dir: string) => writeFile(join(dir, 'PG_VERSION'), '15\n'),
  },
  { name: 'the passwords are gone', code: 'data-broken', damage: (dir: string) => rm(join(dir, 'dukkan.json')) },
  {
    name: 'the passwords are garbage',
    code: 'data-broken',
    damage: (dir: string) => writeFile(join(dir, 'dukkan.json'), '{"port":'),
  },
  {
    name: 'the passwords are of another database',
    code: 'data-broken',
    damage: (dir: string) => writeFile(join(dir, 'dukkan.json'), '{"adminPassword":"x","password":"y"}'),
  },
  {
    name: 'the control file is cut short',
    code: 'data-broken',
    damage: (dir: string) => truncate(join(dir, 'global/pg_control'), 100),
  },
  {
    name: 'the write-ahead log is gone',
    code: 'data-broken',
    damage: (dir: string) => rm(join(dir, 'pg_wal'), { recursive: true }),
  },
] as const

const healthy = await dataFolder(t)
await (await openEmbeddedPostgres({ dataDir: healthy })).close()

for (const { name, code, damage } of damages) {
  t.test(`broken data is said plainly: ${name}`, async (t) => {
    const dataDir = await dataFolder(t)
    await cp(healthy, dataDir, { recursive: true })
    await damage(dataDir)
    const complaint = await complaintOf(openEmbeddedPostgres({ dataDir }))
    t.equal(complaint.code, code, complaint.message)
    readsWell(t, complaint)
  })
}

t.test('a setting PostgreSQL does not know is quoted, not blamed on the data', async (t) => {
  const dataDir = await dataFolder(t)
  const complaint = await complaintOf(openEmbeddedPostgres({ dataDir, settings: { shared_bufers: '1GB' } }))
  t.match(complaint, { code: 'start-failed', message: /shared_bufers/ })
  readsWell(t, complaint)
})

t.test('a place where no folder can be made is said', async (t) => {
  const dataDir = await dataFolder(t)
  await writeFile(`${dirname(dataDir)}/file`, '')
  const complaint = await complaintOf(openEmbeddedPostgres({ dataDir: `${dirname(dataDir)}/file/postgres` }))
  t.equal(complaint.code, 'folder-unusable')
  readsWell(t, complaint)
})

t.test('a machine without bundled programs is told to bring its own PostgreSQL', async (t) => {
  const unknown = await complaintOf(locateBinaries('sunos-x64'))
  t.match(unknown, { code: 'platform-unsupported', fix: /DATABASE_URL/ })
  const elsewhere = process.platform === 'darwin' ? 'linux-arm64' : 'darwin-arm64'
  const missing = await complaintOf(locateBinaries(elsewhere))
  t.match(missing, { code: 'binaries-missing', fix: /npm ci/ })
  readsWell(t, unknown)
  readsWell(t, missing)
})

t.test('the short names of its libraries, which npm packages cannot carry, are restored', async (t) => {
  const { postgres } = await locateBinaries()
  const name = `libecpg.${process.platform === 'darwin' ? 'dylib' : 'so'}`
  const link = join(dirname(dirname(postgres)), 'lib', name)
  const target = await readlink(link)
  const writable = await access(dirname(link), constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!writable) return t.comment('node_modules belongs to another user')
  await unlink(link)
  await locateBinaries()
  t.equal(await readlink(link), target)
})
