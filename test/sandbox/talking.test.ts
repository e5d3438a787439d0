import { createHmac } from 'node:crypto'
import t from 'tap'
import { changeOf, messageOf, messagesPath, openStreet, shop, statusOf, textTo, visitor } from './support.ts'

t.test('what a shopper says reaches the shop signed over the escaped bytes', async (t) => {
  const street = await openStreet(t)
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'سارة', phone: '+201001234567' })
  const { body: said } = await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'مرحبا 👋 a/b' })
  const heard = await street.hears(messageOf)

  const raw = heard.raw.toString('latin1')
  t.match(raw, '\\u0645\\u0631\\u062d\\u0628\\u0627 \\ud83d\\udc4b a\\/b', 'Arabic, emoji and slashes are escaped')
  t.notMatch(raw, /[\u0080-\u00ff]/, 'nothing above U+007F is on the wire')
  const mac = createHmac('sha256', shop.appSecret).update(heard.raw).digest('hex')
  t.equal(heard.headers['x-hub-signature-256'], `sha256=${mac}`)
  t.equal(heard.headers['user-agent'], 'facebookexternalua')
  t.equal(heard.path, '/meta')
  t.same(messageOf(heard), {
    from: '201001234567',
    from_user_id: shopper.bsuid,
    id: said.wamid,
    timestamp: '1795341600',
    type: 'text',
    text: { body: 'مرحبا 👋 a/b' },
  })
  t.same(changeOf(heard).contacts, [{ profile: { name: 'سارة' }, wa_id: '201001234567', user_id: shopper.bsuid }])
  t.equal(changeOf(heard).metadata.phone_number_id, shop.phoneNumberId)
})

t.test('a shopper who hides the number is known by the business-scoped id alone', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street, { phone: null, username: 'sara.k' })
  const heard = await street.hears(messageOf)
  t.equal(shopper.waId, null)
  t.notHas(messageOf(heard), { from: /./ })
  t.same(changeOf(heard).contacts, [{ profile: { name: 'سارة', username: 'sara.k' }, user_id: shopper.bsuid }])

  const body = { messaging_product: 'whatsapp', recipient: shopper.bsuid, type: 'text', text: { body: 'Hello' } }
  const sent = await street.graph('POST', messagesPath, body)
  t.same(sent.body.contacts, [{ input: shopper.bsuid, user_id: shopper.bsuid }])
  const status = statusOf(await street.hears((each) => statusOf(each)?.status === 'delivered'))
  t.equal(status.recipient_user_id, shopper.bsuid)
  t.notOk('recipient_id' in status)
})

t.test('a message climbs from sent over delivered to read, with price and opaque data', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const sent = await street.graph('POST', messagesPath, { ...textTo(shopper.waId), biz_opaque_callback_data: 'out:1' })
  t.equal(sent.status, 200)
  t.same(sent.body.contacts, [{ input: `+${shopper.waId}`, wa_id: shopper.waId, user_id: shopper.bsuid }])
  await street.hears((heard) => statusOf(heard)?.status === 'read')

  const ladder = street.receiver.heard.map(statusOf).filter(Boolean)
  t.same(
    ladder.map(({ status }) => status),
    ['sent', 'delivered', 'read'],
  )
  t.ok(
    ladder.every(({ id, biz_opaque_callback_data: opaque }) => id === sent.body.messages[0].id && opaque === 'out:1'),
  )
  t.same(ladder[0].pricing, {
    billable: false,
    pricing_model: 'PMP',
    type: 'free_customer_service',
    category: 'service',
  })
  t.notOk(ladder[2].pricing, 'read carries no price')
})

t.test('a shopper without blue ticks never reads, and a reaction is only ever sent', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street, { readReceipts: false })
  const first = await street.graph('POST', messagesPath, textTo(shopper.waId))
  const [{ id }] = first.body.messages
  await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    type: 'reaction',
    reaction: { message_id: id, emoji: '👍' },
  })
  await street.hears((heard) => statusOf(heard)?.status === 'delivered')
  await new Promise((resolve) => setTimeout(resolve, 40))
  const statuses = street.receiver.heard.map(statusOf).filter(Boolean)
  t.same(
    statuses.filter((each) => each.id === id).map(({ status }) => status),
    ['sent', 'delivered'],
  )
  t.same(
    statuses.filter((each) => each.id !== id).map(({ status }) => status),
    ['sent'],
  )
})

