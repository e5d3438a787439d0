import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readJournal } from '#test/faults/check/journal.ts'
import { checkSends } from '#test/faults/check/sends.ts'
import { summaryOf, verdict } from '#test/faults/check/verdict.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import type { Doubt } from '#test/faults/strike/instruments.ts'

const [first, second] = ['01998a00-0000-7000-8000-000000000001', '01998a00-0000-7000-8000-000000000002']

type Line = Record<string, unknown>

/** The places in which messages are taken, in the order in which `send` is called. */
const places = Array.from({ length: 1_000 }, (_, index) => index + 1).values()

const send = (messageId: string, attempt = 1, more: Line = {}): Line => ({
  kind: 'graph',
  at: '2026-11-22T12:00:00Z',
  path: '/v26.0/700/messages',
  status: 200,
  taken: places.next().value,
  body: { biz_opaque_callback_data: `${messageId}.${attempt}` },
  ...more,
})

const webhook = (status: number, value: Line, more: Line = {}): Line => ({
  kind: 'webhook',
  at: '2026-11-22T12:00:00Z',
  target: 'http://shop/webhooks/whatsapp',
  status,
  body: { entry: [{ changes: [{ value: { metadata: { phone_number_id: '700' }, ...value } }] }] },
  ...more,
})

async function journalOf(t: Test, lines: readonly Line[]) {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const file = join(folder, 'journal.ndjson')
  await appendFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return readJournal(file)
}

const row = (id: string, seq: number, more: Line = {}) => ({
  ...{ id, seq, shopperId: 's1', state: 'read', code: null, attempts: 1, stream: 'chat', refused: 0 },
  ...more,
})

/** What is broken in a shop with these books, after the world saw these lines. */
async function brokenIn(t: Test, seen: { rows: Line[]; lines: Line[]; doubts?: Doubt[] }) {
  const outside = await journalOf(t, seen.lines)
  const database = { ask: async () => seen.rows } as unknown as Installation['database']
  const { verdicts, ...counts } = await checkSends({ database }, outside, seen.doubts ?? [])
  return { says: verdicts.filter(({ broken }) => broken.length > 0).map(({ says }) => says), ...counts }
}

t.test('what was sent once and in order breaks nothing', async (t) => {
  const rows = [row(first, 1), row(second, 2)]
  t.strictSame(await brokenIn(t, { rows, lines: [send(first), send(second)] }), { says: [], lost: 0, doubled: 0 })
})

t.test('a message that counts as sent and never reached Meta is lost', async (t) => {
  const { says, lost } = await brokenIn(t, { rows: [row(first, 1)], lines: [] })
  t.strictSame([says, lost], [['every message that counts as sent was taken by Meta'], 1])
})

t.test('a message that ended without a reason of Meta’s is lost', async (t) => {
  const rows = [
    row(first, 1, { state: 'failed', code: 'unbuildable' }),
    row(second, 2, { state: 'failed', code: '131026' }),
  ]
  const { says, lost } = await brokenIn(t, { rows, lines: [] })
  t.strictSame([says, lost], [['no message failed but for a reason that Meta gave'], 1])
})

t.test('a second copy takes a doubt, and one doubt is worth one copy', async (t) => {
  const rows = [row(first, 1, { attempts: 3 })]
  const lines = [send(first, 1), send(first, 2), send(first, 3)]
  const doubt = { messageId: first, attempt: 1, at: new Date() }
  const repeated = 'a message was repeated only when nobody knew whether it had arrived'
  t.strictSame(await brokenIn(t, { rows, lines }), { says: [repeated], lost: 0, doubled: 2 })
  t.strictSame((await brokenIn(t, { rows, lines, doubts: [doubt] })).says, [repeated])
  t.strictSame((await brokenIn(t, { rows, lines, doubts: [doubt, { ...doubt, attempt: 2 }] })).says, [])
})

t.test('no doubt excuses two copies of one attempt', async (t) => {
  const doubts = [1, 2, 3].map((attempt) => ({ messageId: first, attempt, at: new Date() }))
  const { says } = await brokenIn(t, { rows: [row(first, 1)], lines: [send(first), send(first)], doubts })
  t.strictSame(says, ['a message was repeated only when nobody knew whether it had arrived'])
})

t.test('a later answer before an earlier one is out of order, but not across chat and parcels', async (t) => {
  const lines = [send(second), send(first)]
  const { says } = await brokenIn(t, { rows: [row(first, 1), row(second, 2)], lines })
  t.strictSame(says, ['each shopper was written to in order'])
  const apart = [row(first, 1, { stream: 'shipment 9' }), row(second, 2)]
  t.strictSame((await brokenIn(t, { rows: apart, lines })).says, [])
})

t.test('a message is in order by when it was taken, however late its answer is written', async (t) => {
  const [taken, after] = [send(first, 1, { fault: 'early_status' }), send(second)]
  const { says } = await brokenIn(t, { rows: [row(first, 1), row(second, 2)], lines: [after, taken] })
  t.strictSame(says, [])
})

t.test('what Meta took and nobody wrote down comes from nowhere', async (t) => {
  const { says } = await brokenIn(t, { rows: [row(first, 1)], lines: [send(first), send(second)] })
  t.strictSame(says, ['nothing was sent that is not on our books'])
  const nameless = send(first, 1, { body: {} })
  t.strictSame((await brokenIn(t, { rows: [], lines: [nameless] })).says, says)
})

t.test('the journal tells acknowledged from sent, and forged or swallowed from both', async (t) => {
  const outside = await journalOf(t, [
    webhook(200, { messages: [{ id: 'a' }], statuses: [{ id: 'w', status: 'sent', timestamp: '1' }] }),
    webhook(503, { messages: [{ id: 'b' }] }),
    webhook(401, { messages: [{ id: 'c' }] }, { fault: 'bad_signature' }),
    webhook(0, { messages: [{ id: 'd' }] }, { fault: 'lose' }),
    { ...webhook(200, {}), target: 'http://shop/webhooks/stripe/store_1', body: { id: 'evt_1' } },
    send(first, 1, { status: 0, fault: 'accept_then_reset' }),
    send(second, 1, { status: 429, taken: undefined }),
    send(second, 1, { taken: undefined, body: { status: 'read', message_id: 'a' } }),
  ])
  t.strictSame([...outside.acknowledged.messages], ['700|a'])
  t.strictSame([...outside.acknowledged.statuses], ['w|sent|1'])
  t.strictSame([...outside.acknowledged.stripe], ['evt_1'])
  t.strictSame([...outside.sent], ['700|a', '700|b'])
  t.strictSame(
    [...outside.answers],
    [
      [200, 2],
      [503, 1],
    ],
  )
  t.strictSame(
    outside.taken.map(({ messageId }) => messageId),
    [first],
  )
})

t.test('an invariant holds when all that is said of it holds', async (t) => {
  const verdicts = [
    verdict('I10', 'one', []),
    verdict('I2', 'one', []),
    verdict('I10', 'two', ['order 7']),
    verdict('crash points', 'x', []),
  ]
  t.strictSame(summaryOf(verdicts), { I2: 'held', I10: 'broken' })
  t.strictSame(Object.keys(summaryOf(verdicts)), ['I2', 'I10'])
})
