import t from 'tap'
import {
  changeOf,
  type Json,
  messagesPath,
  openReceiver,
  openStreet,
  shop,
  statusOf,
  textTo,
  visitor,
} from './support.ts'

const minute = 60_000
const day = 86_400_000

t.test('a call without a known token is 190, with another account’s number 100/33', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const other = await street.graph('POST', '/999/messages', textTo(shopper.waId))
  t.equal(other.status, 400)
  t.match(other.body.error, { code: 100, error_subcode: 33, fbtrace_id: String })
  const world = JSON.parse(JSON.stringify(street.sandbox.world))
  world.numbers[0].accessToken = 'another token'
  await street.control('PUT', '/world', world)
  const revoked = await street.graph('POST', messagesPath, textTo(shopper.waId))
  t.equal(revoked.status, 401)
  t.match(revoked.body.error, { code: 190, type: 'OAuthException' })
})

t.test('a call to a version that has ended is refused', async (t) => {
  const street = await openStreet(t)
  const path = `${street.sandbox.url}/v20.0${messagesPath}`
  const answer = await fetch(path, { method: 'POST', headers: { authorization: `Bearer ${shop.token}` }, body: '{}' })
  t.equal(answer.status, 400)
  t.match(await answer.json(), { error: { code: 2635 } })
})

t.test('24 hours after the last word only templates may go out', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await street.control('POST', '/clock', { advanceMs: day - minute })
  t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
  await street.control('POST', '/clock', { advanceMs: 2 * minute })
  const closed = await street.graph('POST', messagesPath, textTo(shopper.waId))
  t.equal(closed.status, 400)
  t.match(closed.body.error, { code: 131047, error_data: { messaging_product: 'whatsapp', details: String } })
  await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'me again' })
  t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
})

t.test('a number nobody has is undeliverable, an unknown user id does not exist', async (t) => {
  const street = await openStreet(t)
  t.match((await street.graph('POST', messagesPath, textTo('201999999999'))).body.error, { code: 131026 })
  const body = { messaging_product: 'whatsapp', recipient: 'EG.1234', type: 'text', text: { body: 'x' } }
  t.match((await street.graph('POST', messagesPath, body)).body.error, { code: 100, error_subcode: 33 })
  t.match((await street.graph('POST', messagesPath, textTo('15550001111'))).body.error, { code: 131021 })
})

t.test('one person takes 45 messages at once and then one every six seconds', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  for (let n = 0; n < 45; n += 1) t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
  t.match((await street.graph('POST', messagesPath, textTo(shopper.waId))).body.error, { code: 131056 })
  await street.control('POST', '/clock', { advanceMs: 6_000 })
  t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
  t.match((await street.graph('POST', messagesPath, textTo(shopper.waId))).body.error, { code: 131056 })
})

t.test('a number sends no more than its throughput', async (t) => {
  const street = await openStreet(t, { number: { limits: { perSecond: 2 } } })
  const shopper = await visitor(street)
  const codes: unknown[] = []
  for (let n = 0; n < 3; n += 1)
    codes.push((await street.graph('POST', messagesPath, textTo(shopper.waId))).body.error?.code)
  t.same(codes, [undefined, undefined, 130429])
  await street.control('POST', '/clock', { advanceMs: 500 })
  t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
})

t.test('a number that is not connected sends nothing', async (t) => {
  const street = await openStreet(t, { number: { status: 'DISCONNECTED' } })
  const shopper = await visitor(street)
  t.match((await street.graph('POST', messagesPath, textTo(shopper.waId))).body.error, { code: 133010 })
  const { body } = await street.graph('GET', `/${shop.phoneNumberId}?fields=status,health_status`)
  t.match(body, { status: 'DISCONNECTED', health_status: { can_send_message: 'BLOCKED' } })
})

const to = '+201001234567'
const message = (type: string, content: unknown): Json => ({ messaging_product: 'whatsapp', to, type, [type]: content })
const interactive = (content: unknown): Json => message('interactive', content)
const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `r${n}`, title: `Row ${n}` }))
const listOf = (sections: unknown) =>
  interactive({ type: 'list', body: { text: 'x' }, action: { button: 'Choose', sections } })
const button = (title: string, id = title) => ({ type: 'reply', reply: { id, title } })
const buttons = (...all: unknown[]) => interactive({ type: 'button', body: { text: 'x' }, action: { buttons: all } })

