import type { Dispatcher, FormData, Pool } from 'undici'
import { type GraphOutcome, readAnswer } from './outcome.ts'

export type GraphOptions = {
  /** `https://graph.facebook.com`, or where the sandbox listens. */
  baseUrl: string
  /** Always said: a call without one uses the app's oldest usable version. */
  version: string
  /** HTTP/1.1 needs one for each call in flight, and a call that waits for one already spends its time. */
  connections?: number
  timeoutMs?: number
}

export type GraphCall = {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below the version: `/<id>/messages`. */
  path: string
  token: string
  query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  json?: unknown
  form?: FormData
  /** A longer answer counts as unreadable; 64 KiB unless told. */
  maxBytes?: number
}

/**
 * Meta's Graph API over a pool of connections: undici, since global `fetch` costs six times the CPU per call. It is
 * loaded with the first call, because a server makes none.
 */
export class GraphClient implements AsyncDisposable {
  readonly #openPool: () => Promise<Pool>
  #pool: Promise<Pool> | undefined
  #closed = false
  readonly #prefix: string
  readonly #timeoutMs: number

  constructor({ baseUrl, version, connections = 512, timeoutMs = 15_000 }: GraphOptions) {
    const url = new URL(baseUrl)
    this.#prefix = `${url.pathname.replace(/\/$/, '')}/${version}`
    this.#timeoutMs = timeoutMs
    const connect = { timeout: Math.min(timeoutMs, 5_000) }
    this.#openPool = async () => new (await import('undici')).Pool(url.origin, { connections, connect })
  }

  /** Makes one call and says what is known of it afterwards. Never throws and never repeats. */
  async call(call: GraphCall): Promise<GraphOutcome> {
    if (this.#closed) return { kind: 'not_sent', reason: 'UND_ERR_CLOSED' }
    try {
      this.#pool ??= this.#openPool()
      const answer = await (await this.#pool).request(this.#requestOf(call))
      const text = await readBody(answer.body, call.maxBytes ?? 65_536)
      return readAnswer({ httpStatus: answer.statusCode, headers: answer.headers, text })
    } catch (error) {
      return failureOf(error)
    }
  }

  /** Calls under way are cut off: who made them learns that nothing is known of them. */
  async close(): Promise<void> {
    this.#closed = true
    await (await this.#pool)?.destroy()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #requestOf({ method, path, token, query, json, form }: GraphCall): Dispatcher.RequestOptions {
    const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
    return {
      method,
      path: `${this.#prefix}${path}${search}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      body: json === undefined ? (form ?? null) : JSON.stringify(json),
      signal: AbortSignal.timeout(this.#timeoutMs),
    }
  }
}

async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    // Leaving the loop destroys the stream, and with it the connection that would go on sending.
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Errors that come before the first byte of the request can have left. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'UND_ERR_INVALID_ARG',
])
const badCertificate = /^(?:ERR_TLS_|CERT_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO)/

function failureOf(error: unknown): GraphOutcome {
  const code = codeOf(error)
  const kind = neverLeft.has(code) || badCertificate.test(code) ? 'not_sent' : 'unknown'
  return { kind, reason: code }
}

function codeOf(error: unknown): string {
  // Every address of a name was tried: one that may have been reached makes it unknown.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1))
  if (!(error instanceof Error)) return 'error'
  if (error.name === 'TimeoutError') return 'timeout'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
