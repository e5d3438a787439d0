import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { pino } from 'pino'
import { request } from 'undici'
import { buildHttp } from '#app/http/build.ts'
import type { OrderFacts, PlaceOrder } from '#modules/orders/index.ts'
import {
  type PaymentTools,
  paymentChores,
  paymentListeners,
  paymentRoutes,
  payPages,
  Rejections,
  StripeAccounts,
  stripeDrain,
  stripeWebhook,
} from '#modules/payments/index.ts'
import { createApiKey, rememberingAuthenticator, StoreSecrets, saveSecret } from '#modules/stores/index.ts'
import { Inbox } from '#platform/inbox.ts'
import { eventRelay } from '#platform/relay.ts'
import { SecretBox } from '#platform/secret-box.ts'
import type { Drain } from '#platform/work.ts'
import { openSandbox } from '#sandbox/index.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

type Test = Parameters<typeof openBenchShop>[0]
export type Answer = { status: number; location: string | null; body: string; headers: Record<string, unknown> }
// biome-ignore lint/suspicious/noExplicitAny: what the sandbox answers is read by path in these tests.
type Json = any

const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

export const stripeKey = 'sk_test_bench'
export const webhookSecret = 'whsec_bench'

export type PayShop = Awaited<ReturnType<typeof openPayShop>>

/** A shop with its pay pages on a real port and the sandbox as its Stripe; what arrives is handled by `catchUp`. */
export async function openPayShop(t: Test) {
  const bench = await openBenchShop(t, { poolSize: 20 })
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const sandbox = await openSandbox({
    world: { appId: '1', appSecret: 's', verifyToken: 'v', numbers: [], stripeAccounts: [account(publicUrl, bench)] },
    now: () => bench.clock.now,
    timing: { webhookRetryMs: [50, 100, 200] },
  })
  t.teardown(() => sandbox.close())
  const box = new SecretBox([{ kid: 'test', key: randomBytes(32) }], randomBytes)
  await bench.work(async (ctx) => {
    await saveSecret(ctx, box, { name: 'stripe_secret_key', value: stripeKey })
    await saveSecret(ctx, box, { name: 'stripe_webhook_secret', value: webhookSecret })
  })
  const { database, environment } = bench
  const log = pino({ level: 'silent' })
  const secrets = new StoreSecrets(database, box, environment.now)
  const stripe = new StripeAccounts(secrets, { url: sandbox.url })
  const tools: PaymentTools = { database, environment, stripe, publicUrl, log }
  const inbox = new Inbox(database, () => undefined)
  await serve(t, { tools, inbox, port })
  return {
    ...bench,
    tools,
    inbox,
    stripe,
    sandbox,
    publicUrl,
    box,
    ...handles({ bench, tools, inbox, url: sandbox.url }),
  }
}

function account(publicUrl: string, bench: BenchShop) {
  const webhookUrl = `${publicUrl}/webhooks/stripe/${bench.storeId}`
  return { secretKey: stripeKey, webhookSecret, webhookUrl, settlementCurrency: 'AED' }
}

type Routes = Parameters<typeof buildHttp>[0]['routes']

/** Routes as the server serves them, with nothing listening yet. */
export function serverWith({ database, environment, publicUrl }: PaymentTools, routes: Routes) {
  return buildHttp({
    tools: {
      database,
      environment,
      cursorSecret: randomBytes(32),
      authenticate: rememberingAuthenticator(database, environment.now),
    },
    log: pino({ level: 'silent' }),
    trustProxy: [],
    publicUrl,
    version: '0.0.0',
    limits: { perKey: 100_000, perAddress: 100_000, redis: null },
    pendingMigrations: async () => [],
    routes,
  })
}

async function serve(t: Test, { tools, inbox, port }: { tools: PaymentTools; inbox: Inbox; port: number }) {
  const app = await serverWith(tools, [
    (scope) => stripeWebhook(scope, { ...tools, inbox, rejections: new Rejections() }),
    (scope) => payPages(scope, tools),
    (scope) => paymentRoutes(scope, tools),
  ])
  await app.listen({ host: '127.0.0.1', port })
  t.teardown(() => app.close())
  tools.log.info('listening')
}

type Hands = { bench: BenchShop; tools: PaymentTools; inbox: Inbox; url: string }

