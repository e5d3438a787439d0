import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type Problem, statusOfKind } from '#platform/http.ts'
import { isPassingTrouble } from '#platform/passing-trouble.ts'
import { Refusal } from '#shared/errors.ts'

/** What a sender is told about an error; `status` 500 and over goes to the log as a fault of ours. */
export type ProblemFacts = Known & Record<string, unknown>

type Known = Pick<Problem, 'status' | 'title' | 'code' | 'detail'> & { fix?: string }

const titles: Record<number, string> = {
  400: 'The request cannot be understood',
  401: 'Who are you?',
  403: 'You may not do this',
  404: 'There is no such thing',
  408: 'The request took too long to arrive',
  409: 'Not as things stand',
  412: 'It has changed since you read it',
  413: 'Too large',
  415: 'Not a kind of content we read',
  422: 'A rule says no',
  429: 'Too many requests',
  500: 'Something broke on our side',
  503: 'Not available now',
}

/** Turns whatever was thrown into a problem; the words of a bug stay with us. */
export function problemOf(error: unknown, request: { ifMatch: boolean; arrived: boolean }): ProblemFacts {
  if (error instanceof Refusal) return ofRefusal(error, request.ifMatch)
  if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error)
  const cutOff = request.arrived ? undefined : unfinished.get(codeIn(error))
  return cutOff ?? ofDatabase(error) ?? ofFastify(error) ?? internal
}

const HANDLER_TIMEOUT = 'FST_ERR_HANDLER_TIMEOUT'

/** What went wrong while the sender was still sending is not ours to be sorry for. */
const unfinished: ReadonlyMap<string, Known> = new Map([
  [HANDLER_TIMEOUT, known(408, 'body-too-slow', 'The body took too long to arrive.')],
  ['ECONNRESET', known(400, 'request-malformed', 'The connection ended before the body did.')],
])

function ofRefusal(refusal: Refusal, ifMatch: boolean): ProblemFacts {
  const { kind, code, message, details, fix } = refusal
  const status = code === 'version-mismatch' && ifMatch ? 412 : statusOfKind[kind]
  // A foreign id and a missing one must read alike, so what was asked for is not repeated.
  const shown = kind === 'not-found' ? {} : details
  return { ...shown, ...known(status, code, message), ...(fix !== undefined && { fix }) }
}

type ValidationError = {
  validation: { instancePath: string; message?: string | undefined }[]
  validationContext?: unknown
}

function ofValidation(error: ValidationError): ProblemFacts {
  if (error.validationContext === 'params') return known(404, 'not-found', 'There is nothing at this address.')
  const place = error.validationContext === 'querystring' ? 'query' : String(error.validationContext ?? 'body')
  const errors = error.validation.map(({ instancePath, message = '' }) => ({
    path: `${place}${instancePath === '/' ? '' : instancePath}`,
    message,
  }))
  return { ...known(400, 'request-invalid', `The ${place} does not have the form this route takes.`), errors }
}

const unanswered = known(503, 'unavailable', 'Something this shop stands on does not answer.')

/** Failures of PostgreSQL that say nothing about our code. https://www.postgresql.org/docs/18/errcodes-appendix.html */
const databaseCodes: Record<string, Known> = {
  '23505': known(409, 'already-exists', 'Someone made the same thing at the same moment.'),
  '40001': known(503, 'busy', 'Too many changed the same thing at once. Nothing was changed.'),
  '40P01': known(503, 'busy', 'Too many changed the same thing at once. Nothing was changed.'),
  '53100': known(503, 'unavailable', 'The database has no room left.'),
  '55P03': known(503, 'busy', 'Someone else is changing it. Nothing was changed.'),
  '57014': known(503, 'busy', 'It took too long. Nothing was changed.'),
  '57P01': known(503, 'unavailable', 'The database is restarting.'),
  '57P02': known(503, 'unavailable', 'The database is restarting.'),
  '57P03': known(503, 'unavailable', 'The database is restarting.'),
  ECONNREFUSED: unanswered,
  ECONNRESET: unanswered,
  EPIPE: unanswered,
}

/** How pg says without a code that PostgreSQL is silent: it may yet do what it was asked. */
const silence = /^Query read timeout/

function ofDatabase(error: unknown): ProblemFacts | null {
  const listed = databaseCodes[codeIn(error)]
  if (listed !== undefined) return listed
  if (isPassingTrouble(error)) return unanswered
  return error instanceof Error && silence.test(error.message) ? unanswered : null
}

const fastifyCodes: Record<string, Known> = {
  FST_ERR_CTP_BODY_TOO_LARGE: known(413, 'body-too-large', 'The body is larger than this route takes.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    ...known(415, 'content-type-unsupported', 'This route does not read such content.'),
    fix: 'Send JSON with content-type: application/json.',
  },
  [HANDLER_TIMEOUT]: known(503, 'busy', 'It took too long.'),
  FST_REQ_FILE_TOO_LARGE: known(413, 'file-too-large', 'The file is larger than this route takes.'),
}

function ofFastify(error: unknown): ProblemFacts | null {
  const listed = fastifyCodes[codeIn(error)]
  if (listed !== undefined) return listed
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : Number.NaN
  if (!(status >= 400 && status < 500)) return null
  return known(status, 'request-malformed', titles[status] ?? 'The request cannot be read.')
}

function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

const internal = known(500, 'internal-error', 'This is our fault and has been written down.')

function known(status: number, code: string, detail: string): Known {
  return { status, title: titles[status] ?? 'Refused', code, detail }
}
