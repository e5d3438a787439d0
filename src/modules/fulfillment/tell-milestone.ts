import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import type { Milestone } from './tracking.rules.ts'

export type Step = { shipmentId: string; orderId: string; milestone: Milestone }

/** Writes down that the shopper is told of this step, and says so to those who tell; a second time does nothing. */
export async function tellMilestone(ctx: StoreContext, { shipmentId, orderId, milestone }: Step): Promise<boolean> {
  const first = await ctx.tx.run(DECIDE, [ctx.storeId, shipmentId, [milestone], 'told', null, ctx.now()])
  if (first === 0) return false
  await emit(ctx.tx, [
    {
      storeId: ctx.storeId,
      type: 'shipment.milestone',
      subjectId: shipmentId,
      payload: { shipmentId, orderId, milestone },
    },
  ])
  return true
}

/** Steps that were passed before anyone could tell of them; they will not be told later. */
export async function passOver(ctx: StoreContext, shipmentId: string, milestones: readonly Milestone[]): Promise<void> {
  if (milestones.length === 0) return
  await ctx.tx.run(DECIDE, [
    ctx.storeId,
    shipmentId,
    milestones,
    'superseded',
    'a later step was known already',
    ctx.now(),
  ])
}

/** What the shopper was told of this parcel. */
export async function readTold(ctx: StoreContext, shipmentId: string): Promise<Milestone[]> {
  const rows = await ctx.tx.query<{ milestone: Milestone }>(READ_TOLD, [ctx.storeId, shipmentId])
  return rows.map(({ milestone }) => milestone)
}

const DECIDE: Statement = {
  name: 'shipment_notices_decide',
  text: `insert into shipment_notices (store_id, shipment_id, milestone, decided, reason, at)
    select $1, $2, milestone, $4, $5, $6 from unnest($3::text[]) as milestone
    on conflict (shipment_id, milestone) do nothing`,
}
const READ_TOLD: Statement = {
  name: 'shipment_notices_told',
  text: `select milestone from shipment_notices where store_id = $1 and shipment_id = $2 and decided = 'told'`,
}
