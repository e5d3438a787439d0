import t from 'tap'
import { editVariant } from '#modules/catalog/index.ts'
import { editStore, replaceSecret } from '#modules/stores/index.ts'
import { openSyncShop, type Shelved, type SyncShop, token } from './sync-shop.ts'

const repriced = (shop: SyncShop, item: Shelved, price: number) =>
  shop.work((ctx) => editVariant(ctx, { variantId: item.variantId, changes: { price }, expectedVersion: null }))

t.test('what Meta refuses is shown on the item and tried again alone', async (t) => {
  const shop = await openSyncShop(t)
  const items = [await shop.shelve('GOOD'), await shop.shelve('BAD')] as const
  const details = 'image: could not be fetched'
  await shop.misbehave({ api: 'items_batch', fault: 'item_errors', retailerIds: ['BAD'], details, times: 1 })
  await shop.settle()
  t.match(await shop.state(items[1]), { state: 'refused', errors: [{ message: details }] })
  t.match(await shop.state(items[0]), { errors: [] })
  t.match(await shop.problems(), [{ code: 'catalog-items-refused', details: { count: 1, skus: ['BAD'] } }])
  await shop.muchLater()
  await shop.settle()
  t.same(await shop.batches(), [['GOOD', 'BAD'], ['BAD']])
  t.equal((await shop.atMeta()).size, 2)
  t.same(await shop.problems(), [])
})

t.test('an item that goes on being refused waits longer each time, and new content is sent at once', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('BAD')
  await shop.misbehave({ api: 'items_batch', fault: 'item_errors', retailerIds: ['BAD'], times: 3 })
  const waits: number[] = []
  for (let round = 0; round < 3; round += 1) {
    await shop.settle()
    const [row] = await shop.tools.database.system<{ seconds: number }>(
      'select extract(epoch from retry_at - clock_timestamp())::float8 as seconds from catalog_items',
    )
    waits.push(Math.round((row?.seconds ?? 0) / 60))
    if (round < 2) await shop.muchLater()
  }
  t.same(waits, [1, 4, 16])
  await repriced(shop, item, 7_000)
  await shop.settle()
  t.equal((await shop.atMeta()).get('BAD').price, 'SAR70.00')
})

t.test('a batch whose handle Meta forgets is sent again', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.misbehave({ api: 'items_batch', fault: 'lose_handle', times: 1 })
  await shop.settle()
  t.same(await shop.batches(), [['A'], ['A']])
  t.equal((await shop.state(item))?.state, 'in_review')
})

t.test('a batch that is never finished is given up after ten minutes and sent again', async (t) => {
  const shop = await openSyncShop(t)
  await shop.shelve('A')
  await shop.misbehave({ api: 'items_batch', fault: 'stuck', times: 1 })
  await shop.told()
  await shop.step()
  await shop.later()
  await shop.step()
  t.equal((await shop.batches()).length, 1)
  await shop.system(`update catalog_batches set created_at = created_at - interval '11 minutes'`)
  await shop.settle()
  t.equal((await shop.atMeta()).size, 1)
})

t.test('a worker that died between writing and sending a batch loses nothing', async (t) => {
  const shop = await openSyncShop(t)
  await shop.shelve('A')
  await shop.told()
  await shop.system(
    `insert into catalog_batches (id, store_id, state, item_count, created_at)
     values ($1, $2, 'building', 1, clock_timestamp() - interval '3 minutes')`,
    [shop.storeId, shop.storeId],
  )
  await shop.system('update catalog_items set batch_id = $1, sent_digest = desired_digest', [shop.storeId])
  await shop.settle()
  t.equal((await shop.atMeta()).size, 1)
})

t.test('what changes while a batch is under way goes with the next one, and the newest wins', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.misbehave({ api: 'items_batch', fault: 'late_batch', delayMs: 150, times: 1 })
  await shop.told()
  await shop.step()
  await repriced(shop, item, 6_100)
  await shop.told()
  await repriced(shop, item, 6_200)
  await shop.settle()
  t.equal((await shop.batches()).length, 2)
  t.equal((await shop.atMeta()).get('A').price, 'SAR62.00')
})

t.test('an answer that was lost is not believed: a change back to the old price is sent as well', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await shop.misbehave({ api: 'items_batch', fault: 'accept_then_reset', times: 1 })
  await repriced(shop, item, 9_000)
  await shop.told()
  await shop.step()
  await repriced(shop, item, 6_000)
  await shop.told()
  await shop.muchLater()
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR60.00')
  const [readback] = await shop.tools.database.system<{ minutes: number }>(
    `select round(extract(epoch from next_run_at - clock_timestamp()) / 60)::int as minutes
     from schedule where job like 'catalog.readback%'`,
  )
  t.equal(readback?.minutes, 10, 'and the whole catalog is compared ten minutes later')
})

