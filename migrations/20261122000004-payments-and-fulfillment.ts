import { Migration } from '@mikro-orm/migrations'

/** What was charged and what was sent out. */
export class Migration20261122000004 extends Migration {
  static readonly migrationName = '20261122000004-payments-and-fulfillment'

  override up(): void {
    this.addSql(`
create table payment_attempts (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  attempt integer not null check (attempt > 0),
  state text not null check (state in ('creating', 'open', 'processing', 'paid', 'expired', 'failed', 'superseded')),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  idempotency_key text not null unique,
  session_id text unique,
  payment_intent_id text,
  url text,
  expires_at timestamptz not null,
  declines integer not null default 0,
  checked_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  unique (order_id, attempt),
  foreign key (store_id, order_id) references orders (store_id, id)
);
create unique index payment_attempts_one_open on payment_attempts (order_id) where state in ('creating', 'open', 'processing');
create index payment_attempts_to_check on payment_attempts (state, expires_at) where state in ('creating', 'open', 'processing', 'superseded');
create index payment_attempts_by_intent on payment_attempts (payment_intent_id) where payment_intent_id is not null;

create table payment_ledger (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  attempt_id uuid references payment_attempts (id),
  kind text not null check (kind in ('due_on_delivery', 'pending', 'failed', 'charge', 'cash_collected',
    'refund_requested', 'refund', 'refund_failed', 'dispute_opened', 'dispute_won', 'dispute_lost')),
  amount bigint not null check (amount >= 0),
  currency char(3) not null,
  provider text not null check (provider in ('stripe', 'cash')),
  external_id text not null,
  at timestamptz not null default clock_timestamp(),
  unique (provider, kind, external_id),
  foreign key (store_id, order_id) references orders (store_id, id)
);
create index payment_ledger_by_order on payment_ledger (order_id, at);
create trigger payment_ledger_append_only before update or delete on payment_ledger
  for each row execute function dukkan_refuse_change();

create table refunds (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  attempt_id uuid references payment_attempts (id),
  amount bigint not null check (amount > 0),
  currency char(3) not null,
  reason text not null check (reason in ('late_payment', 'second_payment', 'canceled', 'owner_request', 'dashboard')),
  state text not null check (state in ('decided', 'sending', 'in_doubt', 'pending', 'succeeded', 'failed')),
  request_key text not null unique,
  external_id text unique,
  evidence jsonb not null default '{}',
  attempts smallint not null default 0,
  retry_at timestamptz,
  last_error text,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  foreign key (store_id, order_id) references orders (store_id, id)
);
create index refunds_by_order on refunds (order_id);
create index refunds_open on refunds (retry_at) where state in ('decided', 'sending', 'in_doubt', 'pending');

create table shipments (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  carrier text,
  tracking_number text,
  tracking_url text,
  status text not null default 'label_created' check (status in ('label_created', 'in_transit', 'out_for_delivery',
    'delivery_attempted', 'ready_for_pickup', 'delivered', 'exception', 'returning', 'returned', 'canceled', 'unknown')),
  status_at timestamptz not null,
  shipped_at timestamptz not null,
  delivered_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  unique (store_id, id),
  foreign key (store_id, order_id) references orders (store_id, id)
);
create index shipments_by_order on shipments (order_id);
create unique index shipments_live_tracking on shipments (store_id, carrier, tracking_number)
  where tracking_number is not null and status not in ('delivered', 'returned', 'canceled');

create table shipment_lines (
  shipment_id uuid not null,
  order_line_id uuid not null,
  store_id uuid not null,
  quantity integer not null check (quantity > 0),
  primary key (shipment_id, order_line_id),
  foreign key (store_id, shipment_id) references shipments (store_id, id),
  foreign key (store_id, order_line_id) references order_lines (store_id, id)
);

create table tracking_events (
  id uuid primary key,
  store_id uuid not null,
  shipment_id uuid not null,
  dedupe_key text not null,
  status text not null,
  raw_status text not null,
  substatus text,
  occurred_at timestamptz not null,
  location text,
  message text,
  signed_by text,
  collected_amount bigint check (collected_amount >= 0),
  collected_currency char(3),
  raw jsonb,
  flag text,
  received_at timestamptz not null default clock_timestamp(),
  unique (shipment_id, dedupe_key),
  foreign key (store_id, shipment_id) references shipments (store_id, id)
);
create index tracking_events_by_shipment on tracking_events (shipment_id, occurred_at);

create table shipment_notices (
  shipment_id uuid not null,
  milestone text not null,
  store_id uuid not null,
  decided text not null check (decided in ('told', 'superseded', 'not_told')),
  reason text,
  at timestamptz not null default clock_timestamp(),
  primary key (shipment_id, milestone),
  foreign key (store_id, shipment_id) references shipments (store_id, id)
);
`)
  }
}
