import t, { type Test } from 'tap'
import type { Language } from '#phone/state/types.ts'
import { scenes } from '#phone/tour/scenes/index.ts'
import { checkBooks } from '#test/journeys/books.ts'
import { perform } from '#test/journeys/scenes/stage.ts'
import { holdsOf, ledgerOf, ordersOf, purposesTo } from '#test/journeys/views.ts'
import { openShop, type Shop } from '#test/support/shop.ts'

t.setTimeout(240_000)

type Seen = { t: Test; shop: Shop; people: string[] }

/** What the shop's own books must say once the curtain has fallen. */
const facts: Record<string, (seen: Seen) => Promise<void>> = {
  'first-order': async ({ t, shop, people: [nora = ''] }) => {
    await done(shop, nora, 1)
    t.match(await ordersOf(shop, nora), [{ status: 'completed', method: 'card', payment: 'paid' }])
    t.same(
      (await purposesTo(shop, nora)).slice(-4),
      ['order_confirmed', 'order_shipped', 'out_for_delivery', 'order_delivered'],
      'each step was told of once',
    )
  },
  reorder: async ({ t, shop, people: [huda = ''] }) => {
    await done(shop, huda, 1)
    const [first, again, ...more] = await ordersOf(shop, huda)
    t.match([first, again], [{ status: 'completed' }, { status: 'placed', method: 'cash_on_delivery' }])
    t.equal(again?.total, first?.total)
    t.same(more, [])
  },
  'price-changed': async ({ t, shop, people: [reem = ''] }) => {
    const [order] = await ordersOf(shop, reem)
    t.match(order, { status: 'placed', payment: 'paid' })
    t.same(await ledgerOf(shop, reem), [`charge ${order?.total}`], 'the sum she agreed to was charged, once')
  },
  'last-unit': async ({ t, shop, people }) => {
    const orders = (await Promise.all(people.map((name) => ordersOf(shop, name)))).flat()
    t.match(orders, [{ status: 'placed' }], 'two wanted it, one has it')
    t.equal(orders.length, 1)
  },
  'declined-then-cash': async ({ t, shop, people: [ghada = ''] }) => {
    t.match(await ordersOf(shop, ghada), [{ status: 'placed', method: 'cash_on_delivery', payment: 'due_on_delivery' }])
    t.notMatch(await ledgerOf(shop, ghada), [/charge/])
  },
  'paid-late': async ({ t, shop, people: [hind = ''] }) => {
    t.match(await ordersOf(shop, hind), [{ status: 'placed', payment: 'paid' }])
    t.match(await holdsOf(shop, hind), [/ 1 released$/, / 1 committed$/], 'given back, and taken again')
    t.match(await ledgerOf(shop, hind), [/^charge \d+$/])
  },
  'two-parcels': async ({ t, shop, people: [sarah = ''] }) => {
    await done(shop, sarah, 1)
    const told = (await purposesTo(shop, sarah)).filter((purpose) => /shipped|delivered/.test(purpose))
    t.same(told, ['order_shipped', 'order_shipped', 'order_delivered', 'order_delivered'])
  },
  'meta-down': async ({ t, shop, people: [amal = ''] }) => {
    t.match(await ordersOf(shop, amal), [{ status: 'placed' }])
    t.same((await purposesTo(shop, amal)).slice(-2), ['order_confirmed', 'order_status'])
  },
}

/** Payment and delivery complete an order a moment after the last of them. */
async function done(shop: Shop, name: string, count: number): Promise<void> {
  const completed = async () => (await ordersOf(shop, name)).filter(({ status }) => status === 'completed').length
  await shop.until(async () => (await completed()) === count, `${name} has everything`)
}

/** Prices, and what stands on the shelves beside what was sent away. */
const shelves = (shop: Shop) =>
  shop.query(`select v.sku, v.price, s.on_hand + coalesce((select sum(shipped_quantity) from holds
      where variant_id = v.id), 0) as had
    from variants v join stock s on s.variant_id = v.id order by v.sku`)

for (const language of ['ar', 'en'] as const satisfies Language[]) {
  t.test(`in ${language}`, async (t) => {
    const shop = await openShop(t)
    const before = await shelves(shop)
    for (const scene of scenes) {
      await t.test(`${scene.id}: ${scene.title.en}, twice in a row`, async (t) => {
        for (const _time of [1, 2]) {
          const { people, steps } = await perform(shop, scene, { language })
          t.same(steps, [...scene.steps.keys()], 'every step was begun, in order')
          await facts[scene.id]?.({ t, shop, people })
        }
        t.same(await shelves(shop), before, 'prices and shelves are as they were')
        t.match(await shop.control('/phone'), { faults: { waiting: [] } }, 'the weather is fair again')
      })
    }
    await t.test('at the end', (t) => checkBooks(t, shop))
  })
}
