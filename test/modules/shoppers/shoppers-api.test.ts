import t from 'tap'
import { resolveShoppers, type Sighting, shopperRoutes } from '#modules/shoppers/index.ts'
import { publicId } from '#shared/ids.ts'
import { openApi } from '#test/app/http/open-api.ts'

const api = await openApi(t, { routes: [shopperRoutes] })
const store = await api.openStore()
const stranger = await api.openStore({ slug: 'stranger' })

const meet = (seen: Partial<Sighting>) =>
  store.within(async (ctx) => {
    const nobody = { bsuid: null, parentBsuid: null, waId: null, username: null, name: null, language: 'en' as const }
    const [id = ''] = await resolveShoppers(ctx, [{ ...nobody, storeId: store.id, ...seen }])
    return publicId('shopper', id)
  })

t.test('an owner sees who shops here, by whichever id they show', async (t) => {
  const sara = await meet({ waId: '966500000001', name: 'Sara' })
  const hidden = await meet({ bsuid: 'SA.2', username: 'noura.k', name: 'نورة' })
  const { data } = (await api.ask('GET /v1/shoppers', store.key)).json()
  t.match(data, [
    { id: hidden, name: 'نورة', phone: null, courierPhone: null, username: 'noura.k', userId: 'SA.2' },
    { id: sara, name: 'Sara', phone: '+966500000001', courierPhone: '+966500000001', userId: null },
  ])
})

t.test('someone who was taken for two is listed once and found under both ids', async (t) => {
  const byNumber = await meet({ waId: '966500000003' })
  const byId = await meet({ bsuid: 'SA.3' })
  t.equal(await meet({ waId: '966500000003', bsuid: 'SA.3' }), byNumber)
  const found = await api.ask(`GET /v1/shoppers/${byId}`, store.key)
  t.match(found.json(), { id: byNumber, phone: '+966500000003', userId: 'SA.3' })
  const { data } = (await api.ask('GET /v1/shoppers', store.key)).json()
  t.equal(data.filter(({ id }: { id: string }) => id === byId).length, 0)
})

t.test('the list goes on where it stopped, and other stores see nobody of it', async (t) => {
  const first = (await api.ask('GET /v1/shoppers?limit=2', store.key)).json()
  t.equal(first.data.length, 2)
  const second = (await api.ask(`GET /v1/shoppers?limit=2&cursor=${first.nextCursor}`, store.key)).json()
  t.equal(second.data.length, 1)
  t.equal(second.nextCursor, null)
  t.same((await api.ask('GET /v1/shoppers', stranger.key)).json(), { data: [], nextCursor: null })
  const foreign = await api.ask(`GET /v1/shoppers/${first.data[0].id}`, stranger.key)
  t.match(foreign.json(), { status: 404, code: 'shopper-not-found' })
})
