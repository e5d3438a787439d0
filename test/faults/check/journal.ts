import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** A message that the fake Meta took, whether or not its answer arrived. */
export type Acceptance = {
  /** In the order of taking, which is not that of the answers. */
  place: number
  at: Date
  phoneNumberId: string
  /** From the callback data: the row and its attempt. Null when it carries none. */
  messageId: string | null
  attempt: number
}

/** What the outside world saw of a run. */
export type Outside = {
  taken: Acceptance[]
  /** Keys of everything a webhook of ours answered 200 for, as the inbox should know them. */
  acknowledged: { messages: Set<string>; statuses: Set<string>; stripe: Set<string> }
  /** Keys of all messages that were ever sent to us. */
  sent: Set<string>
  /** How our webhooks answered, by status; 0 is no answer. */
  answers: Map<number, number>
}

type Line = {
  kind: 'graph' | 'stripe' | 'webhook'
  at: string
  path?: string
  target?: string
  status: number
  taken?: number
  fault?: string
  body?: Record<string, unknown>
}

/** Reads the sandbox's journal from the beginning. */
export async function readJournal(file: string): Promise<Outside> {
  const outside: Outside = {
    taken: [],
    acknowledged: { messages: new Set(), statuses: new Set(), stripe: new Set() },
    sent: new Set(),
    answers: new Map(),
  }
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = JSON.parse(text) as Line
    if (line.kind === 'webhook') noteWebhook(outside, line)
    if (line.kind === 'graph' && line.path?.endsWith('/messages')) noteSend(outside, line)
  }
  outside.taken.sort((one, other) => one.place - other.place)
  return outside
}

const opaque = /^([0-9a-f-]{36})\.(\d+)$/

function noteSend(outside: Outside, { taken, body = {}, path = '', at }: Line): void {
  if (taken === undefined) return
  const [, messageId = null, attempt = '0'] = opaque.exec(String(body.biz_opaque_callback_data ?? '')) ?? []
  const phoneNumberId = path.split('/').at(-2) ?? ''
  outside.taken.push({ place: taken, at: new Date(at), phoneNumberId, messageId, attempt: Number(attempt) })
}

function noteWebhook(outside: Outside, { target = '', status, body, fault }: Line): void {
  if (fault === 'bad_signature' || fault === 'lose') return
  outside.answers.set(status, (outside.answers.get(status) ?? 0) + 1)
  if (target.includes('/webhooks/stripe/')) {
    if (status === 200) outside.acknowledged.stripe.add(String(body?.id))
    return
  }
  for (const value of valuesIn(body)) noteValue(outside, value, status === 200)
}

type Value = {
  metadata?: { phone_number_id?: string }
  messages?: { id: string }[]
  statuses?: { id: string; status: string; timestamp: string }[]
}

function noteValue(outside: Outside, { metadata, messages = [], statuses = [] }: Value, taken: boolean): void {
  for (const { id } of messages) {
    const key = `${metadata?.phone_number_id}|${id}`
    outside.sent.add(key)
    if (taken) outside.acknowledged.messages.add(key)
  }
  for (const { id, status, timestamp } of statuses) {
    if (taken) outside.acknowledged.statuses.add(`${id}|${status}|${timestamp}`)
  }
}

function valuesIn(body: Record<string, unknown> | undefined): Value[] {
  const entries = (body?.entry ?? []) as { changes?: { value?: Value }[] }[]
  return entries.flatMap(({ changes = [] }) => changes.flatMap(({ value }) => (value === undefined ? [] : [value])))
}
