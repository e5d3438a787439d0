import fc from 'fast-check'
import t from 'tap'
import { trackingUrlOf } from '#modules/fulfillment/carriers.ts'
import {
  judgePacking,
  judgeTelling,
  projectStatus,
  readStatus,
  type Scan,
  type ShipmentStatus,
  shipmentStatuses,
} from '#modules/fulfillment/tracking.rules.ts'

const scan = (status: ShipmentStatus, hour: number): Scan => ({
  status,
  occurredAt: new Date(Date.UTC(2026, 10, 22, hour)),
})

t.test('carriers’ words are read however they spell them, and a new word is not refused', async (t) => {
  const words: [string, ShipmentStatus][] = [
    ['InTransit', 'in_transit'],
    ['IN-TRANSIT', 'in_transit'],
    ['out for delivery', 'out_for_delivery'],
    ['PRE_TRANSIT', 'label_created'],
    ['return_to_sender', 'returning'],
    ['AttemptFail', 'delivery_attempted'],
    ['Cancelled', 'canceled'],
    ['teleported', 'unknown'],
    ['', 'unknown'],
  ]
  for (const [word, status] of words) t.equal(readStatus(word), status, word)
  for (const word of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
    t.equal(readStatus(word), 'unknown', word)
})

t.test('the carrier’s clock decides where the parcel is, not the order in which scans arrive', async (t) => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([scan('label_created', 1), scan('in_transit', 2), scan('out_for_delivery', 3)], {
        minLength: 3,
      }),
      (scans) => {
        t.equal(projectStatus(scans)?.status, 'out_for_delivery')
      },
    ),
    { numRuns: 6 },
  )
})

t.test('case 37: a late scan after delivery changes nothing, but a return does', async (t) => {
  t.equal(projectStatus([scan('delivered', 5), scan('in_transit', 6)])?.status, 'delivered')
  t.equal(projectStatus([scan('delivered', 5), scan('in_transit', 4)])?.status, 'delivered')
  t.equal(projectStatus([scan('delivered', 5), scan('returning', 6)])?.status, 'returning')
  t.equal(projectStatus([scan('returned', 5), scan('delivered', 6)])?.status, 'returned')
  t.equal(projectStatus([scan('unknown', 9)]), null)
})

t.test('a parcel that is over stays over whatever else is scanned', async () => {
  const scans = fc.array(
    fc.record({ status: fc.constantFrom(...shipmentStatuses), hour: fc.integer({ min: 0, max: 23 }) }),
  )
  fc.assert(
    fc.property(scans, (list) => {
      const all = [scan('canceled', 0), ...list.map(({ status, hour }) => scan(status, hour + 1))]
      return projectStatus(all)?.status === 'canceled'
    }),
  )
})

t.test('a burst of old scans tells only of the newest step', async (t) => {
  const burst = [scan('in_transit', 1), scan('out_for_delivery', 2), scan('delivered', 3)]
  t.strictSame(judgeTelling(burst, { status: 'delivered', told: [] }), {
    tell: 'delivered',
    superseded: ['shipped', 'out_for_delivery'],
  })
})

t.test('each step is told once and never backwards', async (t) => {
  t.equal(judgeTelling([scan('in_transit', 2)], { status: 'in_transit', told: ['shipped'] }).tell, null)
  t.equal(judgeTelling([scan('in_transit', 9)], { status: 'in_transit', told: ['delivered'] }).tell, null)
  t.equal(judgeTelling([scan('returned', 9)], { status: 'returned', told: ['shipped', 'delivered'] }).tell, 'returned')
  t.equal(judgeTelling([scan('label_created', 1)], { status: 'label_created', told: [] }).tell, null)
})

const line = (id: string, quantity: number, [shippedQuantity = 0, canceledQuantity = 0]: number[] = []) => ({
  id,
  variantId: id,
  quantity,
  shippedQuantity,
  canceledQuantity,
})

t.test('case 36: a parcel cannot hold more than is left, and says what is left', async (t) => {
  const lines = [line('a', 2), line('b', 3, [1, 1])]
  t.match(judgePacking(lines, [{ orderLineId: 'a', quantity: 3 }]), {
    packed: false,
    reason: 'over-shipped',
    remaining: [
      { orderLineId: 'a', quantity: 2 },
      { orderLineId: 'b', quantity: 1 },
    ],
  })
  const twice = [
    { orderLineId: 'a', quantity: 1 },
    { orderLineId: 'a', quantity: 2 },
  ]
  t.match(judgePacking(lines, twice), { packed: false, reason: 'over-shipped' }, 'a line named twice counts together')
  t.match(judgePacking(lines, [{ orderLineId: 'x', quantity: 1 }]), { packed: false, reason: 'unknown-line' })
  t.match(judgePacking([line('a', 1, [0, 1])], null), { packed: false, reason: 'nothing-left' })
})

t.test('no lines named means all that is left', async (t) => {
  const verdict = judgePacking([line('a', 2), line('b', 3, [1, 1]), line('c', 1, [1])], null)
  t.match(verdict, {
    packed: true,
    lines: [
      { line: { id: 'a' }, quantity: 2 },
      { line: { id: 'b' }, quantity: 1 },
    ],
  })
})

t.test('a known carrier’s page is linked, with the number made safe', async (t) => {
  t.equal(
    trackingUrlOf('SMSA Express', '12 3/4'),
    'https://www.smsaexpress.com/trackingdetails?tracknumbers=12%203%2F4',
  )
  t.equal(trackingUrlOf('SMSA', '7'), 'https://www.smsaexpress.com/trackingdetails?tracknumbers=7')
  t.equal(trackingUrlOf('Bosta', '1'), null)
  t.equal(trackingUrlOf('constructor', '1'), null)
  t.equal(trackingUrlOf(null, '1'), null)
})
