import fc from 'fast-check'
import type { Dice } from '#test/support/hostile/dice.ts'
import { type Generating, valuesOf } from '#test/support/hostile/generate.ts'
import { learnIds, type Operation, type Parameter, type Schema } from '#test/support/hostile/operations.ts'
import { type Answer, parsed, type Scenario, type Sent } from '#test/support/hostile/play.ts'
import { spoilings } from '#test/support/hostile/spoil.ts'

export type AtApi = {
  operations: readonly Operation[]
  around: Generating
  key: () => string
  dice: Dice
  /** Of the store, so that most amounts are in it. */
  currency: string
}

const ROUND = 20

/** Valid requests and requests with one field wrong to every route in turn, without end. */
export function* schemaRequests(at: AtApi): Generator<Scenario> {
  for (;;) {
    for (const operation of at.operations.filter(({ takesFile }) => !takesFile)) {
      const seed = at.dice.below(2 ** 31)
      for (const request of fc.sample(requestsOf(operation, at.around), { numRuns: ROUND, seed })) {
        yield valid(at, operation, request)
        yield wrong(at, operation, request)
      }
    }
  }
}

type Request = { query: Record<string, unknown>; body: unknown }

function requestsOf({ parameters, body }: Operation, around: Generating): fc.Arbitrary<Request> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor')
  const fields = Object.fromEntries(inQuery.map(({ name, schema }) => [name, valuesOf(schema, around)]))
  const query = fc.record(fields, { requiredKeys: [], noNullPrototype: true })
  return fc.record({ query, body: body === null ? fc.constant(undefined) : valuesOf(body, around) })
}

function valid(at: AtApi, operation: Operation, request: Request): Scenario {
  const unique = { ...request, body: made(request.body, at) }
  return {
    name: `${operation.line} as described`,
    run: async (send) => {
      const sent = requestTo(at, operation, unique)
      const answer = await send(sent)
      if (answer.status === 201) learnIds(at.around.ids, parsed(answer.body))
      return shapeIsRefused(answer)
        ? `refused: ${answer.body.slice(0, 300)} for ${String(sent.body).slice(0, 300)}`
        : null
    },
  }
}

function shapeIsRefused({ status, body }: Answer): boolean {
  const code = String(parsed(body)?.code)
  return status === 429 || code === 'request-invalid' || code === 'json-malformed' || code === 'request-malformed'
}

type Making = Pick<AtApi, 'dice' | 'currency'>

/** Most of the time, what a shop would really send; or nearly every request would end at the first rule. */
const likely: Record<string, (making: Making) => unknown> = {
  sku: unheardOf,
  retailerId: unheardOf,
  handle: unheardOf,
  trackingNumber: unheardOf,
  currency: ({ currency }) => currency,
}

function unheardOf({ dice }: Making): string {
  return `n${dice.below(2 ** 31).toString(36)}`
}

function made(value: unknown, making: Making): unknown {
  if (Array.isArray(value)) return value.map((each) => made(each, making))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const known = Object.hasOwn(likely, name) && making.dice.chance(0.85) ? likely[name] : undefined
      return [name, known === undefined ? made(inner, making) : known(making)]
    }),
  )
}

