import t from 'tap'
import { catalogRoutes } from '#modules/catalog/index.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t, { routes: [(app) => catalogRoutes(app, { publicUrl: 'https://shop.example' })] })
const store = await api.openStore()
const { ask } = api

const product = async (sku: string, key = store.key): Promise<string> => {
  const body = { title: { en: sku }, variants: [{ sku, price: { amount: 100, currency: 'SAR' } }] }
  return (await ask('POST /v1/products', key, { body })).json().id
}

t.test('a collection holds products in the order they were put', async (t) => {
  const ids = [await product('A'), await product('B'), await product('C')]
  const made = await ask('POST /v1/collections', store.key, { body: { title: { en: 'Gifts', ar: 'هدايا' } } })
  t.equal(made.statusCode, 201, made.body)
  const { id } = made.json()
  t.match(made.json(), { handle: 'gifts', position: 0, productIds: [], version: 1 })
  const arranged = [ids[2], ids[0]]
  const put = await ask(`PUT /v1/collections/${id}/products`, store.key, {
    body: { productIds: arranged },
    headers: { 'if-match': '"1"' },
  })
  t.match(put.json(), { productIds: arranged, version: 2 })
  t.same((await ask(`GET /v1/collections/${id}`, store.key)).json(), put.json())
  const twice = await ask(`PUT /v1/collections/${id}/products`, store.key, { body: { productIds: [ids[0], ids[0]] } })
  t.match(twice.json(), { status: 400, code: 'product-repeated' })
  const stale = await ask(`PUT /v1/collections/${id}/products`, store.key, {
    body: { productIds: [] },
    headers: { 'if-match': '"1"' },
  })
  t.match(stale.json(), { status: 412 })
})

t.test('a product of another store is as unknown as one that never was', async (t) => {
  const neighbor = await api.openStore()
  const foreign = await product('N', neighbor.key)
  const { id } = (await ask('POST /v1/collections', store.key, { body: { title: { en: 'Mixed' } } })).json()
  const put = (productIds: unknown[]) => ask(`PUT /v1/collections/${id}/products`, store.key, { body: { productIds } })
  const missing = `prd_${'0'.repeat(32)}`
  const [theirs, none] = [(await put([foreign])).json(), (await put([missing])).json()]
  t.match(theirs, { status: 404, code: 'product-not-found' })
  t.same({ ...theirs, requestId: '' }, { ...none, requestId: '' })
  t.same((await ask(`GET /v1/collections/${id}`, store.key)).json().productIds, [])
})

t.test('collections are renamed, moved, listed in order and deleted without their products', async (t) => {
  const shop = await api.openStore()
  const add = async (en: string) => (await ask('POST /v1/collections', shop.key, { body: { title: { en } } })).json()
  const [one, two, three] = [await add('One'), await add('Two'), await add('Three')]
  await ask(`PATCH /v1/collections/${one.id}`, shop.key, { body: { position: 9, title: { en: 'Last' } } })
  const first = (await ask('GET /v1/collections?limit=2', shop.key)).json()
  t.same(
    first.data.map(({ id }: { id: string }) => id),
    [two.id, three.id],
  )
  const rest = (await ask(`GET /v1/collections?limit=2&cursor=${first.nextCursor}`, shop.key)).json()
  t.match(rest, { data: [{ id: one.id, title: { en: 'Last' }, handle: 'one' }], nextCursor: null })
  const taken = await ask(`PATCH /v1/collections/${two.id}`, shop.key, { body: { handle: 'three' } })
  t.match(taken.json(), { status: 409, code: 'handle-taken' })
  const inside = await product('D', shop.key)
  await ask(`PUT /v1/collections/${two.id}/products`, shop.key, { body: { productIds: [inside] } })
  t.equal((await ask(`DELETE /v1/collections/${two.id}`, shop.key)).statusCode, 204)
  t.equal((await ask(`GET /v1/collections/${two.id}`, shop.key)).statusCode, 404)
  t.equal((await ask(`GET /v1/products/${inside}`, shop.key)).statusCode, 200)
})

t.test('a title longer than a row of the chat is refused', async (t) => {
  const body = { title: { en: 'x'.repeat(25) } }
  t.match((await ask('POST /v1/collections', store.key, { body })).json(), {
    status: 400,
    errors: [{ path: 'body/title/en' }],
  })
  t.equal((await ask('POST /v1/collections', store.key, { body: { title: { en: '🌴'.repeat(24) } } })).statusCode, 201)
})
