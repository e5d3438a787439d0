import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { importsDrain } from '#modules/catalog/index.ts'
import { until } from '#test/support/until.ts'
import { csv, openImports } from './import-shop.ts'

const api = await openImports(t)

const many = (count: number, from = 0) =>
  csv(
    'handle,title,status,sku,price,on_hand',
    ...Array.from(
      { length: count },
      (_, n) => `p-${from + n},Product ${from + n},active,S-${from + n},${n + 1},${n % 50}`,
    ),
  )

t.test('a file of many slices goes in once, whatever breaks off between and inside of them', async (t) => {
  const store = await api.openStore()
  const { id } = (await api.send(store, many(6_000))).json()
  const [shard = 0] = await api.drain.waiting(api.tools)
  await api.drain.run(shard, api.tools)
  t.match(await api.read(store, id), { state: 'running' }, 'one slice is in')
  // The second slice breaks off in its middle.
  const before = await api.read(store, id)
  const spoiled = {
    ...api.tools,
    environment: {
      ...api.environment,
      newId: () => {
        throw new Error('broken off')
      },
    },
  }
  t.equal(await api.drain.run(shard, spoiled), false)
  t.match(await api.read(store, id), { rows: before.rows, created: before.created, state: 'running' })
  await sleep(1_100)
  await Promise.all([api.work(), api.work()])
  t.match(await api.read(store, id), { state: 'finished', rows: 6_000, created: 6_000, errors: 0 })
  const [sums] = await api.database.system(
    `select count(*)::int as products, (select sum(on_hand)::int from stock where store_id = $1) as pieces,
      (select count(*)::int from stock_movements where store_id = $1) as movements,
      (select count(*)::int from import_chunks where store_id = $1) as chunks,
      (select count(*)::int from import_names where store_id = $1) as names
    from products where store_id = $1`,
    [store.id],
  )
  t.same(sums, { products: 6_000, pieces: 147_000, movements: 6_000, chunks: 0, names: 0 })
})

t.test('two workers take turns at one file, and a short file does not wait for the end of a long one', async (t) => {
  const [long, short] = [await api.openStore(), await api.openStore()]
  const { id } = (await api.send(long, many(4_000))).json()
  await api.database.system('update imports set shard = 1 where store_id = $1', [long.id])
  const other = importsDrain({ publicUrl: 'https://shop.example' })
  await api.drain.run(1, api.tools)
  await api.send(short, many(2))
  await api.database.system('update imports set shard = 1 where store_id = $1', [short.id])
  await other.run(1, api.tools)
  t.equal((await api.products(short)).length, 2)
  t.match(await api.read(long, id), { state: 'running' })
  let turn = 0
  while (await (turn++ % 3 === 0 ? other : api.drain).run(1, api.tools)) {}
  t.match(await api.read(long, id), { state: 'finished', rows: 4_000, created: 4_000, errors: 0 })
})

t.test('an upload that breaks off leaves nothing behind', async (t) => {
  const store = await api.openStore()
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  const head = `POST /v1/imports HTTP/1.1\r\nhost: shop.example\r\nauthorization: Bearer ${store.key}\r\ncontent-type: text/csv\r\ncontent-length: 9000000\r\n\r\n`
  socket.write(head + many(20_000))
  const kept = (table: string) => api.database.system(`select 1 from ${table} where store_id = $1 limit 1`, [store.id])
  await until(async () => (await kept('import_chunks')).length > 0, 'the first chunks are kept')
  socket.destroy()
  await until(async () => (await kept('imports')).length === 0, 'the import is gone')
  t.same(await kept('import_chunks'), [])
})

t.test('lines are counted across slices, and a repetition is found however far apart', async (t) => {
  const store = await api.openStore()
  const done = await api.importFile(store, `${many(3_000)}p-0,Again,active,OTHER,5,1\nlast,Last,active,S-1,x,1\n`)
  t.match(done, { state: 'finished', created: 3_000, refused: 2 })
  t.match(done.list, [
    { line: 3_002, field: 'handle', code: 'repeated-in-file', message: /Line 2 / },
    { line: 3_003, field: 'price', code: 'price-unreadable' },
  ])
})

