import t from 'tap'
import {
  changeOf,
  type Json,
  messageOf,
  messagesPath,
  openStreet,
  type Reply,
  type Street,
  shop,
  visitor,
} from './support.ts'

const batchPath = `/${shop.catalogId}/items_batch`
const productsPath = `/${shop.catalogId}/products`

const item = (id: string, more: Json = {}): Json => ({
  method: 'UPDATE',
  data: {
    id,
    title: `Dates ${id}`,
    description: 'Fresh',
    availability: 'in stock',
    condition: 'new',
    price: '60.00 EGP',
    link: `https://shop.test/p/${id}`,
    image: [{ url: 'https://cdn.shop.test/1.jpg', tag: [] }],
    brand: 'Shop',
    ...more,
  },
})

const push = (street: Street, ...requests: Json[]): Promise<Reply> =>
  street.graph('POST', batchPath, { item_type: 'PRODUCT_ITEM', requests })

async function pushed(street: Street, ...requests: Json[]): Promise<Json> {
  const { body } = await push(street, ...requests)
  await street.quiet()
  return check(street, body.handles[0])
}

async function check(street: Street, handle: string): Promise<Json> {
  const { body } = await street.graph(
    'GET',
    `/${shop.catalogId}/check_batch_request_status?handle=${handle}&load_ids_of_invalid_requests=true`,
  )
  return body.data?.[0] ?? body.error
}

const productMessage = (waId: string, retailerId: string, catalogId = shop.catalogId) => ({
  messaging_product: 'whatsapp',
  to: `+${waId}`,
  type: 'interactive',
  interactive: { type: 'product', action: { catalog_id: catalogId, product_retailer_id: retailerId } },
})

t.test('a batch is queued, finished, reviewed and readable', async (t) => {
  const street = await openStreet(t, { timing: { batchDelayMs: 500 } })
  const { body } = await push(street, item('SKU-1', { sale_price: '50.00 EGP', colour: 'brown' }))
  t.match(body, {
    handles: [String],
    validation_status: [{ retailer_id: 'SKU-1', errors: [], warnings: [{ message: /colour/ }] }],
  })
  t.equal((await check(street, body.handles[0])).status, 'scheduled')
  await street.quiet()
  t.match(await check(street, body.handles[0]), {
    status: 'finished',
    errors_total_count: 0,
    ids_of_invalid_requests: [],
  })
  const filter = encodeURIComponent(JSON.stringify({ retailer_id: { eq: 'SKU-1' } }))
  const { body: read } = await street.graph(
    'GET',
    `${productsPath}?fields=retailer_id,price,sale_price,review_status,availability&filter=${filter}&summary=total_count`,
  )
  t.match(read, {
    data: [{ retailer_id: 'SKU-1', price: 'EGP60.00', sale_price: 'EGP50.00', review_status: 'approved' }],
    summary: { total_count: 1 },
  })
})

t.test('a finished batch may hold errors, named when asked for', async (t) => {
  const street = await openStreet(t)
  const batch = await pushed(
    street,
    item('SKU-1'),
    item('SKU-2', { price: '60 pounds' }),
    item('SKU-3', { brand: undefined }),
    { method: 'DELETE', data: { id: 'SKU-9' } },
  )
  t.match(batch, { status: 'finished', errors_total_count: 3, ids_of_invalid_requests: ['SKU-2', 'SKU-3', 'SKU-9'] })
  t.match(batch.errors, [
    { line: 1, id: 'SKU-2', message: /price/ },
    { line: 2, message: /brand/ },
    { line: 3, id: 'SKU-9' },
  ])
  t.equal((await street.graph('GET', productsPath)).body.data.length, 1)
})

t.test('an update changes only what it names and deletes what it is told to', async (t) => {
  const street = await openStreet(t)
  await pushed(street, item('SKU-1'), item('SKU-2'))
  await pushed(
    street,
    { method: 'UPDATE', data: { id: 'SKU-1', availability: 'out of stock' } },
    { method: 'DELETE', data: { id: 'SKU-2' } },
  )
  const { body } = await street.graph('GET', `${productsPath}?fields=retailer_id,name,availability,review_status`)
  t.match(body.data, [
    { retailer_id: 'SKU-1', name: 'Dates SKU-1', availability: 'out of stock', review_status: 'approved' },
  ])
})

