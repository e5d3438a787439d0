import t from 'tap'
import { announce, dismissNotice, notice } from '#phone/state/notices.ts'
import { closeSheet, closeSheets, openSheet, pushSheet, sheets, swapSheet } from '#phone/state/sheets.ts'
import {
  applyEvents,
  chatOf,
  closeChat,
  isTyping,
  lastOpened,
  loadSnapshot,
  markMarketing,
  markSeen,
  nowMs,
  openChat,
  personId,
  pickPerson,
  selected,
  shoppers,
  shownPeople,
  tickMs,
  unreadOf,
} from '#phone/state/store.ts'
import type { ChatMessage, Snapshot, StreamEvent } from '#phone/state/types.ts'
import { aMessage, aShopper } from './messages.ts'

const choice = { phoneNumberId: '100', shopperId: 'shopper_1' }
const other = { phoneNumberId: '100', shopperId: 'shopper_2' }
const noon = Date.parse('2026-11-22T12:00:00.000Z')

const snapshot = (more: Partial<Snapshot> = {}): Snapshot => ({
  clock: { now: '2026-11-22T14:00:00.000Z', offsetMs: 0, shared: true },
  last: 1,
  journal: 0,
  numbers: [],
  shoppers: [aShopper({ id: 'shopper_1' }), aShopper({ id: 'shopper_2' })],
  chats: [{ ...choice, windowEndsAt: null, marketingStopped: false, messages: [aMessage({ n: 1, wamid: 'old' })] }],
  faults: { waiting: [], struck: {} },
  shopUrl: null,
  ...more,
})

const arrival = (to: typeof choice, message: ChatMessage): StreamEvent => ({
  type: 'message',
  data: { ...to, message, windowEndsAt: null },
})

t.beforeEach(() => {
  loadSnapshot(snapshot(), noon)
  closeChat()
  closeSheets()
  dismissNotice()
})
t.teardown(dismissNotice)

t.test('what was there at the first look counts as read, what comes later does not until it is seen', async (t) => {
  t.equal(unreadOf(choice), 0)
  applyEvents([arrival(choice, aMessage({ n: 2, wamid: 'new' }))], noon)
  t.equal(unreadOf(choice), 1)
  markSeen(choice)
  t.equal(unreadOf(choice), 0)
})

t.test('the first person’s phone is shown until another is picked; a picked phone shows its list', async (t) => {
  t.equal(personId.value, 'shopper_1')
  openChat(other)
  t.equal(personId.value, 'shopper_2')
  t.same(selected.value, other)
  pickPerson('shopper_1')
  t.equal(selected.value, null)
})

t.test('leaving a chat remembers the shop, and forgetting all people shows nobody', async (t) => {
  openChat(choice)
  closeChat()
  t.equal(lastOpened.value, '100')
  openChat(choice)
  loadSnapshot(snapshot({ shoppers: [], chats: [] }), noon)
  t.equal(selected.value, null)
  t.equal(personId.value, null)
})

t.test('time is the sandbox’s and moves with this machine’s', async (t) => {
  t.equal(nowMs.value, Date.parse('2026-11-22T14:00:00.000Z'))
  tickMs.value = noon + 5_000
  t.equal(nowMs.value, Date.parse('2026-11-22T14:00:05.000Z'))
  applyEvents([{ type: 'clock', data: { now: '2026-11-23T14:00:00.000Z', offsetMs: 1, shared: true } }], noon + 6_000)
  t.equal(nowMs.value, Date.parse('2026-11-23T14:00:00.000Z'))
})

t.test('dots are seen until their time is over', async (t) => {
  applyEvents([{ type: 'typing', data: { ...choice, on: true, untilMs: nowMs.value + 1_000 } }], noon)
  t.equal(isTyping(choice), true)
  tickMs.value = noon + 2_000
  t.equal(isTyping(choice), false)
})

t.test('a chat nobody has begun is empty', async (t) => {
  t.same(chatOf(other), { ...other, windowEndsAt: null, marketingStopped: false, messages: [] })
})

t.test('several events are taken at once and in order', async (t) => {
  const renamed = (name: string): StreamEvent => ({ type: 'shopper', data: { shopper: aShopper({ name }) } })
  applyEvents([renamed('Sara'), renamed('Sarah')], noon)
  t.equal(shoppers.value.find(({ id }) => id === 'shopper_1')?.name, 'Sarah')
})

t.test('a message comes down from the top only when its chat is not on the screen', async (t) => {
  openChat(choice)
  announce([arrival(choice, aMessage({ wamid: 'here' }))], noon)
  t.equal(notice.value, null)
  announce([arrival(other, aMessage({ wamid: 'own', direction: 'in' }))], noon)
  t.equal(notice.value, null, 'what a shopper wrote is no news to that shopper')
  announce([arrival(other, aMessage({ wamid: 'a' })), arrival(other, aMessage({ wamid: 'b' }))], noon)
  t.match(notice.value, { ...other, message: { wamid: 'b' } })
  announce([arrival(other, aMessage({ wamid: 'c' }))], noon + 5_000)
  t.match(notice.value, { message: { wamid: 'b' } }, 'a busy chat does not announce itself again and again')
  announce([arrival(other, aMessage({ wamid: 'd' }))], noon + 25_000)
  t.match(notice.value, { message: { wamid: 'd' } })
  dismissNotice()
  t.equal(notice.value, null)
})

t.test('sheets lie on each other and go one by one', async (t) => {
  pushSheet({ kind: 'catalog', phoneNumberId: '100' })
  pushSheet({ kind: 'product', phoneNumberId: '100', retailerId: 'A' })
  t.equal(openSheet.value?.kind, 'product')
  swapSheet({ kind: 'cart', phoneNumberId: '100' })
  t.same(
    sheets.value.map(({ kind }) => kind),
    ['catalog', 'cart'],
  )
  closeSheet()
  t.equal(openSheet.value?.kind, 'catalog')
  closeSheet()
  t.equal(openSheet.value, null)
})

t.test('the switch for offers is noted in its own chat, begun or not', async (t) => {
  markMarketing(other, true)
  t.equal(chatOf(other).marketingStopped, true)
  t.equal(chatOf(choice).marketingStopped, false)
  markMarketing(other, false)
  t.equal(chatOf(other).marketingStopped, false)
})

t.test('a chat that begins anew after a reset is unread again', async (t) => {
  applyEvents([arrival(choice, aMessage({ n: 40, wamid: 'before' }))], noon)
  markSeen(choice)
  loadSnapshot(snapshot({ chats: [] }), noon)
  applyEvents([arrival(choice, aMessage({ n: 1, wamid: 'first' }))], noon)
  t.equal(unreadOf(choice), 1)
})

t.test('of thousands of people the page shows some, and always the one whose phone it is', async (t) => {
  const people = Array.from({ length: 2_000 }, (_, index) => aShopper({ id: `shopper_${index + 1}` }))
  loadSnapshot(snapshot({ shoppers: people }), noon)
  pickPerson('shopper_1000')
  t.equal(shownPeople.value.length, 51)
  t.ok(['shopper_1', 'shopper_1000', 'shopper_2000'].every((id) => shownPeople.value.some((one) => one.id === id)))
})
