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
  body?: unknown
  /** A body that is JSON text already; kept as it is until somebody reads it. */
  bodyJson?: string
  /** The answer as sent, JSON text or empty. */
  replyJson?: string
}

export type JournalLine = Omit<JournalEntry, 'bodyJson' | 'replyJson'> & { n: number; reply?: unknown }

export type Journal = {
  record: (entry: JournalEntry) => void
  /** Lines numbered above `after`, oldest first; kind is graph, stripe, webhook or request (the first two). */
  read: (after: number, kind?: string) => JournalLine[]
  last: () => number
  clear: () => void
  close: () => Promise<void>
}

type Numbered = JournalEntry & { n: number }

const kept = 20_000
const secrets = /([?&](?:access_token|input_token|appsecret_proof)=)[^&]+/g

/** Every request and delivery: the newest 20,000 in memory, all of them in the file as NDJSON. */
export function openJournal(file: string | undefined): Journal {
  const entries = new RecentMap<number, Numbered>(kept)
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: 'a' })
  let n = 0
  return {
    record: (entry) => {
      n += 1
      const numbered = { ...entry, n }
      if (entry.path?.includes('?')) numbered.path = entry.path.replace(secrets, '$1***')
      entries.set(n, numbered)
      if (stream?.writable) stream.write(`${asLine(numbered)}\n`)
    },
    read: (after, kind) =>
      [...entries.values()]
        .filter((entry) => entry.n > after && isOfKind(entry, kind))
        .map((entry) => JSON.parse(asLine(entry))),
    last: () => n,
    clear: () => entries.clear(),
    close: () => closeStream(stream),
  }
}

function isOfKind(entry: JournalEntry, kind: string | undefined): boolean {
  return kind === undefined || entry.kind === kind || (kind === 'request' && entry.kind !== 'webhook')
}

function asLine({ bodyJson, replyJson, ...entry }: Numbered): string {
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
