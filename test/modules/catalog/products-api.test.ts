import t from 'tap'
import { catalogRoutes, mediaRoutes } from '#modules/catalog/index.ts'
import { parsePublicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'

const publicUrl = 'https://shop.example'
const api = await openApi(t, { routes: [(app) => catalogRoutes(app, { publicUrl }), mediaRoutes] })
const store = await api.openStore()
const { ask } = api

const sar = (amount: number) => ({ amount, currency: 'SAR' })
const dates = (sku: string) => ({
  title: { en: `Ajwa Dates ${sku}`, ar: 'تمر عجوة' },
  description: { en: 'Soft and dark.' },
  brand: 'Palm House',
  status: 'active',
  options: [
    {
      name: { en: 'Weight', ar: 'الوزن' },
      values: [
        { en: '500 g', ar: '٥٠٠ غ' },
        { en: '1 kg', ar: '١ كغ' },
      ],
    },
  ],
  variants: [
    { sku: `${sku}-500`, optionValues: [0], price: sar(4500), onHand: 10 },
    {
      sku: `${sku}-1000`,
      retailerId: `${sku}_kilo`,
      optionValues: [1],
      price: sar(8000),
      compareAt: sar(9500),
      onHand: 0,
    },
  ],
})
const make = async (sku: string, over: object = {}) => {
  const made = await ask('POST /v1/products', store.key, { body: { ...dates(sku), ...over } })
  if (made.statusCode !== 201) throw new Error(made.body)
  return made.json()
}
const eventsOf = (type: string) =>
  api.database.system<{ variantIds: string[] }>(
    `select payload -> 'variantIds' as "variantIds" from events where type = $1 and store_id = $2 order by id`,
    [type, store.id],
  )

t.test('a list shows every change at once', async (t) => {
  const product = await make('LST')
  const variantId = `'${parsePublicId('variant', product.variants[0].id)}'`
  const listed = async () => {
    const { data } = (await ask('GET /v1/products', store.key)).json()
    return data.find(({ id }: { id: string }) => id === product.id)
  }
  t.same(await listed(), product)
  t.same(await listed(), product, 'also the second time')
  const changes: [sql: string, shown: object][] = [
    ['update variants set price = 4700 where id = $', { variants: [{ price: sar(4700) }, {}] }],
    ['update stock set on_hand = 8 where variant_id = $', { variants: [{ stock: { onHand: 8 } }, {}] }],
    [
      `insert into catalog_items (variant_id, store_id, dirty_since) select id, store_id, now() from variants where id = $`,
      {
        variants: [{ meta: { state: 'waiting' } }, { meta: { state: 'unlisted' } }],
      },
    ],
    [
      `update products set brand = 'Other' where id = (select product_id from variants where id = $)`,
      { brand: 'Other' },
    ],
  ]
  for (const [sql, shown] of changes) {
    await api.database.system(sql.replace('$', variantId))
    t.match(await listed(), shown, sql)
    t.same((await ask(`GET /v1/products/${product.id}`, store.key)).json(), await listed())
  }
})

t.test('a product goes in with options, variants and stock, and reads back', async (t) => {
  const made = await ask('POST /v1/products', store.key, { body: dates('AJW') })
  t.equal(made.statusCode, 201, made.body)
  const product = made.json()
  t.match(product, { id: /^prd_[0-9a-f]{32}$/, handle: 'ajwa-dates-ajw', status: 'active', version: 1 })
  t.match(product.variants, [
    {
      sku: 'AJW-500',
      retailerId: 'AJW-500',
      title: { en: '500 g', ar: '٥٠٠ غ' },
      price: sar(4500),
      stock: { onHand: 10, available: 10 },
    },
    {
      sku: 'AJW-1000',
      retailerId: 'AJW_kilo',
      compareAt: sar(9500),
      stock: { onHand: 0 },
      meta: { state: 'unlisted', errors: [] },
    },
  ])
  const read = await ask(`GET /v1/products/${product.id}`, store.key)
  t.same(read.json(), product)
  t.equal(read.headers.etag, '"1"')
  t.equal((await eventsOf('catalog.item-changed')).at(-1)?.variantIds.length, 2)
})

t.test('prices and options that cannot be sold are refused and say what would do', async (t) => {
  const [small, large] = dates('BAD').variants
  const cases: [object, string][] = [
    [{ variants: [{ ...small, optionValues: [] }] }, 'option-values-invalid'],
    [{ variants: [{ ...small, optionValues: [2] }] }, 'option-values-invalid'],
    [{ variants: [small, { ...large, optionValues: [0] }] }, 'variant-repeated'],
    [{ variants: [small, { ...large, sku: 'BAD-500', retailerId: 'other' }] }, 'variant-repeated'],
    [{ variants: [{ ...small, compareAt: sar(4500) }] }, 'compare-at-too-low'],
    [{ variants: [{ ...small, price: { amount: 4500, currency: 'KWD' } }] }, 'currency-mismatch'],
    [{ variants: [{ ...small, price: sar(0) }] }, 'request-invalid'],
    [{ variants: [] }, 'request-invalid'],
    [{ title: {} }, 'request-invalid'],
    [{ title: { en: '   ' } }, 'request-invalid'],
  ]
  for (const [over, code] of cases) {
    const refused = await ask('POST /v1/products', store.key, { body: { ...dates('BAD'), ...over } })
    t.match(refused.json(), { status: 400, code }, JSON.stringify(over))
  }
  const rows = await api.database.system(`select 1 from variants where sku like 'BAD%'`)
  t.equal(rows.length, 0)
})

t.test('in dinars a price between two chargeable ones is refused with both', async (t) => {
  const kuwait = await api.openStore({ currency: 'KWD', country: 'KW', timeZone: 'Asia/Kuwait' })
  const variants = [{ sku: 'K1', price: { amount: 1255, currency: 'KWD' } }]
  const refused = await ask('POST /v1/products', kuwait.key, { body: { title: { en: 'Halwa' }, variants } })
  t.match(refused.json(), { status: 400, code: 'price-not-chargeable', fix: 'Use 1250 or 1260.' })
})

t.test('an SKU or handle that is taken stays with its owner, and other stores may use it too', async (t) => {
  await make('TKN', { handle: 'taken' })
  t.match((await ask('POST /v1/products', store.key, { body: dates('TKN') })).json(), {
    status: 409,
    code: 'sku-taken',
    skus: ['TKN-1000', 'TKN-500'],
  })
  const handle = await ask('POST /v1/products', store.key, { body: { ...dates('TK2'), handle: 'taken' } })
  t.match(handle.json(), { status: 409, code: 'handle-taken' })
  const neighbor = await api.openStore()
  t.equal((await ask('POST /v1/products', neighbor.key, { body: dates('TKN') })).statusCode, 201)
})

t.test('of twenty who add the same SKU at once one wins and nobody breaks', async (t) => {
  const body = { ...dates('RACE'), handle: undefined }
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('POST /v1/products', store.key, { body })))
  const statuses = answers.map(({ statusCode }) => statusCode)
  t.equal(statuses.filter((status) => status === 201).length, 1, statuses.join())
  t.equal(statuses.filter((status) => status === 409).length, 19, statuses.join())
})

