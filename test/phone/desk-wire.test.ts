import t from 'tap'
import { filterWire, openFilter, wireRow } from '#phone/desk/wire.ts'
import type { JournalLine } from '#phone/state/types.ts'

const at = '2026-11-22T20:00:00.000Z'

const sent: JournalLine = {
  n: 1,
  at,
  kind: 'graph',
  method: 'POST',
  path: '/v23.0/100550000000011/messages',
  status: 200,
  ms: 12.34,
  body: { to: '+966500000001', type: 'interactive', interactive: { type: 'list' } },
}
const told: JournalLine = {
  n: 2,
  at,
  kind: 'webhook',
  target: 'http://127.0.0.1:3000/webhooks/whatsapp',
  status: 500,
  body: {
    object: 'whatsapp_business_account',
    entry: [
      {
        changes: [
          { field: 'messages', value: { messages: [{ type: 'text', from: '966500000002', text: { body: 'سلام' } }] } },
          { field: 'messages', value: { statuses: [{ status: 'delivered' }, { status: 'delivered' }] } },
        ],
      },
    ],
  },
}
const paid: JournalLine = {
  n: 3,
  at,
  kind: 'webhook',
  target: 'http://127.0.0.1:3000/webhooks/stripe/st_1',
  status: 200,
  fault: 'duplicate',
  body: { type: 'checkout.session.completed' },
}
const asked: JournalLine = { n: 4, at, kind: 'stripe', method: 'GET', path: '/v1/refunds?limit=3', status: 0 }
const rows = [sent, told, paid, asked].map(wireRow)
const shown = (filter: Partial<typeof openFilter>) =>
  filterWire(rows, { ...openFilter, ...filter }).map(({ entry }) => entry.n)

t.test('a line of the wire says what it was, which way it went and how it ended', async (t) => {
  t.match(rows[0], { direction: 'from-shop', title: 'interactive list', ok: true, tookMs: 12 })
  t.match(rows[1], { direction: 'to-shop', ok: false, tookMs: null })
  t.match(rows[1], { title: 'text, status delivered, status delivered', address: '/webhooks/whatsapp' })
  t.match(rows[2], { title: 'checkout.session.completed', ok: true })
  t.match(rows[3], { title: 'GET refunds', address: 'GET /v1/refunds?limit=3', ok: false })
})

t.test('what was said to or by a person can be read without opening the line', async (t) => {
  t.equal(rows[1]?.said, 'سلام')
  const body = (interactive: object) => wireRow({ ...sent, body: { type: 'interactive', interactive } }).said
  t.equal(body({ type: 'list', body: { text: 'Pick\na section' } }), 'Pick a section')
  t.equal(body({ type: 'button', body: { text: 'x'.repeat(200) } }).length, 90)
  t.equal(rows[2]?.said, '')
})

t.test('read marks, typing and templates are told apart', async (t) => {
  const title = (body: object) => wireRow({ ...sent, body }).title
  t.equal(title({ status: 'read', message_id: 'wamid.1' }), 'read')
  t.equal(title({ status: 'read', typing_indicator: { type: 'text' } }), 'read, typing')
  t.equal(title({ type: 'template', template: { name: 'order_update' } }), 'template order_update')
})

t.test('newest first, and everything unless asked otherwise', async (t) => {
  t.same(shown({}), [4, 3, 2, 1])
})

t.test('the wire is narrowed by kind, by text and by person', async (t) => {
  t.same(shown({ kinds: ['graph', 'stripe'] }), [4, 1])
  t.same(shown({ text: ' سلام ' }), [2])
  t.same(shown({ text: 'SESSION.COMPLETED' }), [3])
  t.same(shown({ shopper: ['966500000001', 'SA.77'] }), [1])
})

t.test('trouble is what failed and what a fault struck', async (t) => {
  t.same(shown({ faultsOnly: true }), [4, 3, 2])
})
