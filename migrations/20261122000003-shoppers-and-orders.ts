import { Migration } from '@mikro-orm/migrations'

/** Shoppers and their conversations, carts, orders and holds. */
export class Migration20261122000003 extends Migration {
  static readonly migrationName = '20261122000003-shoppers-and-orders'

  override up(): void {
    this.addSql(`
create table shoppers (
  id uuid primary key,
  store_id uuid not null references stores (id),
  name text,
  delivery_phone text,
  marketing_opted_out_at timestamptz,
  last_payment_method text check (last_payment_method in ('card', 'cash_on_delivery')),
  merged_into uuid,
  erased_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (store_id, id),
  foreign key (store_id, merged_into) references shoppers (store_id, id)
);
create index shoppers_by_store on shoppers (store_id, id desc);

create table shopper_aliases (
  store_id uuid not null,
  kind text not null check (kind in ('bsuid', 'parent_bsuid', 'wa_id', 'username')),
  value text not null,
  shopper_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (store_id, kind, value),
  foreign key (store_id, shopper_id) references shoppers (store_id, id)
);
create index shopper_aliases_by_shopper on shopper_aliases (shopper_id);

create table conversations (
  id uuid primary key,
  store_id uuid not null,
  shopper_id uuid not null unique,
  language text not null check (language in ('en', 'ar')),
  language_chosen boolean not null default false,
  step text not null default 'idle',
  memory jsonb not null default '{}',
  last_inbound_at timestamptz,
  handed_over_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (store_id, id),
  foreign key (store_id, shopper_id) references shoppers (store_id, id)
);

create table addresses (
  id uuid primary key,
  store_id uuid not null,
  shopper_id uuid not null,
  label text,
  text text not null,
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  created_at timestamptz not null default clock_timestamp(),
  last_used_at timestamptz not null default clock_timestamp(),
  foreign key (store_id, shopper_id) references shoppers (store_id, id)
);
create index addresses_by_shopper on addresses (shopper_id, last_used_at desc);

create table carts (
  id uuid primary key,
  store_id uuid not null,
  shopper_id uuid not null,
  status text not null default 'open' check (status in ('open', 'ordered', 'abandoned')),
  version integer not null default 1,
  lines jsonb not null default '[]' check (jsonb_typeof(lines) = 'array'),
  note text,
  shown_quote jsonb,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (store_id, id),
  foreign key (store_id, shopper_id) references shoppers (store_id, id)
);
create unique index carts_one_open on carts (shopper_id) where status = 'open';

create table order_moves (from_status text not null, to_status text not null, primary key (from_status, to_status));
insert into order_moves values
  ('awaiting_payment', 'placed'), ('awaiting_payment', 'on_hold'), ('awaiting_payment', 'expired'), ('awaiting_payment', 'canceled'),
  ('expired', 'placed'), ('placed', 'on_hold'), ('on_hold', 'placed'), ('on_hold', 'canceled'),
  ('placed', 'completed'), ('placed', 'canceled');

create table orders (
  id uuid primary key,
  store_id uuid not null references stores (id),
  shopper_id uuid not null,
  cart_id uuid not null unique,
  number bigint not null check (number > 0),
  status text not null check (status in ('awaiting_payment', 'placed', 'on_hold', 'completed', 'canceled', 'expired')),
  payment_method text not null check (payment_method in ('card', 'cash_on_delivery')),
  payment_status text not null default 'none' check (payment_status in
    ('none', 'pending', 'authorized', 'paid', 'due_on_delivery', 'partially_refunded', 'refunded', 'failed', 'disputed', 'lost')),
  fulfillment_status text not null default 'unfulfilled' check (fulfillment_status in
    ('unfulfilled', 'partial', 'shipped', 'delivered', 'returned_partial', 'returned')),
  channel text not null default 'whatsapp' check (channel in ('whatsapp', 'api')),
  currency char(3) not null,
  subtotal bigint not null check (subtotal >= 0),
  discount bigint not null default 0 check (discount >= 0),
  tax bigint not null default 0 check (tax >= 0),
  delivery bigint not null default 0 check (delivery >= 0),
  rounding bigint not null default 0,
  total bigint not null check (total >= 0),
  quote_digest text not null,
  language text not null check (language in ('en', 'ar')),
  address jsonb not null,
  delivery_phone text,
  note text,
  token text not null unique check (length(token) >= 22),
  hold_expires_at timestamptz,
  cancel_reason text,
  created_at timestamptz not null default clock_timestamp(),
  placed_at timestamptz,
  closed_at timestamptz,
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  unique (store_id, number),
  unique (store_id, id),
  foreign key (store_id, shopper_id) references shoppers (store_id, id),
  foreign key (store_id, cart_id) references carts (store_id, id),
  constraint orders_total_adds_up check (total = subtotal - discount + tax + delivery + rounding)
);
create index orders_by_store on orders (store_id, id desc);
create index orders_by_shopper on orders (shopper_id, id desc);
create index orders_expiring on orders (hold_expires_at) where status = 'awaiting_payment';

create function dukkan_order_moves() returns trigger language plpgsql as $$ begin
  if new.status <> old.status
    and not exists (select 1 from order_moves where from_status = old.status and to_status = new.status) then
    raise exception 'an order cannot go from % to %', old.status, new.status using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger orders_legal_moves before update of status on orders
  for each row execute function dukkan_order_moves();

create table order_lines (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  variant_id uuid not null,
  product_id uuid not null,
  position integer not null,
  sku text not null,
  title jsonb not null,
  options jsonb not null default '{}',
  image_url text,
  unit_price bigint not null check (unit_price >= 0),
  quantity integer not null check (quantity > 0),
  discount bigint not null default 0 check (discount >= 0),
  tax bigint not null default 0 check (tax >= 0),
  total bigint not null check (total >= 0),
  canceled_quantity integer not null default 0 check (canceled_quantity >= 0),
  shipped_quantity integer not null default 0 check (shipped_quantity >= 0),
  delivered_quantity integer not null default 0 check (delivered_quantity >= 0),
  returned_quantity integer not null default 0 check (returned_quantity >= 0),
  foreign key (store_id, order_id) references orders (store_id, id),
  unique (store_id, id),
  constraint order_lines_total_adds_up check (total = unit_price * quantity),
  constraint order_lines_never_over_shipped check (shipped_quantity + canceled_quantity <= quantity),
  constraint order_lines_delivered_was_shipped check (delivered_quantity <= shipped_quantity)
);
create index order_lines_by_order on order_lines (store_id, order_id, position);

create function dukkan_order_lines_sum() returns trigger language plpgsql as $$
declare the_order uuid := coalesce(new.order_id, old.order_id); wanted bigint; got bigint;
begin
  select subtotal into wanted from orders where id = the_order;
  select coalesce(sum(total), 0) into got from order_lines where order_id = the_order;
  if wanted is distinct from got then
    raise exception 'order % has subtotal % but its lines sum to %', the_order, wanted, got using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger order_lines_sum after insert or update of total, order_id or delete on order_lines
  deferrable initially deferred for each row execute function dukkan_order_lines_sum();

create function dukkan_order_subtotal() returns trigger language plpgsql as $$
declare got bigint;
begin
  select coalesce(sum(total), 0) into got from order_lines where order_id = new.id;
  if got is distinct from new.subtotal then
    raise exception 'order % has subtotal % but its lines sum to %', new.id, new.subtotal, got using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger orders_subtotal after insert or update of subtotal on orders
  deferrable initially deferred for each row execute function dukkan_order_subtotal();

create table order_history (
  id bigint generated always as identity primary key,
  store_id uuid not null,
  order_id uuid not null,
  axis text not null check (axis in ('order', 'payment', 'fulfillment')),
  from_status text,
  to_status text not null,
  actor text not null,
  reason text,
  at timestamptz not null default clock_timestamp()
);
create index order_history_by_order on order_history (order_id, id);
create trigger order_history_append_only before update or delete on order_history
  for each row execute function dukkan_refuse_change();

create table holds (
  id uuid primary key,
  store_id uuid not null,
  order_id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  quantity integer not null check (quantity > 0),
  state text not null default 'held' check (state in ('held', 'committed', 'shipped', 'released')),
  shipped_quantity integer not null default 0 check (shipped_quantity between 0 and quantity),
  expires_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  foreign key (store_id, order_id) references orders (store_id, id)
);
create index holds_by_order on holds (order_id);
create unique index holds_one_live on holds (order_id, variant_id, location_id) where state in ('held', 'committed');
`)
  }
}