t.test('an edit changes what was sent and nothing else, on the version that was read', async (t) => {
  const product = await make('EDT')
  const changed = await ask(`PATCH /v1/products/${product.id}`, store.key, {
    body: { title: { en: 'Dates' }, hidden: true },
    headers: { 'if-match': '"1"' },
  })
  t.match(changed.json(), { title: { en: 'Dates' }, hidden: true, brand: 'Palm House', version: 2 })
  t.notOk('ar' in changed.json().title, 'a text that is replaced is replaced whole')
  const stale = await ask(`PATCH /v1/products/${product.id}`, store.key, {
    body: { hidden: false },
    headers: { 'if-match': '"1"' },
  })
  t.match(stale.json(), { status: 412, code: 'version-mismatch' })
  const options = [{ name: { en: 'Size' }, values: [{ en: 'Small' }, { en: 'Large' }] }]
  const renamed = await ask(`PATCH /v1/products/${product.id}`, store.key, { body: { options } })
  t.same(
    renamed.json().variants.map((variant: { title: object }) => variant.title),
    [{ en: 'Small' }, { en: 'Large' }],
  )
  const fewer = await ask(`PATCH /v1/products/${product.id}`, store.key, { body: { options: [] } })
  t.match(fewer.json(), { status: 400, code: 'option-values-invalid' })
})

