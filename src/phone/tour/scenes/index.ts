import type { Scene } from '#phone/tour/tour.types.ts'
import { declinedThenCash } from './declined-then-cash.ts'
import { firstOrder } from './first-order.ts'
import { lastUnit } from './last-unit.ts'
import { metaDown } from './meta-down.ts'
import { paidLate } from './paid-late.ts'
import { priceChanged } from './price-changed.ts'
import { reorder } from './reorder.ts'
import { twoParcels } from './two-parcels.ts'

/** The guided tour, in the order a visitor meets it. */
export const scenes: readonly Scene[] = [
  firstOrder,
  reorder,
  priceChanged,
  lastUnit,
  declinedThenCash,
  paidLate,
  twoParcels,
  metaDown,
]
