import t from 'tap'
import {
  editShoppers,
  readAddresses,
  readShoppers,
  rekeyShopper,
  resolveShoppers,
  type Sighting,
  saveAddresses,
} from '#modules/shoppers/index.ts'
import { type BenchShop, openBenchShop } from '#test/modules/orders/bench-shop.ts'

const stranger = { bsuid: null, parentBsuid: null, waId: null, username: null, name: null, language: 'ar' } as const

const sightingIn = (shop: BenchShop, seen: Partial<Sighting>): Sighting => ({
  ...stranger,
  storeId: shop.storeId,
  ...seen,
})

async function meet(shop: BenchShop, seen: Partial<Sighting>): Promise<string> {
  const [shopperId = ''] = await shop.work((tools) => resolveShoppers(tools, [sightingIn(shop, seen)]))
  return shopperId
}

const known = async (shop: BenchShop, shopperId: string) =>
  (await shop.work(({ tx }) => readShoppers(tx, [shop.storeId], [shopperId]))).get(shopperId)

t.test('someone who hides their number is known by the business-scoped id alone', async (t) => {
  const shop = await openBenchShop(t)
  const first = await meet(shop, { bsuid: 'SA.1', name: 'Sara', username: 'sara.k' })
  t.equal(await meet(shop, { bsuid: 'SA.1', name: 'Sara', username: 'sara.k' }), first)
  t.match(await known(shop, first), { name: 'Sara', bsuid: 'SA.1', waId: null })
  t.match(await shop.query('select language, step from conversations'), [{ language: 'ar', step: 'idle' }])
})

t.test('when the number appears later it is the same shopper, and a new name is taken over', async (t) => {
  const shop = await openBenchShop(t)
  const first = await meet(shop, { bsuid: 'SA.1', name: 'Sara' })
  t.equal(await meet(shop, { bsuid: 'SA.1', waId: '966500000001', name: 'Sara A.' }), first)
  t.match(await known(shop, first), { name: 'Sara A.', bsuid: 'SA.1', waId: '966500000001' })
  t.equal(await meet(shop, { waId: '966500000001' }), first, 'the number alone is enough from then on')
  t.equal(await meet(shop, { bsuid: 'SA.1', name: 'Sara B.' }), first)
  t.match(await known(shop, first), { name: 'Sara B.' })
})

t.test('two shoppers who turn out to be one keep both histories', async (t) => {
  const shop = await openBenchShop(t)
  const byNumber = await meet(shop, { waId: '966500000001', name: 'Sara' })
  const byId = await meet(shop, { bsuid: 'SA.1', name: 'sara.k' })
  t.not(byNumber, byId)
  const [earlier, later] = [await shop.bareOrder(byNumber), await shop.bareOrder(byId)]
  await shop.work(async (tools) => {
    const place = { storeId: shop.storeId, latitude: null, longitude: null, usedAt: shop.clock.now }
    await saveAddresses(tools, [{ ...place, shopperId: byNumber, text: 'Al Olaya 12' }])
    await saveAddresses(tools, [{ ...place, shopperId: byId, text: 'Al Malqa 3', latitude: 24.8, longitude: 46.6 }])
    await editShoppers(tools.tx, [
      { storeId: shop.storeId, shopperId: byId, marketingOptedOutAt: shop.clock.now, lastPaymentMethod: 'card' },
    ])
    await tools.tx.run(
      `insert into carts (id, store_id, shopper_id, lines) values ($1, $2, $3, '[{"quantity": 1}]'), ($4, $2, $5, '[]')`,
      [tools.newId(), shop.storeId, byId, tools.newId(), byNumber],
    )
    await tools.tx.run(
      `insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, purpose, language, content)
       values ($1, $2, $3, 0, 'test', '1', 'menu', 'ar', '{}')`,
      [tools.newId(), shop.storeId, byId],
    )
  })

  const both = await meet(shop, { bsuid: 'SA.1', waId: '966500000001', name: 'Sara' })
  t.equal(both, byNumber, 'the older one stays')
  t.match(await known(shop, both), { bsuid: 'SA.1', waId: '966500000001', lastPaymentMethod: 'card' })
  t.ok((await known(shop, both))?.marketingOptedOutAt, 'an opt-out is not forgotten')
  t.same(
    (await shop.query<{ id: string }>('select id from orders where shopper_id = $1 order by number', [both])).map(
      ({ id }) => id,
    ),
    [earlier, later],
  )
  const addresses = await shop.work(({ tx }) => readAddresses(tx, [shop.storeId], [both]))
  t.equal(addresses.get(both)?.length, 2)
  t.same(await shop.query(`select jsonb_array_length(lines) as lines from carts where status = 'open'`), [{ lines: 1 }])
  t.same(await shop.query('select distinct shopper_id from messages'), [{ shopper_id: both }])
  t.same(await shop.query('select shopper_id from conversations'), [{ shopper_id: both }])
  t.same(await shop.query('select merged_into from shoppers where id = $1', [byId]), [{ merged_into: both }])
  t.equal(await meet(shop, { bsuid: 'SA.1' }), both)
})