t.test('a slice that fails again and again ends the import with our apology', async (t) => {
  const store = await api.openStore()
  const { id } = (await api.send(store, many(3))).json()
  const [shard = 0] = await api.drain.waiting(api.tools)
  let calls = 0
  const newId = () => {
    calls += 1
    if (calls <= 5) throw new Error('broken')
    return api.environment.newId()
  }
  const spoiled = { ...api.tools, environment: { ...api.environment, newId } }
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await api.database.system('update imports set retry_at = null')
    t.equal(await api.drain.run(shard, spoiled), false)
  }
  t.match(await api.read(store, id), { state: 'failed', fault: { code: 'import-broken', line: 2 } })
})

t.test('a file that cannot be read past a line says which, and what stood before is in', async (t) => {
  const store = await api.openStore()
  const open = `${many(700)}p-x,"never closed,active,X,5,1\n${'more,rows,active,M,5,1\n'.repeat(60_000)}`
  const done = await api.importFile(store, open)
  t.match(done, { state: 'failed', created: 700, fault: { line: 702, code: 'csv-malformed' } })
  const odd = await api.importFile(store, csv('sku,title,price', 'A,"x"y,5'))
  t.match(odd, { state: 'failed', fault: { line: 2, code: 'csv-malformed' } })
})

t.test('a product of many rows and long words is one product however the file is cut', async (t) => {
  const store = await api.openStore()
  const rows = Array.from(
    { length: 100 },
    (_, n) => `big,${n === 0 ? 'Big' : ''},"${'d'.repeat(4_900)}",Size,${n % 10},Age,${(n / 10) | 0},B-${n},${n + 1}`,
  )
  const file = csv(
    'handle,title,description,option1_name,option1_value,option2_name,option2_value,sku,price',
    'a,A,,,,,,A,1',
    ...rows,
    'z,Z,,,,,,Z,1',
  )
  t.match(await api.importFile(store, file), { state: 'finished', rows: 102, created: 3, errors: 0 })
  const tooMany = csv(
    'handle,title,option1_name,option1_value,sku,price',
    ...Array.from({ length: 101 }, (_, n) => `m,M,Size,${n},M-${n},1`),
  )
  t.match(await api.importFile(store, tooMany), { refused: 1, list: [{ code: 'cell-invalid' }] })
})

t.test('what is no file of products is refused before it is kept (row 25)', async (t) => {
  const store = await api.openStore()
  const cases: [string | Buffer, string, string?][] = [
    ['', 'import-empty'],
    ['\ufeff', 'import-empty'],
    [Buffer.from('sku,title\nA,\xc9t\xe9\n', 'latin1'), 'import-not-utf8'],
    ['sku,title\nA,a\0b\n', 'import-not-utf8'],
    ['sku,colour\n', 'import-columns-unknown'],
    ['title,price\n', 'import-columns-unknown'],
    ['sku,sku\n', 'import-columns-unknown'],
    ['"sku\nA\n', 'import-columns-unknown'],
    [`sku\n${'A\n'.repeat(500_001)}`, 'import-too-large'],
    ['x', 'content-type-unsupported', 'text/plain'],
    ['{}', 'file-missing', 'application/json'],
  ]
  for (const [body, code, type = 'text/csv'] of cases) {
    const refused = await api.send(store, body, { type })
    t.match(refused.json(), { code }, `${code} ${refused.body}`)
    t.match(refused.statusCode, /^4/)
  }
  t.same(await api.database.system('select 1 from imports where store_id = $1', [store.id]), [])
})

