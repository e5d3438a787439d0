import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import t from 'tap'
import { control, Phone, type SeenMessage } from '#app/demo/phone.ts'
import { exitCodeOf, reconcile } from '#app/reconcile/reconcile.ts'
import { type Started, startAll } from '#app/start/start.ts'
import { Database } from '#platform/db.ts'
import { runningDatabaseUrl } from '#platform/embedded-postgres/index.ts'
import { freePorts } from '#platform/free-ports.ts'
import { until } from '#test/support/until.ts'

t.setTimeout(180_000)

const minute = 60_000
const hour = 60 * minute
const sku = 'DT-AJWA-500'

const dataDir = await mkdtemp(join(tmpdir(), 'dukkan-clock-'))
t.teardown(() => rm(dataDir, { recursive: true, force: true }))

async function start(): Promise<Started> {
  const [port, sandboxPort, metricsPort] = await freePorts(3)
  return startAll({
    log: pino({ level: 'silent' }),
    withPhone: true,
    variables: {
      PATH: process.env.PATH,
      DUKKAN_DATA_DIR: dataDir,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      METRICS_PORT: String(metricsPort),
    },
  })
}

type Order = { id: string; number: number; status: string; paymentStatus: string; createdAt: string }
type Stock = { onHand: number; held: number; available: number }
type Products = { data: { variants: { sku: string; stock: Stock }[] }[] }
type Phones = { clock: { now: string; offsetMs: number } }

function deskOf({ sandboxUrl, stores }: Started) {
  const phoneNumberId = stores[0]?.store.phoneNumberId ?? ''
  const ask = async <View>(method: string, path: string, body?: unknown) =>
    (await control<{ status: number; body: View }>(`${sandboxUrl}/control/shop`, { phoneNumberId, method, path, body }))
      .body
  return {
    ask,
    orders: async () => (await ask<{ data: Order[] }>('GET', '/v1/orders?limit=10')).data,
    stock: async () => {
      const { data } = await ask<Products>('GET', '/v1/products?limit=100')
      return data.flatMap(({ variants }) => variants).find((variant) => variant.sku === sku)?.stock
    },
    advance: (ms: number) => control<Phones['clock']>(`${sandboxUrl}/control/clock`, { advanceMs: ms }),
    clock: async () => (await control<Phones>(`${sandboxUrl}/control/phone`)).clock,
    shopper: (name: string) => Phone.open(sandboxUrl, phoneNumberId, { name, country: 'SA' }),
    catalogReady: async () => {
      const catalog = `${sandboxUrl}/control/numbers/${phoneNumberId}/catalog`
      const shown = async () => (await control<{ items: { retailerId: string }[] }>(catalog)).items
      await until(async () => (await shown()).some(({ retailerId }) => retailerId === sku), 'dates are shown', 60_000)
    },
  }
}

async function cartReady(phone: Phone): Promise<SeenMessage> {
  await phone.say('Hello')
  await phone.order([{ retailerId: sku, quantity: 2 }])
  return phone.say('Al Olaya, King Fahd Road, building 12, Riyadh')
}

const payLink = ({ links }: SeenMessage) => links.find(({ url }) => url.includes('/p/'))?.url ?? ''

t.test('the shop lives by the clock that its visitor moves', async (t) => {
  const started = await start()
  t.teardown(() => started[Symbol.asyncDispose]())
  const desk = deskOf(started)
  await desk.catalogReady()
  const omar = await desk.shopper('Omar')
  await cartReady(omar)
  await omar.tap('Pay')
  const [order] = await desk.orders()
  t.match(order, { status: 'awaiting_payment' })
  t.match(await desk.stock(), { held: 2 })

  await t.test('past the hold, the order expires and the goods are back on the shelf', async (t) => {
    await desk.advance(45 * minute)
    t.match((await omar.hear()).text, /items are back on the shelf/)
    t.match(await desk.orders(), [{ number: order?.number, status: 'expired' }])
    t.match(await desk.stock(), { held: 0 })
  })

  await t.test('a day later the window is closed, and the shop reaches its shopper by template', async (t) => {
    const huda = await desk.shopper('Huda')
    await cartReady(huda)
    await huda.tap('Cash on delivery')
    await huda.tap('Yes')
    const [placed] = await desk.orders()
    t.match(placed, { status: 'placed' })
    await desk.advance(25 * hour)
    const parcel = { orderId: placed?.id, carrier: 'SMSA', trackingNumber: 'T1' }
    await desk.ask('POST', '/v1/shipments', parcel)
    t.equal((await huda.hear()).type, 'template')
  })

  await t.test('a payment in that other time is signed, believed and told', async (t) => {
    const layla = await desk.shopper('Layla')
    await cartReady(layla)
    await layla.pay(payLink(await layla.tap('Pay')), 'paid')
    await layla.hear()
    const [paid] = await desk.orders()
    t.match(paid, { paymentStatus: 'paid', status: 'placed' })
    const { now } = await desk.clock()
    t.ok(Math.abs(Date.parse(now) - Date.parse(paid?.createdAt ?? '')) < minute, 'rows carry the same time')
  })

  await t.test('the books are in order, and nothing of it lies in the future', async (t) => {
    await using database = new Database({
      url: (await runningDatabaseUrl(join(dataDir, 'postgres'))) ?? '',
      poolSize: 2,
      applicationName: 'test',
    })
    const broken = (await reconcile(database, 5)).filter(({ level, count }) => level === 'broken' && count > 0)
    t.same(broken, [])
    t.equal(exitCodeOf(broken), 0)
    const defaults = await database.system(`select adrelid::regclass::text as of, pg_get_expr(adbin, adrelid) as made
      from pg_attrdef where pg_get_expr(adbin, adrelid) ~ 'pg_catalog.(now|clock_timestamp)'
        and adrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)`)
    t.same(defaults, [], 'no column keeps the real time')
  })

  await t.test('what is on its way while time jumps arrives, and arrives once', async (t) => {
    const sami = await desk.shopper('Sami')
    await sami.say('Hello')
    const slow = { api: 'messages', fault: 'slow', delayMs: 800, times: 1 }
    await control(`${started.sandboxUrl}/control/misbehave`, slow)
    await sami.send({ text: 'dates' })
    await until(
      async () => (await control<{ faults: unknown[] }>(`${started.sandboxUrl}/control/state`)).faults.length === 0,
      'the answer is on its way',
    )
    await desk.advance(hour)
    await sami.hear()
    t.ok(await sami.hearsNothing(1_500), 'the worker finished its call before the clock moved')
  })

  await t.test('nobody turns it back', async (t) => {
    await t.rejects(desk.advance(-hour), /409/)
    const before = await desk.clock()
    await Promise.all([desk.advance(hour), desk.advance(hour)])
    t.equal((await desk.clock()).offsetMs, before.offsetMs + 2 * hour)
    await control(`${started.sandboxUrl}/control/reset`, {})
    t.equal((await desk.clock()).offsetMs, before.offsetMs + 2 * hour, 'not even a reset of the sandbox')
  })
})

t.test('what was moved stays moved when the demo starts again', async (t) => {
  const started = await start()
  t.teardown(() => started[Symbol.asyncDispose]())
  const desk = deskOf(started)
  t.equal((await desk.clock()).offsetMs, 45 * minute + 28 * hour)
  await desk.catalogReady()
  const noura = await desk.shopper('Noura')
  t.match((await cartReady(noura)).text, /Total/)
})