t.test('a title may say "returning" and quote what it likes', async (t) => {
  const product = await make('RET', { title: { en: `Returning: '"; drop table products; -- \\' ?` } })
  const changed = await ask(`PATCH /v1/products/${product.id}`, store.key, {
    body: { title: { en: `is returning \\'; ?0 $1` } },
  })
  t.match(changed.json(), { title: { en: `is returning \\'; ?0 $1` }, version: 2 })
})

t.test('variants are added, changed and archived; the retailer id stays', async (t) => {
  const product = await make('VAR', {
    options: [{ name: { en: 'Weight' }, values: [{ en: '500 g' }, { en: '1 kg' }, { en: '3 kg' }] }],
  })
  const added = await ask(`POST /v1/products/${product.id}/variants`, store.key, {
    body: { sku: 'VAR-3000', optionValues: [2], price: sar(21_000), onHand: 4 },
  })
  t.match(added.json(), { sku: 'VAR-3000', title: { en: '3 kg' }, stock: { onHand: 4 }, version: 1 }, added.body)
  const variant = `/v1/variants/${added.json().id}`
  const fixed = await ask(`PATCH ${variant}`, store.key, { body: { retailerId: 'NEW' } })
  t.match(fixed.json(), { status: 422, code: 'retailer-id-fixed', fix: /add a new one/ })
  const changed = await ask(`PATCH ${variant}`, store.key, {
    body: { sku: 'VAR-3K', price: sar(20_000), compareAt: sar(21_000), retailerId: 'VAR-3000' },
    headers: { 'if-match': '1' },
  })
  t.match(changed.json(), { sku: 'VAR-3K', retailerId: 'VAR-3000', price: sar(20_000), version: 2 }, changed.body)
  t.match((await ask(`PATCH ${variant}`, store.key, { body: { sku: 'VAR-500' } })).json(), {
    status: 409,
    code: 'sku-taken',
  })
  const archived = await ask(`POST ${variant}/archive`, store.key)
  t.match(archived.json(), { archivedAt: /^2026-/ })
  const taken = await ask(`POST /v1/products/${product.id}/variants`, store.key, {
    body: { sku: 'VAR-3L', optionValues: [2], price: sar(21_000) },
  })
  t.equal(taken.statusCode, 201, 'an archived variant leaves its place')
})

t.test('an archived variant stays as the orders know it', async (t) => {
  const variants = [
    { sku: 'GONE', price: { amount: 1000, currency: 'SAR' }, compareAt: { amount: 1200, currency: 'SAR' } },
  ]
  const made = (await ask('POST /v1/products', store.key, { body: { title: { en: 'Gone' }, variants } })).json()
  const [{ id }] = made.variants
  await ask(`POST /v1/variants/${id}/archive`, store.key)
  const body = { price: { amount: 2000, currency: 'SAR' } }
  t.match((await ask(`PATCH /v1/variants/${id}`, store.key, { body })).json(), {
    status: 409,
    code: 'variant-archived',
  })
})

