import t from 'tap'
import type { SandboxPerson } from '#sandbox/index.ts'
import { type Json, messagesPath, openStreet, shop, textTo } from './support.ts'

const people: SandboxPerson[] = [
  { name: 'سارة', phone: '+966500000101', country: 'SA', language: 'ar', bsuid: 'SA.101' },
  { name: 'Layla', phone: null, country: 'AE', language: 'en' },
  {
    name: 'حسن',
    phone: '+966500000104',
    country: 'SA',
    history: [
      { from: 'shopper', text: 'هل توصلون يوم الجمعة؟', minutesAgo: 3_000 },
      { from: 'shop', text: 'نعم', minutesAgo: 2_990 },
    ],
  },
]

t.test('people can be there from the beginning, with chats that no shop hears of', async (t) => {
  const street = await openStreet(t, { people })
  const { body: phone } = await street.control('GET', '/phone')
  t.match(phone.shoppers, [
    { id: 'shopper_1', name: 'سارة', waId: '966500000101', bsuid: 'SA.101', language: 'ar' },
    { name: 'Layla', waId: null, language: 'en' },
    { name: 'حسن', language: null },
  ])
  t.equal(phone.chats.length, 3, 'the shop is in everybody’s list')
  const old = phone.chats.find((chat: Json) => chat.shopperId === 'shopper_3')
  t.match(old, {
    windowEndsAt: '2026-11-21T08:00:00.000Z',
    messages: [
      { direction: 'in', at: '2026-11-20T08:00:00.000Z', readByShop: true },
      { direction: 'out', text: 'نعم', statuses: [{ status: 'sent' }, { status: 'delivered' }, { status: 'read' }] },
    ],
  })
  await street.quiet()
  t.same(street.receiver.heard, [])
  const late = await street.graph('POST', messagesPath, textTo('966500000104'))
  t.match(late.body.error, { code: 131047 }, 'his window is closed')
  await street.control('POST', '/shoppers/shopper_3/say', { text: 'مرحبا' })
  t.equal((await street.graph('POST', messagesPath, textTo('966500000104'))).status, 200)
})

t.test('they are there again after a reset', async (t) => {
  const street = await openStreet(t, { people })
  await street.control('POST', '/shoppers', { name: 'Guest' })
  await street.control('POST', '/shoppers/shopper_1/say', { text: 'hi', phoneNumberId: shop.phoneNumberId })
  await street.control('POST', '/reset')
  const { body: phone } = await street.control('GET', '/phone')
  t.same(
    phone.shoppers.map(({ name }: Json) => name),
    ['سارة', 'Layla', 'حسن'],
  )
  t.same(
    phone.chats.map(({ messages }: Json) => messages.length),
    [2, 0, 0],
  )
})
