import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { openWholeApi } from './whole-api.ts'

const api = await openWholeApi(t)
const answer = await api.app.inject({ url: '/openapi.json' })
const document = answer.json()
type Operation = {
  summary?: string
  tags?: string[]
  security?: object[]
  responses: Record<string, { description?: string; content?: Record<string, { schema: object }> }>
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
}
const operations: [string, Operation][] = Object.entries<Record<string, Operation>>(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
)

t.test('every route of the API is described, and nothing else is', async (t) => {
  t.match(document, { openapi: /^3\.1/, info: { title: 'Dukkan' }, servers: [{ url: 'https://shop.example' }] })
  const scoped = api.app.routePolicies.filter(({ policy, method }) => 'scope' in policy && method !== 'HEAD')
  const described = operations.filter(([, { security }]) => security !== undefined).map(([line]) => line)
  const expected = scoped.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
  t.same(described.sort(), expected.sort())
  t.notOk(Object.keys(document.paths).some((path) => path.startsWith('/webhooks') || path === '/metrics'))
})

t.test('each says what it does, where it belongs, what it answers and how it refuses', async (t) => {
  for (const [line, { summary, tags, responses, parameters = [] }] of operations) {
    t.ok(summary !== undefined && summary.length > 5, line)
    t.equal(tags?.length, 1, line)
    t.equal(responses['204']?.content, undefined, line)
    t.ok(
      Object.keys(responses).some((status) => status.startsWith('2')),
      line,
    )
    t.ok(responses['4XX']?.content?.['application/problem+json'], line)
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
    t.same(inPath.sort(), [...line.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort(), line)
  }
})

t.test('every schema is one a validator takes, and every reference leads somewhere', async (t) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'https://shop.example/openapi.json', ...document })
  for (const name of Object.keys(document.components.schemas)) {
    t.doesNotThrow(() => ajv.getSchema(`https://shop.example/openapi.json#/components/schemas/${name}`), name)
  }
  t.notOk(Object.keys(document.components.schemas).includes('ProductInput'), 'what nothing refers to is left out')
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)
  for (const [, name = ''] of references) t.ok(document.components.schemas[name], name)
  for (const [line, { responses, parameters = [] }] of operations) {
    const schemas = [
      ...Object.values(responses).flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema)),
      ...parameters.map(({ schema }) => schema),
    ]
    for (const schema of schemas) {
      t.doesNotThrow(
        () => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"https://shop.example/openapi.json#/'))),
        line,
      )
    }
  }
})

t.test('a number in a query is a number, a file has its form, and what a rule refuses is told', async (t) => {
  const { get, post } = document.paths['/v1/products']
  t.match(get.parameters.find(({ name }: { name: string }) => name === 'limit').schema, {
    type: 'integer',
    minimum: 1,
    maximum: 100,
    default: 20,
    pattern: undefined,
  })
  const product = post.requestBody.content['application/json'].schema
  t.equal(product.additionalProperties, false)
  t.equal(product.properties.title.minProperties, 1)
  t.equal(product.properties.variants.items.properties.sku.pattern, '^[\\x21-\\x7e]+$')
  t.ok(document.components.schemas.CurrencyInput.enum.includes('SAR'))
  const { put } = document.paths['/v1/variants/{variantId}/stock']
  t.match(put.requestBody.content['application/json'].schema.oneOf, [
    { required: ['onHand'] },
    { required: ['adjustBy'] },
  ])
  t.notOk('additionalProperties' in document.components.schemas.Product, 'an answer may grow')
  const upload = document.paths['/v1/products/{productId}/images'].post
  t.match(upload.requestBody.content['multipart/form-data'].schema, { required: ['file'] })
})

t.test('what a route answers is what its description says', async (t) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'doc', ...document })
  const store = await api.openStore()
  const body = { title: { en: 'Dates' }, variants: [{ sku: 'D', price: { amount: 100, currency: 'SAR' }, onHand: 3 }] }
  const made = await api.ask('POST /v1/products', store.key, { body })
  const asked: [string, object, string][] = [
    ['Product', made.json(), 'product'],
    ['Store', (await api.ask('GET /v1/store', store.key)).json(), 'store'],
    ['Problem', (await api.ask('GET /v1/store', null)).json(), 'problem'],
  ]
  for (const [name, view, label] of asked) {
    const judge = ajv.getSchema(`doc#/components/schemas/${name}`)
    t.ok(judge?.(view), `${label}: ${JSON.stringify(judge?.errors)}`)
  }
})