function handles({ bench, tools, inbox, url }: Hands) {
  const work = { database: tools.database, environment: tools.environment, log: pino({ level: 'silent' }) }
  const deps = { stripe: tools.stripe, publicUrl: tools.publicUrl, inbox }
  const chores = new Map(paymentChores(deps).map((chore) => [chore.name.replace('payments.', ''), chore]))
  const drains = [stripeDrain(deps), eventRelay(paymentListeners)]
  const control = async (
    path: string,
    body: unknown = {},
    method: 'POST' | 'GET' | 'DELETE' = 'POST',
  ): Promise<Json> => {
    const answer = await request(`${url}/control${path}`, {
      method,
      ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const reply: Json = await answer.body.json().catch(() => null)
    if (answer.statusCode >= 400) throw new Error(`${path}: ${answer.statusCode} ${JSON.stringify(reply)}`)
    return reply
  }
  return {
    control,
    misbehave: (api: string, fault: string, more: object = {}) => control('/misbehave', { api, fault, ...more }),
    pay: (order: OrderFacts, outcome = 'paid') =>
      control('/cards/pay', { url: `${tools.publicUrl}/p/${order.token}`, outcome }),
    paySession: (sessionId: string, outcome = 'paid') => control('/cards/pay', { sessionId, outcome }),
    /** Opens a page as a phone would, without following it anywhere. */
    visit: (path: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
      visit(path.startsWith('http') ? path : `${tools.publicUrl}${path}`, { headers, method }),
    /** Handles what has arrived, until nothing is left that could be handled now. */
    catchUp: async () => {
      for (const drain of drains) await drainAll(drain, work)
    },
    /** Waits for a number of events of Stripe to be stored; webhooks travel on their own time. */
    arrived: (count: number) =>
      eventually(async () => {
        const [row] = await bench.query<{ n: number }>(`select count(*)::int as n from inbox where kind = 'stripe'`)
        return (row?.n ?? 0) >= count
      }),
    chore: async (name: string) => {
      const chore = chores.get(name)
      if (chore === undefined) throw new Error(`no chore ${name}`)
      await chore.run(work)
    },
    ...books(bench),
    key: async () => {
      const input = { name: 'test', scopes: ['orders:read' as const, 'orders:write' as const], randomBytes }
      return (await bench.work((ctx) => createApiKey(ctx, input))).key
    },
  }
}

function books(bench: BenchShop) {
  return {
    /** A shopper's new order that waits for its payment. */
    awaiting: async (goods: Record<string, number>, over: Partial<PlaceOrder> = {}): Promise<OrderFacts> => {
      const placed = await bench.place(await bench.fill(await bench.welcome(), goods, over))
      if (!placed.placed) throw new Error(`the order was not placed: ${placed.reason}`)
      return placed.order
    },
    order: async (id: string) => {
      const [row] = await bench.query<{ status: string; paymentStatus: string; holdExpiresAt: Date | null }>(
        `select status, payment_status as "paymentStatus", hold_expires_at as "holdExpiresAt" from orders where id = $1`,
        [id],
      )
      if (row === undefined) throw new Error('no such order')
      return row
    },
    ledger: async (orderId: string) => {
      const rows = await bench.query<{ line: string }>(
        `select kind || ' ' || amount as line from payment_ledger where order_id = $1 order by at, id`,
        [orderId],
      )
      return rows.map(({ line }) => line)
    },
    attempts: (orderId: string) =>
      bench.query<{
        id: string
        attempt: number
        state: string
        sessionId: string | null
        closed: boolean
        declines: number
      }>(
        `select id, attempt, state, session_id as "sessionId", closed_at is not null as closed, declines
        from payment_attempts where order_id = $1 order by attempt`,
        [orderId],
      ),
    refunds: (orderId: string) =>
      bench.query<{ id: string; reason: string; amount: number; state: string; externalId: string | null }>(
        `select id, reason, amount, state, external_id as "externalId" from refunds where order_id = $1 order by created_at, id`,
        [orderId],
      ),
    problems: async () => {
      const rows = await bench.query<{ code: string }>(
        `select code from store_problems where resolved_at is null order by code`,
      )
      return rows.map(({ code }) => code)
    },
    outcomes: async () => {
      const rows = await bench.query<{ line: string }>(
        `select (body ->> 'type') || ' ' || coalesce(outcome, 'open') as line from inbox where kind = 'stripe' order by id`,
      )
      return rows.map(({ line }) => line)
    },
    countEvents: async (orderId: string, type: string) =>
      (await bench.eventTypes(orderId)).filter((told) => told === type).length,
  }
}

async function drainAll(drain: Drain, work: Parameters<Drain['run']>[1]): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const shards = await drain.waiting(work)
    if (shards.length === 0) return
    for (const shard of shards) await drain.run(shard, work)
  }
  throw new Error(`the drain ${drain.name} does not come to an end`)
}

async function visit(
  url: string,
  { headers, method }: { headers: Record<string, string>; method: 'GET' | 'HEAD' },
): Promise<Answer> {
  const answer = await request(url, { method, headers: { 'user-agent': phone, ...headers } })
  const { location } = answer.headers
  return {
    status: answer.statusCode,
    location: typeof location === 'string' ? location : null,
    body: await answer.body.text(),
    headers: answer.headers,
  }
}

export async function eventually(test: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await test()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it did not happen within five seconds')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

/** Moves the shop's clock, and with it the sandbox's. */
export function later(shop: { clock: { now: Date } }, minutes: number): void {
  shop.clock.now = new Date(shop.clock.now.getTime() + minutes * 60_000)
}
