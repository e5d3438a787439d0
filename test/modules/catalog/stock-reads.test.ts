import t from 'tap'
import {
  holdStock,
  readCollectionProducts,
  readCollections,
  readVariants,
  searchProducts,
} from '#modules/catalog/index.ts'
import { searchWords } from '#modules/catalog/search.rules.ts'
import { foldText } from '#shared/text.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

const productOf = '(select product_id from variants where id = $1)'

async function read(shop: BenchShop, variantId: string) {
  const [variant] = await shop.work(({ tx }) => readVariants(tx, [shop.storeId], { variantIds: [variantId] }))
  return variant
}

t.test('a variant says whether it can be bought, and if not why', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ price: 8900, onHand: 5, safety: 1, title: 'Ajwa', option: '1 kg' })
  t.match(await read(shop, dates), {
    variantId: dates,
    storeId: shop.storeId,
    title: { en: 'Ajwa' },
    optionTitle: { en: '1 kg' },
    price: 8900,
    compareAt: null,
    available: 4,
    sellable: true,
    whyNot: null,
    imageId: null,
    inMetaCatalog: false,
  })
  const steps: [change: string, whyNot: string | null][] = [
    ['update stock set on_hand = 1 where variant_id = $1', 'sold_out'],
    [`update products set hidden = true where id = ${productOf}`, 'hidden'],
    [`update products set status = 'draft' where id = ${productOf}`, 'draft'],
    [`update products set status = 'archived' where id = ${productOf}`, 'archived'],
    [`update products set status = 'active', hidden = false where id = ${productOf}`, 'sold_out'],
    ['update stock set on_hand = 9 where variant_id = $1', null],
    ['update variants set archived_at = now() where id = $1', 'archived'],
  ]
  for (const [change, whyNot] of steps) {
    await shop.query(change, [dates])
    t.match(await read(shop, dates), { whyNot, sellable: whyNot === null }, change)
  }
})

t.test('what is held for one shopper is not there for the next', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve({ onHand: 5 })
  const orderId = await shop.bareOrder(await shop.welcome())
  const expiresAt = new Date(shop.clock.now.getTime() + 60_000)
  const lines = [{ variantId: dates, quantity: 3 }]
  await shop.work((tools) => holdStock(tools, [{ orderId, storeId: shop.storeId, expiresAt, lines }]))
  t.equal((await read(shop, dates))?.available, 2)
})

t.test("a variant is found by the name Meta's cart gives it, in its own store only", async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const [known] = await shop.query<{ retailerId: string }>('select retailer_id as "retailerId" from variants')
  const retailerId = known?.retailerId ?? ''
  const ask = (storeId: string) =>
    shop.work(({ tx }) => readVariants(tx, [storeId], { retailerIds: [{ storeId, retailerId }] }))
  t.match(await ask(shop.storeId), [{ variantId: dates }])
  t.same(await ask(shop.environment.newId()), [])
  const both = { variantIds: [dates], retailerIds: [{ storeId: shop.storeId, retailerId }] }
  t.equal((await shop.work(({ tx }) => readVariants(tx, [shop.storeId], both))).length, 1, 'named twice, read once')
})

t.test('Meta shows what it took, unless it still looks it over or has rejected it', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  await shop.query('insert into catalog_items (variant_id, store_id) values ($1, $2)', [dates, shop.storeId])
  t.equal((await read(shop, dates))?.inMetaCatalog, false)
  for (const [status, shown] of [
    ['', true],
    ['pending', false],
    ['outdated', false],
    ['approved', true],
    ['rejected', false],
  ] as const) {
    await shop.query(`update catalog_items set acked_digest = '\\x01', review_status = $1`, [status])
    t.equal((await read(shop, dates))?.inMetaCatalog, shown, status)
  }
})

t.test('collections show what can be bought, in the order of the owner', async (t) => {
  const shop = await openBenchShop(t)
  const [dates, honey, gone] = [await shop.shelve(), await shop.shelve(), await shop.shelve({ onHand: 0 })]
  const [full, empty, hidden] = [collection(shop), collection(shop), collection(shop)]
  await full.open({ handle: 'sweets', position: 2 }, [honey, gone, dates])
  await empty.open({ handle: 'empty', position: 1 }, [gone])
  await hidden.open({ handle: 'hidden', position: 0, hidden: true }, [dates])
  const shown = await shop.work(({ tx }) => readCollections(tx, [shop.storeId]))
  t.match(shown, [{ id: full.id, handle: 'sweets', productCount: 2, title: { en: 'sweets' } }])
  t.equal(shown.length, 1)
  const keys = [full, empty, hidden].map(({ id }) => ({ storeId: shop.storeId, collectionId: id }))
  const products = await shop.work(({ tx }) => readCollectionProducts(tx, keys))
  t.same(
    products.get(full.id)?.map((card) => card.variants.map((variant) => variant.variantId)),
    [[honey], [dates]],
  )
  t.equal(products.has(empty.id), false)
  t.equal(products.has(hidden.id), false)
})

