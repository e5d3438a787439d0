import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { RecentMap } from './ring.ts'

export type JournalEntry = {
  at: string
  kind: 'graph' | 'stripe' | 'webhook'
  method?: string
  path?: string
  target?: string
  attempt?: number
  fault?: string
  /** 0 when nothing was answered (reset, silence, refused connection). */
  status: number
  /** Real milliseconds until the answer. */
  ms?: number
  /** Place among all messages taken, from 1: lines are written with the answer, which may be late. */
  taken?: number
  body?: unknown
  /** A body that is JSON text already; kept as it is until somebody reads it. */
  bodyJson?: string
  /** A form body as it was sent; `body` holds it read. */
  bodyForm?: string
  /** The answer as sent, JSON text or empty. */
  replyJson?: string
}

export type JournalLine = Omit<JournalEntry, 'bodyJson' | 'bodyForm' | 'replyJson'> & { n: number; reply?: unknown }

export type JournalQuery = { after: number; kind?: string | undefined; limit?: number | undefined }

export type Journal = {
  /** Answers the number of the line. */
  record: (entry: JournalEntry) => number
  /** The place of a message that is taken now. */
  take: () => number
  /** Lines numbered above `after`, oldest first, at most `limit`; kind is graph, stripe, webhook or request (the first two). */
  read: (query: JournalQuery) => JournalLine[]
  find: (n: number) => NumberedEntry | undefined
  last: () => number
  clear: () => void
  close: () => Promise<void>
}

export type NumberedEntry = JournalEntry & { n: number }

const kept = 20_000
const secrets = /([?&](?:access_token|input_token|appsecret_proof)=)[^&]+/g

/** Every request and delivery: the newest 20,000 in memory, all of them in the file as NDJSON. */
export function openJournal(file: string | undefined, told: (entry: NumberedEntry) => void = () => undefined): Journal {
  const entries = new RecentMap<number, NumberedEntry>(kept)
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: 'a' })
  let n = 0
  let taken = 0
  return {
    record: (entry) => {
      n += 1
      const numbered = { ...entry, n }
      if (entry.path?.includes('?')) numbered.path = entry.path.replace(secrets, '$1***')
      entries.set(n, numbered)
      if (stream?.writable) stream.write(`${asLine(numbered)}\n`)
      told(numbered)
      return n
    },
    take: () => {
      taken += 1
      return taken
    },
    read: ({ after, kind, limit }) =>
      [...entries.values()]
        .filter((entry) => entry.n > after && isOfKind(entry, kind))
        .slice(0, limit)
        .map((entry) => JSON.parse(asLine(entry))),
    find: (wanted) => entries.get(wanted),
    last: () => n,
    clear: () => entries.clear(),
    close: () => closeStream(stream),
  }
}

function isOfKind(entry: JournalEntry, kind: string | undefined): boolean {
  return kind === undefined || entry.kind === kind || (kind === 'request' && entry.kind !== 'webhook')
}

/** The entry as one line of JSON. */
export function asLine({ bodyJson, replyJson, bodyForm: _, ...entry }: NumberedEntry): string {
  let line = JSON.stringify(entry).slice(0, -1)
  if (bodyJson) line += `,"body":${onOneLine(bodyJson)}`
  if (replyJson) line += `,"reply":${onOneLine(replyJson)}`
  return `${line}}`
}

/** JSON text as it was sent may be spread over lines, as Stripe's is; the journal has one line an entry. */
function onOneLine(json: string): string {
  return json.includes('\n') ? JSON.stringify(JSON.parse(json)) : json
}

async function closeStream(stream: WriteStream | undefined): Promise<void> {
  if (stream === undefined) return
  stream.end()
  await finished(stream)
}
