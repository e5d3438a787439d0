import { z } from 'zod'
import type { NumberedEntry } from '#sandbox/journal.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'

const JournalQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  kind: z.string().optional(),
  limit: z.coerce.number().int().min(1).optional(),
})

export function readJournal(state: SandboxState, call: ControlCall): unknown {
  return { entries: state.journal.read(readControl(JournalQuery, call.query)), last: state.journal.last() }
}

type HttpRequest = { method: string; url: string; headers: Record<string, string>; body: string | null }

/** `GET …/request`: the request of a line, to be made again by hand; tokens are left as names to fill in. */
export function readJournalRequest(state: SandboxState, call: ControlCall): HttpRequest {
  const entry = state.journal.find(Number(call.params.n))
  if (entry === undefined) throw new ControlError(404, `The journal has no line ${call.params.n}`)
  return entry.kind === 'webhook' ? webhookRequest(state, entry) : apiRequest(state, entry)
}

/** The same bytes with a signature of this moment. */
function webhookRequest(state: SandboxState, { n, target = '', bodyJson }: NumberedEntry): HttpRequest {
  const delivery = state.hooks.noted(n)
  return {
    method: 'POST',
    url: target,
    headers: { 'content-type': 'application/json', ...delivery?.headers(false) },
    body: delivery?.bytes.toString('utf8') ?? bodyJson ?? '',
  }
}

function apiRequest(state: SandboxState, entry: NumberedEntry): HttpRequest {
  const { method = 'GET', path = '', bodyForm } = entry
  const token = entry.kind === 'stripe' ? '$STRIPE_SECRET_KEY' : '$WHATSAPP_ACCESS_TOKEN'
  const body = bodyForm || jsonOf(entry)
  const type = entry.kind === 'stripe' ? 'application/x-www-form-urlencoded' : 'application/json'
  return {
    method,
    url: `${state.url}${path}`,
    headers: { authorization: `Bearer ${token}`, ...(body === null ? {} : { 'content-type': type }) },
    body,
  }
}

function jsonOf({ kind, body, bodyJson }: NumberedEntry): string | null {
  if (bodyJson !== undefined) return bodyJson
  return kind === 'stripe' || body === undefined ? null : JSON.stringify(body)
}
