import { Migration } from '@mikro-orm/migrations'

/** Roles, the store wall's helper, and the tables that carry events in and out. */
export class Migration20261122000001 extends Migration {
  static readonly migrationName = '20261122000001-platform'

  override up(): void {
    this.addSql(`
do $$
declare role_name text;
begin
  foreach role_name in array array['dukkan_app', 'dukkan_system'] loop
    begin
      execute format('create role %I nologin nobypassrls', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
    begin
      execute format('grant %I to current_user', role_name);
    exception when others then
      if not pg_has_role(current_user, role_name, 'member') then raise; end if;
    end;
  end loop;
end $$;

create function dukkan_stores() returns uuid[] language sql stable parallel safe
  as $$ select nullif(current_setting('dukkan.stores', true), '')::uuid[] $$;

create function dukkan_refuse_change() returns trigger language plpgsql
  as $$ begin raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation'; end $$;

create table envelopes (
  id bigint generated always as identity primary key,
  source text not null check (source in ('whatsapp', 'stripe')),
  digest bytea not null,
  body bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  unique (source, digest)
);
create index envelopes_received_at on envelopes (received_at);

create table inbox (
  id bigint generated always as identity primary key,
  store_id uuid,
  source text not null check (source in ('whatsapp', 'stripe')),
  kind text not null check (kind in ('message', 'status', 'notice', 'stripe')),
  dedupe_key text not null,
  mailbox_key text,
  shard smallint not null,
  envelope_id bigint,
  body jsonb not null,
  happened_at timestamptz,
  received_at timestamptz not null default clock_timestamp(),
  attempts smallint not null default 0,
  retry_at timestamptz,
  outcome text,
  outcome_at timestamptz,
  last_error text,
  unique (source, dedupe_key)
);
create index inbox_open_by_shard on inbox (kind, shard, id) include (mailbox_key) where outcome is null;
create index inbox_open_by_mailbox on inbox (mailbox_key, id) where outcome is null and kind = 'message';
create index inbox_by_mailbox on inbox (mailbox_key, id);
create index inbox_received_at on inbox (received_at);

create table mailboxes (
  key text primary key,
  store_id uuid not null,
  shard smallint not null,
  blocked_until timestamptz
);

create table events (
  id bigint generated always as identity primary key,
  store_id uuid not null,
  type text not null,
  subject_id uuid not null,
  payload jsonb not null default '{}',
  shard smallint not null,
  created_at timestamptz not null default clock_timestamp(),
  attempts smallint not null default 0,
  retry_at timestamptz,
  outcome text,
  outcome_at timestamptz,
  last_error text
);
create index events_open on events (shard, id) where outcome is null;
create index events_subject on events (store_id, subject_id, id);

create table schedule (
  job text not null,
  subject text not null default '',
  next_run_at timestamptz not null,
  locked_until timestamptz,
  fence bigint not null default 0,
  last_period timestamptz,
  last_error text,
  primary key (job, subject)
);
create index schedule_due on schedule (next_run_at);

create table idempotency_keys (
  store_id uuid not null,
  principal_id uuid not null,
  key text not null,
  request_hash bytea not null,
  state text not null check (state in ('in_flight', 'done')),
  response_status smallint,
  response_body text,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (principal_id, key)
);
create index idempotency_keys_expiry on idempotency_keys (expires_at);

create table audit_log (
  id uuid primary key,
  store_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('api_key', 'shopper', 'system', 'operator')),
  actor_id text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  request_id text
);
create index audit_log_by_store on audit_log (store_id, id desc);
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function dukkan_refuse_change();
`)
  }
}
