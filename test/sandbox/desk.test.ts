import { createHmac } from 'node:crypto'
import t from 'tap'
import {
  call,
  checkoutForm,
  type Json,
  messageOf,
  messagesPath,
  openReceiver,
  openStreet,
  shop,
  statusOf,
  textTo,
  visitor,
} from './support.ts'

t.test('a shop that is blocked learns only that its messages do not arrive', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const block = (blocked: boolean) => street.control('POST', `/shoppers/${sara.id}/block`, { blocked })
  t.match((await block(true)).body, { blocked: [shop.phoneNumberId] })
  const { body: sent, status } = await street.graph('POST', messagesPath, textTo(sara.waId))
  t.equal(status, 200, 'Meta accepts the message')
  const failed = await street.hears((heard) => statusOf(heard)?.id === sent.messages[0].id)
  t.match(statusOf(failed), { status: 'failed', errors: [{ code: 131026 }] })
  const { body: chat } = await street.control('GET', `/shoppers/${sara.id}/chat`)
  t.equal(chat.messages.length, 1, 'it never reaches the phone')
  t.equal((await street.control('POST', `/shoppers/${sara.id}/say`, { text: 'hello?' })).status, 409)
  t.match((await block(false)).body, { blocked: [] })
  t.equal((await street.control('POST', `/shoppers/${sara.id}/say`, { text: 'hello' })).status, 200)
})

t.test('the desks call the API of the shop behind each number, with its own key', async (t) => {
  const street = await openStreet(t)
  const api = await openReceiver()
  t.teardown(api.close)
  const ask = (body: Json) => street.control('POST', '/shop', body)
  t.equal((await ask({ method: 'GET', path: '/v1/orders' })).status, 409)
  street.sandbox.setWorld({
    ...street.sandbox.world,
    shopApis: { [shop.phoneNumberId]: { url: api.url, apiKey: 'key_one' }, '2': { url: api.url, apiKey: 'key_two' } },
  })
  t.match((await ask({ phoneNumberId: '2', method: 'GET', path: '/v1/orders?limit=5' })).body, { status: 200 })
  api.answers.push(201)
  const made = await ask({
    phoneNumberId: shop.phoneNumberId,
    method: 'POST',
    path: '/v1/shipments',
    body: { a: 1 },
    ifMatch: '"3"',
  })
  t.match(made.body, { status: 201 })
  const [read, written] = api.heard
  t.match(read, { path: '/v1/orders?limit=5', headers: { authorization: 'Bearer key_two' } })
  t.equal(read?.headers['idempotency-key'], undefined)
  t.match(written, {
    path: '/v1/shipments',
    headers: { authorization: 'Bearer key_one', 'if-match': '"3"', 'idempotency-key': /^courier-/ },
    body: { a: 1 },
  })
  for (const path of ['/metrics', 'http://elsewhere.test/v1/', '/v1/../admin', '//elsewhere.test/v1/']) {
    t.equal((await ask({ phoneNumberId: '2', method: 'GET', path })).status, 400, path)
  }
  t.equal(api.heard.length, 2)
  t.match((await street.control('GET', '/phone')).body, { shopUrl: api.url })
  api.close()
  t.match(await ask({ phoneNumberId: '2', method: 'GET', path: '/v1/orders' }), {
    status: 502,
    body: { error: /^Nobody answers at .*ECONNREFUSED/ },
  })
})

t.test('a line of the journal can be made again by hand, and a delivery replayed', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  await street.graph('POST', messagesPath, textTo(sara.waId, 'مرحبا/'))
  const form = 'mode=payment&line_items[0][quantity]=1'
  await street.stripe('POST', '/checkout/sessions', { form })
  await street.quiet()
  const { body: journal } = await street.control('GET', '/journal')
  const lineOf = (test: (entry: Json) => unknown): number => journal.entries.find(test).n
  const requestOf = async (n: number): Promise<Json> => (await street.control('GET', `/journal/${n}/request`)).body

  const graph = await requestOf(lineOf(({ kind }) => kind === 'graph'))
  t.match(graph, {
    method: 'POST',
    url: `${street.sandbox.url}/v26.0${messagesPath}`,
    headers: { authorization: 'Bearer $WHATSAPP_ACCESS_TOKEN', 'content-type': 'application/json' },
  })
  t.match(JSON.parse(graph.body), { text: { body: 'مرحبا/' } })
  t.match(await requestOf(lineOf(({ kind }) => kind === 'stripe')), {
    url: `${street.sandbox.url}/v1/checkout/sessions`,
    headers: { authorization: 'Bearer $STRIPE_SECRET_KEY', 'content-type': 'application/x-www-form-urlencoded' },
    body: form,
  })

  const n = lineOf(({ kind, body }) => kind === 'webhook' && JSON.stringify(body).includes('"hi"'))
  const webhook = await requestOf(n)
  const signature = createHmac('sha256', shop.appSecret).update(webhook.body).digest('hex')
  t.equal(webhook.headers['x-hub-signature-256'], `sha256=${signature}`, 'signed over exactly these bytes')
  const before = street.receiver.heard.length
  await call(webhook.url, { method: 'POST', headers: webhook.headers, body: webhook.body })
  t.equal(messageOf(street.receiver.heard.at(-1) as Json).text.body, 'hi')
  t.match((await street.control('POST', '/webhooks/replay', { journal: n, times: 2 })).body, { sent: 2 })
  t.equal(street.receiver.heard.length, before + 3)
  t.equal((await street.control('POST', '/webhooks/replay', { journal: 1_000 })).status, 404)
  t.equal((await street.control('POST', '/webhooks/replay', { journal: n, all: true })).status, 400)
  t.equal((await street.control('GET', '/journal/1000/request')).status, 404)
})

t.test('the checkouts of a chat are those that its links lead to', async (t) => {
  const street = await openStreet(t)
  const sara = await visitor(street)
  const omar = await visitor(street, { name: 'Omar' })
  const form = (token: string) =>
    checkoutForm({ success_url: `https://shop.test/p/${token}/done`, cancel_url: `https://shop.test/p/${token}/back` })
  const { body: first } = await street.stripe('POST', '/checkout/sessions', { form: form('one') })
  const { body: second } = await street.stripe('POST', '/checkout/sessions', { form: form('two') })
  const interactive = {
    type: 'cta_url',
    body: { text: 'Pay' },
    action: { name: 'cta_url', parameters: { display_text: 'Pay', url: 'https://shop.test/p/one' } },
  }
  await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${sara.waId}`,
    type: 'interactive',
    interactive,
  })
  const idsFor = async (query: string): Promise<string[]> =>
    (await street.control('GET', `/sessions${query}`)).body.sessions.map(({ sessionId }: Json) => sessionId)
  t.same(await idsFor(`?shopperId=${sara.id}&phoneNumberId=${shop.phoneNumberId}`), [first.id])
  t.same(await idsFor(`?shopperId=${omar.id}`), [])
  t.same((await idsFor('')).toSorted(), [first.id, second.id].toSorted())
})
