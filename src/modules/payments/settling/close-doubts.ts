import { resolveProblem } from '#modules/stores/index.ts'
import type { Listener } from '#platform/relay.ts'
import { publicId } from '#shared/ids.ts'

const doubts = ['payment-mismatch', 'fraud-warning', 'payment-review', 'stripe-refused']

/** Once an owner has decided about an order on hold, what they were asked to look at is settled. */
export const closeDoubts: Listener = {
  name: 'payments.close-doubts',
  types: ['order.placed', 'order.resumed', 'order.canceled'],
  async handle(ctx, event) {
    const subject = publicId('order', event.subjectId)
    // A doubt may be younger than the placing it would be closed by; only the owner's own step settles that one.
    const settled = event.type === 'order.placed' ? doubts.filter((code) => !afterPlacing.includes(code)) : doubts
    for (const code of settled) await resolveProblem(ctx.tx, ctx.storeId, { code, subject, now: ctx.now() })
  },
}

const afterPlacing = ['fraud-warning', 'payment-review']
