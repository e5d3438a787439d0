import { createServer, type Server } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { GraphClient } from '#platform/graph/client.ts'
import { publicId } from '#shared/ids.ts'
import { buyInCash } from '#test/journeys/plays.ts'
import { openShop } from '#test/support/shop.ts'

type Answering = Parameters<typeof createServer>[1]

async function serve(
  t: { teardown: (done: () => Promise<void>) => unknown },
  answer: Answering,
): Promise<{ url: string; server: Server }> {
  const server = createServer(answer as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, server }
}

/** Spellings of places that only this machine or its network should reach. */
function privatePlaces(port: number): string[] {
  const hosts = [
    ...[
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0x7f.1',
      '0177.0.0.1',
      '127.1',
      '127.0.1',
      '①②⑦.⓪.⓪.①',
      '0',
      '0.0.0.0',
    ],
    ...[
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fd00::1]',
    ],
    ...[
      'localhost',
      'localhost.',
      'LOCALHOST',
      'a.localhost',
      '127.0.0.1.nip.io',
      'user@127.0.0.1',
      'a:b@127.0.0.1',
      '127.0.0.1.',
    ],
    ...[
      '10.0.0.1',
      '172.16.0.1',
      '192.168.0.1',
      '100.64.0.1',
      '169.254.169.254',
      '[fd00:ec2::254]',
      'metadata.google.internal',
    ],
    ...['metadata', '169.254.170.2', '198.18.0.1', '224.0.0.1', '255.255.255.255', '[ff02::1]', 'host.docker.internal'],
    ...[
      'redis',
      'postgres',
      'kubernetes.default.svc',
      'router.asus.com',
      'evil.example@127.0.0.1',
      '127.0.0.1%2f@evil.example',
    ],
  ]
  const ports = [22, 80, 443, 2375, 5432, 6379, 9200, 11211]
  return [
    ...hosts.map((host) => `http://${host}:${port}/`),
    ...ports.map((other) => `http://127.0.0.1:${other}/`),
    `https://127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}/\\@evil.example`,
    `http://127.0.0.1:${port}#@evil.example`,
  ]
}

t.test('row 21: no address that a stranger names is ever called', async (t) => {
  let calls = 0
  const trap = createTcpServer((socket) => {
    calls += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    trap.close()
  })
  const places = privatePlaces((trap.address() as { port: number }).port)
  const shop = await openShop(t)
  const sara = await shop.phone({ name: 'Sara', phone: '+966501000009' })
  await buyInCash(sara, { 'DT-AJWA-500': 60 })
  const [order] = await shop.query<{ id: string; line: string }>(
    'select o.id, l.id as line from orders o join order_lines l on l.order_id = o.id',
  )
  const orderId = publicId('order', String(order?.id))
  const orderLineId = publicId('orderLine', String(order?.line))
  let taken = 0
  for (const trackingUrl of places.slice(0, 55)) {
    const lines = [{ orderLineId, quantity: 1 }]
    const made = await shop.api('POST /v1/shipments', { orderId, lines, trackingUrl, status: 'label_created' })
    t.ok([201, 400].includes(made.status), `${trackingUrl} ${JSON.stringify(made.body)}`)
    if (made.status === 201) taken += 1
  }
  for (const url of [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'gopher://127.0.0.1:6379/_x',
    'data:text/html,x',
    '//127.0.0.1',
    'redis://127.0.0.1',
  ]) {
    const refused = await shop.api('POST /v1/shipments', {
      orderId,
      lines: [{ orderLineId, quantity: 1 }],
      trackingUrl: url,
    })
    t.equal(refused.status, 400, url)
  }
  await sara.say(`http://127.0.0.1:${(trap.address() as { port: number }).port}/`)
  await shop.until(
    async () => (await shop.query('select 1 from events where outcome is null')).length === 0,
    'events are handled',
  )
  t.ok(taken > 20, `${taken} links were kept for shoppers to open themselves`)
  t.equal(calls, 0, 'and nobody here opened one')
})

t.test('row 23: a redirect is an answer and never followed', async (t) => {
  let followed = 0
  const inside = await serve(t, (_request, response) => {
    followed += 1
    response.end('{"access_token":"stolen"}')
  })
  for (const status of [301, 302, 303, 307, 308]) {
    const { url } = await serve(t, (_request, response) => response.writeHead(status, { location: inside.url }).end())
    await using graph = new GraphClient({ baseUrl: url, version: 'v26.0', timeoutMs: 2_000 })
    const outcome = await graph.call({ method: 'POST', path: '/1/messages', token: 'canary-token', json: {} })
    t.not(outcome.kind, 'ok', String(status))
  }
  t.equal(followed, 0)
})

t.test('row 24: an answer that is too long is left where it is', async (t) => {
  const packed = gzipSync(Buffer.alloc(50 * 1024 * 1024))
  let sent = 0
  const endless = await serve(t, (_request, response) => {
    const chunk = Buffer.alloc(64 * 1024, 0x20)
    const more = () => {
      while (!response.destroyed && response.write(chunk)) sent += chunk.length
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  })
  const bomb = await serve(t, (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
  )
  const slow = await serve(t, (_request, response) => {
    response.writeHead(200)
    const drip = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(drip))
  })
  for (const { url } of [endless, bomb, slow]) {
    await using graph = new GraphClient({ baseUrl: url, version: 'v26.0', timeoutMs: 1_500 })
    const before = process.memoryUsage().rss
    const began = performance.now()
    const outcome = await graph.call({ method: 'GET', path: '/1', token: 'x' })
    t.not(outcome.kind, 'ok')
    t.ok(performance.now() - began < 4_000, 'it takes no longer than it may')
    t.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024, 'and no more memory')
  }
  t.ok(sent < 64 * 1024 * 1024, 'the sender was cut off')
})
