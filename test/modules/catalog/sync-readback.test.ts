import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { editVariant, readVariants } from '#modules/catalog/index.ts'
import { loadStore } from '#modules/stores/index.ts'
import { catalogId, openSyncShop, phoneNumberId, type Shelved, type SyncShop, token, wabaId } from './sync-shop.ts'

const inMetaCatalog = (shop: SyncShop, item: Shelved) =>
  shop.work(async ({ tx, storeId }) => {
    const [variant] = await readVariants(tx, [storeId], { variantIds: [item.variantId] })
    return variant?.inMetaCatalog
  })

const review = (shop: SyncShop, item: Shelved, change: Record<string, unknown>) =>
  shop.control('POST', `/catalogs/${catalogId}/items/${item.retailerId}`, change)

const graph = (shop: SyncShop, path: string) =>
  fetch(`${shop.sandbox.url}/v26.0${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` } })

t.test('an approved item may be shown in the chat, a rejected one not, and the reason reaches its owner', async (t) => {
  const shop = await openSyncShop(t)
  const good = await shop.shelve('GOOD')
  const bad = await shop.shelve('BAD')
  t.equal(await inMetaCatalog(shop, good), false, 'not before Meta has it')
  await shop.settle()
  await sleep(30)
  await review(shop, bad, { review_status: 'rejected', review_rejection_reasons: ['Alcohol is not allowed'] })
  await shop.run('catalog.reviews')
  t.match(await shop.state(good), { state: 'listed', reviewStatus: 'approved' })
  t.match(await shop.state(bad), { state: 'rejected', reviewReasons: ['Alcohol is not allowed'] })
  t.equal(await inMetaCatalog(shop, good), true)
  t.equal(await inMetaCatalog(shop, bad), false)
  t.match(await shop.problems(), [{ code: 'catalog-items-rejected', details: { skus: ['BAD'] } }])
})

t.test('an item that is still under review is asked about again, a decided one is left alone', async (t) => {
  const shop = await openSyncShop(t)
  const slow = await shop.shelve('SLOW')
  const quick = await shop.shelve('QUICK')
  await shop.settle()
  await sleep(30)
  await review(shop, slow, { review_status: 'pending' })
  await shop.run('catalog.reviews')
  t.equal((await shop.state(slow))?.state, 'in_review')
  await shop.system(`update catalog_items set checked_at = checked_at - interval '6 minutes'`)
  await review(shop, slow, { review_status: 'approved' })
  await review(shop, quick, { review_status: 'rejected' })
  await shop.run('catalog.reviews')
  t.equal((await shop.state(slow))?.state, 'listed')
  t.equal((await shop.state(quick))?.state, 'listed', 'until the night’s comparison')
  await shop.run('catalog.readback')
  t.equal((await shop.state(quick))?.state, 'rejected')
})

t.test('an item deleted at Meta is missed, reported, and sent again', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('GONE')
  await shop.shelve('STAYS')
  await shop.settle()
  await push(shop, [{ method: 'DELETE', data: { id: 'GONE' } }])
  await shop.run('catalog.readback')
  t.equal(await inMetaCatalog(shop, item), false)
  t.match(await shop.problems(), [
    { code: 'catalog-drift', details: { missing: { count: 1, retailerIds: ['GONE'] } }, fix: /by themselves/ },
  ])
  await shop.settle()
  t.equal((await shop.atMeta()).size, 2)
  await shop.run('catalog.readback')
  t.same(await shop.problems(), [])
})

t.test('an item someone changed at Meta gets our price back, and an item of theirs is never deleted', async (t) => {
  const shop = await openSyncShop(t)
  await shop.shelve('OURS')
  await shop.settle()
  const theirs = { ...example, id: 'THEIRS' }
  await push(shop, [
    { method: 'UPDATE', data: { id: 'OURS', price: '1.00 SAR' } },
    { method: 'UPDATE', data: theirs },
  ])
  await shop.run('catalog.readback')
  t.match(await shop.problems(), [
    { code: 'catalog-drift', details: { changed: { retailerIds: ['OURS'] }, foreign: { retailerIds: ['THEIRS'] } } },
  ])
  await shop.settle()
  const held = await shop.atMeta()
  t.equal(held.get('OURS').price, 'SAR60.00')
  t.ok(held.has('THEIRS'))
})

