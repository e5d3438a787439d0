import { Migration } from '@mikro-orm/migrations'

/** What the store says, the templates Meta approved, and the two limits of sending. */
export class Migration20261122000005 extends Migration {
  static readonly migrationName = '20261122000005-messaging'

  override up(): void {
    this.addSql(`
create table messages (
  id uuid primary key,
  seq bigint generated always as identity,
  store_id uuid not null,
  shopper_id uuid not null,
  shard smallint not null,
  cause_kind text not null,
  cause_id text not null,
  slot smallint not null default 0,
  purpose text not null,
  certainty text not null default 'must_arrive' check (certainty in ('must_arrive', 'drop_if_unsure')),
  language text not null check (language in ('en', 'ar')),
  content jsonb not null,
  sent_as text check (sent_as in ('free_form', 'template')),
  body jsonb,
  state text not null default 'queued' check (state in ('queued', 'sending', 'in_doubt', 'accepted', 'sent', 'delivered', 'read', 'failed', 'canceled')),
  attempts smallint not null default 0,
  due_at timestamptz not null default clock_timestamp(),
  doubt_until timestamptz,
  locked_until timestamptz,
  wamid text,
  error_code text,
  error_details text,
  trace_id text,
  pricing_category text,
  pricing_type text,
  queued_at timestamptz not null default clock_timestamp(),
  sending_at timestamptz,
  accepted_at timestamptz,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz,
  failed_at timestamptz,
  unique (store_id, cause_kind, cause_id, slot)
);
create unique index messages_wamid on messages (wamid) where wamid is not null;
create index messages_open_by_shopper on messages (shopper_id, seq) where state in ('queued', 'sending', 'in_doubt');
create index messages_queued on messages (shard, seq) where state = 'queued';
create index messages_unsettled on messages (state, doubt_until) where state in ('sending', 'in_doubt');
create index messages_by_shopper on messages (shopper_id, seq desc);
create index messages_by_store on messages (store_id, id desc);

create table number_buckets (
  store_id uuid primary key references stores (id),
  tokens double precision not null,
  refilled_at timestamptz not null,
  blocked_until timestamptz
);

create table pair_buckets (
  shopper_id uuid primary key,
  store_id uuid not null,
  debt double precision not null,
  counted_at timestamptz not null,
  blocked_until timestamptz,
  strikes smallint not null default 0
);

create table message_templates (
  id uuid primary key,
  store_id uuid not null references stores (id),
  name text not null check (name ~ '^[a-z0-9_]+$' and length(name) <= 512),
  language text not null,
  purpose text not null,
  category text not null,
  status text not null,
  meta_id text,
  components jsonb not null,
  rejected_reason text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  unique (store_id, name, language)
);
`)
  }
}
