import { createHmac } from 'node:crypto'
import t from 'tap'
import { type Json, messageOf, messagesPath, openStreet, type Street, shop, visitor } from './support.ts'

const png = Buffer.from('89504e470d0a1a0a', 'hex')

async function upload(street: Street, bytes: Buffer, mimeType: string): Promise<Json> {
  const form = new FormData()
  form.set('messaging_product', 'whatsapp')
  form.set('type', mimeType)
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), 'file')
  const headers = { authorization: `Bearer ${shop.token}` }
  const answer = await fetch(`${street.sandbox.url}/v26.0/${shop.phoneNumberId}/media`, {
    method: 'POST',
    headers,
    body: form,
  })
  return answer.json()
}

const image = (waId: string, id: string) => ({
  messaging_product: 'whatsapp',
  to: `+${waId}`,
  type: 'image',
  image: { id },
})

t.test('uploaded media is described, fetched with the token, sent and deleted', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { id } = await upload(street, png, 'image/png')
  const { body: described } = await street.graph('GET', `/${id}?phone_number_id=${shop.phoneNumberId}`)
  t.match(described, { id, mime_type: 'image/png', file_size: 8, sha256: /=$/, messaging_product: 'whatsapp' })

  const headers = { authorization: `Bearer ${shop.token}` }
  const bytes = await fetch(described.url, { headers })
  t.same(Buffer.from(await bytes.arrayBuffer()), png)
  const part = await fetch(described.url, { headers: { ...headers, range: 'bytes=1-3' } })
  t.equal(part.status, 206)
  t.equal(await part.text(), 'PNG')
  t.equal((await fetch(described.url)).status, 401, 'no token, no bytes')

  t.equal((await street.graph('POST', messagesPath, image(shopper.waId, id))).status, 200)
  t.same((await street.graph('DELETE', `/${id}`)).body, { success: true })
  t.match((await street.graph('GET', `/${id}`)).body.error, { code: 100, error_subcode: 33 })
  t.equal((await street.graph('POST', messagesPath, image(shopper.waId, id))).body.error.code, 131009)
})

t.test('the address of media lives five minutes, an inbound file seven days', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await street.control('POST', `/shoppers/${shopper.id}/say`, {
    voice: { base64: Buffer.from('hello').toString('base64') },
  })
  const { audio } = messageOf(await street.hears((heard) => messageOf(heard)?.type === 'audio'))
  const headers = { authorization: `Bearer ${shop.token}` }
  t.equal(await (await fetch(audio.url, { headers })).text(), 'hello')
  await street.control('POST', '/clock', { advanceMs: 301_000 })
  t.equal((await fetch(audio.url, { headers })).status, 404)
  const { body } = await street.graph('GET', `/${audio.id}`)
  t.equal(await (await fetch(body.url, { headers })).text(), 'hello')
  await street.control('POST', '/clock', { advanceMs: 7 * 86_400_000 })
  t.match((await street.graph('GET', `/${audio.id}`)).body.error, { code: 100, error_subcode: 33 })
})

t.test('files no message can carry are refused, and so is a document sent as an image', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  t.equal((await upload(street, png, 'image/gif')).error.code, 100)
  t.equal((await upload(street, Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png')).error.code, 131053)
  const { id } = await upload(street, Buffer.from('%PDF'), 'application/pdf')
  t.equal((await street.graph('POST', messagesPath, image(shopper.waId, id))).body.error.code, 131053)
})

t.test('the number, its account and its catalog can be looked up', async (t) => {
  const street = await openStreet(t, { number: { verifiedName: 'Dates' } })
  t.same((await street.graph('GET', `/${shop.phoneNumberId}?fields=verified_name,throughput,status`)).body, {
    id: shop.phoneNumberId,
    verified_name: 'Dates',
    throughput: { level: 'STANDARD' },
    status: 'CONNECTED',
  })
  t.match((await street.graph('GET', `/${shop.wabaId}/phone_numbers`)).body.data, [
    { display_phone_number: '+1 555-000-1111' },
  ])
  t.match((await street.graph('GET', `/${shop.wabaId}`)).body, { id: shop.wabaId, name: 'Dates' })
  t.same((await street.graph('GET', `/${shop.catalogId}?fields=product_count`)).body, {
    id: shop.catalogId,
    product_count: 0,
  })
  t.match((await street.graph('GET', `/${shop.wabaId}/product_catalogs`)).body.data, [{ id: shop.catalogId }])
  t.match((await street.graph('GET', `/${shop.wabaId}/subscribed_apps`)).body.data, [
    { whatsapp_business_api_data: { id: '900' } },
  ])
  t.match((await street.graph('GET', '/4040')).body.error, { code: 100, error_subcode: 33 })
  t.match((await street.graph('GET', '/4040/moonlight')).body.error, { code: 2500 })
})

t.test('a token tells what it may do, and the journal does not tell the token', async (t) => {
  const street = await openStreet(t)
  const { body } = await street.graph('GET', `/debug_token?input_token=${shop.token}`)
  t.match(body.data, { is_valid: true, app_id: '900', expires_at: 0 })
  t.ok(body.data.scopes.includes('whatsapp_business_messaging'))
  t.match((await street.graph('GET', '/debug_token?input_token=wrong')).body.data, { is_valid: false })
  const { body: journal } = await street.control('GET', '/journal?kind=graph')
  t.notMatch(JSON.stringify(journal), shop.token)
})

t.test('profile and commerce settings are kept', async (t) => {
  const street = await openStreet(t)
  const profile = `/${shop.phoneNumberId}/whatsapp_business_profile`
  await street.graph('POST', profile, { messaging_product: 'whatsapp', about: 'تمور', websites: ['https://shop.test'] })
  t.match((await street.graph('GET', `${profile}?fields=about,websites`)).body.data, [
    { about: 'تمور', websites: ['https://shop.test'] },
  ])
  t.equal(
    (await street.graph('POST', profile, { messaging_product: 'whatsapp', about: 'x'.repeat(140) })).body.error.code,
    100,
  )
  const commerce = `/${shop.phoneNumberId}/whatsapp_commerce_settings`
  await street.graph('POST', `${commerce}?is_cart_enabled=false`)
  t.match((await street.graph('GET', commerce)).body.data, [{ is_cart_enabled: false, is_catalog_visible: true }])
})

t.test('the history of a number knows wamids and events, not the sender’s own data', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const body = {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    text: { body: 'x' },
    biz_opaque_callback_data: 'out:7',
  }
  const sent = await street.graph('POST', messagesPath, body)
  await street.quiet()
  const { body: history } = await street.graph(
    'GET',
    `/${shop.phoneNumberId}/message_history?fields=id,message_id,events{delivery_status,timestamp}`,
  )
  t.match(history.data, [
    {
      message_id: sent.body.messages[0].id,
      events: { data: [{ delivery_status: 'SENT' }, { delivery_status: 'DELIVERED' }, { delivery_status: 'READ' }] },
    },
  ])
  t.notMatch(JSON.stringify(history), 'out:7')
})

t.test('a proof of the app secret, when given, must be right', async (t) => {
  const street = await openStreet(t)
  const proof = createHmac('sha256', shop.appSecret).update(shop.token).digest('hex')
  t.equal((await street.graph('GET', `/${shop.wabaId}?appsecret_proof=${proof}`)).status, 200)
  t.equal((await street.graph('GET', `/${shop.wabaId}?appsecret_proof=${'0'.repeat(64)}`)).body.error.code, 100)
})
