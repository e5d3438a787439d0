import { connect, type Socket } from 'node:net'

export type LeanAnswer = { status: number; body: string }
type Job = { bytes: string; done: (answer: LeanAnswer) => void; failed: (error: Error) => void }

/** Several ports share the connections evenly, as a balancer would. */
export type LeanTarget = { ports: readonly number[]; connections: number }

/**
 * An HTTP/1.1 client that does only what a load needs: keep-alive connections with one request each under way, bodies
 * of known length, nothing followed or repeated. It leaves the cores to what is measured.
 */
export class LeanClient {
  readonly #idle: Line[] = []
  readonly #lines: Line[] = []
  readonly #waiting: Job[] = []

  constructor({ ports, connections }: LeanTarget) {
    for (let n = 0; n < connections; n += 1) {
      const line = new Line(ports[n % ports.length] ?? 0, (free) => this.#next(free))
      this.#lines.push(line)
      this.#idle.push(line)
    }
  }

  /** `head` is the request line and headers without a length; `body` must be ASCII. */
  send(head: string, body: string): Promise<LeanAnswer> {
    const bytes = body === '' ? `${head}\r\n` : `${head}content-length: ${body.length}\r\n\r\n${body}`
    return new Promise((done, failed) => {
      const job = { bytes, done, failed }
      const line = this.#idle.pop()
      if (line === undefined) this.#waiting.push(job)
      else line.take(job)
    })
  }

  get waiting(): number {
    return this.#waiting.length
  }

  close(): void {
    for (const line of this.#lines) line.close()
  }

  #next(line: Line): void {
    const job = this.#waiting.shift()
    if (job === undefined) this.#idle.push(line)
    else line.take(job)
  }
}

const HEAD_END = '\r\n\r\n'
/** Servers hang up after five seconds without a request, perhaps just as one is on its way. */
const MOST_IDLE_MS = 3_000

class Line {
  readonly #port: number
  readonly #free: (line: Line) => void
  #socket: Socket | undefined
  #job: Job | undefined
  #received = ''
  #usedAt = 0

  constructor(port: number, free: (line: Line) => void) {
    this.#port = port
    this.#free = free
  }

  take(job: Job): void {
    this.#job = job
    this.#received = ''
    if (performance.now() - this.#usedAt > MOST_IDLE_MS) this.#drop()
    this.#open().write(job.bytes, 'latin1')
  }

  close(): void {
    this.#socket?.destroy()
  }

  #open(): Socket {
    if (this.#socket?.writable) return this.#socket
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#read(text))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => {
      if (this.#socket === socket) this.#fail(new Error('the connection ended before the answer'))
    })
    this.#socket = socket
    return socket
  }

  #read(text: string): void {
    this.#received = this.#received === '' ? text : this.#received + text
    const headEnd = this.#received.indexOf(HEAD_END)
    if (headEnd < 0) return
    const head = this.#received.slice(0, headEnd)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    const start = headEnd + HEAD_END.length
    if (this.#received.length < start + length) return
    const answer = { status: Number(head.slice(9, 12)), body: this.#received.slice(start, start + length) }
    if (/\r\nconnection: *close/i.test(head)) this.#drop()
    this.#usedAt = performance.now()
    const job = this.#job
    this.#job = undefined
    job?.done(answer)
    this.#free(this)
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    socket?.destroy()
  }

  #fail(error: Error): void {
    this.#drop()
    const job = this.#job
    this.#job = undefined
    if (job === undefined) return
    job.failed(error)
    this.#free(this)
  }
}
