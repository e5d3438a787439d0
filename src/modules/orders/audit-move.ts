import { audit } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { publicId } from '#shared/ids.ts'
import type { OrderFacts } from './order.types.ts'

export type AuditedMove = { action: string; before: OrderFacts; after: OrderFacts; reason: string }

/** Writes down who moved an order by hand, and between which states. */
export function auditMove(ctx: StoreContext, { action, before, after, reason }: AuditedMove): Promise<void> {
  return audit(ctx, {
    action,
    subjectKind: 'order',
    subjectId: publicId('order', after.id),
    before: statesOf(before),
    after: { ...statesOf(after), reason },
  })
}

function statesOf({ status, fulfillmentStatus }: OrderFacts) {
  return { status, fulfillmentStatus }
}
