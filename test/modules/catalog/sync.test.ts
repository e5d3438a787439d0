import t from 'tap'
import { catalogSyncDrain, editProduct, editVariant, setStock } from '#modules/catalog/index.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import { openSyncShop, publicUrl } from './sync-shop.ts'

t.test('sixty products arrive at Meta as they are in the shop', async (t) => {
  const shop = await openSyncShop(t)
  for (let n = 1; n <= 60; n += 1) await shop.shelve(`D-${n}`)
  await shop.shelve('SALE', {
    variants: [{ sku: 'SALE', optionValues: [], price: 5_000, compareAt: 6_050, onHand: 0 }],
  })
  await shop.settle()
  const held = await shop.atMeta()
  t.equal(held.size, 61)
  t.match(held.get('D-7'), { name: 'Dates D-7', price: 'SAR60.00', availability: 'in stock', brand: 'Palm House' })
  t.match(held.get('D-7').url, /^https:\/\/wa\.me\/966500000001\?text=Dates%20D-7$/)
  t.ok(held.get('D-7').image_url.startsWith(`${publicUrl}/media/img_`))
  t.match(held.get('SALE'), { price: 'SAR60.50', sale_price: 'SAR50.00', availability: 'out of stock' })
})

t.test('after a change only the changed item goes again', async (t) => {
  const shop = await openSyncShop(t)
  const [first] = [await shop.shelve('A'), await shop.shelve('B')]
  await shop.settle()
  await shop.work((ctx) =>
    editVariant(ctx, { variantId: first.variantId, changes: { price: 7_500 }, expectedVersion: null }),
  )
  await shop.settle()
  t.same(await shop.batches(), [['A', 'B'], ['A']])
  t.equal((await shop.atMeta()).get('A').price, 'SAR75.00')
})

t.test('a change that Meta could not see costs no call, nor does one that was undone in time', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await shop.work((ctx) => setStock(ctx, { variantId: item.variantId, onHand: 4, reason: null }))
  await shop.work((ctx) => setStock(ctx, { variantId: item.variantId, onHand: 0, reason: null }))
  await shop.told()
  t.equal((await shop.state(item))?.state, 'waiting')
  await shop.work((ctx) => setStock(ctx, { variantId: item.variantId, onHand: 9, reason: null }))
  await shop.settle()
  t.equal((await shop.batches()).length, 1)
})

t.test('a change takes along what changed while it waited, so that a bulk of changes costs few calls', async (t) => {
  const shop = await openSyncShop(t)
  const drain = catalogSyncDrain(shop.deps, { settleSeconds: 60 })
  const look = async () => {
    for (let shard = 0; shard < SHARD_COUNT; shard += 1) await drain.run(shard, shop.tools)
  }
  const first = await shop.shelve('A')
  await shop.told()
  await look()
  t.same(await shop.batches(), [], 'it waits for its fellows')
  await shop.system(`update catalog_items set dirty_since = dirty_since - interval '1 minute' where variant_id = $1`, [
    first.variantId,
  ])
  for (const sku of ['B', 'C']) await shop.shelve(sku)
  await shop.told()
  await look()
  t.same(await shop.batches(), [['A', 'B', 'C']])
})

t.test('selling out shows at Meta, and so does the next delivery', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await shop.work((ctx) => setStock(ctx, { variantId: item.variantId, onHand: 0, reason: null }))
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').availability, 'out of stock')
  await shop.work((ctx) => setStock(ctx, { variantId: item.variantId, onHand: 2, reason: null }))
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').availability, 'in stock')
})

t.test('drafts never reach Meta; what is hidden or archived later is out of stock there, not gone', async (t) => {
  const shop = await openSyncShop(t)
  await shop.shelve('DRAFT', { status: 'draft' })
  const hidden = await shop.shelve('HIDDEN')
  const archived = await shop.shelve('ARCHIVED')
  await shop.settle()
  t.same([...(await shop.atMeta()).keys()].toSorted(), ['ARCHIVED', 'HIDDEN'])
  await shop.work((ctx) =>
    editProduct(ctx, { productId: hidden.productId, changes: { hidden: true }, expectedVersion: null }),
  )
  await shop.work((ctx) =>
    editProduct(ctx, { productId: archived.productId, changes: { status: 'archived' }, expectedVersion: null }),
  )
  await shop.settle()
  const held = await shop.atMeta()
  t.equal(held.get('HIDDEN').availability, 'out of stock')
  t.equal(held.get('ARCHIVED').availability, 'out of stock')
})

t.test('a product without a picture waits for one and says so', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('BARE', { picture: false })
  await shop.settle()
  t.equal((await shop.atMeta()).size, 0)
  t.match(await shop.state(item), { state: 'refused', errors: [{ message: /picture/ }] })
})
