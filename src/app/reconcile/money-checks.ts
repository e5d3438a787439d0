import { type Check, sqlCheck } from './check.ts'

const COMPARE = 'Compare this payment in your Stripe dashboard with the order before anything is sent or paid back.'

/** I9 and I11 as far as our own books can tell; what Stripe has is compared by the daily chore. */
export const moneyChecks: readonly Check[] = [
  sqlCheck({
    invariant: 'I9',
    says: 'an order paid by card stands on a charge of its total',
    fix: COMPARE,
    sql: `select o.store_id, 'order ' || o.id, jsonb_build_object('status', o.status, 'total', o.total) from orders o
      where o.payment_method = 'card' and o.status in ('placed', 'completed')
        and not exists (select 1 from payment_ledger l
          where l.order_id = o.id and l.kind = 'charge' and (l.amount, l.currency) = (o.total, o.currency))`,
  }),
  sqlCheck({
    invariant: 'I9',
    says: 'a charge belongs to a paid attempt of the same amount, and a paid attempt has one charge',
    fix: COMPARE,
    sql: `select a.store_id, 'order ' || a.order_id,
        jsonb_build_object('attempt', a.id, 'state', a.state, 'asked', a.amount, 'charges', count(l.id), 'charged', sum(l.amount))
      from payment_attempts a left join payment_ledger l on l.attempt_id = a.id and l.kind = 'charge'
      group by a.id having (a.state = 'paid') <> (count(l.id) = 1) or count(l.id) > 1 or sum(l.amount) <> a.amount`,
  }),
  sqlCheck({
    invariant: 'I9',
    says: 'never more goes back than came in',
    fix: COMPARE,
    sql: `select c.store_id, 'order ' || c.order_id, jsonb_build_object('attempt', c.attempt_id, 'charged', c.amount, 'refunds', r.amount)
      from (select store_id, order_id, attempt_id, sum(amount) as amount from payment_ledger
          where kind = 'charge' group by 1, 2, 3) c
      join (select attempt_id, sum(amount) as amount from refunds where state <> 'failed' group by 1) r using (attempt_id)
      where r.amount > c.amount`,
  }),
  sqlCheck({
    invariant: 'I9',
    says: 'money that came for a canceled or expired order goes back',
    fix: COMPARE,
    sql: `select o.store_id, 'order ' || o.id, jsonb_build_object('status', o.status, 'payment', o.payment_status) from orders o
      where o.status in ('canceled', 'expired') and o.payment_status = 'paid'
        and not exists (select 1 from refunds r where r.order_id = o.id and r.state <> 'failed')
        and o.updated_at < clock_timestamp() - make_interval(secs => $1)`,
  }),
  sqlCheck({
    invariant: 'I11',
    says: 'a closed order has no payment page that is still open',
    fix: 'See that workers run and that Stripe answers: pages are closed there within seconds.',
    sql: `select a.store_id, 'order ' || a.order_id, jsonb_build_object('attempt', a.id, 'state', a.state) from payment_attempts a
      join orders o on o.id = a.order_id
      where a.closed_at is null and (a.session_id is not null or a.state = 'superseded')
        and (a.state = 'superseded' or o.status not in ('awaiting_payment', 'on_hold'))
        and coalesce(a.checked_at, a.created_at) < clock_timestamp() - make_interval(secs => 60 + $1)`,
  }),
]
