import { Redis } from 'ioredis'
import t from 'tap'
import { openCounters } from '#app/http/limits.ts'
import { TcpProxy } from '#test/faults/stage/proxy.ts'
import { reserveRedisPrefix, testRedisUrl } from '#test/support/redis.ts'
import { openApi } from './open-api.ts'

const limits = { perKey: 5, perAddress: 3, redis: null }

t.test('a key and an address each have their share of a minute, and the answer says when to come back', async (t) => {
  const api = await openApi(t, { deps: { limits } })
  const store = await api.openStore()
  const other = await store.keyWith('store:read')
  const statuses = async (key: string | null, times: number) => {
    const answers = []
    for (let n = 0; n < times; n += 1) answers.push((await api.ask('GET /v1/store', key)).statusCode)
    return answers
  }
  t.same(await statuses(store.key, 6), [200, 200, 200, 200, 200, 429])
  t.same(await statuses(other, 1), [200], 'another key is counted for itself')
  t.same(await statuses(null, 4), [401, 401, 401, 429], 'guessing is counted by address')
  t.same(await statuses(`dk_live_${'x'.repeat(43)}`, 1), [429], 'a wrong key is no key')
  const refused = await api.ask('GET /v1/store', store.key)
  t.match(refused.json(), { status: 429, code: 'too-many-requests', fix: /Wait/ })
  t.match(refused.headers, { 'retry-after': /^\d+$/, 'x-ratelimit-limit': '5' })
  t.equal((await api.app.inject('/health')).statusCode, 200, 'health is not counted')
})

t.test('nobody chooses the address they are counted by, unless they are our proxy', async (t) => {
  const from = (api: Awaited<ReturnType<typeof openApi>>, forwarded: string, remoteAddress: string) =>
    api.app.inject({
      url: '/v1/store',
      remoteAddress,
      headers: { 'x-forwarded-for': forwarded, 'x-forwarded-host': 'evil.example' },
    })
  const open = await openApi(t, { deps: { limits } })
  const spoofed = []
  for (let n = 1; n <= 4; n += 1) spoofed.push((await from(open, `203.0.113.${n}`, '198.51.100.7')).statusCode)
  t.same(spoofed, [401, 401, 401, 429])
  const behind = await openApi(t, { deps: { limits, trustProxy: ['10.0.0.0/8'] } })
  const clients = []
  for (let n = 1; n <= 4; n += 1) clients.push((await from(behind, `203.0.113.${n}`, '10.0.0.9')).statusCode)
  t.same(clients, [401, 401, 401, 401], 'our proxy is believed')
  const stranger = []
  for (let n = 1; n <= 4; n += 1) stranger.push((await from(behind, `203.0.113.${n}`, '198.51.100.8')).statusCode)
  t.same(stranger, [401, 401, 401, 429], 'a stranger is not')
})

t.test('addresses nobody serves are counted too', async (t) => {
  const api = await openApi(t, { deps: { limits } })
  const statuses = []
  for (let n = 0; n < 4; n += 1) statuses.push((await api.app.inject(`/nothing/${n}`)).statusCode)
  t.same(statuses, [404, 404, 404, 429])
})

t.test('while Redis is away each process counts alone and allows half', async (t) => {
  const redis = new Redis('redis://127.0.0.1:1', {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  t.teardown(async () => redis.disconnect())
  const api = await openApi(t, { deps: { limits: { ...limits, redis } } })
  const store = await api.openStore()
  const statuses = []
  for (let n = 0; n < 4; n += 1) statuses.push((await api.ask('GET /v1/store', store.key)).statusCode)
  t.same(statuses, [200, 200, 429, 429])
})

const redisUrl = testRedisUrl()

t.test('two processes share one count in Redis', { skip: redisUrl === undefined && 'no Redis here' }, async (t) => {
  const url = String(redisUrl)
  const redis = new Redis(url, { keyPrefix: reserveRedisPrefix(t, url) })
  t.teardown(async () => redis.disconnect())
  const deps = { limits: { ...limits, redis } }
  const one = await openApi(t, { deps })
  const store = await one.openStore()
  const two = await openApi(t, { url: one.url, deps })
  const statuses = []
  for (let n = 0; n < 3; n += 1) {
    statuses.push((await one.ask('GET /v1/store', store.key)).statusCode)
    statuses.push((await two.ask('GET /v1/store', store.key)).statusCode)
  }
  t.same(statuses, [200, 200, 200, 200, 200, 429])
})

t.test(
  'nobody waits for a Redis that has fallen silent',
  { skip: redisUrl === undefined && 'no Redis here' },
  async (t) => {
    const url = String(redisUrl)
    const proxy = await TcpProxy.open([Number(new URL(url).port || 6379)])
    const redis = openCounters(`redis://127.0.0.1:${proxy.port}`, reserveRedisPrefix(t, url))
    t.teardown(async () => {
      redis.disconnect()
      await proxy[Symbol.asyncDispose]()
    })
    const api = await openApi(t, { deps: { limits: { ...limits, redis } } })
    t.equal((await api.app.inject('/v1/store')).statusCode, 401)
    proxy.mute()
    const began = performance.now()
    t.equal((await api.app.inject('/v1/store')).statusCode, 401)
    t.ok(performance.now() - began < 4_000)
    t.equal(await redis.ping(), 'PONG', 'and a new connection is made')
  },
)
