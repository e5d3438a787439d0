import { resolveProblems } from '#modules/stores/index.ts'
import type { StoredEvent } from '#platform/events.ts'
import type { Listener } from '#platform/relay.ts'
import { publicId } from '#shared/ids.ts'

const doubts = ['payment-mismatch', 'payment-unknown', 'fraud-warning', 'payment-review', 'stripe-refused']

/** Once an owner has decided about an order on hold, what they were asked to look at is settled. */
export const closeDoubts: Listener = {
  name: 'payments.close-doubts',
  types: ['order.placed', 'order.resumed', 'order.canceled'],
  handle: (ctx, event) => resolveProblems(ctx.tx, settledBy(event), ctx.now()),
  handleAll: (ctx, events) => resolveProblems(ctx.tx, events.flatMap(settledBy), ctx.now()),
}

function settledBy({ type, storeId, subjectId }: StoredEvent) {
  // A doubt may be younger than the placing it would be closed by; only the owner's own step settles that one.
  const settled = type === 'order.placed' ? doubts.filter((code) => !afterPlacing.includes(code)) : doubts
  return settled.map((code) => ({ storeId, code, subject: publicId('order', subjectId) }))
}

const afterPlacing = ['fraud-warning', 'payment-review']