t.test('a tapped row comes back as the list reply of the newest message that holds it', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const rows = [
    { id: 'ship:fast', title: 'Fast delivery', description: 'Tomorrow' },
    { id: 'ship:slow', title: 'Slow delivery' },
  ]
  const interactive = { type: 'list', body: { text: 'How?' }, action: { button: 'Choose', sections: [{ rows }] } }
  const sent = await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    type: 'interactive',
    interactive,
  })
  const chat = await street.control('GET', `/shoppers/${shopper.id}/chat?after=1`)
  t.match(chat.body.messages, [
    {
      n: 2,
      direction: 'out',
      type: 'interactive',
      text: 'How?\n[Choose]\n• Fast delivery: Tomorrow\n• Slow delivery',
      taps: [
        { id: 'ship:fast', title: 'Fast delivery' },
        { id: 'ship:slow', title: 'Slow delivery' },
      ],
    },
  ])

  await street.control('POST', `/shoppers/${shopper.id}/say`, { tap: { title: 'Fast' } })
  const heard = await street.hears((each) => messageOf(each)?.type === 'interactive')
  t.match(messageOf(heard), {
    context: { from: '15550001111', id: sent.body.messages[0].id },
    interactive: {
      type: 'list_reply',
      list_reply: { id: 'ship:fast', title: 'Fast delivery', description: 'Tomorrow' },
    },
  })

  const missed = await street.control('POST', `/shoppers/${shopper.id}/say`, { tap: { title: 'Free' } })
  t.equal(missed.status, 404)
  t.same(
    missed.body.taps.map(({ title }: { title: string }) => title),
    ['Fast delivery', 'Slow delivery'],
  )
})

t.test('a chat can be waited on until the shop says something new', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const waiting = street.control('GET', `/shoppers/${shopper.id}/chat?after=1&waitMs=2000`)
  await street.graph('POST', messagesPath, textTo(shopper.waId, 'See https://shop.test/p/1'))
  const { body } = await waiting
  t.match(body.messages, [{ text: 'See https://shop.test/p/1', links: [{ url: 'https://shop.test/p/1' }] }])
  const { body: nothing } = await street.control('GET', `/shoppers/${shopper.id}/chat?after=2&waitMs=20`)
  t.same(nothing.messages, [])
})

t.test('every kind of shopper message has the shape Meta sends', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const target = (await street.hears(messageOf)).body.entry[0].changes[0].value.messages[0].id
  const said: [Record<string, unknown>, Record<string, unknown>][] = [
    [
      { location: { latitude: 30.04, longitude: 31.23, name: 'Home' } },
      { location: { latitude: 30.04, name: 'Home' } },
    ],
    [{ voice: true }, { type: 'audio', audio: { voice: true, mime_type: 'audio/ogg; codecs=opus', sha256: String } }],
    [
      { image: { caption: 'this one' } },
      { type: 'image', image: { caption: 'this one', id: /^\d+$/, url: /media-bytes/ } },
    ],
    [{ document: true }, { document: { filename: 'document.pdf' } }],
    [{ sticker: true }, { sticker: { animated: false, mime_type: 'image/webp' } }],
    [{ contacts: [{ name: 'Mona', phone: '+201' }] }, { contacts: [{ name: { formatted_name: 'Mona' } }] }],
    [{ reaction: { messageId: target, emoji: '❤️' } }, { reaction: { message_id: target, emoji: '❤️' } }],
    [{ unsupported: true }, { type: 'unsupported', errors: [{ code: 131051 }] }],
    [{ edit: { messageId: target, text: 'hi!' } }, { edit: { original_message_id: target } }],
    [{ revoke: { messageId: target } }, { revoke: { original_message_id: target } }],
    [{ text: 'from an ad', referral: true }, { referral: { source_type: 'ad', ctwa_clid: String } }],
    [
      { text: 'this?', context: { referredRetailerId: 'SKU-1' } },
      { context: { referred_product: { product_retailer_id: 'SKU-1' } } },
    ],
    [{ raw: { type: 'hologram', hologram: { x: 1 } } }, { type: 'hologram', hologram: { x: 1 } }],
  ]
  for (const [act, expected] of said) {
    const { body } = await street.control('POST', `/shoppers/${shopper.id}/say`, act)
    const heard = await street.hears((each) => messageOf(each)?.id === body.wamid)
    t.match(messageOf(heard), expected, Object.keys(act).join())
  }
  const none = await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'a', voice: true })
  t.equal(none.status, 400, 'one act at a time')
})

t.test('a submitted form repeats the flow token of the newest form', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const parameters = { flow_message_version: '3', flow_id: '1', flow_cta: 'Address', flow_token: 'tok-9' }
  await street.graph('POST', messagesPath, {
    messaging_product: 'whatsapp',
    to: `+${shopper.waId}`,
    type: 'interactive',
    interactive: { type: 'flow', body: { text: 'Where to?' }, action: { name: 'flow', parameters } },
  })
  await street.control('POST', `/shoppers/${shopper.id}/say`, { flowReply: { answers: { city: 'القاهرة' } } })
  const heard = await street.hears((each) => messageOf(each)?.interactive?.type === 'nfm_reply')
  t.same(JSON.parse(messageOf(heard).interactive.nfm_reply.response_json), { flow_token: 'tok-9', city: 'القاهرة' })
})

