import { fields, list, text } from '#phone/state/fields.ts'
import type { Fields, JournalLine } from '#phone/state/types.ts'

export type WireKind = 'graph' | 'stripe' | 'webhook'

/** Which way it went as the shop sees it. */
export type Direction = 'to-shop' | 'from-shop'

export type WireRow = {
  entry: JournalLine
  direction: Direction
  /** What it was, in the words of the wire: `text`, `statuses delivered`, `checkout.session.completed`. */
  title: string
  /** The beginning of what was said to or by a person; empty for everything else. */
  said: string
  /** Method and path, or where the webhook went. */
  address: string
  ok: boolean
  /** Milliseconds until the answer, where the sandbox measured it. */
  tookMs: number | null
}

export function wireRow(entry: JournalLine): WireRow {
  const webhook = entry.kind === 'webhook'
  return {
    entry,
    direction: webhook ? 'to-shop' : 'from-shop',
    title: webhook ? webhookTitle(fields(entry.body)) : requestTitle(entry),
    said: webhook ? saidInWebhook(fields(entry.body)) : saidIn(fields(entry.body)),
    address: webhook ? pathOf(entry.target ?? '') : `${entry.method ?? ''} ${entry.path ?? ''}`,
    ok: entry.status >= 200 && entry.status < 400,
    tookMs: typeof entry.ms === 'number' ? Math.round(entry.ms) : null,
  }
}

function pathOf(target: string): string {
  return URL.canParse(target) ? new URL(target).pathname : target
}

function webhookTitle(body: Fields): string {
  if (typeof body.type === 'string') return body.type
  const changes = list(body.entry).flatMap((entry) => list(entry.changes))
  return [...new Set(changes.map(changeTitle))].join(', ') || 'webhook'
}

function changeTitle(change: Fields): string {
  const value = fields(change.value)
  const messages = list(value.messages).map(messageTitle)
  const statuses = list(value.statuses).map((status) => `status ${text(status.status)}`)
  return [...messages, ...statuses].join(', ') || text(change.field)
}

function messageTitle(message: Fields): string {
  const type = text(message.type)
  const inner = text(fields(message[type]).type)
  return inner === '' ? type : `${type} ${inner}`
}

function saidInWebhook(body: Fields): string {
  const values = list(body.entry).flatMap((entry) => list(entry.changes).map((change) => fields(change.value)))
  return short(values.flatMap((value) => list(value.messages).map(saidIn)).find((said) => said !== '') ?? '')
}

/** Text, the body of an interactive message, or what was tapped. */
function saidIn(message: Fields): string {
  const { body, button_reply, list_reply } = fields(message.interactive)
  const parts = [fields(message.text).body, fields(body).text, fields(button_reply).title, fields(list_reply).title]
  return short(parts.map(text).find((part) => part !== '') ?? text(fields(message.button).text))
}

function short(said: string): string {
  const line = said.replace(/\s+/g, ' ').trim()
  return line.length > 90 ? `${line.slice(0, 89)}…` : line
}

function requestTitle({ path = '', body, method = '' }: JournalLine): string {
  const parts = path.split('?')[0]?.split('/').filter(Boolean) ?? []
  const last = parts.at(-1) ?? ''
  if (last === 'messages') return sentTitle(fields(body))
  return `${method} ${parts.filter((part) => !/^(?:v\d+(?:\.\d+)?|\d{6,})$/.test(part)).join('/')}`.trim()
}

function sentTitle(body: Fields): string {
  if (body.status === 'read') return body.typing_indicator === undefined ? 'read' : 'read, typing'
  if (body.type === 'template') return `template ${text(fields(body.template).name)}`
  return messageTitle(body)
}

export type WireFilter = { kinds: readonly WireKind[]; text: string; shopper: readonly string[]; faultsOnly: boolean }

/** Everything passes. */
export const openFilter: WireFilter = { kinds: [], text: '', shopper: [], faultsOnly: false }

/** Rows that pass, newest first; `shopper` holds the ids by which the wire may name the person chosen. */
export function filterWire(rows: readonly WireRow[], filter: WireFilter): WireRow[] {
  const wanted = filter.text.trim().toLowerCase()
  return rows
    .filter(
      (row) =>
        (filter.kinds.length === 0 || filter.kinds.includes(row.entry.kind)) &&
        (!filter.faultsOnly || row.entry.fault !== undefined || !row.ok) &&
        holds(row, wanted) &&
        isAbout(row, filter.shopper),
    )
    .toReversed()
}

function holds(row: WireRow, wanted: string): boolean {
  return wanted === '' || searchable(row).includes(wanted)
}

function isAbout(row: WireRow, ids: readonly string[]): boolean {
  return ids.length === 0 || ids.some((id) => searchable(row).includes(id.toLowerCase()))
}

const texts = new WeakMap<JournalLine, string>()

/** Written once for each entry: a filter asks all rows again at every key. */
function searchable({ entry, title, address }: WireRow): string {
  const known = texts.get(entry)
  if (known !== undefined) return known
  const { body, reply, fault = '', status } = entry
  const parts = [title, address, fault, status, JSON.stringify(body ?? ''), JSON.stringify(reply ?? '')]
  const written = parts.join('\n').toLowerCase()
  texts.set(entry, written)
  return written
}