function requestTo({ key }: AtApi, { method, address }: Operation, { query, body }: Request): Sent {
  const texts = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
  const search = new URLSearchParams(texts).toString()
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  return {
    method,
    url: `${address()}${search === '' ? '' : `?${search}`}`,
    headers: { authorization: `Bearer ${key()}`, ...json },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

type Twist = { how: string; sent: Sent; statuses: readonly number[]; codes?: readonly string[] }

function wrong(at: AtApi, operation: Operation, request: Request): Scenario {
  const { how, sent, statuses, codes } = at.dice.pick(twistsOf(at, operation, request))()
  return {
    name: `${operation.line}: ${how}`,
    run: async (send) => {
      const { status, body } = await send(sent)
      const code = String(parsed(body)?.code)
      const good = statuses.includes(status) && (codes === undefined || codes.includes(code))
      return good ? null : `answered ${status} ${code} to ${String(sent.body ?? sent.url).slice(0, 300)}`
    },
  }
}

const invalid = { statuses: [400], codes: ['request-invalid', 'secret-malformed'] } as const

function twistsOf(at: AtApi, operation: Operation, request: Request): (() => Twist)[] {
  const inBody = bodyTwists(at, operation, request)
  const aside = [...queryTwists(at, operation, request), ...headerTwists(at, operation, request)]
  return inBody.length === 0 || at.dice.chance(0.15) ? aside : inBody
}

function bodyTwists(at: AtApi, operation: Operation, request: Request): (() => Twist)[] {
  if (operation.body === null) return []
  return spoilings(operation.body as Schema, request.body, at.around).map((spoil) => () => {
    const { body, how } = spoil()
    return { how, sent: requestTo(at, operation, { ...request, body }), ...invalid }
  })
}

function queryTwists(at: AtApi, operation: Operation, request: Request): (() => Twist)[] {
  const sent = requestTo(at, operation, { ...request, query: {} })
  const known = operation.parameters.filter((parameter) => parameter.in === 'query')
  const odd = ['storeId=1', '__proto__=1', 'a[b]=c', '$where=1', '=', 'limit%00=1', ...known.flatMap(oddParameters)]
  return odd.map((query) => () => ({
    how: `query ${query}`,
    sent: { ...sent, url: `${sent.url}?${query}` },
    statuses: [400],
  }))
}

function oddParameters({ name, schema }: Parameter): string[] {
  const twice = `${name}=1&${name}=2`
  if (schema.type === 'integer')
    return [twice, `${name}=-1`, `${name}=1e9`, `${name}=%D9%A3`, `${name}=`, `${name}[]=1`, `${name}=0x1`]
  if (schema.enum !== undefined) return [twice, `${name}=nonsense`, `${name}=`, `${name}[$ne]=1`]
  return [twice, `${name}[$gt]=`]
}

function headerTwists(at: AtApi, operation: Operation, request: Request): (() => Twist)[] {
  const sent = requestTo(at, operation, request)
  const headers = sent.headers ?? {}
  const { authorization: _, ...keyless } = headers
  const twists: Twist[] = [
    { how: 'no key', sent: { ...sent, headers: keyless }, statuses: [401] },
    {
      how: 'half a key',
      sent: { ...sent, headers: { ...headers, authorization: 'Bearer dk_live_' } },
      statuses: [401],
    },
    {
      how: 'an id that is none',
      sent: { ...sent, url: sent.url.replace(/_[0-9a-f]{32}/, '_0') },
      statuses: [400, 404],
    },
  ]
  if (operation.body !== null) twists.push(...contentTwists(sent))
  if (operation.method !== 'GET') twists.push(...writeTwists(sent))
  return twists
    .filter(({ how }) => how !== 'an id that is none' || /_[0-9a-f]{32}/.test(sent.url))
    .map((twist) => () => twist)
}

function writeTwists(sent: Sent): Twist[] {
  const saying = (name: string, value: string) => ({ ...sent, headers: { ...sent.headers, [name]: value } })
  const odd = ['a b', 'x'.repeat(256), 'é', "' or 1=1 --"]
  return [
    ...odd.map((key) => ({ how: `the key ${key.slice(0, 9)}`, sent: saying('idempotency-key', key), statuses: [400] })),
    ...['x', '-1', '1.5', '"a"', '9999999999', '1, 2'].map((version) => ({
      how: `the version ${version}`,
      sent: saying('if-match', version),
      statuses: [400],
    })),
  ]
}

function contentTwists(sent: Sent): Twist[] {
  const as = (type: string) => ({ ...sent, headers: { ...sent.headers, 'content-type': type } })
  return [
    { how: 'as text', sent: as('text/plain'), statuses: [415], codes: ['content-type-unsupported'] },
    { how: 'as a form', sent: as('application/x-www-form-urlencoded'), statuses: [415] },
    { how: 'without a body', sent: { ...sent, body: '' }, statuses: [400] },
  ]
}
