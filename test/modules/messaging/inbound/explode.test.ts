import t from 'tap'
import { type Exploded, explode, type Json } from '#modules/messaging/channels/whatsapp/inbound/explode.rules.ts'

const contact = { profile: { name: 'سارة' }, wa_id: '966500000001', user_id: 'SA.1' }
const text = (id: string, from: Record<string, string>) => ({
  id,
  ...from,
  timestamp: '1795000000',
  type: 'text',
  text: { body: 'hi' },
})

function body(value: Record<string, Json>, field = 'messages'): Json {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: 'waba', changes: [{ field, value: { metadata: { phone_number_id: '1065' }, ...value } }] }],
  }
}

const keptOf = (row: Exploded | undefined) => JSON.parse(row?.json ?? 'null')

t.test('every message and status at every level becomes a row of its own', async (t) => {
  const value = {
    metadata: { phone_number_id: '1065' },
    contacts: [contact],
    messages: [text('wamid.1', { from: '966500000001' }), text('wamid.2', { from: '966500000001' })],
    statuses: [{ id: 'wamid.9', status: 'sent', timestamp: '1795000001' }],
  }
  const change = { field: 'messages', value }
  const payload: Json = {
    entry: [
      { id: 'a', changes: [change, change] },
      { id: 'b', changes: [change] },
    ],
  }
  const rows = explode(payload)
  t.equal(rows.filter((row) => row.kind === 'message').length, 6)
  t.equal(rows.filter((row) => row.kind === 'status').length, 3)
})

t.test('a message is keyed by number and id, and its mailbox by the business-scoped id before the phone', async (t) => {
  const [row] = explode(body({ contacts: [contact], messages: [text('wamid.1', { from: '966500000001' })] }))
  t.match(row, {
    kind: 'message',
    number: '1065',
    dedupeKey: '1065|wamid.1',
    mailboxKey: '1065|SA.1',
    happenedAt: new Date(1_795_000_000_000),
  })
  t.match(keptOf(row), { number: '1065', contact: { user_id: 'SA.1' } })
})

t.test('an id of a store that no database could look up is made one that it can', async (t) => {
  const value = { metadata: { phone_number_id: '10\u000065' }, messages: [text('wamid.1', { from: '1' })] }
  const [row] = explode({ entry: [{ id: 'wa\u0000ba', changes: [{ field: 'messages', value }] }] })
  t.match(row, { number: '1065', account: 'waba' })
  t.match(keptOf(row), { number: '1065' })
  const [notice] = explode({ entry: [{ id: '\ud800', changes: [{ field: 'account_update', value }] }] })
  t.match(notice, { number: '1065', account: '\ufffd' })
})

t.test('a shopper without a phone number has a mailbox too', async (t) => {
  const [row] = explode(body({ contacts: [], messages: [text('wamid.1', { from_user_id: 'SA.77' })] }))
  t.equal(row?.mailboxKey, '1065|SA.77')
})

t.test('contacts are matched by what they name, not by place', async (t) => {
  const other = { wa_id: '966500000002', user_id: 'SA.2' }
  const [row] = explode(body({ contacts: [other, contact], messages: [text('wamid.1', { from: '966500000001' })] }))
  t.match(keptOf(row), { contact: { user_id: 'SA.1' } })
})

t.test('equal deliveries have equal keys, and each state of a message has its own', async (t) => {
  const status = (name: string) => ({ id: 'wamid.9', status: name, timestamp: '1795000001' })
  const keys = ['sent', 'sent', 'delivered'].map((name) => explode(body({ statuses: [status(name)] }))[0]?.dedupeKey)
  t.equal(keys[0], keys[1])
  t.not(keys[1], keys[2])
})

t.test('other fields arrive as notices that name the account', async (t) => {
  const [row] = explode(body({ event: 'APPROVED', message_template_id: 12 }, 'message_template_status_update'))
  t.match(row, { kind: 'notice', account: 'waba' })
  t.match(keptOf(row), { field: 'message_template_status_update' })
})

t.test('whatever cannot be read is kept and parked with its reason', async (t) => {
  const cases: [Json, string][] = [
    [null, 'parked:unknown-shape'],
    [[1, 2], 'parked:unknown-shape'],
    [{ entry: [{}] }, 'parked:no-changes'],
    [{ entry: [{ changes: [{ field: 'messages' }] }] }, 'parked:no-value'],
    [body({ messages: [{ type: 'text' }] }), 'parked:message-without-id'],
    [body({ messages: [text('wamid.1', {})] }), 'parked:no-sender'],
    [body({ messages: [{ ...text('wamid.1', { from: '1' }), group_id: 'g' }] }), 'parked:group'],
    [body({ statuses: [{ status: 'sent' }] }), 'parked:status-without-id'],
  ]
  for (const [payload, outcome] of cases) t.equal(explode(payload)[0]?.outcome, outcome)
})

t.test('text that PostgreSQL cannot hold is cleaned on the way in', async (t) => {
  const poison = { ...text('wamid.1', { from: '1' }), text: { body: 'a\u0000b\ud800' } }
  const [row] = explode(body({ messages: [poison] }))
  t.match(keptOf(row), { message: { text: { body: 'ab\ufffd' } } })
})

t.test('whatever cannot be stored is taken out, wherever it stands; all else is left alone', async (t) => {
  const said = (text: string) => {
    const message = { id: 'wamid.1', from: '966500000001', timestamp: '1795000000', type: 'text', text: { body: text } }
    const [row] = explode(body({ contacts: [], messages: [message] }))
    return keptOf(row).message.text.body
  }
  t.equal(said('a\u0000b\bc\u007fd\u0085e'), 'abcde')
  t.equal(said('one\r\ntwo\rthree\tfour'), 'one\ntwo\nthree\tfour')
  t.equal(said('\ud800 alone'), '\ufffd alone')
  t.equal(said('"C:\\users" / 👋🏽 سلام\n'), '"C:\\users" / 👋🏽 سلام\n')
  const [row] = explode(body({ contacts: [], messages: [{ id: 'wamid.2', from: '9665', 'bad\u0000key': true }] }))
  t.match(keptOf(row).message, { badkey: true })
})