t.test('a comparison while everything agrees sends nothing', async (t) => {
  const shop = await openSyncShop(t)
  await shop.shelve('A')
  await shop.shelve('B', {
    variants: [{ sku: 'B', optionValues: [], price: 10_050, compareAt: 12_000, onHand: 1 }],
  })
  await shop.settle()
  await shop.run('catalog.readback')
  await shop.settle()
  t.equal((await shop.batches()).length, 1)
  t.same(await shop.problems(), [])
})

t.test('old content that Meta applies after the new is found and put right', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await shop.control('PUT', '/timing', { batchDelayMs: 300 })
  await shop.misbehave({ api: 'items_batch', fault: 'accept_then_reset', times: 1 })
  await reprice(shop, item, 9_900)
  await shop.told()
  await shop.step()
  await shop.control('PUT', '/timing', { batchDelayMs: 4 })
  await reprice(shop, item, 5_500)
  await shop.muchLater()
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR55.00')
  await sleep(350)
  t.equal((await shop.atMeta()).get('A').price, 'SAR99.00', 'the lost batch landed last')
  await shop.run('catalog.readback')
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR55.00')
})

t.test('an event that was lost costs a night, not the change', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await reprice(shop, item, 8_000)
  await shop.system('delete from events')
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR60.00')
  await shop.run('catalog.readback')
  await shop.settle()
  t.equal((await shop.atMeta()).get('A').price, 'SAR80.00')
})

t.test('batches of last month are forgotten, those of today are kept', async (t) => {
  const shop = await openSyncShop(t)
  const item = await shop.shelve('A')
  await shop.settle()
  await shop.system(`update catalog_batches set finished_at = finished_at - interval '31 days'`)
  await reprice(shop, item, 7_000)
  await shop.settle()
  await shop.run('catalog.readback')
  t.equal((await shop.system('select id from catalog_batches')).length, 1)
})

t.test('a hidden catalog is flagged with the switch to throw, and used again once it is visible', async (t) => {
  const shop = await openSyncShop(t, { catalogVisible: false })
  await shop.run('catalog.standing')
  t.equal((await shop.work(loadStore)).catalogUsable, false)
  t.match(await shop.problems(), [{ code: 'catalog-not-visible', fix: /Show catalog icon/ }])
  await graph(shop, `/${phoneNumberId}/whatsapp_commerce_settings?is_catalog_visible=true`)
  await shop.run('catalog.standing')
  t.equal((await shop.work(loadStore)).catalogUsable, true)
  t.same(await shop.problems(), [])
})

t.test('a catalog that is not connected and a cart that is off are flagged each', async (t) => {
  const shop = await openSyncShop(t, { catalogLinked: false })
  await graph(shop, `/${phoneNumberId}/whatsapp_commerce_settings?is_cart_enabled=false`)
  await shop.run('catalog.standing')
  t.match(await shop.problems(), [
    { code: 'catalog-cart-off', fix: /add to cart/ },
    { code: 'catalog-not-connected', fix: new RegExp(catalogId) },
  ])
  await graph(shop, `/${wabaId}/product_catalogs?catalog_id=${catalogId}`)
  await graph(shop, `/${phoneNumberId}/whatsapp_commerce_settings?is_cart_enabled=true`)
  await shop.run('catalog.standing')
  t.same(await shop.problems(), [])
})

t.test('no answer from Meta changes nothing about the catalog’s standing', async (t) => {
  const shop = await openSyncShop(t, { catalogVisible: false })
  await shop.misbehave({ api: 'account', fault: 'http_500' })
  await shop.run('catalog.standing')
  t.equal((await shop.work(loadStore)).catalogUsable, true)
  t.same(await shop.problems(), [])
})

const example = {
  title: 'Honey',
  description: 'From somewhere else',
  availability: 'in stock',
  condition: 'new',
  price: '5.00 SAR',
  link: 'https://elsewhere.test/honey',
  image: [{ url: 'https://elsewhere.test/honey.jpg' }],
  brand: 'Else',
}

/** Someone else's hand in the catalog. */
async function push(shop: SyncShop, requests: unknown[]): Promise<void> {
  await fetch(`${shop.sandbox.url}/v26.0/${catalogId}/items_batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ item_type: 'PRODUCT_ITEM', requests }),
  })
  await sleep(40)
}

function reprice(shop: SyncShop, item: Shelved, price: number): Promise<void> {
  return shop.work((ctx) => editVariant(ctx, { variantId: item.variantId, changes: { price }, expectedVersion: null }))
}
