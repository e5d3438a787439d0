import { fingerprint } from '#shared/fingerprint.ts'
import { cleanInbound } from '#shared/text.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** One message, status or notice of an envelope, before anybody knows whose store it is for. */
export type Exploded = {
  /** Meta's phone number id, which says the store; the display number never does. */
  number: string | null
  /** The WhatsApp Business Account, which says the store when there is no number. */
  account: string | null
  kind: 'message' | 'status' | 'notice'
  dedupeKey: string
  mailboxKey?: string
  shardKey?: string
  json: string
  happenedAt: Date | null
  outcome?: string
}

const MAX_KEY = 300

/**
 * Flattens a webhook body over all three of its levels (entries, changes, messages and statuses). Whatever has an
 * unknown shape still becomes a row, with the reason it was parked: Meta has no replay, so nothing may be dropped.
 */
export function explode(payload: Json): Exploded[] {
  const entries = listAt(payload, 'entry').filter(isObject)
  if (entries.length === 0) return [parked('unknown-shape', { value: payload })]
  return entries.flatMap((entry) => {
    const changes = listAt(entry, 'changes').filter(isObject)
    if (changes.length === 0) return [parked('no-changes', { value: entry })]
    return changes.flatMap((change) => explodeChange(entry, change))
  })
}

function explodeChange(entry: JsonObject, change: JsonObject): Exploded[] {
  const value = change.value
  const account = idAt(entry, 'id')
  if (!isObject(value)) return [{ ...parked('no-value', { value: change }), account }]
  if (change.field !== undefined && change.field !== 'messages') return [noticeOf({ entry, change, value })]
  const number = idAt(value.metadata, 'phone_number_id')
  const place = { number, account }
  const contacts = listAt(value, 'contacts').filter(isObject)
  const found = [
    ...listAt(value, 'messages').map((message) => messageOf(message, { contacts, place })),
    ...listAt(value, 'statuses').map((status) => statusOf(status, { contacts, place })),
  ]
  const errors = listAt(value, 'errors')
  if (found.length === 0 || errors.length > 0) found.push({ ...noticeOf({ entry, change, value }), ...place })
  return found
}

type Place = { number: string | null; account: string | null }
type Surroundings = { contacts: readonly JsonObject[]; place: Place }

function messageOf(message: Json, { contacts, place }: Surroundings): Exploded {
  const id = textAt(message, 'id')
  if (!isObject(message) || id === null) return { ...parked('message-without-id', { value: message }), ...place }
  const contact = contactOf(message, contacts)
  const sender =
    textAt(message, 'from_user_id') ?? textAt(contact, 'user_id') ?? textAt(message, 'from') ?? textAt(contact, 'wa_id')
  const arrival: Exploded = {
    ...place,
    kind: 'message',
    dedupeKey: keyOf(`${place.number}|${id}`),
    json: cleaned({ number: place.number, contact, message }),
    happenedAt: timeOf(message.timestamp),
  }
  if (message.group_id !== undefined) return { ...arrival, outcome: 'parked:group' }
  if (sender === null) return { ...arrival, outcome: 'parked:no-sender' }
  return { ...arrival, mailboxKey: keyOf(`${place.number}|${sender}`) }
}

function statusOf(status: Json, { contacts, place }: Surroundings): Exploded {
  const id = textAt(status, 'id')
  if (!isObject(status) || id === null) return { ...parked('status-without-id', { value: status }), ...place }
  return {
    ...place,
    kind: 'status',
    dedupeKey: keyOf(`${id}|${textAt(status, 'status')}|${textAt(status, 'timestamp')}`),
    shardKey: id,
    json: cleaned({ number: place.number, contact: contacts[0] ?? null, status }),
    happenedAt: timeOf(status.timestamp),
  }
}

function noticeOf({ entry, change, value }: { entry: JsonObject; change: JsonObject; value: JsonObject }): Exploded {
  const field = textAt(change, 'field') ?? 'unknown'
  const at = entry.time ?? null
  return {
    number: idAt(value.metadata, 'phone_number_id'),
    account: idAt(entry, 'id'),
    kind: 'notice',
    dedupeKey: `notice|${fingerprint(JSON.stringify([entry.id ?? null, at, field, value]))}`,
    json: cleaned({ field, value }),
    happenedAt: timeOf(at),
  }
}

function parked(reason: string, body: JsonObject): Exploded {
  const json = cleaned(body)
  return {
    number: null,
    account: null,
    kind: 'notice',
    dedupeKey: `parked|${fingerprint(json)}`,
    json,
    happenedAt: null,
    outcome: `parked:${reason}`,
  }
}

/** Contacts have no documented order, so they are matched by what they name; a lone one is the sender's. */
function contactOf(message: JsonObject, contacts: readonly JsonObject[]): JsonObject | null {
  const named = contacts.find(
    (contact) => matches(contact.user_id, message.from_user_id) || matches(contact.wa_id, message.from),
  )
  return named ?? (contacts.length === 1 ? (contacts[0] ?? null) : null)
}

function matches(one: Json | undefined, other: Json | undefined): boolean {
  return typeof one === 'string' && one === other
}

/** Meta's times are seconds, as text in messages and as a number elsewhere. */
function timeOf(value: Json | undefined): Date | null {
  const seconds = Number(typeof value === 'string' || typeof value === 'number' ? value : Number.NaN)
  const inRange = Number.isFinite(seconds) && seconds > 0 && seconds < 100_000_000_000
  return inRange ? new Date(seconds * 1000) : null
}

function keyOf(text: string): string {
  const clean = cleanInbound(text)
  return clean.length <= MAX_KEY ? clean : fingerprint(clean)
}

/** What JSON escapes besides quotes, slashes and line ends, and the controls that it does not. */
const suspicious = /\\[bfru]|[\u007f-\u009f]/

/** Looked over as one text first: hardly anything from outside needs cleaning, and a copy costs more than a look. */
function cleaned(value: JsonObject): string {
  const json = JSON.stringify(value)
  return suspicious.test(json) ? JSON.stringify(cleanObject(value)) : json
}

function cleanObject(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleanInbound(key), cleanJson(inner)]))
}

function cleanJson(value: Json): Json {
  if (typeof value === 'string') return cleanInbound(value)
  if (Array.isArray(value)) return value.map(cleanJson)
  return isObject(value) ? cleanObject(value) : value
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listAt(value: Json | undefined, key: string): Json[] {
  const list = isObject(value) ? value[key] : undefined
  return Array.isArray(list) ? list : []
}

/** An id that is looked up in the database, which takes no NUL. */
function idAt(value: Json | undefined, key: string): string | null {
  const text = textAt(value, key)
  return text === null ? null : cleanInbound(text)
}

function textAt(value: Json | undefined, key: string): string | null {
  const text = isObject(value) ? value[key] : undefined
  if (typeof text === 'number') return String(text)
  return typeof text === 'string' && text !== '' ? text : null
}
