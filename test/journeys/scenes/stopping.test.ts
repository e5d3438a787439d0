import t from 'tap'
import { lastUnit } from '#phone/tour/scenes/last-unit.ts'
import { metaDown } from '#phone/tour/scenes/meta-down.ts'
import { priceChanged } from '#phone/tour/scenes/price-changed.ts'
import { tell } from '#phone/tour/tour.types.ts'
import { perform } from '#test/journeys/scenes/stage.ts'
import { openShop, type Shop } from '#test/support/shop.ts'

const shop = await openShop(t)

const nothing = { ar: '', en: '' }

const pricesOf = (at: Shop) => at.query('select sku, price from variants order by sku')
const shelvesOf = (at: Shop) => at.query('select variant_id, on_hand from stock order by variant_id')

for (const scene of [priceChanged, lastUnit, metaDown]) {
  t.test(`"${scene.title.en}" stopped midway leaves the shop as it found it`, async (t) => {
    const [prices, shelves] = [await pricesOf(shop), await shelvesOf(shop)]
    const stop = new AbortController()
    const onStep = (step: number) => {
      if (step === 1) stop.abort(new Error('the visitor has seen enough'))
    }
    await t.rejects(perform(shop, scene, { language: 'en', signal: stop.signal, onStep }), /seen enough/)
    t.same(await pricesOf(shop), prices)
    t.same(await shelvesOf(shop), shelves)
    t.match(await shop.control('/phone'), { faults: { waiting: [] } })
  })
}

t.test('a scene that does not go as told says what the chat held instead', async (t) => {
  const wrong = tell({
    ...{ id: 'wrong', title: nothing, about: nothing, next: nothing },
    prepare: (stage) => stage.shopper({ ar: 'عبير', en: 'Abeer' }),
    steps: [
      {
        watch: nothing,
        run: async (_stage, person) => {
          await person.say({ ar: 'السلام عليكم', en: 'Hello' })
          await person.expect({})
          await person.tap({ ar: 'زر لا وجود له', en: 'No such button' })
        },
      },
    ],
  })
  const trouble = {
    name: 'SceneTrouble',
    message: /Abeer found nothing like \[No such button\].*shop \(list\): Welcome/s,
  }
  await t.rejects(perform(shop, wrong, { language: 'en' }), trouble)
})
