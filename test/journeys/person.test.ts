import t from 'tap'
import type { Phone } from '#app/demo/phone.ts'
import { settle } from '#test/journeys/books.ts'
import { plain } from '#test/journeys/views.ts'
import { openShop } from '#test/support/shop.ts'

t.setTimeout(120_000)
const shop = await openShop(t)

const idOf = async (phone: Phone) => {
  const { data } = (await shop.api('GET /v1/shoppers?limit=100')).body
  return data.find(({ name }: { name: string }) => name === phone.person.name)?.id as string
}
const problems = async () => {
  const { data } = (await shop.api('GET /v1/store/problems')).body
  return data.filter(({ code }: { code: string }) => code === 'shopper-waits-for-person')
}

t.test('a shopper who asked for a person is answered by the owner, and given back to the shop', async (t) => {
  const sara = await shop.phone({ name: 'Waits', phone: '+966508000001' })
  await sara.say('Hello')
  await sara.say('agent')
  const id = await idOf(sara)
  t.match(await problems(), [{ subject: id, seenCount: 1 }])
  await sara.send({ text: 'Do you wrap gifts?' })
  await sara.send({ image: { caption: 'like this' } })
  await settle(shop)
  t.match((await shop.api(`GET /v1/shoppers/${id}/conversation`)).body, {
    handedOverAt: /^20/,
    windowClosesAt: /^20/,
    waiting: [
      { kind: 'text', text: 'Do you wrap gifts?' },
      { kind: 'media', text: 'like this' },
    ],
  })
  t.match(await problems(), [{ seenCount: 3 }], 'each further word is told')

  const text = 'Yes, for free. Which ones?'
  const written = await shop.api(`POST /v1/shoppers/${id}/messages`, { text })
  t.match(written, { status: 201, body: { shopperId: id, text, purpose: 'person' } })
  t.equal(plain(await sara.hear()), text)
  t.same(await problems(), [], 'who was answered does not wait')

  await sara.send({ text: 'The large ones' })
  await settle(shop)
  t.ok(await sara.hearsNothing(200), 'the shop stays out of it')
  t.match(await problems(), [{ subject: id }], 'and the owner hears of the next words')
  const released = await shop.api(`POST /v1/shoppers/${id}/release`)
  t.match(released, { status: 200, body: { handedOverAt: null } })
  t.same(await problems(), [])
  t.match(plain(await sara.say('cart')), /^Your cart is empty/)
})

t.test('outside the 24 hours only templates go, and the owner is told what to do', async (t) => {
  const omar = await shop.phone({ name: 'Away', phone: '+966508000002' })
  await omar.say('Hello')
  const id = await idOf(omar)
  shop.advance(25 * 3_600_000)
  const refused = await shop.api(`POST /v1/shoppers/${id}/messages`, { text: 'Are you still there?' })
  t.match(refused, { status: 422, body: { code: 'outside-service-window', fix: /until the shopper writes/ } })
  await omar.say('menu')
  t.equal((await shop.api(`POST /v1/shoppers/${id}/messages`, { text: 'Welcome back' })).status, 201)
  t.equal(plain(await omar.hear()), 'Welcome back')
})

t.test('an owner may write to who did not ask, and the shop goes on answering', async (t) => {
  const noura = await shop.phone({ name: 'Shops', phone: '+966508000003' })
  await noura.say('Hello')
  const id = await idOf(noura)
  await shop.api(`POST /v1/shoppers/${id}/messages`, { text: 'Fresh ajwa today' })
  await noura.hear()
  t.match(plain(await noura.say('cart')), /^Your cart is empty/)
  const nobody = await shop.api(`POST /v1/shoppers/shp_${'0'.repeat(32)}/messages`, { text: 'x' })
  t.match(nobody, { status: 404, body: { code: 'shopper-not-found' } })
})
