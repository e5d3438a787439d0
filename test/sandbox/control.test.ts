import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { controlRows } from '#sandbox/control/routes.ts'
import {
  changeOf,
  checkoutForm,
  type Json,
  messageOf,
  messagesPath,
  openStreet,
  shop,
  statusOf,
  textTo,
  visitor,
} from './support.ts'

t.test('the control API is described in the documentation, row by row', (t) => {
  const docs = readFileSync(resolve(import.meta.dirname, '../../docs/sandbox.md'), 'utf8')
  for (const [method, path] of controlRows) {
    const shown = path.replaceAll(/:(\w+)/g, '{$1}')
    t.match(docs, `| \`${method} ${shown}\``, `${method} ${shown}`)
  }
  t.end()
})

t.test('the journal keeps every request and delivery, in memory and in a file', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const journalFile = join(folder, 'journal.ndjson')
  const street = await openStreet(t, { journalFile })
  const shopper = await visitor(street)
  await street.graph('POST', messagesPath, textTo(shopper.waId, 'مرحبا\nبك'))
  const { body: session } = await street.stripe('POST', '/checkout/sessions', { form: checkoutForm() })
  await street.control('POST', '/cards/pay', { sessionId: session.id })
  await street.quiet()
  const { body } = await street.control('GET', '/journal')
  t.ok(
    body.entries.some(({ kind, body }: Json) => kind === 'webhook' && body.type === 'checkout.session.completed'),
    'Stripe’s webhooks, which span many lines, are there too',
  )
  t.match(
    body.entries.find(({ kind }: Json) => kind === 'graph'),
    {
      at: '2026-11-22T10:00:00.000Z',
      method: 'POST',
      path: `/v26.0${messagesPath}`,
      status: 200,
      body: { type: 'text', text: { body: 'مرحبا\nبك' } },
      reply: { messages: [{ id: String }] },
    },
  )
  t.match(
    body.entries.find(({ kind }: Json) => kind === 'webhook'),
    { target: `${street.receiver.url}/meta`, status: 200, body: { object: 'whatsapp_business_account' } },
  )
  const { body: later } = await street.control('GET', `/journal?after=${body.last - 1}`)
  t.equal(later.entries.length, 1)

  await street.sandbox.close()
  const lines = readFileSync(journalFile, 'utf8').trimEnd().split('\n')
  t.same(
    lines.map((line) => JSON.parse(line)),
    body.entries,
  )
})

t.test('a reset forgets people, catalogs, payments and faults', async (t) => {
  const street = await openStreet(t)
  await visitor(street)
  await street.control('POST', '/misbehave', { api: '*', fault: 'http_500' })
  await street.control('POST', '/clock', { advanceMs: 1_000 })
  await street.control('POST', '/reset')
  const { body } = await street.control('GET', '/state')
  t.match(body, { shoppers: 0, chats: 0, clockOffsetMs: 0, faults: [], templates: [], now: '2026-11-22T10:00:00.000Z' })
  t.notMatch(JSON.stringify(body), shop.token)
})

t.test('shoppers are listed, numbers are theirs alone, and mistakes are named', async (t) => {
  const street = await openStreet(t)
  const { body: mona } = await street.control('POST', '/shoppers', {
    name: 'Mona',
    phone: '+201001234567',
    country: 'EG',
  })
  t.match(mona, { id: String, waId: '201001234567', bsuid: /^EG\.\d+$/ })
  t.equal((await street.control('POST', '/shoppers', { name: 'Twin', phone: '201001234567' })).status, 409)
  const { body: hidden } = await street.control('POST', '/shoppers', { name: 'H', hidePhone: true })
  t.equal(hidden.waId, null)
  t.equal((await street.control('GET', '/shoppers')).body.shoppers.length, 2)
  t.equal((await street.control('POST', '/shoppers', { nom: 'x' })).status, 400)
  t.equal((await street.control('POST', '/shoppers/nobody/say', { text: 'x' })).status, 404)
  t.equal((await street.control('POST', `/shoppers/${mona.id}/say`, { text: 'x', phoneNumberId: '1' })).status, 404)
})

t.test('any webhook can be sent, signed, as a value or whole', async (t) => {
  const street = await openStreet(t)
  const value = { statuses: [{ id: 'wamid.strange', status: 'delivered', timestamp: '1', recipient_id: '2' }] }
  t.match((await street.control('POST', '/webhooks', { value })).body, { status: 200 })
  t.match(statusOf(await street.hears(statusOf)), { id: 'wamid.strange' })
  street.receiver.answers.push(401)
  const whole = {
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'account_update', value: { event: 'ACCOUNT_VIOLATION' } }] }],
  }
  t.match((await street.control('POST', '/webhooks', whole)).body, { status: 401 })
  t.match(changeOf(await street.hears((heard) => changeOf(heard)?.event)), { event: 'ACCOUNT_VIOLATION' })
})

