import { connect } from 'node:net'
import type { Answer } from './play.ts'

export type Wire = { hostname: string; port: number }

export function wireOf(baseUrl: string): Wire {
  const { hostname, port } = new URL(baseUrl)
  return { hostname, port: Number(port) }
}

export type Pace = {
  /** How long nothing may happen before the talk counts as over. */
  patienceMs?: number
  /** Sends one byte every so many milliseconds from this place on, instead of all at once. */
  slow?: { from: number; everyMs: number }
}

export type Heard = Answer & { closedAfterMs: number | null }

/** Sends these bytes as they are; what comes back, and whether the server closed. */
export function talk({ hostname, port }: Wire, bytes: Buffer, { patienceMs = 2_000, slow }: Pace = {}): Promise<Heard> {
  return new Promise((resolve) => {
    const began = performance.now()
    const socket = connect(port, hostname)
    let text = ''
    let drip: NodeJS.Timeout | undefined
    const finish = (closed: boolean) => {
      clearInterval(drip)
      socket.destroy()
      resolve({ ...answerIn(text), closedAfterMs: closed ? performance.now() - began : null })
    }
    socket.on('connect', () => {
      socket.write(bytes.subarray(0, slow?.from ?? bytes.length))
      if (slow !== undefined) drip = dripping(socket, bytes, slow)
    })
    socket.setTimeout(patienceMs, () => finish(false))
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (slow === undefined && text.includes('\r\n\r\n')) socket.setTimeout(80)
    })
    socket.on('close', () => finish(true))
    socket.on('error', () => finish(true))
  })
}

function dripping(
  socket: ReturnType<typeof connect>,
  bytes: Buffer,
  { from, everyMs }: { from: number; everyMs: number },
): NodeJS.Timeout {
  let place = from
  return setInterval(() => {
    if (place < bytes.length && socket.writable) socket.write(bytes.subarray(place, place + 1))
    place += 1
  }, everyMs)
}

function answerIn(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...fields] = head.split('\r\n')
  const headers = Object.fromEntries(
    fields.map((field) => {
      const colon = field.indexOf(':')
      return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n') }
}
