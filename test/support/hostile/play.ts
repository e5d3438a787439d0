/** One request as it leaves, whatever carries it. */
export type Sent = {
  method: string
  /** Path and query. */
  url: string
  headers?: Record<string, string>
  body?: string | Buffer
}

export type Answer = {
  /** 0 when the connection ended without an answer. */
  status: number
  headers: Readonly<Record<string, string | string[] | number | undefined>>
  body: string
}

export type Send = (sent: Sent) => Promise<Answer>

/** A few requests that belong together; says what is wrong with the answers, or null. */
export type Scenario = { name: string; run: (send: Send) => Promise<string | null> }

export type Suite = {
  name: string
  /** How many requests it may take; a suite that runs out earlier leaves the rest to the next. */
  share: number
  send: Send
  scenarios: Iterable<Scenario>
  /** How many scenarios run at once; 8 unless told. */
  inFlight?: number
}

export type Miss = { suite: string; scenario: string; complaint: string }

const MOST_MISSES = 200

/** Counts what was asked and keeps what went wrong. */
export class Tally {
  requests = 0
  status5xx = 0
  missCount = 0
  readonly misses: Miss[] = []
  readonly byStatus = new Map<number, number>()

  note(answer: Answer): void {
    this.requests += 1
    if (answer.status >= 500) this.status5xx += 1
    this.byStatus.set(answer.status, (this.byStatus.get(answer.status) ?? 0) + 1)
  }

  miss(miss: Miss): void {
    this.missCount += 1
    if (this.misses.length < MOST_MISSES) this.misses.push(miss)
  }
}

/** Plays scenarios until they or the suite's share of requests run out; answers with the requests it took. */
export async function play(suite: Suite, tally: Tally): Promise<number> {
  const taken = { requests: 0 }
  const scenarios = suite.scenarios[Symbol.iterator]()
  const worker = async () => {
    while (taken.requests < suite.share) {
      const next = scenarios.next()
      if (next.done) return
      await playOne(next.value, { suite, tally, taken })
    }
  }
  await Promise.all(Array.from({ length: suite.inFlight ?? 8 }, worker))
  return taken.requests
}

type Playing = { suite: Suite; tally: Tally; taken: { requests: number } }

async function playOne(scenario: Scenario, { suite, tally, taken }: Playing): Promise<void> {
  const complaints: (string | null)[] = []
  const send: Send = async (sent) => {
    taken.requests += 1
    const answer = await suite.send(sent)
    tally.note(answer)
    complaints.push(faultOf(sent, answer))
    return answer
  }
  complaints.push(await runOne(scenario, send))
  for (const complaint of complaints) {
    if (complaint !== null) tally.miss({ suite: suite.name, scenario: scenario.name, complaint })
  }
}

async function runOne(scenario: Scenario, send: Send): Promise<string | null> {
  try {
    return await scenario.run(send)
  } catch (error) {
    return `it threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

const innards = /\.ts:\d+|node:internal|node_modules|\bat .+ \(.*:\d+:\d+\)|\bpg_catalog\b|syntax error at/

/** What no answer may be, whatever was asked. */
export function faultOf({ method, url }: Sent, { status, headers, body }: Answer): string | null {
  const asked = `${method} ${url.slice(0, 120)}`
  if (status >= 500) return `${asked} answered ${status}: ${body.slice(0, 300)}`
  if (status >= 400 && innards.test(body)) return `${asked} shows our insides: ${body.slice(0, 300)}`
  if (status < 400 || method === 'HEAD') return null
  const type = String(headers['content-type'] ?? '')
  if (type.startsWith('text/html') && !url.startsWith('/v1/')) return null
  if (!type.startsWith('application/problem+json')) return `${asked} answered ${status} as ${type}`
  return isProblem(body, status) ? null : `${asked} answered no problem of RFC 9457: ${body.slice(0, 200)}`
}

function isProblem(body: string, status: number): boolean {
  const problem = parsed(body)
  return (
    problem !== null &&
    problem.status === status &&
    problem.type === `/problems/${String(problem.code)}` &&
    typeof problem.requestId === 'string'
  )
}

/** The body as an object; null when it is none. */
export function parsed(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
