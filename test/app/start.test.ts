import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { freePorts } from '#platform/free-ports.ts'
import { until } from '#test/support/until.ts'

type Running = { child: ChildProcess; said: () => string }

t.setTimeout(180_000)

const dataDir = await mkdtemp(join(tmpdir(), 'dukkan-start-'))
const [port = 0, sandboxPort = 0, metricsPort = 0] = await freePorts(3)
const env = {
  PATH: process.env.PATH,
  DUKKAN_DATA_DIR: dataDir,
  PORT: String(port),
  SANDBOX_PORT: String(sandboxPort),
  METRICS_PORT: String(metricsPort),
}
t.teardown(() => rm(dataDir, { recursive: true, force: true }))

function start(over: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['src/entrypoints/dukkan.js', 'start'], { env: { ...env, ...over } })
  t.teardown(() => child.kill('SIGKILL'))
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += String(chunk)))
  return { child, said: () => text }
}

async function isReady(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ready`).then(
    (answer) => answer.ok,
    () => false,
  )
}

const opened = ({ said }: Running) => until(() => said().includes('Dukkan is open'), 'the shop opens', 60_000)
const ended = async ({ child }: Running) =>
  (child.exitCode ?? child.signalCode ?? (await once(child, 'exit'))[0]) as number

async function productsSeenWith(key: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/products?limit=100`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const { data } = (await answer.json()) as { data?: unknown[] }
  return data?.length ?? -answer.status
}

const sandboxUrl = `http://127.0.0.1:${sandboxPort}`

async function control<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${sandboxUrl}/control${path}`)).json()) as Answer
}

type Phone = {
  shoppers: { name: string; waId: string | null }[]
  chats: object[]
  numbers: { phoneNumberId: string }[]
}
type Catalog = { items: object[]; collections: { name: string }[] }

async function newcomer(t: Test): Promise<void> {
  t.match(
    (await fetch(sandboxUrl)).headers.get('content-security-policy'),
    `frame-src 'self' http://127.0.0.1:${port};`,
  )
  const { shoppers, chats, numbers } = await control<Phone>('/phone')
  t.same(
    shoppers.map(({ name }) => name),
    ['سارة', 'Omar', 'Layla', 'حسن'],
  )
  t.equal(shoppers[2]?.waId, null, 'Layla shows no number')
  t.equal(chats.length, shoppers.length * numbers.length)
  const catalog = () => control<Catalog>(`/numbers/${numbers[0]?.phoneNumberId}/catalog`)
  await until(async () => (await catalog()).items.length > 50, 'the catalog reaches the phone', 60_000)
  t.match((await catalog()).collections, [{ name: 'التمور' }])
}

const apiKey = async () => {
  const { stores } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
  return String(stores['dar-al-tamr'].apiKey)
}

t.test('npm start opens the shop from nothing, keeps it, and comes back after a kill', async (t) => {
  const first = start()
  await opened(first)
  t.ok(await isReady())
  t.match(first.said(), /npm run demo/)
  t.ok(first.said().indexOf(`Open ${sandboxUrl}`) < first.said().indexOf('Shop API'), 'the phone comes first')
  await t.test('a newcomer finds people with phones, and the shop in their hands', newcomer)
  const key = await apiKey()
  const products = await productsSeenWith(key)
  t.ok(products > 50, `${products} products`)

  await t.test('a second one says what is in its way', async (t) => {
    const twin = start()
    t.equal(await ended(twin), 1)
    t.match(twin.said(), /Another Dukkan \(process \d+\) is using this data folder/)
    const elsewhere = join(dataDir, 'other')
    const neighbor = start({ DUKKAN_DATA_DIR: elsewhere })
    t.equal(await ended(neighbor), 1)
    t.match(neighbor.said(), new RegExp(`Port ${sandboxPort} is taken by another program`))
    t.notMatch(neighbor.said(), /\n {4}at /)
  })

  first.child.kill('SIGINT')
  t.equal(await ended(first), 0, 'Ctrl-C ends it cleanly')
  t.notOk(await isReady())

  const second = start()
  await opened(second)
  t.equal(await productsSeenWith(key), products, 'the data is kept and the key still opens it')
  second.child.kill('SIGKILL')
  await ended(second)

  const third = start()
  await opened(third)
  t.equal(await productsSeenWith(key), products, 'and after kill -9 too')
  third.child.kill('SIGTERM')
  t.equal(await ended(third), 0)
})