t.test('fifty first messages of one person at once make one shopper with one conversation', async (t) => {
  const shop = await openBenchShop(t, { poolSize: 20 })
  const met = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      meet(shop, { bsuid: 'SA.1', ...(at % 2 === 0 && { waId: '966500000001' }), name: 'Sara' }),
    ),
  )
  t.equal(new Set(met).size, 1)
  t.same(await shop.query('select count(*)::int as n from shoppers'), [{ n: 1 }])
  t.same(await shop.query('select count(*)::int as n from conversations'), [{ n: 1 }])
})

t.test('one batch may hold the same newcomer twice, and newcomers of several stores', async (t) => {
  const shop = await openBenchShop(t)
  const met = await shop.work((tools) =>
    resolveShoppers(tools, [
      sightingIn(shop, { waId: '966500000001' }),
      sightingIn(shop, { bsuid: 'SA.1' }),
      sightingIn(shop, { bsuid: 'SA.1', waId: '966500000001' }),
      sightingIn(shop, { bsuid: 'SA.2' }),
    ]),
  )
  t.equal(met[0], met[2])
  t.equal(met[1], met[2])
  t.not(met[3], met[2])
})

t.test('a recycled number does not open the former holder’s history', async (t) => {
  const shop = await openBenchShop(t)
  const former = await meet(shop, { bsuid: 'SA.1', waId: '966500000001' })
  const newHolder = await meet(shop, { bsuid: 'SA.2', waId: '966500000001' })
  t.not(newHolder, former)
  t.equal(await meet(shop, { waId: '966500000001' }), newHolder)
  t.match(await known(shop, former), { bsuid: 'SA.1', waId: null })
})

t.test('a username that passes to somebody else says nothing about who they are', async (t) => {
  const shop = await openBenchShop(t)
  const one = await meet(shop, { bsuid: 'SA.1', username: 'dates' })
  const other = await meet(shop, { bsuid: 'SA.2', username: 'dates' })
  t.not(one, other)
  t.same(await shop.query(`select shopper_id from shopper_aliases where kind = 'username'`), [{ shopper_id: other }])
})

t.test('a shopper who changes number is followed, and the old number is let go', async (t) => {
  const shop = await openBenchShop(t)
  const sara = await meet(shop, { bsuid: 'SA.1', waId: '966500000001' })
  const followed = await shop.work((tools) =>
    rekeyShopper(tools, {
      storeId: shop.storeId,
      old: { bsuid: 'SA.1', waId: '966500000001' },
      new: { bsuid: null, waId: '966500000002' },
    }),
  )
  t.equal(followed, sara)
  t.match(await known(shop, sara), { waId: '966500000002' })
  t.equal(await meet(shop, { waId: '966500000002' }), sara)
  t.not(await meet(shop, { bsuid: 'SA.9', waId: '966500000001' }), sara, 'the old number may be someone else’s now')
})

t.test('a message under the new id before the news of it still ends up with one shopper', async (t) => {
  const shop = await openBenchShop(t)
  const sara = await meet(shop, { bsuid: 'SA.1', waId: '966500000001' })
  const early = await meet(shop, { bsuid: 'SA.2', waId: '966500000001' })
  t.not(early, sara)
  const old = { bsuid: 'SA.1', waId: null }
  const change = { storeId: shop.storeId, old, new: { bsuid: 'SA.2', waId: null } }
  t.equal(await shop.work((tools) => rekeyShopper(tools, change)), sara)
  t.equal(await shop.work((tools) => rekeyShopper(tools, change)), sara, 'told twice, done once')
  t.equal(await meet(shop, { bsuid: 'SA.2', waId: '966500000001' }), sara)
  t.match(await known(shop, sara), { bsuid: 'SA.2', waId: '966500000001' })
})

t.test('news of someone never seen changes nothing', async (t) => {
  const shop = await openBenchShop(t)
  const ids = { bsuid: 'SA.1', waId: null }
  t.equal(
    await shop.work((tools) =>
      rekeyShopper(tools, { storeId: shop.storeId, old: ids, new: { bsuid: 'SA.2', waId: null } }),
    ),
    null,
  )
  t.same(await shop.query('select 1 from shopper_aliases'), [])
})

t.test('the same address given twice is kept once and comes first', async (t) => {
  const shop = await openBenchShop(t)
  const sara = await meet(shop, { bsuid: 'SA.1' })
  const give = (text: string, minutes: number) =>
    shop.work((tools) =>
      saveAddresses(tools, [
        {
          storeId: shop.storeId,
          shopperId: sara,
          text,
          latitude: null,
          longitude: null,
          usedAt: new Date(shop.clock.now.getTime() + minutes * 60_000),
        },
      ]),
    )
  await give('Al Olaya 12', 0)
  await give('Al Malqa 3', 1)
  await give('AL OLAYA 12', 2)
  const addresses = await shop.work(({ tx }) => readAddresses(tx, [shop.storeId], [sara]))
  t.same(
    addresses.get(sara)?.map(({ text }) => text),
    ['Al Olaya 12', 'Al Malqa 3'],
  )
})
