import { pino } from 'pino'
import t from 'tap'
import { BellListener, BellRinger, type BellTransport, prepareBells } from '#platform/bells.ts'
import type { Bell } from '#platform/db.ts'
import { TcpProxy } from '#test/faults/stage/proxy.ts'
import { createTestDatabase } from '#test/support/database.ts'
import { reserveRedisPrefix, testRedisUrl } from '#test/support/redis.ts'
import { until } from '#test/support/until.ts'

type Test = Parameters<typeof createTestDatabase>[0]

const log = pino({ level: 'silent' })
const redisUrl = testRedisUrl()

async function throughProxy(url: string, defaultPort: string) {
  const proxy = await TcpProxy.open([Number(new URL(url).port || defaultPort)])
  return { proxy, url: Object.assign(new URL(url), { port: String(proxy.port) }).href }
}

async function onPostgres(t: Test) {
  const { url } = await createTestDatabase(t)
  await prepareBells({ kind: 'postgres', url }, log)
  const { proxy, url: through } = await throughProxy(url, '5432')
  const direct: BellTransport = { kind: 'postgres', url }
  const transport: BellTransport = { kind: 'postgres', url: through }
  return { proxy, direct, transport }
}

async function onRedis(t: Test) {
  const url = String(redisUrl)
  const prefix = reserveRedisPrefix(t, url)
  const { proxy, url: through } = await throughProxy(url, '6379')
  const direct: BellTransport = { kind: 'redis', url, prefix }
  const transport: BellTransport = { kind: 'redis', url: through, prefix }
  return { proxy, direct, transport }
}

const backends = [['postgres', onPostgres], ...(redisUrl === undefined ? [] : [['redis', onRedis] as const])] as const

for (const [backend, open] of backends) {
  t.test(`${backend}: a ringer whose connection has gone mute rings again over a new one`, async (t) => {
    const { proxy, direct, transport } = await open(t)
    const heard: Bell[] = []
    const listener = new BellListener(direct, { log, onBell: async (bell) => void heard.push(bell) })
    const ringer = new BellRinger(transport, log)
    t.teardown(async () => {
      proxy.cut()
      await Promise.all([listener.close(), ringer.close()])
      await proxy[Symbol.asyncDispose]()
    })
    await listener.ready()
    ringer.ring([{ drain: 'mailbox', shard: 1 }])
    await until(() => heard.length === 1, 'the first bell is heard')
    proxy.mute()
    ringer.ring([{ drain: 'mailbox', shard: 2 }])
    await until(() => heard.some(({ shard }) => shard === 2), 'the second bell is heard', 20_000)
  })
}
