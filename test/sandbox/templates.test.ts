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
  statusOf,
  visitor,
} from './support.ts'

const path = `/${shop.wabaId}/message_templates`

const shipped: Json = {
  name: 'order_shipped',
  language: 'ar',
  category: 'UTILITY',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'طلب {{1}}', example: { header_text: ['42'] } },
    { type: 'BODY', text: 'مرحبا {{1}} تم شحن طلبك رقم {{2}} شكرا لك', example: { body_text: [['سارة', '42']] } },
    { type: 'FOOTER', text: 'متجرنا' },
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'URL', text: 'Track', url: 'https://shop.test/o/{{1}}', example: ['abc'] },
        { type: 'QUICK_REPLY', text: 'Help' },
      ],
    },
  ],
}

const parameter = (text: string) => ({ type: 'text', text })
const header = { type: 'header', parameters: [parameter('42')] }
const body = { type: 'body', parameters: [parameter('سارة'), parameter('42')] }
const link = { type: 'button', sub_type: 'url', index: '0', parameters: [parameter('abc')] }
const help = {
  type: 'button',
  sub_type: 'quick_reply',
  index: 1,
  parameters: [{ type: 'payload', payload: 'help:42' }],
}

function send(street: Street, shopper: Json, template: Json): Promise<Reply> {
  return street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    type: 'template',
    template,
  })
}

const fitting = { name: 'order_shipped', language: { code: 'ar' }, components: [header, body, link, help] }

async function approved(street: Street, template: Json = shipped): Promise<Json> {
  const created = await street.graph('POST', path, template)
  await street.hears((heard) => changeOf(heard)?.message_template_id === Number(created.body.id))
  return created.body
}

t.test('a template is pending, then approved, and the app is told', async (t) => {
  const street = await openStreet(t)
  const created = await street.graph('POST', path, shipped)
  t.match(created.body, { status: 'PENDING', category: 'UTILITY', id: /^\d+$/ })
  const heard = await street.hears((each) => each.body.entry?.[0].changes[0].field === 'message_template_status_update')
  t.match(changeOf(heard), {
    event: 'APPROVED',
    message_template_id: Number(created.body.id),
    message_template_name: 'order_shipped',
    message_template_language: 'ar',
    reason: 'NONE',
  })
  const { body: listed } = await street.graph(
    'GET',
    `${path}?name=order_shipped&fields=name,status,language,components`,
  )
  t.match(listed.data, [{ id: created.body.id, name: 'order_shipped', status: 'APPROVED', language: 'ar' }])
  const again = await street.graph('POST', path, shipped)
  t.match(again.body.error, { code: 100, error_subcode: 2388024 }, 'one text per language')
})

t.test('an approved template goes out after the window has closed, and its buttons come back', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await approved(street)
  await street.control('POST', '/clock', { advanceMs: 3 * 86_400_000 })
  const sent = await send(street, shopper, fitting)
  t.match(sent.body.messages, [{ message_status: 'accepted' }])
  const status = statusOf(await street.hears((heard) => statusOf(heard)?.status === 'sent'))
  t.match(status.pricing, { category: 'utility', type: 'regular', billable: true })

  const { body: chat } = await street.control('GET', `/shoppers/${shopper.id}/chat?after=1`)
  t.match(chat.messages[0], {
    text: 'طلب 42\nمرحبا سارة تم شحن طلبك رقم 42 شكرا لك\nمتجرنا\n[Track] https://shop.test/o/abc\n[Help]',
    taps: [{ id: 'help:42', title: 'Help' }],
    links: [{ title: 'Track', url: 'https://shop.test/o/abc' }],
  })
  await street.control('POST', `/shoppers/${shopper.id}/say`, { tap: { title: 'Help' } })
  const heard = await street.hears((each) => messageOf(each)?.type === 'button')
  t.match(messageOf(heard), { button: { payload: 'help:42', text: 'Help' }, context: { id: sent.body.messages[0].id } })
})

const misfits: [name: string, template: Json, code: number][] = [
  ['another language', { ...fitting, language: { code: 'ar_EG' } }, 132001],
  ['an unknown name', { ...fitting, name: 'order_shiped' }, 132001],
  [
    'too few body parameters',
    { ...fitting, components: [header, { ...body, parameters: [parameter('x')] }, link] },
    132000,
  ],
  ['no header parameter', { ...fitting, components: [body, link] }, 132000],
  [
    'a named parameter in a positional template',
    {
      ...fitting,
      components: [
        header,
        {
          ...body,
          parameters: [
            { ...parameter('x'), parameter_name: 'a' },
            { ...parameter('y'), parameter_name: 'b' },
          ],
        },
        link,
      ],
    },
    132012,
  ],
  ['no parameter for the link', { ...fitting, components: [header, body] }, 131008],
  ['a button of another kind', { ...fitting, components: [header, body, { ...link, index: '1' }] }, 131008],
  [
    'a line break',
    { ...fitting, components: [header, { ...body, parameters: [parameter('a\nb'), parameter('42')] }, link] },
    132018,
  ],
  [
    'a text that grows too long',
    { ...fitting, components: [header, { ...body, parameters: [parameter('x'.repeat(1020)), parameter('42')] }, link] },
    132005,
  ],
]

