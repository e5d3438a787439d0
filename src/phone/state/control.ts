import type { Asked, Call, Method, Query } from './call.ts'
import { shopCalls } from './control-shop.ts'
import { shopperCalls } from './control-shoppers.ts'
import { worldCalls } from './control-world.ts'
import { fields, isFields, text } from './fields.ts'
import type { Fields } from './types.ts'

/** The sandbox refused; `more` is what it said beside the sentence. */
export class ControlRefusal extends Error {
  readonly status: number
  readonly more: Fields

  constructor(status: number, message: string, more: Fields) {
    super(message)
    this.name = 'ControlRefusal'
    this.status = status
    this.more = more
  }
}

export type { Method } from './call.ts'

export type ControlOptions = { baseUrl: string; fetch: typeof globalThis.fetch }

export type Control = ReturnType<typeof openControl>

/** The sandbox's control API (docs/sandbox.md) as typed calls; refusals are thrown as `ControlRefusal`. */
export function openControl({ baseUrl, fetch }: ControlOptions) {
  const call: Call = async <T>(method: Method, path: string, { query = {}, body, signal }: Asked = {}) => {
    const answer = await fetch(addressOf(path, baseUrl, query), { method, signal: signal ?? null, ...bodyOf(body) })
    const reply: unknown = await answer.json().catch(() => null)
    if (!answer.ok) throw refusal(answer.status, reply)
    return reply as T
  }
  return {
    baseUrl,
    /** Any other call of the control API. */
    call,
    ...shopperCalls(call),
    ...shopCalls(call),
    ...worldCalls(call),
  }
}

function addressOf(path: string, baseUrl: string, query: Query): URL {
  const url = new URL(path, baseUrl)
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, `${value}`)
  return url
}

function bodyOf(body: unknown) {
  return body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function refusal(status: number, reply: unknown): ControlRefusal {
  const { error, ...more } = fields(reply)
  return new ControlRefusal(status, text(error) || `HTTP ${status}`, isFields(more) ? more : {})
}
