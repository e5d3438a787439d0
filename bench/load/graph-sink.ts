import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { wamidOf } from './webhook-bodies.ts'

export type Sent = { wamid: string; phoneNumberId: string; to: string; opaque: string; body: Record<string, unknown> }

export type GraphSink = { port: number; accepted: () => number; close: () => Promise<void> }

/**
 * As much of Graph as a chat needs: takes messages and says their ids, has nothing to tell of anything else. It checks
 * nothing; `dukkan sandbox` is the one that does, and costs accordingly.
 */
export async function openGraphSink(onSent: (sent: Sent) => void, latencyMs: number): Promise<GraphSink> {
  let accepted = 0
  const accept = (url: string, text: string): string => {
    const body = JSON.parse(text)
    if (body.status === 'read') return '{"success":true}'
    accepted += 1
    const wamid = wamidOf('out', accepted)
    const to = String(body.to ?? body.recipient)
    onSent({ wamid, phoneNumberId: url.split('/')[2] ?? '', to, opaque: String(body.biz_opaque_callback_data), body })
    return `{"messaging_product":"whatsapp","contacts":[{"input":"${to}"}],"messages":[{"id":"${wamid}"}]}`
  }
  const server = createServer((request, response) => {
    void answer(request, { response, accept, latencyMs })
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Answering = { response: ServerResponse; accept: (url: string, text: string) => string; latencyMs: number }

async function answer(request: IncomingMessage, { response, accept, latencyMs }: Answering): Promise<void> {
  const text = await textOf(request)
  if (latencyMs > 0) await sleep(latencyMs)
  const url = request.url ?? ''
  const isMessage = request.method === 'POST' && url.endsWith('/messages')
  const body = isMessage ? accept(url, text) : '{"data":[],"id":"1","status":"APPROVED","success":true}'
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      text += chunk
    })
    request.on('end', () => resolve(text))
    request.on('error', reject)
  })
}
