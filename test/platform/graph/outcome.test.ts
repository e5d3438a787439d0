import t from 'tap'
import { type GraphError, readAnswer } from '#platform/graph/outcome.ts'
import { retryOf } from '#platform/graph/retry.rules.ts'

const answer = (httpStatus: number, body: unknown, headers: Record<string, string> = {}) =>
  readAnswer({ httpStatus, headers, text: typeof body === 'string' ? body : JSON.stringify(body) })

const graphError = (code: number, details = '') => ({
  error: { message: `(#${code}) no`, code, error_data: { details }, fbtrace_id: 'A1b' },
})

t.test('one answer of Graph means one thing', async (t) => {
  t.match(answer(200, { messages: [{ id: 'wamid.1' }] }), { kind: 'ok' })
  t.match(answer(400, graphError(131026)), { kind: 'refused', error: { code: 131026, traceId: 'A1b' } })
  t.match(answer(200, graphError(131026)), { kind: 'refused' }, 'an error body says no, whatever the status')
  t.match(answer(500, graphError(2)), { kind: 'unsure', error: { code: 2 } })
  t.match(answer(503, ''), { kind: 'unknown', reason: 'http-503' })
  t.match(answer(500, '<html>'), { kind: 'unknown' })
  t.match(answer(408, ''), { kind: 'unknown' })
  t.match(answer(200, '{"messages":['), { kind: 'unknown', reason: 'unreadable-answer' })
  t.match(readAnswer({ httpStatus: 200, headers: {}, text: null }), { kind: 'unknown' }, 'too long to be read')
  t.match(answer(401, ''), { kind: 'refused', error: { code: null, httpStatus: 401 } })
  t.match(answer(404, '[]'), { kind: 'refused', error: { code: null, httpStatus: 404 } })
  t.match(answer(302, ''), { kind: 'refused' })
  t.match(answer(400, { error: { code: '131026' } }), { kind: 'refused', error: { code: null } }, 'a code is a number')
})

t.test('how long Graph asks to be left alone', async (t) => {
  const usage = JSON.stringify({ 77: [{ type: 'whatsapp', estimated_time_to_regain_access: 3 }] })
  const wait = (headers: Record<string, string>) => {
    const outcome = answer(429, graphError(80007), headers)
    return outcome.kind === 'refused' ? outcome.error.retryAfterMs : undefined
  }
  t.equal(wait({}), null)
  t.equal(wait({ 'retry-after': '7' }), 7_000)
  t.equal(wait({ 'retry-after': 'soon' }), null)
  t.equal(wait({ 'x-business-use-case-usage': usage }), 180_000)
  t.equal(wait({ 'retry-after': '7', 'x-business-use-case-usage': usage }), 180_000, 'the longer one holds')
  t.equal(wait({ 'x-business-use-case-usage': '{"77":[{}],"78":0}' }), null)
})

const error = (code: number | null, more: Partial<GraphError> = {}): GraphError => ({
  code,
  subcode: null,
  httpStatus: 400,
  message: '',
  details: '',
  traceId: null,
  retryAfterMs: null,
  ...more,
})

t.test('each code asks for its own kind of patience', async (t) => {
  const cases: [number, object][] = [
    [0, { kind: 'park', reason: 'token' }],
    [190, { kind: 'park', reason: 'token' }],
    [10, { kind: 'park', reason: 'permission' }],
    [200, { kind: 'park', reason: 'permission' }],
    [299, { kind: 'park', reason: 'permission' }],
    [131005, { kind: 'park', reason: 'permission' }],
    [131031, { kind: 'park', reason: 'restricted' }],
    [131042, { kind: 'park', reason: 'billing' }],
    [133010, { kind: 'park', reason: 'number' }],
    [4, { kind: 'later', of: 'number' }],
    [80007, { kind: 'later', of: 'number' }],
    [130429, { kind: 'later', of: 'number', afterMs: null }],
    [131057, { kind: 'later', of: 'number', afterMs: 60_000 }],
    [131056, { kind: 'later', of: 'pair' }],
    [80014, { kind: 'later', of: 'account' }],
    [131047, { kind: 'template' }],
    [132001, { kind: 'other_template', status: 'MISSING' }],
    [132015, { kind: 'other_template', status: 'PAUSED' }],
    [132016, { kind: 'other_template', status: 'DISABLED' }],
    [2, { kind: 'unsure' }],
    [131000, { kind: 'unsure' }],
    [131026, { kind: 'never' }],
    [131049, { kind: 'never' }],
    [132000, { kind: 'never' }],
    [100, { kind: 'never' }],
    [999999, { kind: 'never' }],
  ]
  for (const [code, retry] of cases) t.match(retryOf(error(code)), retry, String(code))
  t.match(retryOf(error(130429, { retryAfterMs: 9_000 })), { afterMs: 9_000 }, 'what Graph asks for wins')
})

t.test('131009 is the catalog’s fault only when its details say so', async (t) => {
  for (const details of ['Products not found in FB Catalog', 'Catalog is not connected', 'Commerce settings are off']) {
    t.match(retryOf(error(131009, { details })), { kind: 'without_catalog' })
  }
  t.match(retryOf(error(131009, { details: 'Header is not allowed' })), { kind: 'never' })
})

t.test('a refusal without a Graph body goes by its HTTP status', async (t) => {
  t.match(retryOf(error(null, { httpStatus: 401 })), { kind: 'park', reason: 'token' })
  t.match(retryOf(error(null, { httpStatus: 429 })), { kind: 'later', of: 'number' })
  t.match(retryOf(error(null, { httpStatus: 404 })), { kind: 'never' })
})
