import t from 'tap'
import { type Localized, type SeedOption, type SeedProduct, type SeedStore, seedStores } from '#seeds/content/index.ts'
import { pieces, weights } from '#seeds/content/options.ts'

const codePoints = (text: string): number => [...text].length
const soldOut = (product: SeedProduct): boolean => product.variants.every((variant) => variant.onHand === 0)
const repeated = (values: string[]): string[] => values.filter((value, at) => values.indexOf(value) !== at)

function store(slug: string): SeedStore {
  const found = seedStores.find((candidate) => candidate.slug === slug)
  if (found === undefined) throw new Error(`no seed store called ${slug}`)
  return found
}

/** Every text a shopper may read, with the place it stands in. */
function textsOf(shop: SeedStore): [string, Localized][] {
  return [
    [shop.slug, shop.name],
    ...shop.collections.map((collection): [string, Localized] => [collection.slug, collection.title]),
    ...shop.products.flatMap((product): [string, Localized][] => [
      [`${product.slug} title`, product.title],
      [`${product.slug} description`, product.description],
      ...product.options.flatMap((option) =>
        [option.name, ...option.values].map((text): [string, Localized] => [`${product.slug} option`, text]),
      ),
    ]),
  ]
}

t.test('the two demo stores are a full one in riyals and a small one in dinars', async (t) => {
  const shelves = seedStores.map(({ slug, country, currency, timeZone, collections }) => ({
    slug,
    country,
    currency,
    timeZone,
    collections: collections.length,
  }))
  t.same(shelves, [
    { slug: 'dar-al-tamr', country: 'SA', currency: 'SAR', timeZone: 'Asia/Riyadh', collections: 8 },
    { slug: 'darabeel-al-freej', country: 'KW', currency: 'KWD', timeZone: 'Asia/Kuwait', collections: 2 },
  ])
  t.equal(store('dar-al-tamr').products.filter((product) => product.status === 'active').length, 60)
  t.equal(store('darabeel-al-freej').products.length, 8)
})

t.test('the full store shows every state a product can be in', async (t) => {
  const { products } = store('dar-al-tamr')
  const active = products.filter((product) => product.status === 'active')
  t.equal(products.filter((product) => product.status === 'draft').length, 1, 'one is being prepared')
  t.equal(products.filter((product) => product.status === 'archived').length, 1, 'one is out of season for good')
  t.equal(active.filter((product) => product.hidden === true).length, 3, 'three are sold on request only')
  t.equal(active.filter(soldOut).length, 4, 'four are sold out')
  t.ok(active.filter((product) => !soldOut(product) && product.variants.some((v) => v.onHand === 0)).length >= 8)
  t.ok(active.filter((product) => product.variants.some((v) => v.compareAt !== undefined)).length >= 8, 'a sale is on')
})