t.test('the courier speaks to the shop’s own API with the shop’s key', async (t) => {
  const street = await openStreet(t)
  const asked: { url: string; headers: IncomingHttpHeaders }[] = []
  const api = createServer((request, reply) => {
    asked.push({ url: request.url ?? '', headers: request.headers })
    reply.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"shp_1"}')
  })
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
  t.teardown(() => api.close())
  t.equal((await street.control('POST', '/courier/shipments', {})).status, 409)

  const shopApi = { url: `http://127.0.0.1:${(api.address() as AddressInfo).port}`, apiKey: 'dk_test_courier' }
  street.sandbox.setWorld({ ...street.sandbox.world, shopApi })
  const created = await street.control('POST', '/courier/shipments', { orderId: 'ord_1' })
  t.same(created.body, { status: 201, body: { id: 'shp_1' } })
  await street.control('POST', '/courier/shipments/shp_1/events', { status: 'delivered' })
  t.same(
    asked.map(({ url }) => url),
    ['/v1/shipments', '/v1/shipments/shp_1/events'],
  )
  t.match(asked[0]?.headers, { authorization: 'Bearer dk_test_courier', 'idempotency-key': /^courier-/ })
})

t.test('a chat between one shopper and two shops stays two chats', async (t) => {
  const street = await openStreet(t)
  const [first] = street.sandbox.world.numbers
  if (first === undefined) throw new Error('The street has a shop.')
  const second = {
    ...first,
    phoneNumberId: '106500000000002',
    wabaId: '206500000000002',
    catalogId: '306500000000002',
    accessToken: 'other',
  }
  street.sandbox.setWorld({ ...street.sandbox.world, numbers: [first, second] })
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'Mona' })
  const say = (text: string, phoneNumberId?: string) =>
    street.control('POST', `/shoppers/${shopper.id}/say`, { text, phoneNumberId })
  t.equal((await say('to whom?')).status, 404, 'with two numbers one must be named')
  await say('one', first.phoneNumberId)
  await say('two', second.phoneNumberId)
  const heard = await street.hears((each) => messageOf(each)?.text.body === 'two')
  t.match(changeOf(heard).metadata, { phone_number_id: second.phoneNumberId })
  t.equal(
    (await street.graph('POST', `/${second.phoneNumberId}/messages`, textTo(shopper.waId))).body.error.error_subcode,
    33,
  )
  const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat?phoneNumberId=${second.phoneNumberId}`)
  t.same(
    body.messages.map(({ text }: Json) => text),
    ['two'],
  )
})

t.test('what was on its way before a reset never arrives', async (t) => {
  const street = await openStreet(t, { timing: { statusDelaysMs: [60, 70, 80], webhookRetryMs: [60] } })
  const shopper = await visitor(street)
  await street.hears(messageOf)
  street.receiver.answers.push(500)
  await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'refused at first' })
  await street.hears((heard) => messageOf(heard)?.text.body === 'refused at first')
  await street.graph('POST', messagesPath, textTo(shopper.waId))
  await street.control('POST', '/reset')
  const before = street.receiver.heard.length
  await new Promise((resolve) => setTimeout(resolve, 120))
  t.equal(street.receiver.heard.length, before)
  t.match((await street.control('GET', '/quiet')).body, { pending: 0 })
})

t.test('closing ends every wait at once', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const waiting = street.control('GET', `/shoppers/${shopper.id}/chat?after=1&waitMs=60000`)
  await street.control('POST', '/misbehave', { api: 'messages', fault: 'slow', delayMs: 60_000 })
  const slow = street.graph('POST', messagesPath, textTo(shopper.waId))
  const ended = Promise.allSettled([waiting, slow])
  await new Promise((resolve) => setTimeout(resolve, 20))
  const began = performance.now()
  await street.sandbox.close()
  await ended
  t.ok(performance.now() - began < 1_000)
})

t.test('the handshake tells whether the callback knows the verify token', async (t) => {
  const street = await openStreet(t)
  const callback = createServer((request, reply) => {
    const { searchParams } = new URL(request.url ?? '', 'http://callback.test')
    const known = searchParams.get('hub.verify_token') === 'verify'
    reply.writeHead(known ? 200 : 403).end(known ? searchParams.get('hub.challenge') : '')
  })
  await new Promise<void>((resolve) => callback.listen(0, '127.0.0.1', resolve))
  t.teardown(() => callback.close())
  street.sandbox.setWebhookUrl(`http://127.0.0.1:${(callback.address() as AddressInfo).port}/webhooks`)
  t.same((await street.control('POST', '/webhooks/verify')).body, { status: 200, verified: true })
  street.sandbox.setWorld({ ...street.sandbox.world, verifyToken: 'another' })
  t.same((await street.control('POST', '/webhooks/verify')).body, { status: 403, verified: false })
})