t.test('a store has three imports at a time, and one that is canceled makes room', async (t) => {
  const store = await api.openStore()
  const ids: string[] = []
  for (let n = 0; n < 3; n += 1) ids.push((await api.send(store, many(2, n * 10))).json().id)
  t.match((await api.send(store, many(2))).json(), { status: 422, code: 'imports-too-many' })
  t.match((await api.ask(`POST /v1/imports/${ids[0]}/cancel`, store.key)).json(), { state: 'canceled', created: 0 })
  t.match((await api.ask(`POST /v1/imports/${ids[0]}/cancel`, store.key)).json(), { status: 409, code: 'import-ended' })
  t.equal((await api.send(store, many(2, 30))).statusCode, 202)
  await api.work()
  const listed = (await api.ask('GET /v1/imports?limit=2', store.key)).json()
  t.match(listed.data, [
    { state: 'finished', created: 2 },
    { state: 'finished', created: 2 },
  ])
  const rest = (await api.ask(`GET /v1/imports?limit=9&cursor=${listed.nextCursor}`, store.key)).json()
  t.match(
    rest.data.map(({ state }: { state: string }) => state),
    ['finished', 'canceled'],
  )
})

t.test('the same upload with the same key is one import', async (t) => {
  const store = await api.openStore()
  const headers = { 'idempotency-key': 'upload-1' }
  const first = await api.send(store, many(2), { headers })
  const again = await api.send(store, many(2), { headers })
  t.equal(again.json().id, first.json().id)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.match((await api.send(store, many(3), { headers })).json(), { code: 'idempotency-key-reused' })
  await api.work()
  t.match(
    (await api.ask('GET /v1/imports', store.key))
      .json()
      .data.filter(({ state }: { state: string }) => state === 'finished').length,
    1,
  )
})

t.test('lines of JSON say the same as the API, and each bad one is told', async (t) => {
  const store = await api.openStore()
  const sar = (amount: number) => ({ amount, currency: 'SAR' })
  const lines = [
    { handle: 'tea', title: { en: 'Tea' }, status: 'active', variants: [{ sku: 'T', price: sar(500), onHand: 3 }] },
    { title: { en: 'No SKU' }, variants: [{ price: sar(5) }] },
    { title: { en: 'Dinar' }, variants: [{ sku: 'D', price: { amount: 5, currency: 'KWD' } }] },
    { title: { en: 'Odd' }, odd: 1, variants: [{ sku: 'O', price: sar(5) }] },
    { title: { en: 'Gone picture' }, images: [`img_${'0'.repeat(32)}`], variants: [{ sku: 'P', price: sar(5) }] },
  ]
  const file = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n{"broken\n["no product"]`
  const done = await api.importFile(store, file, { type: 'application/x-ndjson' })
  t.match(done, { state: 'finished', rows: 7, created: 1, refused: 6 })
  t.match(done.list, [
    { line: 2, field: 'variants.0.sku', code: 'cell-invalid' },
    { line: 3, field: 'variants.0.currency', code: 'currency-mismatch' },
    { line: 4, field: 'odd', code: 'cell-invalid' },
    { line: 5, field: 'images.0', code: 'image-not-found' },
    { line: 7, field: null, code: 'json-malformed' },
    { line: 8, code: 'cell-invalid' },
  ])
  const change = JSON.stringify({ handle: 'tea', title: { ar: 'شاي' }, variants: [{ sku: 'T', compareAt: sar(900) }] })
  t.match(await api.importFile(store, change, { type: 'application/x-ndjson' }), { updated: 1 })
  t.match(await api.products(store), [{ title: { en: 'Tea', ar: 'شاي' }, variants: [{ compareAt: sar(900) }] }])
})

t.test('a recount by file tells the sync and the owner as a recount by hand does', async (t) => {
  const store = await api.openStore()
  await api.importFile(store, csv('handle,title,status,sku,price,on_hand', 'tea,Tea,active,T,5,3'))
  await api.importFile(store, csv('sku,on_hand', 'T,0'))
  const [movement] = await api.database.system(
    `select kind, on_hand_change as change, reason, actor from stock_movements where store_id = $1 order by id desc limit 1`,
    [store.id],
  )
  t.match(movement, { kind: 'set', change: -3, reason: /^import imp_/, actor: /^api_key:/ })
  const events = await api.database.system(
    `select 1 from events where store_id = $1 and type = 'catalog.availability-changed'`,
    [store.id],
  )
  t.equal(events.length, 1)
})
