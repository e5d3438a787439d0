import t from 'tap'
import { countdownText, spanText, untilNextHoldEnds } from '#phone/desk/clock-steps.ts'
import { isShippable, leftToShip, parcelLines, scanOf } from '#phone/desk/parcels.ts'
import type { OrderLine, OrderRow } from '#phone/desk/shop-api.types.ts'
import { switchWordsAr } from '#phone/desk/switch-words-ar.ts'
import { switchWordsEn } from '#phone/desk/switch-words-en.ts'
import { leftOf, otherFaults, strikesOf, switches, waitingOf } from '#phone/desk/switches.ts'

const sar = (amount: number) => ({ amount, currency: 'SAR' })

function line(id: string, more: Partial<OrderLine>): OrderLine {
  const counts = { quantity: 1, canceledQuantity: 0, shippedQuantity: 0, deliveredQuantity: 0 }
  return { id, title: {}, optionTitle: {}, sku: id, total: sar(0), ...counts, ...more }
}

function order(lines: OrderLine[], more: Partial<OrderRow> = {}): OrderRow {
  const status = { status: 'placed', paymentMethod: 'card', paymentStatus: 'paid', fulfillmentStatus: 'unfulfilled' }
  const times = { holdExpiresAt: null, createdAt: '2026-11-22T20:00:00.000Z' }
  return { id: 'ord_1', number: 1, shopperId: 'shp_1', total: sar(0), lines, ...status, ...times, ...more }
}

t.test('a parcel holds what is left of the order and never more', async (t) => {
  const some = order([
    line('a', { quantity: 5, shippedQuantity: 2, canceledQuantity: 1 }),
    line('b', { quantity: 1, shippedQuantity: 1 }),
    line('c', { quantity: 2 }),
  ])
  t.same(some.lines.map(leftToShip), [2, 0, 2])
  t.same(parcelLines(some, {}), [
    { orderLineId: 'a', quantity: 2 },
    { orderLineId: 'c', quantity: 2 },
  ])
  t.same(parcelLines(some, { a: 99, b: 3, c: 0 }), [{ orderLineId: 'a', quantity: 2 }])
  t.same(parcelLines(some, { a: -1, c: 1.9 }), [{ orderLineId: 'c', quantity: 1 }])
})

t.test('a courier takes placed orders with something left in them', async (t) => {
  t.ok(isShippable(order([line('a', { quantity: 1 })])))
  t.notOk(isShippable(order([line('a', { quantity: 1, shippedQuantity: 1 })])))
  t.notOk(isShippable(order([line('a', { quantity: 1 })], { status: 'awaiting_payment' })))
})

t.test('a scan carries the carrier’s own time', async (t) => {
  const nowMs = Date.parse('2026-11-22T20:00:00.000Z')
  t.same(scanOf('delivered', { nowMs, minutesAgo: 90, nonce: '7' }), {
    eventId: 'scan-7',
    status: 'delivered',
    occurredAt: '2026-11-22T18:30:00.000Z',
  })
})

t.test('the clock jumps just past the hold that ends first', async (t) => {
  const nowMs = Date.parse('2026-11-22T20:00:00.000Z')
  const holds = [
    { orderNumber: 2, endsAt: '2026-11-22T20:40:00.000Z' },
    { orderNumber: 3, endsAt: '2026-11-22T20:10:00.000Z' },
    { orderNumber: 1, endsAt: '2026-11-22T19:00:00.000Z' },
  ]
  t.match(untilNextHoldEnds(holds, nowMs), { hold: { orderNumber: 3 }, advanceMs: 601_000 })
  t.equal(untilNextHoldEnds(holds.slice(2), nowMs), null)
})

t.test('spans are told in both languages, in their two largest units', async (t) => {
  t.equal(spanText(3_900_000, 'en'), '1 hour, 5 minutes')
  t.equal(spanText(7 * 86_400_000, 'en'), '7 days')
  t.equal(spanText(90_061_000, 'en'), '1 day, 1 hour')
  t.equal(spanText(0, 'en'), '0 seconds')
  t.match(spanText(3_900_000, 'ar'), /ساعة.*5 دقائق/)
})

t.test('a countdown keeps its places and stops at nothing', async (t) => {
  t.equal(countdownText(299_001), '05:00')
  t.equal(countdownText(3_600_000), '1:00:00')
  t.equal(countdownText(-5), '00:00')
})

t.test('each switch knows its own faults, and none is in two of them', async (t) => {
  for (const each of switches) {
    const waiting = each.orders.map((order, index) => ({ ...order, id: `fault_${index}`, struck: 0 }))
    t.same(waitingOf(each, waiting), waiting, each.id)
    for (const other of switches)
      if (other.id !== each.id) t.same(waitingOf(other, waiting), [], `${each.id} / ${other.id}`)
    t.same(otherFaults(waiting), [])
  }
  t.same(otherFaults([{ id: 'f', api: '*', fault: 'drip' }]).length, 1, 'what was ordered elsewhere is shown too')
})

t.test('a switch tells how often it struck and how often it will yet', async (t) => {
  const [lost] = switches
  if (lost === undefined) return t.fail('there are switches')
  t.equal(strikesOf(lost, { 'messages accept_then_reset': 3, 'graph http_500': 9 }), 3)
  t.equal(leftOf({ id: 'f', api: 'messages', fault: 'slow', times: 5, struck: 2 }), 3)
  t.equal(leftOf({ id: 'f', api: 'messages', fault: 'slow', struck: 2 }), null)
})

t.test('every switch is explained in Arabic and in English', async (t) => {
  for (const { id } of switches) {
    for (const words of [switchWordsEn[id], switchWordsAr[id]]) {
      for (const text of [words.title, words.teaches, words.watch]) t.ok(text.length > 10, `${id}: ${text}`)
    }
    t.match(switchWordsAr[id].teaches, /\p{sc=Arabic}/u)
  }
})
