import { Agent, get } from 'node:http'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { z } from 'zod'
import { buildMetrics } from '#app/http/build-metrics.ts'
import { Database } from '#platform/db.ts'
import { route } from '#platform/http.ts'
import { createLogger } from '#platform/logger.ts'
import { createMetrics } from '#platform/metrics.ts'
import { Unavailable } from '#shared/errors.ts'
import { openApi } from './open-api.ts'

t.test('the process lives without its database, and is ready only with database and schema', async (t) => {
  const pending = ['20261122000009-next']
  const api = await openApi(t, { deps: { pendingMigrations: async () => [...pending] } })
  t.same((await api.app.inject('/health')).json(), { status: 'alive' })
  t.match((await api.app.inject('/ready')).json(), { status: 503, code: 'schema-behind' })
  pending.pop()
  t.same((await api.app.inject('/ready')).json(), { status: 'ready' })
  const gone = new Database({ url: 'postgres://127.0.0.1:1/gone', poolSize: 1, applicationName: 'gone' })
  t.teardown(() => gone.close())
  const alone = await openApi(t, { url: api.url, deps: { tools: { ...api.app.tools, database: gone } } })
  t.equal((await alone.app.inject('/health')).statusCode, 200)
  t.match((await alone.app.inject('/ready')).json(), { status: 503, code: 'unavailable' })
})

t.test('the metrics tell answers by route and what waits, and know no order of a shop', async (t) => {
  const { database } = await openApi(t)
  const metrics = createMetrics(database)
  const api = await openApi(t, { deps: { onAnswer: metrics.onAnswer } })
  const store = await api.openStore()
  await api.ask('GET /v1/store', store.key)
  await api.ask('GET /v1/api-keys/whatever', store.key)
  await database.system(
    `insert into inbox (source, kind, dedupe_key, shard, body, received_at)
     values ('whatsapp', 'message', 'm1', 1, '{}', clock_timestamp() - interval '30 seconds')`,
  )
  const listener = buildMetrics(metrics)
  t.teardown(() => listener.close())
  const { body, headers } = await listener.inject('/metrics')
  t.match(headers['content-type'], /text\/plain/)
  t.match(body, /dukkan_http_seconds_count\{method="GET",route="\/v1\/store",status="200"\} 1/)
  t.match(body, /dukkan_queue_waiting\{queue="inbox_message"\} 1/)
  t.match(body, /dukkan_queue_oldest_seconds\{queue="inbox_message"\} (29|3\d)/)
  t.match(body, /dukkan_queue_waiting\{queue="messages_in_doubt"\} 0/)
  t.match(body, /dukkan_process_cpu_seconds_total|dukkan_nodejs_eventloop_lag/)
  t.notOk(body.includes('whatever'))
})

t.test('a bug answers with a number to ask about and keeps its words for the log', async (t) => {
  const lines: string[] = []
  const log = createLogger({ level: 'info', out: { write: (line: string) => lines.push(line) } })
  const failures: Record<string, unknown> = {
    bug: new TypeError('select * from secrets at /srv/app/x.ts'),
    database: Object.assign(new Error('deadlock detected'), { code: '40P01' }),
    text: 'just text',
    away: new Unavailable('provider-away', 'Stripe does not answer.'),
  }
  const api = await openApi(t, {
    deps: { log },
    routes: [
      async (app) =>
        route(app, {
          method: 'GET',
          url: '/v1/fail/:how',
          scope: 'store:read',
          summary: 'Fails',
          tags: ['test'],
          params: z.strictObject({ how: z.string() }),
          reply: { 200: z.object({}) },
          handle: async (_ctx, { params }) => {
            throw failures[params.how]
          },
        }),
    ],
  })
  const store = await api.openStore()
  const problem = async (how: string) => (await api.ask(`GET /v1/fail/${how}`, store.key)).json()
  const bug = await problem('bug')
  t.match(bug, { status: 500, code: 'internal-error', type: '/problems/internal-error', requestId: /^[0-9a-f-]{36}$/ })
  t.notMatch(JSON.stringify(bug), /select|secrets|srv|TypeError/)
  t.match(await problem('text'), { status: 500, code: 'internal-error' })
  t.match(await problem('database'), { status: 503, code: 'busy' })
  t.match(await problem('away'), { status: 503, code: 'provider-away' })
  const logged = lines.map((line) => JSON.parse(line))
  const failed = logged.find(({ msg, reqId }) => msg === 'request failed' && reqId === bug.requestId)
  t.match(failed, { level: 'error', err: { type: 'TypeError', stack: /operations\.test/ } })
  t.match(
    logged.find(({ msg }) => msg === 'answered'),
    { method: 'GET', route: '/v1/fail/:how', status: 500 },
  )
  t.notOk(lines.join('').includes(store.key))
})

t.test('a closing server answers what it has begun, lets idle clients go and is gone within a second', async (t) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const api = await openApi(t, {
    routes: [
      async (app) => {
        app.get('/slow', { config: { policy: { public: 'a test' } } }, async () => {
          await held
          return { done: true }
        })
      },
    ],
  })
  const address = await api.app.listen({ host: '127.0.0.1', port: 0 })
  const agent = new Agent({ keepAlive: true })
  t.teardown(async () => agent.destroy())
  const fetched = (path: string) =>
    new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      get(address + path, { agent }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }))
      }).on('error', reject)
    })
  t.match(await fetched('/health'), { status: 200, connection: 'keep-alive' })
  const slow = fetched('/slow')
  await new Promise((resolve) => setTimeout(resolve, 50))
  const started = performance.now()
  const closed = api.app.close()
  setTimeout(release, 200)
  t.match(await slow, { status: 200, connection: 'close' })
  await closed
  t.ok(performance.now() - started < 1_000)
})

t.test('a route that does not say who may call it does not start', async (t) => {
  const nowhere = pino(new Writable({ write: (_chunk, _encoding, done) => done() }))
  const routes = [
    async (app: Parameters<typeof route>[0]) => {
      app.get('/open', async () => ({}))
    },
  ]
  await t.rejects(openApi(t, { deps: { log: nowhere }, routes }), /the route GET \/open names no policy/)
})
