import t from 'tap'
import { type Json, messageOf, messagesPath, openStreet, type Street, shop, visitor } from './support.ts'

const item = (id: string, title: string) => ({
  method: 'CREATE',
  data: {
    id,
    title,
    description: 'Fresh',
    availability: 'in stock',
    condition: 'new',
    price: '60.00 EGP',
    link: `https://shop.test/${id}`,
    image_link: 'https://cdn.shop.test/1.jpg',
    brand: 'Shop',
  },
})

type Shown = [type: string, content: unknown]

const show = async (street: Street, shopper: Json, [type, content]: Shown): Promise<Json> => {
  const body = { messaging_product: 'whatsapp', to: `+${shopper.waId}`, type, [type]: content }
  const sent = await street.graph('POST', messagesPath, body)
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body))
  const { body: chat } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
  return chat.messages.at(-1)
}

const card = (card_index: number, action: unknown) => ({
  card_index,
  type: 'cta_url',
  header: { type: 'image', image: { link: 'https://cdn.shop.test/1.jpg' } },
  body: { text: `Card ${card_index}` },
  action,
})
const open = { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.test/1' } }
const quick = (id: string) => ({ buttons: [{ type: 'quick_reply', quick_reply: { id, title: id.toUpperCase() } }] })

const screens: [type: string, content: unknown, expected: Json][] = [
  ['image', { link: 'https://cdn.shop.test/1.jpg', caption: 'تمر' }, { text: '[image]\nتمر' }],
  ['document', { link: 'https://cdn.shop.test/1.pdf', filename: 'invoice.pdf' }, { text: '[document invoice.pdf]' }],
  [
    'location',
    { latitude: 1.5, longitude: 2, name: 'Shop', address: 'Street 1' },
    { text: '[location 1.5, 2]\nShop\nStreet 1' },
  ],
  ['contacts', [{ name: { formatted_name: 'Support' } }], { text: '[contact Support]' }],
  [
    'interactive',
    {
      type: 'button',
      header: { type: 'image', image: { link: 'https://a.test/1.jpg' } },
      body: { text: 'Sure?' },
      footer: { text: 'Shop' },
      action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Yes' } }] },
    },
    { text: '[image]\nSure?\nShop\n[Yes]', taps: [{ id: 'y', title: 'Yes' }] },
  ],
  [
    'interactive',
    {
      type: 'list',
      header: { type: 'text', text: 'Head' },
      body: { text: 'Which?' },
      action: {
        button: 'Pick',
        sections: [
          { title: 'A', rows: [{ id: '1', title: 'One' }] },
          { title: 'B', rows: [{ id: '2', title: 'Two' }] },
        ],
      },
    },
    { text: 'Head\nWhich?\n[Pick]\nA:\n• One\nB:\n• Two' },
  ],
  [
    'interactive',
    { type: 'cta_url', body: { text: 'Pay' }, action: open },
    { text: 'Pay\n[Open]', links: [{ title: 'Open', url: 'https://shop.test/1' }] },
  ],
  [
    'interactive',
    {
      type: 'flow',
      body: { text: 'Fill' },
      action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Form' } },
    },
    { text: 'Fill\n[Form]' },
  ],
  [
    'interactive',
    { type: 'location_request_message', body: { text: 'Where?' }, action: { name: 'send_location' } },
    { text: 'Where?\n[send_location]' },
  ],
  [
    'interactive',
    {
      type: 'catalog_message',
      body: { text: 'Browse' },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'SKU-1' } },
    },
    { text: 'Browse\n• Dates 60.00 EGP' },
  ],
  [
    'interactive',
    { type: 'carousel', body: { text: 'New' }, action: { cards: [card(0, open), card(1, open)] } },
    { text: /• Card 0\n• Card 1$/, links: [{ title: 'Open' }, { title: 'Open' }] },
  ],
  [
    'interactive',
    { type: 'carousel', body: { text: 'New' }, action: { cards: [card(0, quick('a')), card(1, quick('b'))] } },
    {
      taps: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
    },
  ],
  [
    'interactive',
    {
      type: 'carousel',
      body: { text: 'New' },
      action: {
        cards: ['SKU-1', 'SKU-2'].map((product_retailer_id, card_index) => ({
          card_index,
          type: 'product',
          action: { product_retailer_id, catalog_id: shop.catalogId },
        })),
      },
    },
    { text: 'New\n• Dates 60.00 EGP\n• Figs 60.00 EGP' },
  ],
]

