import t from 'tap'
import { countUnread, emptyChat } from '#phone/state/chats.ts'
import { addLines, emptyWorld, reduce, takeSnapshot } from '#phone/state/reduce.ts'
import type { ChatMessage, JournalLine, StreamEvent } from '#phone/state/types.ts'
import { aMessage, aShopper } from './messages.ts'

const inChat = { phoneNumberId: '100', shopperId: 'shopper_1' }
const arrival = (message: ChatMessage): StreamEvent => ({
  type: 'message',
  data: { ...inChat, message, windowEndsAt: null },
})
const change = (message: ChatMessage): StreamEvent => ({
  type: 'update',
  data: { ...inChat, message, windowEndsAt: null },
})
const chatAfter = (...events: StreamEvent[]) => events.reduce(reduce, emptyWorld).chats['100/shopper_1']
const line = (n: number): JournalLine => ({ n, at: '2026-11-22T10:00:00.000Z', kind: 'graph', status: 200 })

t.test('messages stand in the order of their numbers however they come, and each stands once', async (t) => {
  const [first, second, third] = [1, 2, 3].map((n) => aMessage({ n, wamid: `wamid.${n}` }))
  t.ok(first && second && third)
  if (!first || !second || !third) return
  const chat = chatAfter(arrival(third), arrival(first), arrival(second), arrival(first))
  t.same(
    chat?.messages.map(({ n }) => n),
    [1, 2, 3],
  )
})

t.test('the window of the shop ends when the sandbox says so', async (t) => {
  const said: StreamEvent = {
    type: 'message',
    data: { ...inChat, message: aMessage({ direction: 'in' }), windowEndsAt: '2026-11-23T10:00:00.000Z' },
  }
  t.equal(chatAfter(said)?.windowEndsAt, '2026-11-23T10:00:00.000Z')
  t.equal(chatAfter(said, arrival(aMessage({ wamid: 'b' })))?.windowEndsAt, null)
})

t.test('an update takes the place of the message it tells about', async (t) => {
  const before = aMessage({ wamid: 'a' })
  const chat = chatAfter(arrival(before), change({ ...before, deleted: true }))
  t.equal(chat?.messages.length, 1)
  t.equal(chat?.messages[0]?.deleted, true)
})

t.test('an update that overtakes its message is kept', async (t) => {
  t.equal(chatAfter(change(aMessage({ wamid: 'a', readByShop: true })))?.messages[0]?.readByShop, true)
})

t.test('the dots vanish with the message that the shop sends, not with one of the shopper', async (t) => {
  const dots: StreamEvent = { type: 'typing', data: { ...inChat, on: true, untilMs: 5 } }
  const typing = (...events: StreamEvent[]) => events.reduce(reduce, emptyWorld).typing
  t.same(typing(dots), { '100/shopper_1': 5 })
  t.same(typing(dots, arrival(aMessage({ direction: 'in' }))), { '100/shopper_1': 5 })
  t.same(typing(dots, arrival(aMessage({ direction: 'out' }))), {})
  t.same(typing(dots, { type: 'typing', data: { ...inChat, on: false, untilMs: 0 } }), {})
})

t.test('a shopper who changes stays in place; a new one comes last', async (t) => {
  const told = (shopper: ReturnType<typeof aShopper>): StreamEvent => ({ type: 'shopper', data: { shopper } })
  const sara = aShopper({ id: 'shopper_1', name: 'Sara' })
  const world = [told(sara), told(aShopper({ id: 'shopper_2' })), told({ ...sara, waId: '966500000001' })].reduce(
    reduce,
    emptyWorld,
  )
  t.same(
    world.shoppers.map(({ id, waId }) => [id, waId]),
    [
      ['shopper_1', '966500000001'],
      ['shopper_2', null],
    ],
  )
})

t.test('the wire keeps its newest 500 lines, each once and in order', async (t) => {
  const many = Array.from({ length: 600 }, (_, index) => line(index + 1))
  const kept = addLines([], many)
  t.equal(kept.length, 500)
  t.equal(kept.at(-1)?.n, 600)
  t.same(
    addLines([line(5), line(6)], [line(4), line(5), line(7)]).map(({ n }) => n),
    [4, 5, 6, 7],
  )
})

const payment = { sessionId: 'cs_1', status: 'open', paymentStatus: 'unpaid', url: null }

t.test('of the payments the newest 500 are kept, each as it was told last', async (t) => {
  const told = (sessionId: string, status: string): StreamEvent => ({
    type: 'payment',
    data: { ...payment, sessionId, status },
  })
  const first = told('cs_first', 'open')
  const many = Array.from({ length: 499 }, (_, index) => told(`cs_${index}`, 'open'))
  const world = [first, ...many, told('cs_first', 'complete')].reduce(reduce, emptyWorld)
  t.equal(Object.keys(world.payments).length, 500)
  t.equal(world.payments.cs_first?.status, 'complete')
  const { payments } = reduce(world, told('cs_last', 'open'))
  t.equal(Object.keys(payments).length, 500)
  t.notOk('cs_0' in payments, 'the one nothing was told of for longest is forgotten')
})

t.test(
  'a snapshot replaces chats, people and the wire, whose numbers may begin again, and keeps the payments',
  async (t) => {
    const before = [
      { type: 'journal', data: { entry: line(1) } } as const,
      { type: 'payment', data: payment } as const,
      arrival(aMessage({})),
    ].reduce(reduce, emptyWorld)
    const clock = { now: '2026-11-22T10:00:00.000Z', offsetMs: 0, shared: true }
    const faults = { waiting: [], struck: {} }
    const after = takeSnapshot(before, {
      clock,
      last: 9,
      journal: 1,
      numbers: [],
      shoppers: [],
      chats: [],
      faults,
      shopUrl: null,
    })
    t.same(after.chats, {})
    t.same(after.journal, [])
    t.same(after.payments, { cs_1: payment })
  },
)

t.test('an event of a kind the page does not know changes nothing', async (t) => {
  const unknown = { type: 'weather', data: {} } as unknown as StreamEvent
  t.equal(reduce(emptyWorld, unknown), emptyWorld)
})

t.test('only what the shop wrote after the last look is unread', async (t) => {
  const messages = [
    aMessage({ n: 1, wamid: 'a', direction: 'out' }),
    aMessage({ n: 2, wamid: 'b', direction: 'in' }),
    aMessage({ n: 3, wamid: 'c', direction: 'out' }),
  ]
  const chat = { ...emptyChat(inChat), messages }
  t.equal(countUnread(chat, 0), 2)
  t.equal(countUnread(chat, 1), 1)
  t.equal(countUnread(chat, 3), 0)
})