const bodies: [name: string, body: Json, code: number | undefined][] = [
  ['an emoji counts as one of 4,096 characters', message('text', { body: '👋'.repeat(4096) }), undefined],
  ['4,097 characters are too many', message('text', { body: 'a'.repeat(4097) }), 100],
  ['an empty text is missing', message('text', { body: '' }), 131008],
  ['an Arabic title of 20 letters fits', buttons(button('ع'.repeat(20))), undefined],
  ['a title of 21 does not', buttons(button('ع'.repeat(21))), 100],
  ['three buttons fit', buttons(button('a'), button('b'), button('c')), undefined],
  ['four do not', buttons(button('a'), button('b'), button('c'), button('d')), 131009],
  ['two buttons cannot look the same', buttons(button('a', '1'), button('a', '2')), 131009],
  ['ten rows fit', listOf([{ rows: rows(10) }]), undefined],
  [
    'eleven over two sections do not',
    listOf([
      { title: 'A', rows: rows(6) },
      { title: 'B', rows: rows(5).map((row) => ({ ...row, id: `b${row.id}` })) },
    ]),
    131009,
  ],
  ['two sections need titles', listOf([{ rows: rows(1) }, { rows: [{ id: 'z', title: 'Z' }] }]), 131008],
  [
    'a catalog message takes no header',
    interactive({
      type: 'catalog_message',
      header: { type: 'text', text: 'x' },
      body: { text: 'x' },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'a' } },
    }),
    131009,
  ],
  ['an unknown key is refused', { ...message('text', { body: 'x' }), priority: 'high' }, 100],
  ['two contents are refused', { ...message('text', { body: 'x' }), image: { id: '1' } }, 131009],
  [
    'a link needs its scheme',
    interactive({
      type: 'cta_url',
      body: { text: 'x' },
      action: { name: 'cta_url', parameters: { display_text: 'Pay', url: 'shop.test/p/1' } },
    }),
    131009,
  ],
  ['a user id does not belong in to', { ...message('text', { body: 'x' }), to: 'EG.123' }, 131009],
]

t.test('bodies are measured as Meta measures them', async (t) => {
  const street = await openStreet(t)
  await visitor(street, { phone: to })
  for (const [name, body, code] of bodies) {
    const answer = await street.graph('POST', messagesPath, body)
    t.equal(answer.body.error?.code, code, name)
  }
})

t.test('some refusals come late, as a failed status after acceptance', async (t) => {
  const street = await openStreet(t)
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'Mona' })
  await street.control('POST', '/misbehave', { api: 'messages', fault: 'refuse_late', times: 1 })
  const accepted = await street.graph('POST', messagesPath, {
    ...textTo(shopper.waId),
    biz_opaque_callback_data: 'out:9',
  })
  t.equal(accepted.status, 200)
  const failed = statusOf(await street.hears((heard) => statusOf(heard)?.status === 'failed'))
  t.match(failed, { id: accepted.body.messages[0].id, biz_opaque_callback_data: 'out:9', errors: [{ code: 131047 }] })
  const { body: chat } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
  t.same(chat.messages, [], 'nothing reached the phone')
})

t.test('answering an ad click makes the next three days free', async (t) => {
  const street = await openStreet(t)
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'Mona' })
  await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'hi', referral: true })
  await street.graph('POST', messagesPath, textTo(shopper.waId))
  const sent = statusOf(await street.hears((heard) => statusOf(heard)?.status === 'sent'))
  t.match(sent, {
    pricing: { billable: false, type: 'free_entry_point', category: 'service' },
    conversation: { origin: { type: 'referral_conversion' }, expiration_timestamp: String(1795341600 + 259_200) },
  })
})

t.test('after a thousand free service messages a month the rest are billed', async (t) => {
  const street = await openStreet(t, {
    number: { limits: { perSecond: 5_000, pairBurst: 5_000 } },
    timing: { statusDelaysMs: [1, 1, 1] },
  })
  const shopper = await visitor(street, { readReceipts: false })
  for (let n = 0; n < 1_000; n += 1) await street.graph('POST', messagesPath, textTo(shopper.waId, String(n)))
  const billed = await street.graph('POST', messagesPath, textTo(shopper.waId, 'one more'))
  const heard = await street.hears((each) => statusOf(each)?.id === billed.body.messages[0].id)
  t.match(statusOf(heard).pricing, { billable: true, type: 'regular', category: 'service' })
})

t.test('reading and typing mark an inbound message, and only an inbound one', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
  const read = { messaging_product: 'whatsapp', status: 'read', typing_indicator: { type: 'text' } }
  const marked = await street.graph('POST', messagesPath, { ...read, message_id: body.messages[0].wamid })
  t.same(marked.body, { success: true })
  const wrong = await street.graph('POST', messagesPath, { ...read, message_id: 'wamid.unknown' })
  t.equal(wrong.body.error.code, 100)
})

t.test('a waba without subscribed app hears nothing until it subscribes', async (t) => {
  const street = await openStreet(t, { number: { subscribed: false } })
  await visitor(street)
  await street.quiet()
  t.equal(street.receiver.heard.length, 0)
  t.same((await street.graph('GET', `/${shop.wabaId}/subscribed_apps`)).body, { data: [] })
  await street.graph('POST', `/${shop.wabaId}/subscribed_apps`, {})
  await visitor(street)
  const heard = await street.hears(changeOf)
  t.equal(heard.path, '/meta')
})

t.test('webhooks follow the shop when it moves', async (t) => {
  const street = await openStreet(t)
  const elsewhere = await openReceiver()
  t.teardown(elsewhere.close)
  street.sandbox.setWebhookUrl(`${elsewhere.url}/new-home`)
  await visitor(street)
  await street.quiet()
  t.same(
    elsewhere.heard.map(({ path }) => path),
    ['/new-home'],
  )
})
