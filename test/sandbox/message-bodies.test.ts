import t from 'tap'
import { checkMessage } from '#sandbox/graph/check-message.ts'
import { GraphError } from '#sandbox/graph/graph-error.ts'

type Body = Record<string, unknown>

const to = '+201001234567'
const message = (type: string, content: unknown, more: Body = {}): Body => ({
  messaging_product: 'whatsapp',
  to,
  type,
  [type]: content,
  ...more,
})
const interactive = (type: string, action: unknown, more: Body = {}): Body =>
  message('interactive', { type, body: { text: 'Choose' }, action, ...more })
const template = (components: unknown, more: Body = {}): Body =>
  message('template', { name: 'hello', language: { code: 'ar' }, components, ...more })

const image = { type: 'image', image: { link: 'https://cdn.shop.test/a.jpg' } }
const card = (card_index: number, more: Body = {}): Body => ({
  card_index,
  type: 'cta_url',
  header: image,
  action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://shop.test' } },
  ...more,
})
const quick = { buttons: [{ type: 'quick_reply', quick_reply: { id: 'a', title: 'A' } }] }
const sections = (count: number, size: number) =>
  Array.from({ length: count }, (_, s) => ({
    title: `Section ${s}`,
    product_items: Array.from({ length: size }, (_, n) => ({ product_retailer_id: `${s}-${n}` })),
  }))
const products = (given: unknown, more: Body = {}) =>
  interactive(
    'product_list',
    { catalog_id: '1', sections: given },
    { header: { type: 'text', text: 'Offers' }, ...more },
  )
const flow = (parameters: Body) =>
  interactive('flow', {
    name: 'flow',
    parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Open', ...parameters },
  })
const amount = (value: number) => ({ value, offset: 100 })
const bill = (more: Body = {}, order: Body = {}) =>
  interactive('order_details', {
    name: 'review_and_pay',
    parameters: {
      reference_id: 'ord-1',
      type: 'physical-goods',
      currency: 'BRL',
      total_amount: amount(2_300),
      order: {
        status: 'pending',
        items: [{ name: 'Dates', amount: amount(1_500), sale_amount: amount(1_000), quantity: 2 }],
        subtotal: amount(2_000),
        tax: amount(100),
        shipping: amount(300),
        discount: amount(100),
        ...order,
      },
      ...more,
    },
  })
const parameter = (text: unknown, more: Body = {}) => ({ type: 'text', text, ...more })
const bodyOf = (...parameters: unknown[]) => [{ type: 'body', parameters }]
const button = (sub_type: string, parameters: unknown, index: unknown = 0) => [
  { type: 'button', sub_type, index, parameters },
]
const coupon = (coupon_code: string) => button('copy_code', [{ type: 'coupon_code', coupon_code }])
const offer = (expiration_time_ms: number) => [
  {
    type: 'limited_time_offer',
    parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms } }],
  },
]

const taken: [name: string, body: Body][] = [
  ['a picture by link', message('image', { link: 'https://cdn.shop.test/a.jpg', caption: 'ع'.repeat(1024) })],
  ['a document with its name', message('document', { id: '1', filename: 'invoice.pdf' })],
  ['a place with numbers as text', message('location', { latitude: '30.04', longitude: '-31.2' })],
  ['a reaction taken back', message('reaction', { message_id: 'wamid.x', emoji: '' })],
  ['thirty products', products(sections(3, 10))],
  [
    'media cards with quick replies',
    interactive('carousel', { cards: [card(0, { action: quick }), card(1, { action: quick })] }),
  ],
  ['a form with data', flow({ flow_action: 'navigate', flow_action_payload: { screen: 'A', data: { a: 1 } } })],
  ['a bill whose parts add up', bill()],
  [
    'a bill of one amount',
    bill({ total_amount: amount(500) }, { type: 'quick_pay', items: undefined, subtotal: undefined, tax: undefined }),
  ],
  [
    'a status of an order',
    interactive('order_status', {
      name: 'review_order',
      parameters: { reference_id: 'a', order: { status: 'partially_shipped' } },
    }),
  ],
  ['a request for contact details', interactive('request_contact_info', { name: 'request_contact_info' })],
  ['a template without components', template(undefined)],
  ['component types in capitals', template([{ type: 'BODY', parameters: [parameter('سارة')] }])],
  [
    'an amount and a date',
    template(
      bodyOf(
        { type: 'currency', currency: { fallback_value: '5 USD', code: 'USD', amount_1000: 5_000 } },
        { type: 'date_time', date_time: { fallback_value: 'today' } },
      ),
    ),
  ],
  ['a coupon', template(coupon('EID25'))],
  ['an offer that ends', template(offer(1_800_000_000_000))],
  ['a user instead of a number', { messaging_product: 'whatsapp', recipient: 'EG.ENT.12a', text: { body: 'x' } }],
]

