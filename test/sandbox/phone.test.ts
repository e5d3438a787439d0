import t from 'tap'
import { until } from '#test/support/until.ts'
import { checkoutForm, type Json, messagesPath, openStreet, shop, textTo, visitor } from './support.ts'
import { type Told, type Watcher, watchStreet } from './watcher.ts'

const reply = (to: string, more: Record<string, unknown>) => ({ messaging_product: 'whatsapp', to: `+${to}`, ...more })
const buttons = {
  type: 'button',
  body: { text: 'Sure?' },
  action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] },
}
const ofMessage = (wamid: string) => (told: Told) => told.data.message?.wamid === wamid

t.test('a phone that is switched on shows numbers, people and chats', async (t) => {
  const street = await openStreet(t, { number: { verifiedName: 'Dates & More' } })
  const sara = await visitor(street, { name: 'Sara', language: 'ar' })
  await street.graph('POST', messagesPath, textTo(sara.waId, 'Welcome'))
  await street.quiet()
  await street.control('POST', '/clock', { advanceMs: 60_000 })
  const { body: phone } = await street.control('GET', '/phone')
  t.match(phone, {
    clock: { now: '2026-11-22T10:01:00.000Z', offsetMs: 60_000 },
    last: Number,
    numbers: [
      {
        phoneNumberId: shop.phoneNumberId,
        verifiedName: 'Dates & More',
        currency: 'EGP',
        catalogId: shop.catalogId,
        catalogVisible: true,
      },
    ],
    shoppers: [{ id: sara.id, name: 'Sara', language: 'ar', blocked: [] }],
    chats: [{ phoneNumberId: shop.phoneNumberId, shopperId: sara.id, windowEndsAt: '2026-11-23T10:00:00.000Z' }],
    faults: { waiting: [], struck: {} },
    shopUrl: null,
  })
  t.notMatch(JSON.stringify(phone), shop.token, 'no secret is shown')
  const [greeting, welcome] = phone.chats[0].messages
  t.match(greeting, { direction: 'in', text: 'hi', readByShop: false, edited: false, deleted: false, quoted: null })
  t.match(welcome, { direction: 'out', text: 'Welcome', statuses: [{ status: 'sent' }, { status: 'delivered' }, {}] })
})

t.test('a page hears of every message, its ticks and the dots before it', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const { body: phone } = await street.control('GET', '/phone')
  const page = await watchStreet(street, { query: `?after=${phone.last}` })
  t.teardown(page.stop)
  const [hi] = phone.chats[0].messages
  await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    status: 'read',
    message_id: hi.wamid,
    typing_indicator: { type: 'text' },
  })
  t.equal((await page.hears(ofMessage(hi.wamid))).data.message.readByShop, true)
  t.match((await page.hears(({ event }) => event === 'typing')).data, {
    phoneNumberId: shop.phoneNumberId,
    shopperId: sara.id,
    on: true,
    untilMs: Date.parse('2026-11-22T10:00:25Z'),
  })
  const { body: sent } = await street.graph('POST', messagesPath, textTo(sara.waId))
  const wamid = sent.messages[0].id
  const first = await page.hears(ofMessage(wamid))
  t.match(first, { event: 'message', data: { shopperId: sara.id, message: { text: 'Hello', direction: 'out' } } })
  await page.hears(({ event, data }) => event === 'typing' && data.on === false)
  await page.hears((told) => ofMessage(wamid)(told) && told.data.message.statuses.at(-1)?.status === 'read')
  const ids = page.told.map(({ id }) => id)
  t.same(
    ids,
    ids.toSorted((a, b) => a - b),
    'ids only grow',
  )
})

t.test('a read mark is for that message and every earlier one, not for a later one', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const say = async (text: string): Promise<string> =>
    (await street.control('POST', `/shoppers/${sara.id}/say`, { text })).body.wamid
  const wamids = [await say('two boxes'), await say('and a bag')]
  const { body: phone } = await street.control('GET', '/phone')
  const page = await watchStreet(street, { query: `?after=${phone.last}` })
  t.teardown(page.stop)
  const mark = { messaging_product: 'whatsapp', status: 'read', message_id: wamids[0] }
  await street.graph('POST', messagesPath, mark)
  await street.graph('POST', messagesPath, mark)
  const { body: after } = await street.control('GET', '/phone')
  t.same(
    after.chats[0].messages.map(({ readByShop, statuses }: Json) => [readByShop, statuses.length]),
    [
      [true, 1],
      [true, 1],
      [false, 0],
    ],
  )
  await page.hears(ofMessage(phone.chats[0].messages[0].wamid))
  await page.hears(ofMessage(String(wamids[0])))
  t.equal(page.told.filter(({ event }) => event === 'update').length, 2, 'each is told once')
})