t.test('parameters must fit the stored template exactly', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await approved(street)
  for (const [name, template, code] of misfits) {
    const answer = await send(street, shopper, template)
    t.equal(answer.body.error?.code, code, name)
    if (code === 132001) t.equal(answer.status, 404)
  }
  t.equal((await send(street, shopper, fitting)).status, 200)
})

t.test('named templates want every name', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await approved(street, {
    name: 'welcome',
    language: 'en',
    category: 'MARKETING',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'body',
        text: 'Dear {{first_name}}, welcome back to our shop',
        example: { body_text_named_params: [{ param_name: 'first_name', example: 'Sara' }] },
      },
    ],
  })
  const named = (name: string) => ({
    name: 'welcome',
    language: { code: 'en' },
    components: [{ type: 'body', parameters: [{ ...parameter('Sara'), parameter_name: name }] }],
  })
  t.equal((await send(street, shopper, named('last_name'))).body.error.code, 132012)
  t.equal((await send(street, shopper, named('first_name'))).status, 200)
})

t.test('paused, disabled and rejected templates cannot be sent, and each turn is told', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { id } = await approved(street)
  for (const [status, code] of [
    ['PAUSED', 132015],
    ['REJECTED', 132001],
    ['DISABLED', 132016],
  ] as const) {
    await street.control('POST', `/templates/${id}`, { status })
    await street.hears((heard) => changeOf(heard)?.event === status)
    t.equal((await send(street, shopper, fitting)).body.error.code, code, status)
  }
})

t.test('a rejected template is told with its reason', async (t) => {
  const street = await openStreet(t)
  await street.control('POST', '/misbehave', { api: 'templates', fault: 'rejected', details: 'PROMOTIONAL', times: 1 })
  await approved(street)
  t.match(street.receiver.heard.map(changeOf), [{ event: 'REJECTED', reason: 'PROMOTIONAL' }])
})

const written = (text: string, example?: unknown) => ({
  ...shipped,
  components: [{ type: 'BODY', text, ...(example ? { example } : {}) }],
})

const unwritable: [name: string, template: Json][] = [
  ['a name with capitals', { ...shipped, name: 'Order' }],
  ['an unknown category', { ...shipped, category: 'SERVICE' }],
  ['no body', { ...shipped, components: [] }],
  ['a variable first', written('{{1}} your order is on its way today', { body_text: [['a']] })],
  ['a variable last', written('Your order is on its way to {{1}}', { body_text: [['a']] })],
  ['variables out of order', written('Dear {{2}} your order {{1}} is on its way', { body_text: [['a', 'b']] })],
  ['a variable without example', written('Dear {{1}} your order is on its way')],
  ['too many variables', written('Dear {{1}} a {{2}} b {{3}} c', { body_text: [['a', 'b', 'c']] })],
  [
    'a footer with a variable',
    { ...shipped, components: [...written('Your order is here').components, { type: 'FOOTER', text: 'by {{1}}' }] },
  ],
  [
    'a media header without sample',
    { ...shipped, components: [...written('Your order is here').components, { type: 'HEADER', format: 'IMAGE' }] },
  ],
  [
    'a long button',
    {
      ...shipped,
      components: [
        ...written('Your order is here').components,
        { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'x'.repeat(26) }] },
      ],
    },
  ],
]

t.test('templates that break the rules are not taken', async (t) => {
  const street = await openStreet(t)
  for (const [name, template] of unwritable) {
    t.equal((await street.graph('POST', path, template)).body.error?.code, 100, name)
  }
})

t.test('an edit goes through review again, once a day', async (t) => {
  const street = await openStreet(t)
  const { id } = await approved(street)
  const edited = { components: [{ type: 'BODY', text: 'Your order has left us' }] }
  t.same((await street.graph('POST', `/${id}`, edited)).body, { success: true })
  await street.quiet()
  t.match((await street.graph('GET', `/${id}?fields=status,components`)).body, {
    status: 'APPROVED',
    components: edited.components,
  })
  t.equal((await street.graph('POST', `/${id}`, edited)).body.error.code, 100)
})

t.test('deleting a name takes all its languages and blocks it for 30 days', async (t) => {
  const street = await openStreet(t)
  await approved(street)
  await approved(street, { ...shipped, language: 'en' })
  t.same((await street.graph('DELETE', `${path}?name=order_shipped`)).body, { success: true })
  t.same((await street.graph('GET', path)).body.data, [])
  t.match((await street.graph('POST', path, shipped)).body.error, { error_subcode: 2388023 })
  t.equal((await street.graph('DELETE', `${path}?name=order_shipped`)).status, 404)
  await street.control('POST', '/clock', { advanceMs: 31 * 86_400_000 })
  t.equal((await street.graph('POST', path, shipped)).status, 200)
})