const refused: [name: string, body: Body][] = [
  ['media by id and link', message('image', { id: '1', link: 'https://a.test/a.jpg' })],
  ['media by neither', message('image', { caption: 'x' })],
  ['a caption on audio', message('audio', { id: '1', caption: 'x' })],
  ['a file name on a picture', message('image', { id: '1', filename: 'a.jpg' })],
  ['a place off the map', message('location', { latitude: 91, longitude: 0 })],
  ['an address without a name', message('location', { latitude: 1, longitude: 0, address: 'x' })],
  ['a contact without a name', message('contacts', [{ phones: [{ phone: '1' }] }])],
  ['a reaction that quotes', message('reaction', { message_id: 'a', emoji: 'x' }, { context: { message_id: 'b' } })],
  ['an unknown interactive type', interactive('poll', {})],
  [
    'a list with a picture',
    interactive('list', { button: 'x', sections: [{ rows: [{ id: '1', title: '1' }] }] }, { header: image }),
  ],
  [
    'a button id with a space at its end',
    interactive('button', { buttons: [{ type: 'reply', reply: { id: 'a ', title: 'A' } }] }),
  ],
  [
    'thirty-one products',
    products(
      sections(31, 1)
        .slice(0, 10)
        .map((each) => ({ ...each, product_items: sections(1, 4)[0]?.product_items })),
    ),
  ],
  ['an empty product section', products([{ title: 'A', product_items: [] }])],
  ['a product list without a header', products(sections(1, 1), { header: undefined })],
  [
    'a product with a header',
    interactive('product', { catalog_id: '1', product_retailer_id: 'a' }, { header: { type: 'text', text: 'x' } }),
  ],
  ['one card', interactive('carousel', { cards: [card(0)] })],
  ['two cards of one index', interactive('carousel', { cards: [card(0), card(0)] })],
  ['cards of different parts', interactive('carousel', { cards: [card(0), card(1, { body: { text: 'x' } })] })],
  [
    'a card of four lines',
    interactive('carousel', { cards: [0, 1].map((n) => card(n, { body: { text: 'a\nb\nc\nd' } })) }),
  ],
  ['a form by id and name', flow({ flow_name: 'x' })],
  ['a form with empty data', flow({ flow_action_payload: { screen: 'A', data: {} } })],
  ['a payload that fetches', flow({ flow_action: 'data_exchange', flow_action_payload: { screen: 'A' } })],
  [
    'an Indian address elsewhere',
    interactive('address_message', { name: 'address_message', parameters: { country: 'IN' } }),
  ],
  ['a bill that does not add up', bill({ total_amount: amount(2_301) })],
  ['a subtotal that does not', bill({}, { subtotal: amount(1_999) })],
  [
    'a sale above the price',
    bill({}, { items: [{ name: 'x', amount: amount(1), sale_amount: amount(1), quantity: 1 }] }),
  ],
  ['half a centavo', bill({ total_amount: amount(0.5) })],
  ['a long Indian reference', bill({ currency: 'INR', reference_id: 'a'.repeat(36) })],
  [
    'a delivered order status',
    interactive('order_status', {
      name: 'review_order',
      parameters: { reference_id: 'a', order: { status: 'delivered' } },
    }),
  ],
  ['a template name in capitals', template([], { name: 'Hello' })],
  ['a language in words', template([], { language: { code: 'Arabic' } })],
  ['two bodies', template([...bodyOf(), ...bodyOf()])],
  ['an unknown component', template([{ type: 'footer', parameters: [] }])],
  ['a tab in a parameter', template(bodyOf(parameter('a\tb')))],
  ['five spaces in a parameter', template(bodyOf(parameter('a     b')))],
  ['an empty parameter', template(bodyOf(parameter('')))],
  ['a number as a parameter', template(bodyOf(parameter(42)))],
  ['named and numbered parameters together', template(bodyOf(parameter('a', { parameter_name: 'a' }), parameter('b')))],
  ['an unknown button', template(button('dial', []))],
  ['two buttons at one place', template([...coupon('A'), ...coupon('B')])],
  ['a button at no place', template(button('quick_reply', [{ type: 'payload', payload: 'x' }], 10))],
  ['a coupon with a dash', template(coupon('EID-25'))],
  ['an offer that ends in 1970', template(offer(1_800_000_000))],
  [
    'thirty-one products in a template',
    template(button('mpm', [{ type: 'action', action: { sections: sections(2, 16) } }])),
  ],
  ['nobody', { messaging_product: 'whatsapp', text: { body: 'x' } }],
  ['a spaced number', message('text', { body: 'x' }, { to: '+20 100 123' })],
  ['an unread mark', { messaging_product: 'whatsapp', status: 'unread', message_id: 'a' }],
]

t.test('bodies the documentation allows are taken', (t) => {
  for (const [name, body] of taken) t.doesNotThrow(() => checkMessage(body), name)
  t.end()
})

t.test('bodies it forbids are refused', (t) => {
  for (const [name, body] of refused) t.throws(() => checkMessage(body), GraphError, name)
  t.throws(() => checkMessage('hello'), GraphError, 'no object at all')
  t.end()
})
