import { type Check, sqlCheck } from './check.ts'

const REPORT = 'Report this with the order’s history; nothing is mended without a person.'

/** I10 and I20: an order walks along its legal moves, is confirmed once, and adds up. */
export const orderChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I10',
    says: 'an order’s history is a path of legal moves that ends where the order stands',
    fix: REPORT,
    sql: `with step as (
        select h.order_id, h.from_status, h.to_status,
          lag(h.to_status) over path as before, lead(h.to_status) over path as after
        from order_history h where h.axis = 'order' window path as (partition by h.order_id order by h.id)
      )
      select o.store_id, 'order ' || o.id,
        jsonb_build_object('from', s.from_status, 'to', s.to_status, 'before', s.before, 'status', o.status)
      from orders o left join step s on s.order_id = o.id
      where s.order_id is null or s.from_status is distinct from s.before
        or (s.before is not null and not exists (
          select 1 from order_moves m where m.from_status = s.from_status and m.to_status = s.to_status))
        or (s.after is null and s.to_status <> o.status)`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'an order is placed once',
    fix: REPORT,
    sql: `select store_id, 'order ' || order_id, jsonb_build_object('times', count(*)) from order_history
      where axis = 'order' and to_status = 'placed' and from_status is distinct from 'on_hold'
      group by store_id, order_id having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'an order is confirmed once',
    fix: REPORT,
    sql: `select store_id, 'order ' || cause_id, jsonb_build_object('messages', count(*)) from messages
      where content ->> 'notice' = 'order_confirmed' group by store_id, cause_id having count(*) > 1`,
  }),
  sqlCheck({
    invariant: 'I10',
    says: 'a cart is ordered once, and only an ordered cart has an order',
    fix: REPORT,
    sql: `select o.store_id, 'order ' || o.id, jsonb_build_object('cart', c.status) from orders o
      join carts c on c.id = o.cart_id where c.status <> 'ordered'`,
  }),
  sqlCheck({
    invariant: 'I20',
    says: 'an order’s lines, discounts, tax and delivery add up to its total',
    fix: REPORT,
    sql: `select o.store_id, 'order ' || o.id, jsonb_build_object('total', o.total, 'lines', l.total) from orders o
      left join (select order_id, sum(total) as total, bool_and(total = unit_price * quantity) as exact
        from order_lines group by order_id) l on l.order_id = o.id
      where o.subtotal is distinct from l.total or not l.exact
        or o.total <> o.subtotal - o.discount + o.tax + o.delivery + o.rounding`,
  }),
  sqlCheck({
    invariant: 'I20',
    says: 'Stripe is asked for an order’s total and nothing else',
    fix: REPORT,
    sql: `select a.store_id, 'order ' || a.order_id, jsonb_build_object('attempt', a.id, 'asked', a.amount, 'total', o.total)
      from payment_attempts a join orders o on o.id = a.order_id
      where (a.amount, a.currency) is distinct from (o.total, o.currency)`,
  }),
]
