import { Migration } from '@mikro-orm/migrations'

/** Stores with their keys and secrets; products, stock and what Meta knows of them. */
export class Migration20261122000002 extends Migration {
  static readonly migrationName = '20261122000002-stores-and-catalog'

  override up(): void {
    this.addSql(`
create table stores (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name jsonb not null,
  status text not null default 'active' check (status in ('active', 'paused')),
  currency char(3) not null,
  country char(2) not null,
  time_zone text not null,
  languages text[] not null check (languages <@ array['en', 'ar'] and cardinality(languages) > 0),
  default_language text not null check (default_language = any (languages)),
  phone_number_id text not null unique,
  display_phone_number text not null,
  waba_id text not null,
  catalog_id text,
  catalog_usable boolean not null default true,
  delivery_fee bigint not null default 0 check (delivery_fee >= 0),
  cash_on_delivery boolean not null default true,
  card_payments boolean not null default true,
  session_minutes integer not null default 31 check (session_minutes between 31 and 1440),
  messages_per_second integer not null default 80 check (messages_per_second between 1 and 1000),
  sending_parked_at timestamptz,
  sending_parked_reason text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1
);

create table store_secrets (
  store_id uuid not null references stores (id),
  name text not null check (name in ('whatsapp_access_token', 'stripe_secret_key', 'stripe_webhook_secret', 'action_key')),
  kid text not null,
  nonce bytea not null check (octet_length(nonce) = 12),
  sealed bytea not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (store_id, name)
);

create table api_keys (
  id uuid primary key,
  store_id uuid not null references stores (id),
  name text not null,
  last_four text not null,
  hash bytea not null unique check (octet_length(hash) = 32),
  scopes text[] not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
create index api_keys_by_store on api_keys (store_id);

create table store_counters (
  store_id uuid not null references stores (id),
  name text not null check (name in ('order_number')),
  value bigint not null,
  primary key (store_id, name)
);

create table store_problems (
  id uuid primary key,
  store_id uuid not null references stores (id),
  code text not null,
  subject text not null default '',
  details jsonb not null default '{}',
  fix text not null,
  opened_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  seen_count integer not null default 1,
  resolved_at timestamptz
);
create unique index store_problems_open on store_problems (store_id, code, subject) where resolved_at is null;

create table media_files (
  id uuid primary key,
  store_id uuid not null references stores (id),
  content_type text not null check (content_type in ('image/jpeg', 'image/png')),
  width integer not null,
  height integer not null,
  sha256 bytea not null,
  body bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (store_id, sha256),
  unique (store_id, id)
);

create table products (
  id uuid primary key,
  store_id uuid not null references stores (id),
  handle text not null,
  title jsonb not null,
  description jsonb not null default '{}',
  brand text,
  status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
  hidden boolean not null default false,
  options jsonb not null default '[]',
  search_text text not null default '',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  unique (store_id, handle),
  unique (store_id, id)
);

create table product_images (
  id uuid primary key,
  store_id uuid not null,
  product_id uuid not null,
  media_id uuid not null,
  position integer not null,
  alt jsonb not null default '{}',
  foreign key (store_id, product_id) references products (store_id, id) on delete cascade,
  foreign key (store_id, media_id) references media_files (store_id, id)
);
create index product_images_by_product on product_images (product_id, position);

create table variants (
  id uuid primary key,
  store_id uuid not null,
  product_id uuid not null,
  sku text not null check (length(sku) between 1 and 100),
  retailer_id text not null check (length(retailer_id) between 1 and 100),
  title jsonb not null default '{}',
  option_values jsonb not null default '[]',
  price bigint not null check (price > 0),
  compare_at bigint check (compare_at > price),
  position integer not null default 0,
  archived_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  unique (store_id, sku),
  unique (store_id, retailer_id),
  unique (store_id, id),
  foreign key (store_id, product_id) references products (store_id, id)
);
create index variants_by_product on variants (product_id, position);

create function dukkan_retailer_id_is_fixed() returns trigger language plpgsql
  as $$ begin
    if new.retailer_id <> old.retailer_id then
      raise exception 'retailer_id is immutable' using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
create trigger variants_retailer_id before update of retailer_id on variants
  for each row execute function dukkan_retailer_id_is_fixed();

create table collections (
  id uuid primary key,
  store_id uuid not null references stores (id),
  handle text not null,
  title jsonb not null,
  position integer not null default 0,
  hidden boolean not null default false,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version integer not null default 1,
  unique (store_id, handle),
  unique (store_id, id)
);

create table collection_products (
  collection_id uuid not null,
  product_id uuid not null,
  store_id uuid not null,
  position integer not null default 0,
  primary key (collection_id, product_id),
  foreign key (store_id, collection_id) references collections (store_id, id) on delete cascade,
  foreign key (store_id, product_id) references products (store_id, id) on delete cascade
);
create index collection_products_by_product on collection_products (product_id);

create table locations (
  id uuid primary key,
  store_id uuid not null references stores (id),
  name text not null,
  is_default boolean not null default false,
  unique (store_id, id)
);
create unique index locations_one_default on locations (store_id) where is_default;

create table stock (
  variant_id uuid not null,
  location_id uuid not null,
  store_id uuid not null,
  on_hand integer not null default 0 check (on_hand >= 0),
  held integer not null default 0 check (held >= 0),
  committed integer not null default 0 check (committed >= 0),
  safety integer not null default 0 check (safety >= 0),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (variant_id, location_id),
  foreign key (store_id, variant_id) references variants (store_id, id),
  foreign key (store_id, location_id) references locations (store_id, id)
);

create table stock_movements (
  id bigint generated always as identity primary key,
  store_id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  kind text not null check (kind in ('set', 'adjust', 'hold', 'release', 'commit', 'uncommit', 'ship', 'return')),
  on_hand_change integer not null default 0,
  held_change integer not null default 0,
  committed_change integer not null default 0,
  order_id uuid,
  reason text,
  actor text not null,
  at timestamptz not null default clock_timestamp()
);
create index stock_movements_by_variant on stock_movements (variant_id, id);
create trigger stock_movements_append_only before update or delete on stock_movements
  for each row execute function dukkan_refuse_change();

create table catalog_items (
  variant_id uuid primary key,
  store_id uuid not null,
  desired_digest bytea,
  sent_digest bytea,
  acked_digest bytea,
  dirty_since timestamptz,
  batch_id uuid,
  attempts smallint not null default 0,
  retry_at timestamptz,
  errors jsonb not null default '[]',
  review_status text not null default '',
  review_reasons jsonb not null default '[]',
  checked_at timestamptz,
  foreign key (store_id, variant_id) references variants (store_id, id)
);
create index catalog_items_dirty on catalog_items (store_id, dirty_since) where dirty_since is not null;

create table catalog_batches (
  id uuid primary key,
  store_id uuid not null references stores (id),
  state text not null check (state in ('building', 'sent', 'finished', 'failed')),
  handle text,
  item_count integer not null,
  attempts smallint not null default 0,
  next_check_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  error text
);
create index catalog_batches_open on catalog_batches (store_id, created_at) where state in ('building', 'sent');
`)
  }
}
