import t from 'tap'
import { readInbound } from '#modules/conversation/inbound.rules.ts'

const contact = { wa_id: '966500000001', user_id: 'SA.1', profile: { name: ' Sara ', username: 'sara.k' } }
const from = { id: 'wamid.1', from: '966500000001', from_user_id: 'SA.1' }

const saidIn = (message: Record<string, unknown>) => readInbound({ contact, message: { ...from, ...message } }).said

t.test('the sender is read from the message and its contact', async (t) => {
  t.same(readInbound({ contact, message: { ...from, type: 'text', text: { body: 'hi' } } }).sender, {
    bsuid: 'SA.1',
    waId: '966500000001',
    parentBsuid: null,
    username: 'sara.k',
    name: 'Sara',
  })
})

t.test('someone who hides their number has an id and no number, wherever Meta puts the id', async (t) => {
  const hidden = { user_id: 'SA.1', parent_user_id: 'SA.ENT.7', profile: { name: 'Sara' } }
  const expected = { bsuid: 'SA.1', waId: null, parentBsuid: 'SA.ENT.7', username: null, name: 'Sara' }
  t.same(readInbound({ contact: hidden, message: { id: 'w', from_user_id: 'SA.1' } }).sender, expected)
  t.same(readInbound({ contact: hidden, message: { id: 'w', from: 'SA.1' } }).sender, expected)
})

t.test('without a readable id there is no sender', async (t) => {
  t.equal(readInbound({ contact: null, message: { from: 'somebody' } }).sender, null)
  t.equal(readInbound(null).sender, null)
  t.equal(readInbound([]).sender, null)
})

t.test('each kind of message is read in the shop’s words', async (t) => {
  const table: [Record<string, unknown>, unknown][] = [
    [
      { type: 'text', text: { body: ' hi ' } },
      { kind: 'text', text: 'hi', about: null },
    ],
    [
      { type: 'text', text: { body: 'this?' }, context: { referred_product: { product_retailer_id: 'D-41' } } },
      { kind: 'text', text: 'this?', about: 'D-41' },
    ],
    [
      { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'cart::1:x', title: 'Cart' } } },
      { kind: 'tap', id: 'cart::1:x', title: 'Cart' },
    ],
    [
      { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'menu::1:x', title: 'Menu' } } },
      { kind: 'tap', id: 'menu::1:x', title: 'Menu' },
    ],
    [
      { type: 'button', button: { payload: 'order-again:abc:0:mac', text: 'Order again' } },
      { kind: 'tap', id: 'order-again:abc:0:mac', title: 'Order again' },
    ],
    [
      { type: 'button', button: { payload: 'Track order', text: 'Track order' } },
      { kind: 'text', text: 'Track order', about: null },
    ],
    [
      { type: 'location', location: { latitude: 24.7, longitude: '46.6', name: 'Home', address: 'Olaya' } },
      { kind: 'pin', latitude: 24.7, longitude: 46.6, label: 'Home, Olaya' },
    ],
    [
      { type: 'location', location: { latitude: 240, longitude: 0 } },
      { kind: 'unreadable', what: 'location' },
    ],
    [
      { type: 'contacts', contacts: [{ phones: [{ phone: '+966 50 000 0001' }] }] },
      { kind: 'contact', phones: ['+966 50 000 0001'] },
    ],
    [{ type: 'audio', audio: { id: '1', voice: true } }, { kind: 'voice' }],
    [
      { type: 'image', image: { id: '1', caption: 'have this?' } },
      { kind: 'media', caption: 'have this?' },
    ],
    [{ type: 'sticker', sticker: { id: '1' } }, { kind: 'sticker' }],
    [
      { type: 'reaction', reaction: { emoji: '👍' } },
      { kind: 'aside', what: 'reaction' },
    ],
    [
      { type: 'edit', edit: {} },
      { kind: 'aside', what: 'edit' },
    ],
    [
      { type: 'revoke', revoke: {} },
      { kind: 'aside', what: 'revoke' },
    ],
    [
      { type: 'text', text: { body: '   ' } },
      { kind: 'aside', what: 'empty' },
    ],
    [{ type: 'request_welcome' }, { kind: 'text', text: 'hi', about: null }],
    [
      { type: 'unsupported', errors: [{ code: 131051 }] },
      { kind: 'unreadable', what: 'unsupported' },
    ],
    [{ type: 'interactive' }, { kind: 'unreadable', what: 'interactive none' }],
    [
      { type: 'interactive', interactive: { type: 'nfm_reply' } },
      { kind: 'unreadable', what: 'interactive nfm_reply' },
    ],
    [{ type: 'hologram' }, { kind: 'unreadable', what: 'hologram' }],
    [{ type: 'constructor' }, { kind: 'unreadable', what: 'constructor' }],
    [{}, { kind: 'unreadable', what: 'none' }],
  ]
  for (const [message, said] of table) t.same(saidIn(message), said, JSON.stringify(message))
})

t.test('news of a new number or id is read as Meta has spelled it over the years', async (t) => {
  const system = (fields: Record<string, unknown>) => saidIn({ type: 'system', system: fields })
  t.same(system({ type: 'user_changed_number', wa_id: '966500000002' }), {
    kind: 'moved',
    waId: '966500000002',
    bsuid: null,
  })
  t.same(system({ type: 'customer_changed_number', new_wa_id: '966500000002' }), {
    kind: 'moved',
    waId: '966500000002',
    bsuid: null,
  })
  t.same(system({ type: 'user_changed_user_id', user_id: 'SA.2' }), { kind: 'moved', waId: null, bsuid: 'SA.2' })
  t.same(system({ type: 'customer_identity_changed' }), { kind: 'identity_changed' })
  t.same(system({ type: 'group_created' }), { kind: 'aside', what: 'system group_created' })
  t.same(system({ type: '<b>'.repeat(999) }), { kind: 'aside', what: 'system' })
})

t.test('row 14: a quantity that is no number of things is taken for none, never for a price or a debt', async (t) => {
  const quantityIn = (quantity: unknown) => {
    const said = saidIn({ type: 'order', order: { product_items: [{ product_retailer_id: 'D-41', quantity }] } })
    return said.kind === 'cart' ? said.items[0]?.quantity : said
  }
  t.equal(quantityIn(2), 2)
  t.equal(quantityIn('٣'), 3)
  t.equal(quantityIn('3'), 3)
  for (const quantity of [0, -1, 1.5, 1e300, Number.NaN, '2e3', '-2', null, undefined, {}, [], true]) {
    t.ok(Number.isNaN(quantityIn(quantity)), String(quantity))
  }
})

t.test('a cart of ten thousand lines is read as far as any order could hold', async (t) => {
  const product_items = Array.from({ length: 10_001 }, (_, at) => ({ product_retailer_id: `D-${at}`, quantity: 1 }))
  const said = saidIn({ type: 'order', order: { product_items } })
  t.equal(said.kind === 'cart' && said.items.length, 200)
  t.match(saidIn({ type: 'order', order: {} }), { kind: 'unreadable' })
  t.match(saidIn({ type: 'order', order: { product_items: [{ quantity: 1 }, null, 'x'] } }), { kind: 'unreadable' })
})