t.test('no more than eight batches a minute reach a catalog, and everything arrives', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  for (let price = 6_100; price < 7_100; price += 100) {
    await repriced(shop, item, price)
    await shop.told()
    await shop.step()
    await shop.system(`update catalog_batches set next_check_at = clock_timestamp() where state = 'sent'`)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await shop.step()
  }
  t.equal((await shop.batches()).length, 4, 'four at once')
  await shop.system(`update schedule set next_run_at = next_run_at - interval '20 seconds' where job = 'catalog.calls'`)
  await shop.step()
  t.equal((await shop.batches()).length, 5, 'and one more every twenty seconds')
  await shop.later()
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR70.00')
})

t.test('workers side by side send each change once', async (t) => {
  const shop = await openSyncShop(t)
  for (let n = 0; n < 20; n += 1) await shop.shelve(`W-${n}`)
  await shop.told()
  await Promise.all([shop.step(), shop.step(), shop.step(), shop.step()])
  await shop.settle()
  t.equal((await shop.batches()).flat().length, 20)
  t.equal((await shop.atMeta()).size, 20)
})

t.test('when Meta has had enough, the catalog rests for as long as it asks', async (t) => {
  const shop = await openSyncShop(t, { limits: { catalogBatchesPerMinute: 1 } })
  const item = await shop.shelve('A')
  await shop.settle()
  await repriced(shop, item, 7_000)
  await shop.told()
  await shop.step()
  const [line] = await shop.tools.database.system<{ seconds: number }>(
    `select round(extract(epoch from next_run_at - clock_timestamp()))::int as seconds
     from schedule where job = 'catalog.line'`,
  )
  t.ok((line?.seconds ?? 0) > 50, `rests for ${line?.seconds} s`)
  t.same(await shop.problems(), [])
})

t.test('a token that is no good stops the sync, tells the owner, and a new one lets it go on', async (t) => {
  const shop = await openSyncShop(t)
  await shop.misbehave({ api: 'items_batch', fault: 'auth_190', times: 1 })
  const item = await shop.shelve('A')
  await shop.settle()
  t.match(await shop.problems(), [{ code: 'catalog-sync-parked', fix: /whatsapp_access_token/ }])
  t.equal((await shop.state(item))?.state, 'waiting')
  await shop.work((ctx) => replaceSecret(ctx, shop.box, { name: 'whatsapp_access_token', value: token }))
  await shop.settle()
  t.equal((await shop.atMeta()).size, 1)
  t.same(await shop.problems(), [])
})

t.test('a wrong catalog id is the owner’s to correct, and everything goes to the right one then', async (t) => {
  const shop = await openSyncShop(t)
  await shop.work((ctx) => editStore(ctx, { changes: { catalogId: '306500000000009' }, expectedVersion: null }))
  await shop.shelve('A')
  await shop.settle()
  t.match(await shop.problems(), [{ code: 'catalog-sync-refused', fix: /catalogId/ }])
  await shop.work((ctx) => editStore(ctx, { changes: { catalogId: '306500000000001' }, expectedVersion: null }))
  await shop.settle()
  t.equal((await shop.atMeta()).size, 1)
})

t.test('a Meta in trouble of every kind ends up with exactly what the shop has (T6)', async (t) => {
  const shop = await openSyncShop(t, { limits: { catalogBatchesPerMinute: 1_000 } })
  const items: Shelved[] = []
  for (let n = 0; n < 40; n += 1) items.push(await shop.shelve(`T-${n}`))
  const faults = ['item_errors', 'lose_handle', 'no_handles', 'accept_then_reset', 'http_500', '503_no_body', 'reset']
  for (const fault of faults) await shop.misbehave({ api: 'items_batch', fault, probability: 0.15 })
  await shop.misbehave({ api: 'batch_status', fault: 'http_500', probability: 0.2 })
  for (let round = 0; round < 12; round += 1) {
    for (const [place, item] of items.entries()) {
      if (place % 5 === round % 5) await repriced(shop, item, 5_000 + 100 * round + place)
    }
    await shop.told()
    await shop.step()
    await shop.later()
    await shop.muchLater()
    await shop.step()
  }
  await shop.control('DELETE', '/misbehave')
  await shop.later()
  await shop.muchLater()
  await shop.settle()
  await shop.muchLater()
  await shop.settle()
  const held = await shop.atMeta()
  const prices = await shop.tools.database.system<{ id: string; price: number }>(
    'select retailer_id as id, price from variants',
  )
  const different = prices.filter(({ id, price }) => held.get(id)?.price !== `SAR${(price / 100).toFixed(2)}`)
  t.same(different, [])
})
