import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { roundMs } from './clock.ts'
import type { FaultRule } from './faults.ts'
import type { JournalEntry } from './journal.ts'
import type { SandboxState } from './state.ts'

export type Answer = { status: number; headers: Record<string, string>; payload: string | Buffer }

/** One HTTP request on its way through faults, endpoint and journal. */
export type Exchange = {
  kind: 'graph' | 'stripe'
  request: FastifyRequest
  reply: FastifyReply
  /** What the journal shows as the body. */
  seen: { body?: unknown; bodyJson?: string; bodyForm?: string; taken?: number }
  fault: FaultRule | undefined
}

/** Acts out faults that strike before the request is looked at; false when everything is said. */
export async function survivesArrival(state: SandboxState, exchange: Exchange): Promise<boolean> {
  const kind = exchange.fault?.fault
  if (kind === 'slow') await state.timers.pause(exchange.fault?.delayMs ?? 1_000)
  if (kind === '503_no_body') await answerWith(state, exchange, { status: 503, headers: {}, payload: '' })
  if (kind === 'reset' || kind === 'silence') vanish(state, exchange, kind === 'reset')
  return kind !== 'reset' && kind !== 'silence' && kind !== '503_no_body'
}

/** Leaves the caller without an answer: the connection is cut, or stays open and mute. */
function vanish(state: SandboxState, exchange: Exchange, cut: boolean): void {
  exchange.reply.hijack()
  if (cut) exchange.request.raw.socket.destroy()
  note(state, exchange, { status: 0 })
}

/** Sends the answer, unless the fault eats it after the work was done. */
export async function answerWith(state: SandboxState, exchange: Exchange, answer: Answer): Promise<FastifyReply> {
  const { reply, fault } = exchange
  if (fault?.fault === 'accept_then_reset' || fault?.fault === 'accept_then_silence') {
    vanish(state, exchange, fault.fault === 'accept_then_reset')
    return reply
  }
  note(state, exchange, answer)
  void reply.code(answer.status).headers(answer.headers)
  return reply.send(fault?.fault === 'drip' ? drip(state, answer.payload, fault.delayMs ?? 1_000) : answer.payload)
}

/** One byte at a time. */
function drip(state: SandboxState, payload: string | Buffer, delayMs: number): Readable {
  const bytes = Buffer.from(payload)
  return Readable.from(
    (async function* trickle() {
      for (let at = 0; at < bytes.length; at += 1) {
        if (at > 0) await state.timers.pause(delayMs)
        yield bytes.subarray(at, at + 1)
      }
    })(),
    { objectMode: false },
  )
}

function note(state: SandboxState, exchange: Exchange, answer: { status: number; payload?: string | Buffer }): void {
  const entry: JournalEntry = {
    at: state.clock.now().toISOString(),
    kind: exchange.kind,
    method: exchange.request.method,
    path: exchange.request.url,
    status: answer.status,
    ms: roundMs(exchange.reply.elapsedTime),
    ...exchange.seen,
  }
  if (exchange.fault !== undefined) entry.fault = exchange.fault.fault
  if (typeof answer.payload === 'string') entry.replyJson = answer.payload
  state.journal.record(entry)
}

export type ReadBody = { value: unknown; json: string | undefined }

/** Request bodies arrive as text; this reads them by their content type. Undefined for broken JSON. */
export function parseText(request: FastifyRequest): ReadBody | undefined {
  const text = typeof request.body === 'string' ? request.body : ''
  if (text === '') return { value: undefined, json: undefined }
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { value: Object.fromEntries(new URLSearchParams(text)), json: undefined }
  }
  const parsed = parseJson(text)
  if (parsed === undefined) return undefined
  return { ...parsed, json: text.includes('\n') ? JSON.stringify(parsed.value) : text }
}

/** Wrapped, as a JSON text may well be `null`; undefined when it is no JSON at all. */
export function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
