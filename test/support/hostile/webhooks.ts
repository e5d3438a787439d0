import { createHash, createHmac } from 'node:crypto'
import type { Answer, Sent } from './play.ts'

/** JSON as Meta writes it: everything above ASCII and every slash escaped. */
export function asMetaWrites(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function signedByMeta(body: Buffer, appSecret: string): Sent {
  const digest = createHmac('sha256', appSecret).update(body).digest('hex')
  return {
    method: 'POST',
    url: '/webhooks/whatsapp',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${digest}` },
    body,
  }
}

export type StripeEndpoint = { storePath: string; secret: string }

export function signedByStripe(body: Buffer, { storePath, secret }: StripeEndpoint): Sent {
  const seconds = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')
  return {
    method: 'POST',
    url: `/webhooks/stripe/${storePath}`,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${seconds},v1=${v1}` },
    body,
  }
}

export function digestOfBody(body: Buffer | string): string {
  return createHash('sha256').update(body).digest('hex')
}

type Source = 'whatsapp' | 'stripe'

/** What the webhooks took and what they turned away, to be held against the database at the end. */
export class Deliveries {
  readonly taken = new Map<string, Source>()
  readonly refused = new Set<string>()
  /** Messages and statuses in what was taken, each by what tells it apart. */
  readonly messages = new Set<string>()
  readonly statuses = new Set<string>()

  note(source: Source, sent: Sent, answer: Answer): void {
    const digest = digestOfBody(sent.body ?? '')
    if (answer.status === 200) this.taken.set(digest, source)
    else this.refused.add(digest)
  }

  noteContents(body: unknown): void {
    for (const change of changesIn(body)) {
      const number = textOf(objectOf(change.metadata)?.phone_number_id)
      for (const key of keysOf(change.messages, ({ id }) => messageKey(number, id))) this.messages.add(key)
      for (const key of keysOf(change.statuses, statusKey)) this.statuses.add(key)
    }
  }
}

/** What tells a message apart: the number it came to and its id. */
export function messageKey(number: string | null, id: unknown): string {
  return JSON.stringify([number === null ? null : storable(number), storable(textOf(id) ?? '')])
}

/** What tells a status apart. */
export function statusKey({ id, status, timestamp }: Record<string, unknown>): string {
  return [id, status, timestamp].map((part) => storable(textOf(part) ?? '')).join('|')
}

/** Of the things that have an id, which is what makes them count. */
function keysOf(list: unknown, keyOf: (thing: Record<string, unknown>) => string): string[] {
  const things = listOf(list)
    .map(objectOf)
    .filter((thing) => thing !== null)
  return things.filter(({ id }) => textOf(id) !== null).map(keyOf)
}

/** The values of every change that is about messages, as the contract of the inbox counts them. */
function changesIn(body: unknown): Record<string, unknown>[] {
  return listOf(objectOf(body)?.entry).flatMap((entry) =>
    listOf(objectOf(entry)?.changes).flatMap((change) => {
      const { field, value } = objectOf(change) ?? {}
      const about = objectOf(value)
      return about !== null && (field === undefined || field === 'messages') ? [about] : []
    }),
  )
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

/** What the shop promises to make of a text from outside, said once more and in another way than the shop does. */
export function storable(text: string): string {
  const symbols = [...text]
  return symbols.map((symbol, place) => storableSymbol(symbol, symbols[place - 1])).join('')
}

function storableSymbol(symbol: string, before: string | undefined): string {
  if (symbol === '\r') return '\n'
  if (symbol === '\n') return before === '\r' ? '' : '\n'
  const code = symbol.codePointAt(0) ?? 0
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd'
  return isControl(code) && symbol !== '\t' ? '' : symbol
}

function isControl(code: number): boolean {
  return code < 32 || (code >= 127 && code <= 159)
}

/** A whole value of which every text, keys too, is made storable. */
export function storableDeep(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableDeep)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storable(key), storableDeep(inner)]))
}

/** How many arrays and objects lie inside one another. */
export function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Object.values(value).reduce((deepest: number, inner) => Math.max(deepest, depthOf(inner)), 0)
}
