import { setTimeout as sleep } from 'node:timers/promises'
import { rawCases } from '#test/hostile/corpus/raw-requests.ts'
import type { Answer, Scenario, Send } from '#test/support/hostile/play.ts'
import { talk, type Wire } from '#test/support/hostile/raw-socket.ts'

/** Sends what a raw case is made of; the address of `Sent` is the case's name. */
export function overRawSockets(wire: Wire, key: () => string): Send {
  return ({ body = '' }) => {
    const text = body.toString().replace('{auth}', `Authorization: Bearer ${key()}\r\n`)
    return talk(wire, Buffer.from(text, 'latin1'))
  }
}

/** Requests that two readers could read differently, and bytes that are none. */
export function* rawRequests(): Generator<Scenario> {
  for (const { name, bytes, statuses } of rawCases) {
    yield {
      name,
      run: async (send) => {
        const { status } = await send({ method: 'HEAD', url: name, body: bytes })
        return statuses.includes(status) ? null : `answered ${status}`
      },
    }
  }
}

export type Slowness = { wire: Wire; good: Send; key: string; sockets: number }

type Slow = { name: string; bytes: Buffer; from: number; everyMs: number }

const LIMIT_MS = 23_000

/** Many who send a byte a second, or half a body and then nothing; they are let go while others are served as before. */
export async function slowSenders({
  wire,
  good,
  key,
  sockets,
}: Slowness): Promise<{ complaints: string[]; answers: Answer[] }> {
  const calm = await timesOf(good, 100)
  const senders = Array.from({ length: sockets }, (_, n) => slowOf(n, key))
  const talks = Promise.all(
    senders.map(({ bytes, from, everyMs }) => talk(wire, bytes, { patienceMs: LIMIT_MS, slow: { from, everyMs } })),
  )
  await sleep(500)
  const busy = await timesOf(good, 400)
  const heard = await talks
  const complaints = heard.flatMap(({ closedAfterMs, status }, n) => {
    const name = senders[n]?.name
    if (closedAfterMs === null || closedAfterMs > LIMIT_MS) return [`${name} was not let go`]
    return [0, 400, 408].includes(status) ? [] : [`${name} was answered ${status}`]
  })
  const most = Math.max(2 * calm.p99, 150)
  if (busy.p99 > most)
    complaints.push(`good traffic took ${busy.p99.toFixed(1)} ms instead of ${calm.p99.toFixed(1)} ms`)
  if (busy.failed > 0) complaints.push(`${busy.failed} good requests failed meanwhile`)
  return { complaints, answers: heard }
}

function slowOf(n: number, key: string): Slow {
  const auth = `Authorization: Bearer ${key}\r\n`
  const head = `POST /v1/collections HTTP/1.1\r\nHost: a\r\n${auth}Content-Type: application/json\r\n`
  const header = Buffer.from(`GET /v1/store HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100)}`)
  const halfBody = Buffer.from(`${head}Content-Length: 100\r\n\r\n{"title":`)
  const halfChunk = Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n20\r\n{"title":`)
  const kinds: Slow[] = [
    { name: 'a header, a byte a second', bytes: header, from: 16, everyMs: 1_000 },
    { name: 'a body, a byte a second', bytes: halfBody, from: halfBody.length - 9, everyMs: 1_000 },
    { name: 'half a body and silence', bytes: halfBody, from: halfBody.length, everyMs: 60_000 },
    { name: 'half a chunk and silence', bytes: halfChunk, from: halfChunk.length, everyMs: 60_000 },
    { name: 'half a line and silence', bytes: Buffer.from('GET /v1/st'), from: 10, everyMs: 60_000 },
    { name: 'nothing at all', bytes: Buffer.alloc(0), from: 0, everyMs: 60_000 },
  ]
  return kinds[n % kinds.length] as Slow
}

async function timesOf(send: Send, count: number): Promise<{ p99: number; failed: number }> {
  const times: number[] = []
  let failed = 0
  for (let n = 0; n < count; n += 1) {
    const began = performance.now()
    const { status } = await send({ method: 'GET', url: '/health' })
    times.push(performance.now() - began)
    if (status !== 200) failed += 1
    await sleep(10)
  }
  times.sort((a, b) => a - b)
  return { p99: times[Math.floor(times.length * 0.99)] ?? 0, failed }
}
