import { type Check, sqlCheck } from './check.ts'

const REPORT = 'Look at the parcel’s events and messages and tell the shopper yourself where it is; then report this.'

/** I12: each step of a parcel is told once or has a reason why not, and never backwards. */
export const parcelChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I12',
    says: 'each step of a parcel was told or has a reason why not',
    fix: REPORT,
    sql: `with step (status, milestone) as (values
        ('in_transit', 'shipped'), ('ready_for_pickup', 'ready_for_pickup'), ('out_for_delivery', 'out_for_delivery'),
        ('delivery_attempted', 'delivery_attempted'), ('exception', 'exception'), ('delivered', 'delivered'),
        ('returning', 'returned'), ('returned', 'returned'))
      select distinct e.store_id, 'shipment ' || e.shipment_id, jsonb_build_object('milestone', step.milestone)
      from tracking_events e join step using (status)
      where not exists (select 1 from shipment_notices n
        where n.shipment_id = e.shipment_id and n.milestone = step.milestone)`,
  }),
  sqlCheck({
    invariant: 'I12',
    says: 'a step that is to be told has its one message',
    fix: REPORT,
    sql: `with slot (milestone, slot) as (values
        ('shipped', 0), ('out_for_delivery', 1), ('delivered', 2), ('delivery_attempted', 3), ('ready_for_pickup', 4),
        ('exception', 5))
      select n.store_id, 'shipment ' || n.shipment_id, jsonb_build_object('milestone', n.milestone)
      from shipment_notices n join slot using (milestone)
      where n.decided = 'told' and n.at < clock_timestamp() - make_interval(secs => $1)
        and not exists (select 1 from messages m where m.store_id = n.store_id and m.cause_kind = 'shipment'
          and m.cause_id = n.shipment_id::text and m.slot = slot.slot)`,
  }),
  sqlCheck({
    invariant: 'I12',
    says: 'after the delivery only a return is told',
    fix: REPORT,
    // In the order in which it was decided under the parcel's lock: the clocks of two workers may differ by minutes.
    sql: `with told as (select store_id, subject_id, id, payload ->> 'milestone' as milestone from events
        where type = 'shipment.milestone')
      select n.store_id, 'shipment ' || n.subject_id, jsonb_build_object('milestone', n.milestone, 'after', d.milestone)
      from told n join told d on d.subject_id = n.subject_id and d.milestone in ('delivered', 'returned') and d.id < n.id
      where n.milestone <> 'returned'`,
  }),
  sqlCheck({
    invariant: 'I12',
    says: 'no more was packed than was ordered, and lines count what their parcels hold',
    fix: REPORT,
    sql: `select l.store_id, 'order ' || l.order_id,
        jsonb_build_object('line', l.id, 'ordered', l.quantity, 'counted', l.shipped_quantity, 'packed', p.quantity)
      from order_lines l
      left join (select order_line_id, sum(quantity) as quantity from shipment_lines group by 1) p on p.order_line_id = l.id
      where coalesce(p.quantity, 0) <> l.shipped_quantity or l.shipped_quantity + l.canceled_quantity > l.quantity`,
  }),
]
