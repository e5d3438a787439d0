import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { call, type Json, messagesPath, openStreet, type Street, shop, visitor } from './support.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const isPng = { 'content-type': 'image/png' }
const answers: Record<string, [status: number, headers: Record<string, string>, body: Buffer | string]> = {
  '/here.png': [200, isPng, png],
  '/moved.png': [302, { location: '/here.png' }, ''],
  '/round.png': [302, { location: '/round.png' }, ''],
  '/huge.png': [200, isPng, Buffer.alloc(17 * 1024 * 1024)],
  '/page.svg': [200, { 'content-type': 'image/svg+xml' }, '<svg/>'],
}

/** A host of pictures that notes who asks. */
async function openPictures(t: { teardown: (run: () => unknown) => void }) {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    const path = request.url ?? ''
    asked.push(path)
    const [status, headers, body] = answers[path] ?? [404, {}, '']
    reply.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

type Item = { id: string; image: string } & Record<string, unknown>

async function stock(street: Street, items: Item[]): Promise<void> {
  const requests = items.map(({ image, ...data }) => ({
    method: 'CREATE',
    data: {
      title: `Item ${data.id}`,
      description: 'Fresh',
      availability: 'in stock',
      condition: 'new',
      price: '60.00 EGP',
      link: 'https://shop.test',
      image: [{ url: image, tag: [] }],
      brand: 'Shop',
      ...data,
    },
  }))
  await street.graph('POST', `/${shop.catalogId}/items_batch`, { item_type: 'PRODUCT_ITEM', requests })
  await street.quiet()
}

const catalogOf = async (street: Street): Promise<Json> =>
  (await street.control('GET', `/numbers/${shop.phoneNumberId}/catalog`)).body

t.test('the native catalog shows what Meta has reviewed, with prices a phone can add up', async (t) => {
  const street = await openStreet(t)
  const image = 'https://cdn.shop.test/1.jpg'
  await stock(street, [
    { id: 'A-1', image, item_group_id: 'A', size: '500 g', price: '75.00 EGP', sale_price: '60.50 EGP' },
    { id: 'A-2', image, item_group_id: 'A', size: '1 kg', availability: 'out of stock' },
    { id: 'B', image, price: '1.250 KWD' },
    { id: 'C', image },
  ])
  await street.control('POST', `/catalogs/${shop.catalogId}/items/C`, { review_status: 'rejected' })
  const catalog = await catalogOf(street)
  t.equal(catalog.currency, 'EGP')
  t.match(catalog.items, [
    {
      retailerId: 'A-1',
      groupId: 'A',
      title: 'Item A-1',
      price: 'EGP 75.00',
      salePrice: 'EGP 60.50',
      minor: 6050,
      currency: 'EGP',
      size: '500 g',
      brand: 'Shop',
      imageUrl: `/control/catalogs/${shop.catalogId}/images/A-1`,
      availability: 'in stock',
      visible: true,
      collections: [],
    },
    { retailerId: 'A-2', availability: 'out of stock' },
    { retailerId: 'B', groupId: 'B', price: 'KWD 1.250', minor: 1250 },
  ])
  t.equal(catalog.items.length, 3, 'a rejected item is not shown')
  await street.graph('POST', `/${shop.phoneNumberId}/whatsapp_commerce_settings?is_catalog_visible=false`)
  t.same((await catalogOf(street)).items, [], 'nor is anything of a hidden catalog')
})

t.test('product sets are the collections of the catalog', async (t) => {
  const street = await openStreet(t)
  const image = 'https://cdn.shop.test/1.jpg'
  await stock(street, [
    { id: 'A-1', image, item_group_id: 'A' },
    { id: 'B', image },
  ])
  const path = `/${shop.catalogId}/product_sets`
  const filter = (id: string) => ({ retailer_product_group_id: { is_any: [id] } })
  t.match((await street.graph('POST', path, { name: 'التمور', filter: filter('A') })).body, { id: String })
  await street.graph('POST', path, { name: 'Empty', filter: filter('Z') })
  t.match((await street.graph('POST', path, { name: 'Again', filter: filter('A') })).body.error, { code: 10803 })
  t.match((await street.graph('POST', path, { filter: filter('B') })).body.error, { code: 100 })
  t.match((await street.graph('POST', path, { name: 'x', filter: { id: { near: 1 } } })).body.error, { code: 100 })
  t.match((await street.graph('GET', path)).body.data, [
    { name: 'التمور', product_count: 1 },
    { name: 'Empty', product_count: 0 },
  ])
  const catalog = await catalogOf(street)
  t.same(catalog.collections, [{ name: 'التمور', retailerIds: ['A-1'] }])
  t.same(
    catalog.items.map(({ collections }: Json) => collections),
    [['التمور'], []],
  )
})

t.test('pictures are fetched where the shop says, once, and bounded', async (t) => {
  const street = await openStreet(t)
  const { url, asked } = await openPictures(t)
  const names = ['here.png', 'moved.png', 'gone.png', 'round.png', 'huge.png', 'page.svg']
  await stock(
    street,
    names.map((name) => ({ id: name, image: `${url}/${name}` })),
  )
  const picture = (id: string) =>
    call(`${street.sandbox.url}/control/catalogs/${shop.catalogId}/images/${id}`, { method: 'GET' })
  const [first] = await Promise.all([picture('here.png'), picture('here.png'), picture('here.png')])
  t.match(first, { status: 200, headers: { 'content-type': 'image/png', 'x-content-type-options': 'nosniff' } })
  await picture('here.png')
  t.same(asked, ['/here.png'])
  t.equal((await picture('moved.png')).status, 200, 'a redirect is followed')
  t.equal((await picture('gone.png')).status, 404)
  t.equal((await picture('round.png')).status, 404)
  t.equal((await picture('huge.png')).status, 404)
  t.equal((await picture('unknown')).status, 404)
  t.equal((await picture('page.svg')).headers['content-type'], 'application/octet-stream', 'nothing that could run')
  t.equal(asked.filter((path) => path === '/round.png').length, 4)
})

t.test('files of messages come from their link or from what was uploaded', async (t) => {
  const street = await openStreet(t)
  const { url } = await openPictures(t)
  const sara = await visitor(street)
  const send = async (content: Json) => {
    const body = { messaging_product: 'whatsapp', to: `+${sara.waId}`, ...content }
    return (await street.graph('POST', messagesPath, body)).body.messages[0].id
  }
  const media = (wamid: string, query = '') =>
    call(`${street.sandbox.url}/control/messages/${encodeURIComponent(wamid)}/media${query}`, { method: 'GET' })
  const linked = await send({ type: 'image', image: { link: `${url}/here.png` } })
  t.match(await media(linked), { status: 200, headers: { 'content-type': 'image/png' } })
  const open = { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.test/1' } }
  const card = (card_index: number, name: string) => ({
    card_index,
    type: 'cta_url',
    header: { type: 'image', image: { link: `${url}/${name}` } },
    action: open,
  })
  const interactive = {
    type: 'carousel',
    body: { text: 'New' },
    action: { cards: [card(0, 'here.png'), card(1, 'gone.png')] },
  }
  const carousel = await send({ type: 'interactive', interactive })
  t.equal((await media(carousel, '?card=0')).status, 200)
  t.equal((await media(carousel, '?card=1')).status, 404)
  t.equal((await media(carousel)).status, 404)
  const { body: said } = await street.control('POST', `/shoppers/${sara.id}/say`, { voice: true })
  t.match(await media(said.wamid), { status: 200, headers: { 'content-type': /^audio\/ogg/ } })
  await street.control('POST', `/shoppers/${sara.id}/say`, { revoke: { messageId: said.wamid } })
  t.equal((await media(said.wamid)).status, 404, 'what was deleted is gone')
  t.equal((await media('wamid.unknown')).status, 404)
})
