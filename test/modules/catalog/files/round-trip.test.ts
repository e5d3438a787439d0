import assert from 'node:assert/strict'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { csv, openImports } from './import-shop.ts'

const api = await openImports(t)

/** Texts as owners write them and as attackers would like spreadsheets to run them. */
const nasty = [
  '=1+1',
  '+972',
  '-5',
  '@me',
  '＝cmd',
  '\t=1',
  "'=x",
  `"=x`,
  'a\n=b',
  'a\n\n-b',
  " '+x",
  ';,"',
  "''",
  'قهوة',
  '🏳️‍🌈',
  '\u200f',
  '=',
]
const word = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }))
const text = (max: number) =>
  fc
    .array(word, { minLength: 1, maxLength: 3 })
    .map((words) =>
      words
        .join(' ')
        .toWellFormed()
        .replace(/[\p{Cc}]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))
        .trim(),
    )
    .filter((value) => value !== '' && [...value].length <= max)
const localized = (max: number) =>
  fc.record({ en: text(max), ar: text(max) }, { requiredKeys: [] }).filter(({ en, ar }) => (en ?? ar) !== undefined)
const sku = fc.stringMatching(/^[\x21-\x7e]{1,12}$/)

const product = fc
  .record({
    title: localized(150),
    description: fc.option(localized(400), { nil: undefined }),
    brand: fc.option(text(100), { nil: null }),
    status: fc.constantFrom('draft', 'active'),
    hidden: fc.boolean(),
    values: fc.array(localized(24), { minLength: 0, maxLength: 3 }),
    option: localized(24),
    sku,
    price: fc.integer({ min: 1, max: 10_000_000 }),
    sale: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: null }),
    onHand: fc.option(fc.nat(1000), { nil: undefined }),
  })
  .map(({ values, option, sku, price, sale, onHand, ...rest }) => {
    const told = values.filter(
      (value, place) => values.findIndex((each) => each.en === value.en && each.ar === value.ar) === place,
    )
    const variants = (told.length === 0 ? [null] : told).map((_, place) => ({
      sku: `${sku}${place === 0 ? '' : place}`,
      retailerId: `r${place}${sku}`,
      optionValues: told.length === 0 ? [] : [place],
      price: { amount: price + place, currency: 'SAR' },
      compareAt: sale === null ? null : { amount: price + place + sale, currency: 'SAR' },
      ...(onHand !== undefined && { onHand }),
    }))
    return { ...rest, options: told.length === 0 ? [] : [{ name: option, values: told }], variants }
  })

/** Two values that are one word in Arabic. */
const namesakes = {
  title: { en: 'Dates' },
  description: undefined,
  brand: null,
  status: 'draft' as const,
  hidden: false,
  options: [{ name: { en: 'Size' }, values: [{ ar: 'كبير' }, { en: 'Large', ar: 'كبير' }] }],
  variants: [0, 1].map((place) => ({
    sku: `S${place}`,
    retailerId: `r${place}`,
    optionValues: [place],
    price: { amount: 100, currency: 'SAR' },
    compareAt: null,
  })),
}

const exported = async (key: string, format: string) => {
  const answer = await api.ask(`GET /v1/products/export?format=${format}`, key)
  t.equal(answer.statusCode, 200)
  return answer.body
}
const nothing = { state: 'finished', created: 0, updated: 0, unchanged: 0, refused: 0, errors: 0 }
const verdictOf = (done: typeof nothing) => {
  const { state, created, updated, unchanged, refused, errors } = done
  return { state, created, updated, unchanged, refused, errors }
}
const types = { csv: 'text/csv', jsonl: 'application/x-ndjson' }

t.test('what was exported comes in again as it was, in the same store and in an empty one (row 31)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(product, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('csv', 'jsonl'),
      async (products, format) => {
        const [here, there] = [await api.openStore(), await api.openStore()]
        for (const body of products) await api.ask('POST /v1/products', here.key, { body })
        const count = (await api.products(here)).length
        const file = await exported(here.key, format)
        const type = types[format as 'csv']
        const again = await api.importFile(here, file, { type })
        assert.deepEqual(verdictOf(again), { ...nothing, unchanged: count }, JSON.stringify(again.list))
        const moved = await api.importFile(there, file, { type })
        assert.deepEqual(verdictOf(moved), { ...nothing, created: count }, JSON.stringify(moved.list))
        assert.equal(await exported(there.key, format), file)
      },
    ),
    { numRuns: 40, examples: [[[namesakes], 'csv']] },
  )
})

t.test('no cell of the file is one that a spreadsheet would run (row 31)', async (t) => {
  const store = await api.openStore()
  const variants = (n: number) => [{ sku: `-S${n}`, price: { amount: 500, currency: 'SAR' } }]
  for (const [n, value] of nasty.entries()) {
    const body = { title: { en: `${value} ` }, brand: `x\n${value}`, variants: variants(n) }
    await api.ask('POST /v1/products', store.key, { body })
  }
  const file = await exported(store.key, 'csv')
  const lines = parse(file, { bom: true }).flatMap((cells) => cells.flatMap((cell) => cell.split('\n')))
  for (const line of lines) t.notMatch(line, /^[\s"]*[=+\-@＝＋－＠\t]/, line)
  t.match(file, /^\ufeffhandle,title_en,/)
  t.match(file, /,'-S0,/)
})

t.test('a large catalog goes out whole, page after page, and only of the status asked for', async (t) => {
  const store = await api.openStore()
  const lines = Array.from({ length: 450 }, (_, n) => `p-${n},Product ${n},${n % 2 ? 'active' : 'draft'},S-${n},5`)
  await api.importFile(store, csv('handle,title,status,sku,price', ...lines))
  const whole = (await exported(store.key, 'jsonl')).trim().split('\n')
  t.equal(new Set(whole.map((line) => JSON.parse(line).handle)).size, 450)
  const answer = await api.ask('GET /v1/products/export?status=draft', store.key)
  t.match(answer.headers, {
    'content-type': /^text\/csv/,
    'content-disposition': 'attachment; filename="products.csv"',
  })
  t.equal(answer.body.trim().split('\r\n').length, 226)
})