t.test('form fields are as good as JSON', async (t) => {
  const street = await openStreet(t)
  const form = new URLSearchParams({ item_type: 'PRODUCT_ITEM', requests: JSON.stringify([item('SKU-1')]) })
  const answer = await fetch(`${street.sandbox.url}/v26.0${batchPath}`, {
    method: 'POST',
    body: form,
    headers: { authorization: `Bearer ${shop.token}` },
  })
  t.match(await answer.json(), { handles: [String] })
})

t.test('eight batches a minute, then the catalog wants a rest', async (t) => {
  const street = await openStreet(t)
  for (let n = 0; n < 8; n += 1) t.equal((await push(street, item(`SKU-${n}`))).status, 200)
  const refused = await push(street, item('SKU-9'))
  t.equal(refused.body.error.code, 80014)
  const usage = JSON.parse(String(refused.headers['x-business-use-case-usage']))
  t.match(usage[shop.catalogId], [{ type: 'catalog_batch', estimated_time_to_regain_access: Number }])
  await street.control('POST', '/clock', { advanceMs: 60_000 })
  t.equal((await push(street, item('SKU-9'))).status, 200)
})

t.test('pages follow one another by cursor, and next ends with the last', async (t) => {
  const street = await openStreet(t)
  await pushed(street, ...Array.from({ length: 5 }, (_, n) => item(`SKU-${n}`)))
  const first = await street.graph('GET', `${productsPath}?fields=retailer_id&limit=3`)
  t.equal(first.body.data.length, 3)
  t.ok(first.body.paging.next)
  const second = await street.graph(
    'GET',
    `${productsPath}?fields=retailer_id&limit=3&after=${first.body.paging.cursors.after}`,
  )
  t.same(
    second.body.data.map(({ retailer_id }: Json) => retailer_id),
    ['SKU-3', 'SKU-4'],
  )
  t.notOk(second.body.paging.next)
})

t.test('product messages need items the catalog shows', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const details = async (body: Json) => (await street.graph('POST', messagesPath, body)).body.error?.error_data.details
  t.match(await details(productMessage(shopper.waId, 'SKU-1')), /^Products not found in FB Catalog/)
  await pushed(street, item('SKU-1'))
  t.equal(await details(productMessage(shopper.waId, 'SKU-1')), undefined)
  t.match(await details(productMessage(shopper.waId, 'SKU-1', '777')), /^Products not found in FB Catalog/)

  await street.control('POST', `/catalogs/${shop.catalogId}/items/SKU-1`, {
    review_status: 'rejected',
    review_rejection_reasons: ['WHATSAPP_POLICY_VIOLATION'],
  })
  t.match(await details(productMessage(shopper.waId, 'SKU-1')), /^Products not found in FB Catalog/)
  await street.control('POST', `/catalogs/${shop.catalogId}/items/SKU-1`, { review_status: 'approved' })

  await street.graph('POST', `/${shop.phoneNumberId}/whatsapp_commerce_settings?is_catalog_visible=false`)
  t.match(await details(productMessage(shopper.waId, 'SKU-1')), /not visible/)
  await street.graph('POST', `/${shop.phoneNumberId}/whatsapp_commerce_settings?is_catalog_visible=true`)
  await street.graph('DELETE', `/${shop.wabaId}/product_catalogs`, { catalog_id: shop.catalogId })
  t.match(await details(productMessage(shopper.waId, 'SKU-1')), /No catalog is connected/)
})