function collection(shop: BenchShop) {
  const id = shop.environment.newId()
  return {
    id,
    async open(
      { handle, position, hidden = false }: { handle: string; position: number; hidden?: boolean },
      goods: string[],
    ) {
      await shop.query(
        'insert into collections (id, store_id, handle, title, position, hidden) values ($1, $2, $3, $4, $5, $6)',
        [id, shop.storeId, handle, JSON.stringify({ en: handle }), position, hidden],
      )
      for (const [place, variantId] of goods.entries()) {
        await shop.query(
          `insert into collection_products (collection_id, product_id, store_id, position)
           select $1, product_id, store_id, $3 from variants where id = $2`,
          [id, variantId, place],
        )
      }
    },
  }
}

t.test('shoppers find goods by their words, in Arabic with or without the article', async (t) => {
  const shop = await openBenchShop(t)
  const name = (variantId: string, text: string) =>
    shop.query(`update products set search_text = $2 where id = ${productOf}`, [variantId, foldText(text)])
  const [ajwa, sukkari, honey] = [await shop.shelve(), await shop.shelve(), await shop.shelve({ onHand: 0 })]
  await name(ajwa, 'Ajwa dates تمر عجوة المدينة')
  await name(sukkari, 'Sukkari dates تمر سكري القصيم')
  await name(honey, 'Sidr honey عسل سدر')
  const find = async (...texts: string[]) => {
    const searches = texts.map((text) => ({ storeId: shop.storeId, text: foldText(text) }))
    const found = await shop.work(({ tx }) => searchProducts(tx, searches, 5))
    return found.map((cards) => cards.map((card) => card.variants[0]?.variantId).sort())
  }
  t.same((await find('dates', 'ajwa', 'dates')).at(2), [ajwa, sukkari].sort(), 'two who ask the same at once')
  t.same(await find('dates', 'AJWA', 'التمر', 'تمر سكّري', 'honey', '', '%'), [
    [ajwa, sukkari].sort(),
    [ajwa],
    [ajwa, sukkari].sort(),
    [sukkari],
    [],
    [],
    [],
  ])
  const searches = [{ storeId: shop.storeId, text: 'dates' }]
  t.equal((await shop.work(({ tx }) => searchProducts(tx, searches, 1)))[0]?.length, 1)
})

t.test('in a store of thousands a rare word is found by its beginning, and by no other store', async (t) => {
  const shop = await openBenchShop(t)
  const rare = [await shop.shelve(), await shop.shelve()]
  const texts = ['zz Sidr honey عسل سدر بالزعتر', 'zz Zaatar-mix زعتر']
  for (const [place, variantId] of rare.entries()) {
    const [handle, text] = [`zz-${place}`, foldText(texts[place] ?? '')]
    await shop.query(`update products set handle = $2, search_text = $3 where id = ${productOf}`, [
      variantId,
      handle,
      text,
    ])
  }
  await shop.query(
    `insert into products (id, store_id, handle, title, status, search_text)
     select gen_random_uuid(), $1, 'made-' || n, '{}', 'active', 'made thing ' || n from generate_series(1, 1200) n`,
    [shop.storeId],
  )
  const find = async (text: string) => {
    const [cards] = await shop.work(({ tx }) =>
      searchProducts(tx, [{ storeId: shop.storeId, text: foldText(text) }], 5),
    )
    return cards?.map((card) => card.variants[0]?.variantId)
  }
  t.same(await find('honey'), [rare[0]])
  t.same(await find('hon'), [rare[0]], 'the beginning of a word')
  t.same(await find('mix'), [rare[1]], 'behind a hyphen')
  t.same(await find('الزعتر'), [rare[1], rare[0]], 'with the article or a clitic before it')
  t.same(await find('sidr زعتر'), [rare[0]], 'every word')
  t.same(await find('honey jar'), [], 'a word that is nowhere')
  t.same(await find('made'), [], 'what is sold out is not found')
  const stranger = await openBenchShop(t)
  const peek = `select dukkan_find_products($1, array['honey'], 10)`
  t.equal((await shop.work(({ tx }) => tx.query(peek, [shop.storeId]))).length, 1)
  t.equal((await shop.work(({ tx }) => tx.query(peek, [stranger.storeId]))).length, 0)
  await shop.query(`update products set search_text = 'honey' where store_id = $1`, [shop.storeId])
  const narrow = `select set_config('dukkan.stores', $1, true)`
  await shop.work(async ({ tx }) => {
    await tx.query(narrow, ['{}'])
    t.equal((await tx.query(peek, [shop.storeId])).length, 0, 'nor in a transaction of nobody')
  })
})

t.test('the words of a search are each looked for once', async (t) => {
  t.same(searchWords('ajwa  dates, ajwa!'), ['ajwa', 'dates'])
  t.same(searchWords('التمر الى'), ['تمر', 'الى'])
  t.same(searchWords('?!'), [])
  t.equal(searchWords('a b c d e f g h i j k').length, 8)
})
