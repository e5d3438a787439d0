import sharp from 'sharp'
import t from 'tap'
import { scopes } from '#platform/http.ts'
import { type IdKind, publicId } from '#shared/ids.ts'
import { digestOf, type FullIds, multipart, openFullStore } from './full-store.ts'
import { addressOf, bodies, bodiless, idsInBody, namesAnId } from './route-requests.ts'
import { openWholeApi } from './whole-api.ts'

const api = await openWholeApi(t)
const [mine, theirs] = [await openFullStore(api), await openFullStore(api)]
const missing = Object.fromEntries(
  Object.keys(mine.ids).map((kind) => [kind, publicId(kind as IdKind, '01936f00-0000-7000-8000-00000000dead')]),
) as FullIds
const jpeg = await sharp({ create: { width: 501, height: 501, channels: 3, background: 'red' } })
  .jpeg()
  .toBuffer()

const routes = api.app.routePolicies.flatMap(({ method, url, policy }) =>
  'scope' in policy && method !== 'HEAD' ? [{ line: `${method} ${url}`, method, url, scope: policy.scope }] : [],
)
const isWrite = (method: string) => method !== 'GET'

type Sent = { line: string; method: string; url: string }

function send({ line, method, url }: Sent, key: string, { path, body }: { path: FullIds; body: FullIds }) {
  const address = addressOf(url, path)
  if (line.endsWith('/images') && method === 'POST') {
    return api.app.inject({ method: 'POST', url: address, ...multipart(jpeg, key) })
  }
  const made = bodies[line]?.(body)
  return api.ask(`${method} ${address}`, key, made === undefined ? {} : { body: made })
}

const told = (body: string) => ({ ...JSON.parse(body), requestId: '' })

t.test('every write of the API has its row here', async (t) => {
  const writes = routes.filter(({ method }) => isWrite(method)).map(({ line }) => line)
  t.same([...Object.keys(bodies), ...bodiless].sort(), writes.sort())
})

t.test(
  'with a key of one store the ids of another are as unknown as ids that never were (rows 1 and 12)',
  async (t) => {
    const before = await digestOf(api, theirs.id)
    for (const sent of routes.filter(({ url }) => namesAnId(url))) {
      const foreign = await send(sent, mine.key, { path: theirs.ids, body: mine.ids })
      const none = await send(sent, mine.key, { path: missing, body: mine.ids })
      t.equal(foreign.statusCode, 404, `${sent.line} ${foreign.body}`)
      t.same(told(foreign.body), told(none.body), sent.line)
    }
    for (const sent of routes.filter(({ line }) => idsInBody.includes(line))) {
      const foreign = await send(sent, mine.key, { path: mine.ids, body: theirs.ids })
      const none = await send(sent, mine.key, { path: mine.ids, body: missing })
      t.equal(foreign.statusCode, 404, `${sent.line} ${foreign.body}`)
      t.same(told(foreign.body), told(none.body), sent.line)
    }
    t.equal(await digestOf(api, theirs.id), before, 'the other store is as it was')
  },
)

t.test('a picture of another product or store is not taken off', async (t) => {
  const url = `/v1/products/${mine.ids.product}/images/${theirs.ids.image}`
  t.equal((await api.ask(`DELETE ${url}`, mine.key)).statusCode, 404)
})

t.test('a filter by an id of another store finds what a filter by no id finds', async (t) => {
  for (const query of ['/v1/products?collection=', '/v1/orders?shopperId=', '/v1/messages?shopperId=']) {
    const kind = query.includes('collection') ? 'collection' : 'shopper'
    const foreign = await api.ask(`GET ${query}${theirs.ids[kind]}`, mine.key)
    const none = await api.ask(`GET ${query}${missing[kind]}`, mine.key)
    t.equal(foreign.statusCode, none.statusCode, query)
    t.same(told(foreign.body), told(none.body), query)
    t.equal((await api.ask(`GET ${query}${mine.ids[kind]}`, mine.key)).statusCode, 200)
  }
})