t.test('stock is counted or adjusted, with a reason, and never below nothing', async (t) => {
  const product = await make('STK')
  const url = `/v1/variants/${product.variants[0].id}/stock`
  t.match((await ask(`PUT ${url}`, store.key, { body: { onHand: 7, reason: 'counted' } })).json(), {
    stock: { onHand: 7 },
  })
  t.match((await ask(`PUT ${url}`, store.key, { body: { adjustBy: -3 } })).json(), {
    stock: { onHand: 4, available: 4 },
  })
  const onHand = async () => {
    const { data } = (await ask('GET /v1/products', store.key)).json()
    return data.find(({ id }: { id: string }) => id === product.id).variants[0].stock.onHand
  }
  t.equal(await onHand(), 4)
  await ask(`PUT ${url}`, store.key, { body: { adjustBy: -1 } })
  t.equal(await onHand(), 3, 'a product whose own row is as it was is shown anew')
  t.match((await ask(`PUT ${url}`, store.key, { body: { adjustBy: -5 } })).json(), {
    status: 422,
    code: 'stock-below-zero',
  })
  for (const body of [
    {},
    { onHand: 1, adjustBy: 1 },
    { onHand: -1 },
    { onHand: 1.5 },
    { onHand: 1e9 },
    { onHand: '2e3' },
    { onHand: '٣' },
  ]) {
    t.equal((await ask(`PUT ${url}`, store.key, { body })).statusCode, 400, JSON.stringify(body))
  }
})

t.test('the list goes page by page and filters by status, collection and words of either script', async (t) => {
  const shop = await api.openStore()
  const add = async (en: string, ar: string, status: string) => {
    const body = { title: { en, ar }, status, variants: [{ sku: en.replace(/\W/g, ''), price: sar(100) }] }
    return (await ask('POST /v1/products', shop.key, { body })).json()
  }
  const made = [
    await add('Café Roast', 'قهوة عربيّة', 'active'),
    await add('Green Tea', 'شاي أخضر', 'draft'),
    await add('Black Tea', 'شاي أسود', 'active'),
  ]
  const list = async (query: string) => (await ask(`GET /v1/products?${query}`, shop.key)).json()
  const names = (page: { data: { title: { en: string } }[] }) => page.data.map(({ title }) => title.en)
  const first = await list('limit=2')
  t.same(names(first), ['Black Tea', 'Green Tea'])
  const second = await list(`limit=2&cursor=${first.nextCursor}`)
  t.same(names(second), ['Café Roast'])
  t.equal(second.nextCursor, null)
  t.same(names(await list('status=draft')), ['Green Tea'])
  t.same(names(await list('q=TEA%20green')), ['Green Tea'])
  t.same(names(await list(`q=${encodeURIComponent('اخضر')}`)), ['Green Tea'])
  t.same(names(await list(`q=${encodeURIComponent('القهوه')}`)), ['Café Roast'])
  t.same(names(await list('q=cafe%25')), ['Café Roast'])
  const collection = (await ask('POST /v1/collections', shop.key, { body: { title: { en: 'Tea' } } })).json()
  await ask(`PUT /v1/collections/${collection.id}/products`, shop.key, { body: { productIds: [made[2].id] } })
  t.same(names(await list(`collection=${collection.id}`)), ['Black Tea'])
  t.match(await list('cursor=abc'), { status: 400, code: 'cursor-invalid' })
  const foreign = (await ask(`GET /v1/products?limit=1`, store.key)).json().nextCursor
  t.match(await list(`cursor=${foreign}`), { status: 400, code: 'cursor-invalid' })
})

t.test('an archived product is out of the shop and can come back', async (t) => {
  const product = await make('ARC')
  t.match((await ask(`POST /v1/products/${product.id}/archive`, store.key)).json(), { status: 'archived', version: 2 })
  t.match((await ask(`PATCH /v1/products/${product.id}`, store.key, { body: { status: 'active' } })).json(), {
    status: 'active',
  })
  const actions = await api.database.system<{ action: string }>(
    `select action from audit_log where store_id = $1 and subject_id = $2 order by id`,
    [store.id, product.id],
  )
  t.same(
    actions.map(({ action }) => action),
    ['product.create', 'product.archive', 'product.edit'],
  )
})