t.test('a product list loses its unknown items and the shop is told', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await pushed(street, item('SKU-1'))
  const sections = [
    { title: 'All', product_items: [{ product_retailer_id: 'SKU-1' }, { product_retailer_id: 'SKU-404' }] },
  ]
  const list = {
    type: 'product_list',
    header: { type: 'text', text: 'Offers' },
    body: { text: 'Pick' },
    action: { catalog_id: shop.catalogId, sections },
  }
  const sent = await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    type: 'interactive',
    interactive: list,
  })
  t.equal(sent.status, 200)
  const heard = await street.hears((each) => changeOf(each)?.errors)
  t.match(changeOf(heard).errors, [{ code: 131009, error_data: { details: /SKU-404/ } }])
  const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat?after=1`)
  t.match(body.messages[0].text, 'Offers\nPick\n• Dates SKU-1 60.00 EGP')
})

t.test('an order carries the prices the phone shows, in major units', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await pushed(street, item('SKU-1'), item('SKU-2', { price: '12.50 EGP', sale_price: '10.25 EGP' }))
  const order = {
    items: [
      { retailerId: 'SKU-1', quantity: 2 },
      { retailerId: 'SKU-2', quantity: 1 },
      { retailerId: 'SKU-3', quantity: 1, itemPrice: 1 },
    ],
    note: 'بسرعة',
  }
  await street.control('POST', `/shoppers/${shopper.id}/say`, { order })
  const heard = await street.hears((each) => messageOf(each)?.type === 'order')
  t.same(messageOf(heard).order, {
    catalog_id: shop.catalogId,
    text: 'بسرعة',
    product_items: [
      { product_retailer_id: 'SKU-1', quantity: 2, item_price: 60, currency: 'EGP' },
      { product_retailer_id: 'SKU-2', quantity: 1, item_price: 10.25, currency: 'EGP' },
      { product_retailer_id: 'SKU-3', quantity: 1, item_price: 1, currency: 'EGP' },
    ],
  })
  const unpriced = await street.control('POST', `/shoppers/${shopper.id}/say`, {
    order: { items: [{ retailerId: 'SKU-4', quantity: 1 }] },
  })
  t.equal(unpriced.status, 404)
})

t.test('batches go wrong on command', async (t) => {
  const street = await openStreet(t)
  await street.control('POST', '/misbehave', {
    api: 'items_batch',
    fault: 'item_errors',
    retailerIds: ['SKU-2'],
    details: 'Image not fetched',
    times: 1,
  })
  const partial = await pushed(street, item('SKU-1'), item('SKU-2'))
  t.match(partial, { errors: [{ id: 'SKU-2', message: 'Image not fetched' }], ids_of_invalid_requests: ['SKU-2'] })

  await street.control('POST', '/misbehave', { api: 'items_batch', fault: 'lose_handle', times: 1 })
  t.match(await pushed(street, item('SKU-3')), { code: 100 })
  await street.control('POST', '/misbehave', { api: 'items_batch', fault: 'no_handles', times: 1 })
  t.same((await push(street, item('SKU-4'))).body.handles, [])
  await street.control('POST', '/misbehave', { api: 'items_batch', fault: 'stuck', times: 1 })
  t.equal((await pushed(street, item('SKU-5'))).status, 'scheduled')

  await street.control('POST', '/misbehave', { api: 'items_batch', fault: 'late_batch', delayMs: 40, times: 1 })
  await push(street, item('SKU-6', { price: '1.00 EGP' }))
  await push(street, item('SKU-6', { price: '2.00 EGP' }))
  await street.quiet()
  const { body } = await street.graph('GET', `${productsPath}?fields=retailer_id,price`)
  const prices = Object.fromEntries(body.data.map(({ retailer_id, price }: Json) => [retailer_id, price]))
  t.equal(prices['SKU-6'], 'EGP1.00', 'the older batch overtook the newer one')
  t.same(Object.keys(prices), ['SKU-1', 'SKU-3', 'SKU-6'])
})

t.test('an app that subscribed to catalogs hears of finished batches', async (t) => {
  const street = await openStreet(t)
  street.sandbox.setWorld({ ...street.sandbox.world, catalogWebhooks: true })
  const { body } = await push(street, item('SKU-1'))
  const heard = await street.hears((each) => each.body.object === 'catalog')
  t.match(heard.body.entry[0].changes[0], {
    field: 'items_batch',
    value: { handle: body.handles[0], status: 'Finished' },
  })
})