t.test('answers quote what they answer, and edits, deletions and reactions change the message they name', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const say = async (act: Json): Promise<string> =>
    (await street.control('POST', `/shoppers/${sara.id}/say`, act)).body.wamid
  const { body: sent } = await street.graph(
    'POST',
    messagesPath,
    reply(sara.waId, { type: 'interactive', interactive: buttons }),
  )
  const wamid = sent.messages[0].id
  const tapped = await say({ tap: { title: 'Yes' } })
  const text = await say({ text: 'two boxes' })
  const gone = await say({ text: 'never mind' })
  await say({ edit: { messageId: text, text: 'three boxes' } })
  await say({ reaction: { messageId: gone, emoji: '❤️' } })
  await say({ revoke: { messageId: gone } })
  await say({ reaction: { messageId: wamid, emoji: '👍' } })
  await street.graph(
    'POST',
    messagesPath,
    reply(sara.waId, { type: 'reaction', reaction: { message_id: text, emoji: '❤️' } }),
  )
  await say({ revoke: { messageId: wamid } })
  const { body: phone } = await street.control('GET', '/phone')
  const messages = new Map<string, Json>(phone.chats[0].messages.map((message: Json) => [message.wamid, message]))
  t.equal(messages.size, 5, 'changes have no bubble of their own')
  t.match(messages.get(tapped), { quoted: { wamid, text: 'Sure?\n[Yes]', direction: 'out' } })
  t.match(messages.get(text), { edited: true, text: 'three boxes', reactions: [{ from: 'shop', emoji: '❤️' }] })
  t.match(messages.get(gone), { deleted: true, text: '', body: {}, reactions: [] })
  t.match(messages.get(wamid), { deleted: false, reactions: [{ from: 'shopper', emoji: '👍' }] })
  await say({ reaction: { messageId: wamid, emoji: '' } })
  const { body: again } = await street.control('GET', '/phone')
  t.same(again.chats[0].messages.find((each: Json) => each.wamid === wamid).reactions, [])
})

t.test('pictures, documents and templates come with what a phone needs to draw them', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const { body: made } = await street.graph('POST', `/${shop.wabaId}/message_templates`, {
    name: 'shipped',
    language: 'en',
    category: 'UTILITY',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}', example: { header_text: ['1001'] } },
      { type: 'BODY', text: 'It is on its way, {{1}}.', example: { body_text: [['Sara']] } },
      { type: 'FOOTER', text: 'Thank you' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Track', url: 'https://shop.test/t/{{1}}', example: ['https://shop.test/t/1'] },
          { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+201001234567' },
        ],
      },
    ],
  })
  await street.quiet()
  t.ok(made.id, JSON.stringify(made))
  const parameter = (text: string) => ({ type: 'text', text })
  const template = {
    name: 'shipped',
    language: { code: 'en' },
    components: [
      { type: 'header', parameters: [parameter('1007')] },
      { type: 'body', parameters: [parameter('Sara')] },
      { type: 'button', sub_type: 'url', index: '0', parameters: [parameter('1007')] },
    ],
  }
  await street.graph('POST', messagesPath, reply(sara.waId, { type: 'template', template }))
  const document = { link: 'https://cdn.shop.test/invoice', filename: 'invoice.pdf' }
  await street.graph('POST', messagesPath, reply(sara.waId, { type: 'document', document }))
  await street.control('POST', `/shoppers/${sara.id}/say`, { image: true })
  const { body: phone } = await street.control('GET', '/phone')
  const [, shipped, invoice, picture] = phone.chats[0].messages
  t.match(shipped.template, {
    header: 'Order 1007',
    headerType: 'text',
    body: 'It is on its way, Sara.',
    footer: 'Thank you',
    buttons: [
      { title: 'Track', url: 'https://shop.test/t/1007' },
      { title: 'Call', phone: '+201001234567' },
    ],
  })
  t.match(invoice.media, { mimeType: 'application/pdf', filename: 'invoice.pdf', url: /^\/control\/messages\/wamid/ })
  t.match(picture.media, { mimeType: 'image/png' })
})

t.test('a page that comes back goes on where it was, and starts anew when that is forgotten', async (t) => {
  const street = await openStreet(t)
  const { body: phone } = await street.control('GET', '/phone')
  for (const name of ['Sara', 'Omar', 'Layla']) await street.control('POST', '/shoppers', { name })
  const first = await watchStreet(street, { query: `?after=${phone.last}` })
  const omar = await first.hears(({ data }) => data.shopper?.name === 'Omar')
  await first.stop()
  const second = await watchStreet(street, {
    query: `?after=${phone.last}`,
    headers: { 'last-event-id': String(omar.id) },
  })
  t.teardown(second.stop)
  await second.hears(({ data }) => data.shopper?.name === 'Layla')
  t.equal(second.told.length, 1, 'what the browser has seen is not told again')

  const strange = await watchStreet(street, { query: `?after=${Number(phone.last) + 1_000_000}` })
  t.teardown(strange.stop)
  t.equal((await strange.hears(() => true)).event, 'reset', 'a number of another life')
  await street.control('POST', '/reset')
  const late = await watchStreet(street, { query: `?after=${phone.last}` })
  t.teardown(late.stop)
  t.equal((await late.hears(() => true)).event, 'reset', 'a number from before the reset')
})

