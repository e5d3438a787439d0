/** What Graph said no with; decide on `code`, then on `details`, never on prose or HTTP status. */
export type GraphError = {
  /** Null when the refusal carried no Graph error body. */
  code: number | null
  subcode: number | null
  httpStatus: number
  message: string
  details: string
  /** Meta's support asks for it. */
  traceId: string | null
  /** How long Graph asks to be left alone, in milliseconds. */
  retryAfterMs: number | null
}

/** What is known after one call. Only `ok` and `refused` were answered for certain. */
export type GraphOutcome =
  | { kind: 'ok'; body: Record<string, unknown> }
  | { kind: 'refused'; error: GraphError }
  /** Server trouble with a Graph error body: probably not done. */
  | { kind: 'unsure'; error: GraphError }
  /** The answer was lost or made no sense: nobody knows whether it was done. */
  | { kind: 'unknown'; reason: string }
  /** The request never left: no connection. */
  | { kind: 'not_sent'; reason: string }

export type GraphAnswer = {
  httpStatus: number
  headers: Record<string, string | string[] | undefined>
  /** The body's text, or null when it was cut off or too large. */
  text: string | null
}

/** Reads an answer into what it means. */
export function readAnswer(answer: GraphAnswer): GraphOutcome {
  const body = parseObject(answer.text)
  const error = body === null ? null : errorIn(body, answer)
  if (error !== null) return { kind: answer.httpStatus >= 500 ? 'unsure' : 'refused', error }
  if (answer.httpStatus >= 200 && answer.httpStatus < 300) {
    return body === null ? { kind: 'unknown', reason: 'unreadable-answer' } : { kind: 'ok', body }
  }
  // 408 comes from a proxy that gave up waiting, so what lies behind it may have acted.
  if (answer.httpStatus >= 500 || answer.httpStatus === 408) {
    return { kind: 'unknown', reason: `http-${answer.httpStatus}` }
  }
  return { kind: 'refused', error: bareError(answer) }
}

function errorIn(body: Record<string, unknown>, answer: GraphAnswer): GraphError | null {
  const error = asObject(body.error)
  if (error === null) return null
  const code = asInteger(error.code)
  return {
    ...bareError(answer),
    code,
    subcode: asInteger(error.error_subcode),
    message: asText(error.message),
    details: asText(asObject(error.error_data)?.details),
    traceId: typeof error.fbtrace_id === 'string' ? error.fbtrace_id : null,
  }
}

function bareError({ httpStatus, headers }: GraphAnswer): GraphError {
  const retryAfterMs = retryAfter(headers)
  return { code: null, subcode: null, httpStatus, message: '', details: '', traceId: null, retryAfterMs }
}

/**
 * `Retry-After` is in seconds, `estimated_time_to_regain_access` in minutes; the longer one holds.
 * https://developers.facebook.com/docs/graph-api/overview/rate-limiting
 */
function retryAfter(headers: GraphAnswer['headers']): number | null {
  const seconds = Number(single(headers['retry-after']) ?? Number.NaN)
  const usage = parseObject(single(headers['x-business-use-case-usage']) ?? null)
  const minutes = Object.values(usage ?? {}).flatMap((entries) =>
    Array.isArray(entries) ? entries.map((entry) => Number(asObject(entry)?.estimated_time_to_regain_access)) : [],
  )
  const waits = [seconds * 1_000, ...minutes.map((each) => each * 60_000)].filter((ms) => ms > 0 && ms < Infinity)
  return waits.length === 0 ? null : Math.max(...waits)
}

const single = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)

function parseObject(text: string | null): Record<string, unknown> | null {
  if (text === null) return null
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

function asObject(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

const asInteger = (value: unknown) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : null)
const asText = (value: unknown) => (typeof value === 'string' ? value : '')