for (const shop of seedStores) {
  t.test(`${shop.slug}: every text stands in both languages, each in its own script`, async (t) => {
    for (const [place, { en, ar }] of textsOf(shop)) {
      t.match(en, /^\S/, `${place}: English`)
      t.notMatch(en, /\p{Script=Arabic}/u, `${place}: no Arabic letters in the English`)
      t.match(ar, /\p{Script=Arabic}{2}/u, `${place}: Arabic`)
      t.notMatch(ar, /\p{Script=Latin}/u, `${place}: no Latin letters in the Arabic`)
      t.equal(ar, ar.normalize('NFC').trim(), `${place}: tidy Arabic`)
    }
  })

  t.test(`${shop.slug}: titles fit where WhatsApp shows them`, async (t) => {
    for (const language of shop.languages) {
      for (const { title } of shop.collections) t.ok(codePoints(title[language]) <= 24, title[language])
      for (const { title, description, options } of shop.products) {
        t.ok(codePoints(title[language]) <= 60, title[language])
        t.ok(codePoints(description[language]) <= 160, description[language])
        const values = options.flatMap((option) => option.values.map((value) => value[language]))
        for (const value of values) t.ok(codePoints(value) <= 12, value)
      }
    }
  })

  t.test(`${shop.slug}: no two things share a name`, async (t) => {
    t.same(repeated(shop.products.map((product) => product.slug)), [])
    t.same(repeated(shop.collections.map((collection) => collection.slug)), [])
    for (const language of shop.languages) {
      t.same(repeated(shop.products.map((product) => product.title[language])), [], `titles in ${language}`)
    }
  })

  t.test(
    `${shop.slug}: every product stands in a collection, and collections name products of the store`,
    async (t) => {
      const shelved = shop.collections.flatMap((collection) => collection.products)
      t.same(new Set(shelved), new Set(shop.products.map((product) => product.slug)))
      for (const collection of shop.collections) t.same(repeated(collection.products), [], collection.slug)
    },
  )

  t.test(`${shop.slug}: every combination of options is one variant, at most ten to a list message`, async (t) => {
    for (const { slug, options, variants } of shop.products) {
      const wanted = options.reduce((count, option) => count * option.values.length, 1)
      t.equal(variants.length, wanted, slug)
      t.ok(wanted <= 10, slug)
      t.same(repeated(variants.map((variant) => variant.options.join())), [], slug)
      for (const variant of variants) {
        t.equal(variant.options.length, options.length, variant.sku)
        t.ok(
          variant.options.every((value, at) => options[at]?.values[value] !== undefined),
          `${variant.sku} names values that exist`,
        )
      }
    }
  })

  t.test(`${shop.slug}: money and stock are whole and make sense`, async (t) => {
    t.ok(Number.isSafeInteger(shop.deliveryFee) && shop.deliveryFee > 0)
    for (const { sku, price, compareAt, onHand } of shop.products.flatMap((product) => product.variants)) {
      t.ok(Number.isSafeInteger(price) && price > 0, `${sku} price`)
      t.ok(compareAt === undefined || (Number.isSafeInteger(compareAt) && compareAt > price), `${sku} sale`)
      t.ok(Number.isSafeInteger(onHand) && onHand >= 0, `${sku} stock`)
    }
  })

  t.test(`${shop.slug}: ids at Meta look like Meta's`, async (t) => {
    for (const id of [shop.phoneNumberId, shop.wabaId, shop.catalogId]) t.match(id, /^[1-9]\d{14}$/)
  })
}

t.test('a larger pack is never dearer by the gram than a smaller one', async (t) => {
  for (const { slug, options, variants } of store('dar-al-tamr').products) {
    const at = options.findIndex((option) => option.name.en === 'Weight')
    const grams = options[at]?.values.map(({ en }) => Number.parseFloat(en) * (en.endsWith('kg') ? 1000 : 1)) ?? []
    for (const bigger of variants) {
      const step = bigger.options[at] ?? 0
      if (step === 0) continue
      const neighbor = bigger.options.with(at, step - 1)
      const smaller = variants.find((variant) => variant.options.join() === neighbor.join())
      const perGram = (price = 0, index = 0): number => price / (grams[index] ?? Number.NaN)
      t.ok(perGram(bigger.price, step) <= perGram(smaller?.price, step - 1), `${slug} ${bigger.sku}`)
    }
  }
})

t.test('skus are unique across the stores, so one shelf of pictures and labels serves both', async (t) => {
  const skus = seedStores.flatMap((shop) => shop.products.flatMap((product) => product.variants.map(({ sku }) => sku)))
  t.same(repeated(skus), [])
  for (const sku of skus) t.match(sku, /^[A-Z0-9]+(-[A-Z0-9]+)+$/)
})

t.test('dinar prices stand on the grid of ten fils that Stripe can charge', async (t) => {
  const { products, deliveryFee } = store('darabeel-al-freej')
  const amounts = products.flatMap(({ variants }) => variants.flatMap((v) => [v.price, v.compareAt ?? v.price]))
  for (const amount of [...amounts, deliveryFee]) t.equal(amount % 10, 0, `${amount} fils`)
})

t.test('Arabic counts agree with their nouns', async (t) => {
  const labels = (option: SeedOption): string[] => option.values.map((value) => value.ar)
  t.same(labels(weights(5, 12, 100, 250, 3000)), ['5 جرامات', '12 جرامًا', '100 جرام', '250 جرامًا', '3 كيلو'])
  t.same(labels(pieces(6, 12)), ['6 قطع', '12 قطعة'])
})
