import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { RecentMap } from './ring.ts'

export type JournalEntry = {
  at: string
  kind: 'graph' | 'stripe' | 'webhook'
  /** 0 when nothing was answered (reset, silence, refused connection). */
  status: number
  body: unknown
  method?: string
  path?: string
  /** The answer as sent, JSON text or empty. */
  reply?: string
  fault?: string
  target?: string
  attempt?: number
}

export type Journal = {
  record: (entry: JournalEntry) => void
  /** Entries numbered above `after`, oldest first. */
  read: (after: number, kind?: string) => (JournalEntry & { n: number })[]
  last: () => number
  clear: () => void
  close: () => Promise<void>
}

const kept = 20_000
const secrets = /([?&](?:access_token|input_token|appsecret_proof)=)[^&]+/g

/** Every request and delivery: the newest 20,000 in memory, all of them in the file as NDJSON. */
export function openJournal(file: string | undefined): Journal {
  const entries = new RecentMap<number, JournalEntry & { n: number }>(kept)
  const stream = file === undefined ? undefined : createWriteStream(file, { flags: 'a' })
  let n = 0
  return {
    record: (entry) => {
      n += 1
      const line = entry.path === undefined ? { n, ...entry } : { n, ...entry, path: masked(entry.path) }
      entries.set(n, line)
      stream?.write(`${JSON.stringify(line)}\n`)
    },
    read: (after, kind) => readEntries(entries, { after, kind }),
    last: () => n,
    clear: () => entries.clear(),
    close: () => closeStream(stream),
  }
}

function masked(path: string): string {
  return path.includes('?') ? path.replace(secrets, '$1***') : path
}

type Wanted = { after: number; kind: string | undefined }

function readEntries(entries: RecentMap<number, JournalEntry & { n: number }>, { after, kind }: Wanted) {
  const found: (JournalEntry & { n: number })[] = []
  for (const entry of entries.values()) {
    const asked = kind === undefined || entry.kind === kind || (kind === 'request' && entry.kind !== 'webhook')
    if (entry.n > after && asked) found.push(entry)
  }
  return found
}

async function closeStream(stream: WriteStream | undefined): Promise<void> {
  if (stream === undefined) return
  stream.end()
  await finished(stream)
}
