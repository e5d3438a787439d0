import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/** A message that the fake Meta took, whether or not its answer arrived. */
export type Acceptance = {
  place: number
  at: Date
  phoneNumberId: string
  /** From the callback data: the row and its attempt. Null when it carries none. */
  messageId: string | null
  attempt: number
  /** False when the answer was lost on the way. */
  answered: boolean
}

/** What the outside world saw of a run. */
export type Outside = {
  /** Takings for certain (200), and those whose answer a fault ate, which may have been refusals. */
  taken: Acceptance[]
  uncertain: Acceptance[]
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
  fault?: string
  body?: Record<string, unknown>
}

/** Reads the sandbox's journal from the beginning. */
export async function readJournal(file: string): Promise<Outside> {
  const outside: Outside = {
    taken: [],
    uncertain: [],
    acknowledged: { messages: new Set(), statuses: new Set(), stripe: new Set() },
    sent: new Set(),
    answers: new Map(),
  }
  let place = 0
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    place += 1
    const line = JSON.parse(text) as Line
    if (line.kind === 'webhook') noteWebhook(outside, line)
    if (line.kind === 'graph' && line.path?.endsWith('/messages')) noteSend(outside, line, place)
  }
  return outside
}

const opaque = /^([0-9a-f-]{36})\.(\d+)$/

function noteSend(outside: Outside, line: Line, place: number): void {
  const { body = {}, status, fault } = line
  if (body.status === 'read') return
  const [, messageId = null, attempt = '0'] = opaque.exec(String(body.biz_opaque_callback_data ?? '')) ?? []
  const phoneNumberId = line.path?.split('/').at(-2) ?? ''
  const acceptance = { place, at: new Date(line.at), phoneNumberId, messageId, attempt: Number(attempt) }
  if (status === 200) outside.taken.push({ ...acceptance, answered: true })
  else if (fault?.startsWith('accept_then')) outside.uncertain.push({ ...acceptance, answered: false })
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