t.test('faults, the clock, payments, the journal and a reset are told', async (t) => {
  const street = await openStreet(t)
  const page = await watchStreet(street)
  t.teardown(page.stop)
  await street.control('POST', '/misbehave', { api: 'messages', fault: 'http_500', times: 1 })
  await page.hears(({ event, data }) => event === 'faults' && data.waiting.length === 1)
  const sara = await visitor(street)
  await street.graph('POST', messagesPath, textTo(sara.waId))
  await page.hears(({ event, data }) => event === 'faults' && data.struck['messages http_500'] === 1)
  const told = await page.hears(({ data }) => data.entry?.kind === 'graph')
  t.match(told.data.entry, {
    n: Number,
    method: 'POST',
    status: 500,
    ms: Number,
    fault: 'http_500',
    body: { type: 'text' },
  })
  await street.control('POST', '/clock', { advanceMs: 5_000 })
  await page.hears(({ event, data }) => event === 'clock' && data.offsetMs === 5_000)
  const form = checkoutForm({ client_reference_id: 'order_1' })
  const { body: session } = await street.stripe('POST', '/checkout/sessions', { form })
  const isOf = (status: string) => (each: Told) => each.data.sessionId === session.id && each.data.status === status
  t.match((await page.hears(isOf('open'))).data, {
    paymentStatus: 'unpaid',
    url: `${street.sandbox.url}/pay/${session.id}`,
    clientReferenceId: 'order_1',
    expiresAt: String,
  })
  await street.control('POST', '/cards/pay', { sessionId: session.id })
  await page.hears((each) => isOf('complete')(each) && each.data.paymentStatus === 'paid')
  t.match((await street.control('GET', '/sessions')).body.sessions, [{ sessionId: session.id, status: 'complete' }])
  await street.control('POST', '/reset')
  await page.hears(({ event }) => event === 'reset')
})

t.test('a body of megabytes is left out of the stream, and the journal has it', async (t) => {
  const street = await openStreet(t)
  const page = await watchStreet(street)
  t.teardown(page.stop)
  const sara = await visitor(street)
  const long = { ...textTo(sara.waId), biz_opaque_callback_data: 'x'.repeat(200_000) }
  await street.graph('POST', messagesPath, long)
  const { entry } = (await page.hears(({ data }) => data.entry?.kind === 'graph')).data
  t.match(entry, { cut: true, path: /messages$/, body: undefined })
  const { body } = await street.control('GET', `/journal?after=${entry.n - 1}&limit=1`)
  t.equal(body.entries.length, 1)
  t.equal(body.entries[0].body.biz_opaque_callback_data.length, 200_000)
})

t.test('a page that reads nothing is let go, and the street goes on', async (t) => {
  const street = await openStreet(t)
  const { connect } = await import('node:net')
  const { port } = new URL(street.sandbox.url)
  const deaf = connect(Number(port), '127.0.0.1')
  deaf.write('GET /control/stream HTTP/1.1\r\nhost: sandbox\r\n\r\n')
  deaf.pause()
  const closed = new Promise((resolve) => deaf.once('close', resolve))
  deaf.on('error', () => undefined)
  const name = 'x'.repeat(500_000)
  for (let n = 0; n < 60; n += 1) {
    t.equal((await street.control('POST', '/shoppers', { name })).status, 200)
  }
  deaf.resume()
  await closed
  t.equal((await street.control('GET', '/state')).status, 200)
})

t.test('a hundred pages can watch, and who leaves makes room', async (t) => {
  const street = await openStreet(t)
  const pages = await Promise.all(Array.from({ length: 100 }, () => watchStreet(street)))
  await t.rejects(watchStreet(street), /503/)
  await Promise.all(pages.map(({ stop }) => stop()))
  const late: Watcher[] = []
  const room = async () => {
    late.push(
      ...(await watchStreet(street).then(
        (page) => [page],
        () => [],
      )),
    )
    return late.length > 0
  }
  await until(room, 'there is room again')
  await street.control('POST', '/clock', { advanceMs: 1 })
  t.match((await late[0]?.hears(() => true))?.event, 'clock')
  await late[0]?.stop()
})

t.test('the stream ends with the sandbox', async (t) => {
  const street = await openStreet(t)
  const page = await watchStreet(street)
  t.teardown(page.stop)
  await street.sandbox.close()
  await page.ended
  t.pass('the page knows')
})
