import t from 'tap'
import { csv, openImports } from './import-shop.ts'

const api = await openImports(t)
const sar = (amount: number) => ({ amount, currency: 'SAR' })

const dates = csv(
  'handle,title_en,title_ar,brand,status,option1_name_en,option1_name_ar,option1_value_en,option1_value_ar,sku,price,compare_at,on_hand',
  'ajwa,Ajwa Dates,تمر عجوة,Palm House,active,Weight,الوزن,500 g,٥٠٠ غ,AJW-500,45.00,,10',
  'ajwa,,,,,,,1 kg,١ كغ,AJW-1000,80,95.00,0',
  'coffee,Coffee,قهوة,,draft,,,,,COF,٢٥٫٥٠,,',
)

t.test('a file of ours becomes products with options, prices and stock', async (t) => {
  const store = await api.openStore()
  const done = await api.importFile(store, dates)
  t.match(done, { state: 'finished', rows: 3, created: 2, updated: 0, refused: 0, errors: 0, list: [] })
  const [ajwa, coffee] = await api.products(store)
  t.match(ajwa, {
    handle: 'ajwa',
    title: { en: 'Ajwa Dates', ar: 'تمر عجوة' },
    brand: 'Palm House',
    status: 'active',
    options: [{ name: { en: 'Weight', ar: 'الوزن' }, values: [{ en: '500 g' }, { en: '1 kg', ar: '١ كغ' }] }],
    variants: [
      { sku: 'AJW-500', retailerId: 'AJW-500', price: sar(4500), compareAt: null, stock: { onHand: 10 } },
      {
        sku: 'AJW-1000',
        title: { en: '1 kg', ar: '١ كغ' },
        price: sar(8000),
        compareAt: sar(9500),
        stock: { onHand: 0 },
      },
    ],
  })
  t.match(coffee, { handle: 'coffee', status: 'draft', brand: null, options: [], variants: [{ price: sar(2550) }] })
  const marked = await api.database.system(`select 1 from catalog_items where store_id = $1`, [store.id])
  t.equal(marked.length, 2, 'what is on sale is marked for Meta')
})

t.test('the same file again changes nothing, and a changed cell changes that alone', async (t) => {
  const store = await api.openStore()
  await api.importFile(store, dates)
  const before = await api.products(store)
  t.match(await api.importFile(store, dates), { created: 0, updated: 0, unchanged: 2 })
  t.same(await api.products(store), before)
  const cheaper = dates.replace('45.00', '39.00')
  t.match(await api.importFile(store, cheaper), { created: 0, updated: 1, unchanged: 1 })
  const [ajwa] = await api.products(store)
  t.match(ajwa.variants, [
    { price: sar(3900), version: 2 },
    { price: sar(8000), version: 1 },
  ])
  t.equal(ajwa.version, before[0].version, 'nothing of the product itself changed')
})

t.test('a list of prices and counts by SKU leaves all else as it is', async (t) => {
  const store = await api.openStore()
  await api.importFile(store, dates)
  const done = await api.importFile(store, csv('sku,price,on_hand', 'AJW-1000,79,4', 'COF,26,', 'AJW-500,45,9'))
  t.match(done, { state: 'finished', rows: 3, updated: 3, refused: 0 })
  const [ajwa, coffee] = await api.products(store)
  t.match(ajwa, { title: { ar: 'تمر عجوة' }, brand: 'Palm House' })
  t.match(ajwa.variants, [
    { price: sar(4500), stock: { onHand: 9 } },
    { price: sar(7900), compareAt: sar(9500), stock: { onHand: 4 } },
  ])
  t.match(coffee.variants, [{ price: sar(2600), stock: { onHand: 0 } }])
})