t.test('a new number and a new user id are told to the shop and work from then on', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { body: moved } = await street.control('POST', `/shoppers/${shopper.id}/change-number`, {
    phone: '+201099999999',
  })
  const heard = await street.hears((each) => messageOf(each)?.system?.type === 'user_changed_number')
  t.match(messageOf(heard), { from: shopper.waId, system: { wa_id: '201099999999' } })
  t.notOk(changeOf(heard).contacts, 'system notices carry no contacts')
  t.equal(moved.waId, '201099999999')
  t.equal((await street.graph('POST', messagesPath, textTo('201099999999'))).status, 200)
  const { body: chat } = await street.control('GET', `/shoppers/${shopper.id}/chat`)
  t.match(chat.messages[1], { type: 'system', text: /changed from/ }, 'the chat tells of it too')

  const { body: renamed } = await street.control('POST', `/shoppers/${shopper.id}/change-user-id`, {})
  const second = await street.hears((each) => messageOf(each)?.system?.type === 'user_changed_user_id')
  t.match(messageOf(second), { from_user_id: shopper.bsuid, system: { user_id: renamed.bsuid } })
  const old = { messaging_product: 'whatsapp', recipient: shopper.bsuid, type: 'text', text: { body: 'x' } }
  t.match((await street.graph('POST', messagesPath, old)).body.error, { code: 100, error_subcode: 33 })
})

t.test('a refused webhook comes again, the same bytes, until it is taken', async (t) => {
  const street = await openStreet(t)
  street.receiver.answers.push(500, 503)
  await visitor(street)
  await street.quiet()
  t.equal(street.receiver.heard.length, 3)
  const [first, second, third] = street.receiver.heard
  t.same(second?.raw, first?.raw)
  t.same(third?.raw, first?.raw)
  const { body } = await street.control('GET', '/journal?kind=webhook')
  t.same(
    body.entries.map(({ status, attempt }: { status: number; attempt: number }) => [attempt, status]),
    [
      [1, 500],
      [2, 503],
      [3, 200],
    ],
  )
})

t.test('under load many changes share one signed body', async (t) => {
  const street = await openStreet(t)
  const [mona, sara] = [await visitor(street), await visitor(street)]
  await street.quiet()
  street.receiver.heard.length = 0
  await street.control('PUT', '/timing', { webhookBatchMs: 300 })
  const say = async (shopper: { id: string }, text: string): Promise<string> =>
    (await street.control('POST', `/shoppers/${shopper.id}/say`, { text })).body.wamid
  const said = [await say(mona, 'one'), await say(sara, 'two'), await say(mona, 'three')]
  await street.quiet()
  t.equal(street.receiver.heard.length, 1)
  const [entry, ...others] = street.receiver.heard[0]?.body.entry ?? []
  t.same(others, [], 'one account, one entry')
  t.same(
    entry.changes.map(({ value }: { value: { messages: { id: string }[] } }) => value.messages[0]?.id),
    said,
  )
  t.match((await street.control('POST', '/webhooks/replay', { wamid: said[1] })).body, { sent: 1 })
})

t.test('a shopper can stop marketing, and hear from the shop about orders all the same', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const template = {
    name: 'sale',
    language: 'en',
    category: 'MARKETING',
    components: [{ type: 'BODY', text: 'Sale today' }],
  }
  await street.graph('POST', `/${shop.wabaId}/message_templates`, template)
  await street.quiet()
  const sale = { ...textTo(shopper.waId), type: 'template', template: { name: 'sale', language: { code: 'en' } } }
  sale.text = undefined
  t.equal((await street.graph('POST', messagesPath, sale)).status, 200)

  await street.control('POST', `/shoppers/${shopper.id}/marketing`, { value: 'stop' })
  const heard = await street.hears((each) => changeOf(each)?.user_preferences)
  t.match(changeOf(heard).user_preferences, [{ wa_id: shopper.waId, category: 'marketing_messages', value: 'stop' }])
  t.equal((await street.graph('POST', messagesPath, sale)).body.error.code, 131050)
  t.equal((await street.graph('POST', messagesPath, textTo(shopper.waId))).status, 200)
  await street.control('POST', `/shoppers/${shopper.id}/marketing`, { value: 'resume' })
  t.equal((await street.graph('POST', messagesPath, sale)).status, 200)
})
