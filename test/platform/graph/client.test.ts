import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { z } from 'zod'
import { GraphClient } from '#platform/graph/client.ts'
import { describe, typed } from '#platform/graph/result.ts'

type Teardown = { teardown: (run: () => unknown) => void }

async function openGraph(t: Teardown, listener: RequestListener, timeoutMs = 300) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const graph = new GraphClient({ baseUrl: `http://127.0.0.1:${port}/meta/`, version: 'v26.0', timeoutMs })
  t.teardown(async () => {
    server.closeAllConnections()
    server.close()
    await graph.close()
  })
  return { graph, server, port }
}

const send = { method: 'POST', path: '/1/messages', token: 'secret', json: { text: 'سلام' } } as const

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

t.test('a call names its version, carries the token and sends JSON', async (t) => {
  const seen: unknown[] = []
  const { graph } = await openGraph(t, async (request, reply) => {
    seen.push([request.method, request.url, request.headers.authorization, await bodyOf(request)])
    reply.end('{"success":true}')
  })
  t.match(await graph.call(send), { kind: 'ok', body: { success: true } })
  await graph.call({ method: 'GET', path: '/2/products', token: 'secret', query: { limit: '5', after: 'a b' } })
  t.strictSame(seen, [
    ['POST', '/meta/v26.0/1/messages', 'Bearer secret', '{"text":"سلام"}'],
    ['GET', '/meta/v26.0/2/products?limit=5&after=a+b', 'Bearer secret', ''],
  ])
})

t.test('an answer that does not come, is cut off, drips or never ends is unknown', async (t) => {
  const misbehaviors: [string, RequestListener][] = [
    ['silence', () => undefined],
    ['reset', (request) => void request.socket.destroy()],
    [
      'half an answer',
      (_, reply) => {
        reply.writeHead(200, { 'content-length': '100' })
        reply.write('{"mess')
        setTimeout(() => reply.destroy(), 20)
      },
    ],
    [
      'a drip',
      (_, reply) => {
        reply.writeHead(200)
        const drip = setInterval(() => reply.write(' '), 20)
        reply.on('close', () => clearInterval(drip))
      },
    ],
    ['too much', (_, reply) => void reply.end(`{"messages":"${'x'.repeat(70_000)}"}`)],
  ]
  for (const [name, listener] of misbehaviors) {
    const { graph } = await openGraph(t, listener)
    t.match(await graph.call(send), { kind: 'unknown' }, name)
  }
})

t.test('a call that found nobody was not sent', async (t) => {
  const { graph, server } = await openGraph(t, () => undefined)
  server.close()
  await new Promise((resolve) => setImmediate(resolve))
  t.match(await graph.call(send), { kind: 'not_sent', reason: 'ECONNREFUSED' })
  const nowhere = new GraphClient({ baseUrl: 'http://graph.invalid', version: 'v26.0', timeoutMs: 2_000 })
  t.match(await nowhere.call(send), { kind: 'not_sent' })
  await nowhere.close()
})

t.test('a redirect is a refusal: the token goes nowhere else', async (t) => {
  const { graph } = await openGraph(
    t,
    (_, reply) => void reply.writeHead(302, { location: 'https://evil.example' }).end(),
  )
  t.match(await graph.call(send), { kind: 'refused', error: { httpStatus: 302 } })
})

t.test('a good answer of another shape is as unknown as a lost one', async (t) => {
  const shape = z.object({ id: z.string() })
  const result = await typed(Promise.resolve({ kind: 'ok', body: { id: 7 } } as const), shape)
  t.match(result, { kind: 'unknown', reason: 'unexpected-answer' })
  t.match(result.kind === 'unknown' && describe(result), 'unknown: unexpected-answer')
  t.match(await typed(Promise.resolve({ kind: 'ok', body: { id: '7' } } as const), shape), { value: { id: '7' } })
})
