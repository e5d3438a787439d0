import { Agent, request as plainRequest } from 'node:http'
import type { ZodApp } from '#platform/http.ts'
import type { Answer, Send, Sent } from './play.ts'

type Verb = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Straight into the app of this process, without a socket. */
export function injected(app: ZodApp): Send {
  return async ({ method, url, headers = {}, body }) => {
    const answer = await app.inject({
      method: method as Verb,
      url,
      headers,
      ...(body !== undefined && { payload: body }),
    })
    return { status: answer.statusCode, headers: answer.headers, body: answer.body }
  }
}

export type OverSockets = { send: Send; close: () => void }

/** Over real connections, with Node's own client: it lets odd header values and paths through that undici refuses. */
export function overSockets(baseUrl: string): OverSockets {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  return { send: (sent) => sendPlain(sent, { baseUrl, agent }), close: () => agent.destroy() }
}

function sendPlain(
  { method, url, headers = {}, body }: Sent,
  { baseUrl, agent }: { baseUrl: string; agent: Agent },
): Promise<Answer> {
  const { hostname, port } = new URL(baseUrl)
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve) => {
    const asked = plainRequest(
      { hostname, port, method, path: url, headers: { ...length, ...headers }, agent },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() }),
        )
        answer.on('error', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: '' }))
      },
    )
    asked.on('error', (error) => resolve({ status: 0, headers: {}, body: error.message }))
    asked.end(body)
  })
}
