import t from 'tap'
import { createStore, findStoresByNumber } from '#modules/stores/index.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t)
const { randomBytes } = api.environment
const good = {
  slug: 'dates',
  name: { en: 'Dates' },
  currency: 'SAR',
  country: 'SA',
  timeZone: 'Asia/Riyadh',
  languages: ['en'] as const,
  defaultLanguage: 'en' as const,
  phoneNumberId: '123456789012345',
  displayPhoneNumber: '+966 55 000 0000',
  wabaId: '123456789012346',
}
const open = (over: object) => api.openStore({ ...good, ...over })

t.test('a store that cannot work does not open, and the answer names every fault', async (t) => {
  const cases: [object, string[]][] = [
    [{ currency: 'sar' }, ['/currency']],
    [{ currency: 'XXX', country: 'Saudi', timeZone: 'Riyadh' }, ['/currency', '/country', '/timeZone']],
    [{ defaultLanguage: 'ar' }, ['/defaultLanguage']],
    [
      { phoneNumberId: '+966550000000', wabaId: '0123456', catalogId: '12e5' },
      ['/phoneNumberId', '/wabaId', '/catalogId'],
    ],
    [{ slug: 'Dates & Co' }, ['/slug']],
    [{ currency: 'KWD', deliveryFee: 1_255 }, ['/deliveryFee']],
  ]
  for (const [over, paths] of cases) {
    const error = await open(over).then(
      () => null,
      (thrown) => thrown,
    )
    t.match(error, { code: 'store-settings-invalid', kind: 'invalid' }, JSON.stringify(over))
    t.same(
      error?.details.errors.map(({ path }: { path: string }) => path),
      paths,
    )
  }
})

t.test('a store opens with a shelf, a counter and the key of its buttons, and its number leads to it', async (t) => {
  const store = await open({})
  const [row] = await api.database.system(
    `select (select count(*) from locations where store_id = $1 and is_default)::int as shelves,
      (select value from store_counters where store_id = $1 and name = 'order_number') as counter,
      (select count(*) from store_secrets where store_id = $1 and name = 'action_key')::int as keys`,
    [store.id],
  )
  t.match(row, { shelves: 1, counter: 1000, keys: 1 })
  const owners = await api.database.asSystem((tx) => findStoresByNumber(tx, [good.phoneNumberId, '999999']))
  t.same([...owners], [[good.phoneNumberId, { storeId: store.id, wabaId: good.wabaId }]])
})

t.test('a slug and a number belong to one store', async (t) => {
  await t.rejects(open({ phoneNumberId: '555555555' }), { code: 'store-exists' })
  await t.rejects(open({ slug: 'other' }), { code: 'store-exists' })
})

t.test('a store makes itself behind its own wall and no other', async (t) => {
  const store = await api.openStore()
  const foreign = '01936f00-0000-7000-8000-0000000000ff'
  const attempt = store.within((ctx) =>
    createStore(
      { ...ctx, storeId: foreign },
      { ...good, slug: 'foreign', phoneNumberId: '777777777' },
      { box: api.box, randomBytes },
    ),
  )
  await t.rejects(attempt, /row-level security/)
})