t.test('a person can read every message off the screen', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await street.graph('POST', `/${shop.catalogId}/items_batch`, {
    item_type: 'PRODUCT_ITEM',
    requests: [item('SKU-1', 'Dates'), item('SKU-2', 'Figs')],
  })
  await street.quiet()
  for (const [type, content, expected] of screens)
    t.match(await show(street, shopper, [type, content]), { direction: 'out', ...expected })

  const own: [act: Json, text: string][] = [
    [{ tap: { id: 'y' } }, 'Yes'],
    [{ order: { items: [{ retailerId: 'SKU-1', quantity: 2 }], note: 'soon' } }, '[order]\n2 × SKU-1 at 60 EGP\nsoon'],
    [{ location: { latitude: 1, longitude: 2 } }, '[location 1, 2]'],
    [{ reaction: { messageId: 'wamid.x', emoji: '👍' } }, 'reacted 👍'],
    [{ edit: { messageId: 'wamid.x', text: 'no' } }, 'edited: no'],
    [{ revoke: { messageId: 'wamid.x' } }, 'deleted a message'],
    [{ unsupported: true }, '[unsupported message]'],
    [{ flowReply: { answers: { a: 1 } } }, '[form] {"a":1}'],
    [{ document: true }, '[document document.pdf]'],
  ]
  for (const [act, text] of own) {
    await street.control('POST', `/shoppers/${shopper.id}/say`, act)
    const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
    t.match(body.messages.at(-1), { direction: 'in', text, taps: [], links: [] })
  }
})

t.test('a reaction needs a message to react to', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
  await show(street, shopper, ['reaction', { message_id: body.messages[0].wamid, emoji: '❤️' }])
  await t.rejects(show(street, shopper, ['reaction', { message_id: 'wamid.none', emoji: '❤️' }]), { message: /131009/ })
})

t.test('catalog buttons of templates need products the catalog shows', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const components = [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::x'] } },
    { type: 'BODY', text: 'Our new dates are here' },
    { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] },
  ]
  await street.graph('POST', `/${shop.wabaId}/message_templates`, {
    name: 'dates',
    language: 'en',
    category: 'MARKETING',
    components,
  })
  await street.graph('POST', `/${shop.catalogId}/items_batch`, {
    item_type: 'PRODUCT_ITEM',
    requests: [item('SKU-1', 'Dates')],
  })
  await street.quiet()
  const header = { type: 'header', parameters: [{ type: 'image', image: { link: 'https://cdn.shop.test/1.jpg' } }] }
  const items = (id: string) => ({
    thumbnail_product_retailer_id: id,
    sections: [{ title: 'A', product_items: [{ product_retailer_id: id }] }],
  })
  const button = (id: string) => ({
    type: 'button',
    sub_type: 'mpm',
    index: 0,
    parameters: [{ type: 'action', action: items(id) }],
  })
  const dates = (...sent: unknown[]) =>
    show(street, shopper, ['template', { name: 'dates', language: { code: 'en' }, components: sent }])
  t.match(await dates(header, button('SKU-1')), { text: '[image]\nOur new dates are here\n[View items]', taps: [] })
  await t.rejects(dates(header, button('SKU-9')), { message: /131009.*Products not found/ })
  await t.rejects(dates(button('SKU-1')), { message: /132012.*expected IMAGE/ })
  await t.rejects(dates(header), { message: /131008.*index 0/ })
})

t.test('products can be sought by more than their id', async (t) => {
  const street = await openStreet(t)
  await street.graph('POST', `/${shop.catalogId}/items_batch`, {
    item_type: 'PRODUCT_ITEM',
    requests: [item('SKU-1', 'Dates'), item('SKU-2', 'Figs'), item('SKU-3', 'Dried figs')],
  })
  await street.quiet()
  const found = async (filter: unknown) => {
    const { body } = await street.graph(
      'GET',
      `/${shop.catalogId}/products?fields=retailer_id&filter=${encodeURIComponent(JSON.stringify(filter))}`,
    )
    return body.data?.map(({ retailer_id }: Json) => retailer_id) ?? body.error.code
  }
  t.same(await found({ retailer_id: { is_any: ['SKU-1', 'SKU-3'] } }), ['SKU-1', 'SKU-3'])
  t.same(await found({ retailer_id: { is_not_any: ['SKU-1'] } }), ['SKU-2', 'SKU-3'])
  t.same(await found({ name: { i_contains: 'FIGS' } }), ['SKU-2', 'SKU-3'])
  t.same(await found({ or: [{ name: { eq: 'Dates' } }, { retailer_id: { eq: 'SKU-2' } }] }), ['SKU-1', 'SKU-2'])
  t.same(await found({ and: [{ name: { contains: 'figs' } }, { retailer_id: { neq: 'SKU-2' } }] }), ['SKU-3'])
  t.equal(await found({ name: { sounds_like: 'figs' } }), 100)
})

t.test('the same act of the same shopper keeps its order on the wire', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const texts = Array.from({ length: 30 }, (_, n) => `message ${n}`)
  for (const text of texts) await street.control('POST', `/shoppers/${shopper.id}/say`, { text })
  await street.quiet()
  t.same(
    street.receiver.heard.map((heard) => messageOf(heard)?.text.body),
    ['hi', ...texts],
  )
})