t.test('no list shows a row of another store', async (t) => {
  const foreign = Object.values(theirs.ids)
  for (const { line, method, url } of routes.filter(({ method, url }) => method === 'GET' && !url.includes(':'))) {
    const answer = await api.ask(`${method} ${url}`, mine.key)
    t.equal(answer.statusCode, 200, `${line} ${answer.body}`)
    t.notOk(
      foreign.some((id) => answer.body.includes(id)),
      line,
    )
  }
})

t.test('each route opens to its scope and to no other (row 4)', async (t) => {
  const guest = await api.openStore()
  for (const scope of scopes) {
    const key = await guest.keyWith(scope)
    for (const sent of routes) {
      const { statusCode } = await send(sent, key, { path: missing, body: missing })
      if (sent.scope === scope) t.notMatch(statusCode, /^(401|403|500)$/, `${sent.line} with ${scope}`)
      else t.equal(statusCode, 403, `${sent.line} with ${scope}`)
    }
  }
})

t.test('without a key every one of them is closed, before its body is read', async (t) => {
  for (const sent of routes) {
    const answer = await api.ask(`${sent.method} ${addressOf(sent.url, mine.ids)}`, null, {
      headers: { 'content-type': 'text/odd' },
    })
    t.equal(answer.statusCode, 401, sent.line)
  }
})

const smuggled = {
  id: '01936f00-0000-7000-8000-000000000001',
  storeId: theirs.id,
  store_id: theirs.id,
  paidAt: '2026-11-22T09:00:00Z',
  total: 1,
  paymentStatus: 'paid',
  version: 99,
  createdAt: '2020-01-01T00:00:00Z',
  constructor: { prototype: { admin: true } },
}

t.test('a field that is not of the route is refused and nothing changes (row 26)', async (t) => {
  const before = await digestOf(api, mine.id)
  for (const { line, method, url } of routes.filter(({ line }) => line in bodies)) {
    for (const [field, value] of Object.entries(smuggled)) {
      const body = { ...bodies[line]?.(mine.ids), [field]: value }
      const answer = await api.ask(`${method} ${addressOf(url, mine.ids)}`, mine.key, { body })
      t.match(answer.json(), { status: 400, code: 'request-invalid' }, `${line} ${field}`)
    }
    const proto = JSON.stringify(bodies[line]?.(mine.ids)).replace('{', '{"__proto__":{"admin":true},')
    const answer = await api.app.inject({
      method: method as 'POST',
      url: addressOf(url, mine.ids),
      payload: proto,
      headers: { authorization: `Bearer ${mine.key}`, 'content-type': 'application/json' },
    })
    t.equal(answer.statusCode, 400, `${line} __proto__`)
  }
  for (const { line, method, url } of routes.filter(({ line }) => bodiless.has(line) && !line.endsWith('/images'))) {
    const answer = await api.ask(`${method} ${addressOf(url, mine.ids)}`, mine.key, { body: smuggled })
    t.equal(answer.statusCode, 400, line)
  }
  t.equal(await digestOf(api, mine.id), before)
})

t.test('a query takes plain words of the route and nothing that looks like an operator (rows 27 and 28)', async (t) => {
  const odd = [
    'limit=-1',
    'limit=0',
    'limit=1e9',
    'limit=101',
    'limit=2&limit=3',
    'limit[]=2',
    'limit[$gt]=2',
    'sort=password',
    'q[$ne]=1',
    'cursor[$ne]=1',
    'cursor=',
    'cursor=WyJ4Il0.AAAAAAAAAAAAAAAAAAAAAA',
    '__proto__[a]=1',
    'status[$raw]=1',
  ]
  for (const { line, url } of routes.filter(({ method, url }) => method === 'GET' && !url.includes(':'))) {
    for (const query of odd) {
      const answer = await api.ask(`GET ${url}?${query}`, mine.key)
      t.equal(answer.statusCode, 400, `${line}?${query} ${answer.body}`)
    }
  }
})