t.test('a row with a fault is told with its line and a way out, and keeps nobody else out', async (t) => {
  const store = await api.openStore()
  const done = await api.importFile(
    store,
    csv(
      'handle,title_en,sku,price,compare_at,on_hand,currency',
      'good,Good,G-1,10,,1,SAR',
      'words,Words,W-1,ten,,1,',
      'sale,Sale,S-1,10,9,1,',
      'other,Other,O-1,10,,1,KWD',
      'half,Half,H-1,10,,1.5,',
      'none,,N-1,10,,1,',
      'again,Again,G-1,10,,1,',
      `long,"${'x'.repeat(151)}",L-1,10,,1,`,
      'BAD HANDLE,Bad,B-1,10,,1,',
      'free,Free,F-1,,,1,',
    ),
  )
  t.match(done, { state: 'finished', rows: 10, created: 1, refused: 9, errors: 9 })
  t.match(done.list, [
    { line: 3, field: 'price', code: 'price-unreadable' },
    { line: 4, code: 'compare-at-too-low' },
    { line: 5, field: 'currency', code: 'currency-mismatch' },
    { line: 6, field: 'on_hand', code: 'cell-invalid' },
    { line: 7, field: 'title', code: 'title-missing' },
    { line: 8, field: 'sku', code: 'repeated-in-file', message: /Line 2/ },
    { line: 9, field: 'title_en', code: 'cell-invalid' },
    { line: 10, field: 'handle', code: 'cell-invalid' },
    { line: 11, field: 'price', code: 'price-missing' },
  ])
  t.ok(done.list.every(({ fix }: { fix: string }) => fix.length > 5))
  t.equal((await api.products(store)).length, 1)
})

t.test('a dry run judges every row and changes nothing', async (t) => {
  const store = await api.openStore()
  const file = `${dates}bad,Bad,,,,,,,,COF,5,,\n`
  const dry = await api.importFile(store, file, { query: '?dryRun=true' })
  t.match(dry, {
    state: 'finished',
    dryRun: true,
    created: 2,
    refused: 1,
    list: [{ line: 5, code: 'repeated-in-file' }],
  })
  t.same(await api.products(store), [])
  t.match(await api.importFile(store, file), { dryRun: false, created: 2, refused: 1 })
})

t.test('what a spreadsheet writes is read: BOM, semicolons, CRLF, quoted lines', async (t) => {
  const store = await api.openStore()
  const file =
    '\ufeffsku;title_en;description_en;price\r\n\r\nX-1;"Tea; green";"One\r\ntwo ""three"""\u200b;5.00\r\nX-2;Mint;;-1\r\n'
  const done = await api.importFile(store, file.replace('\u200b', ''))
  t.match(done, { rows: 2, created: 1, list: [{ line: 5, field: 'price' }] })
  t.match(await api.products(store), [
    { handle: 'tea-green', title: { en: 'Tea; green' }, description: { en: 'One\ntwo "three"' } },
  ])
})

t.test('an SKU of another product, an archived one and another retailer id are refused', async (t) => {
  const store = await api.openStore()
  await api.importFile(store, dates)
  const [, coffee] = await api.products(store)
  await api.ask(`POST /v1/variants/${coffee.variants[0].id}/archive`, store.key)
  const done = await api.importFile(
    store,
    csv(
      'handle,title_en,sku,retailer_id,price',
      'new,New,AJW-500,,5',
      'coffee,,COF,,5',
      'ajwa,,AJW-1000,other,80',
      'tea,Tea,TEA,AJW-500,4',
    ),
  )
  t.match(done.list, [
    { line: 2, code: 'sku-taken' },
    { line: 3, code: 'variant-archived' },
    { line: 4, field: 'retailer_id', code: 'retailer-id-fixed' },
    { line: 5, field: 'retailer_id', code: 'sku-taken' },
  ])
})

t.test('new options come after those of variants the file does not name, and other options are refused', async (t) => {
  const store = await api.openStore()
  await api.importFile(store, dates)
  const added = csv('handle,option1_name_en,option1_value_en,sku,price', 'ajwa,Weight,2 kg,AJW-2000,150')
  t.match(await api.importFile(store, added), { updated: 1, refused: 0 })
  const [ajwa] = await api.products(store)
  t.match(ajwa.options, [
    { name: { en: 'Weight', ar: 'الوزن' }, values: [{ en: '500 g' }, { en: '1 kg' }, { en: '2 kg' }] },
  ])
  t.match(ajwa.variants.at(-1), { sku: 'AJW-2000', title: { en: '2 kg' }, optionValues: [2] })
  const other = csv('handle,option1_name_en,option1_value_en,sku,price', 'ajwa,Color,Dark,AJW-D,150')
  t.match((await api.importFile(store, other)).list, [{ code: 'options-differ' }])
})
