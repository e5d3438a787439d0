import { Migration } from '@mikro-orm/migrations'

/**
 * Files of products on their way in: kept whole before they are acknowledged, read a slice at a time, and gone when
 * they end. `import_names` holds every handle and SKU a file has named so far, so that a repetition is told wherever in
 * the file it stands.
 */
export class Migration20261122000009 extends Migration {
  static readonly migrationName = '20261122000009-imports'

  override up(): void {
    this.addSql(`
create table imports (
  id uuid primary key,
  store_id uuid not null references stores (id),
  shard smallint not null,
  state text not null check (state in ('receiving', 'waiting', 'running', 'finished', 'failed', 'canceled')),
  format text not null check (format in ('csv', 'jsonl')),
  layout jsonb not null default '{}',
  dry_run boolean not null,
  actor_kind text not null,
  actor_id text not null,
  bytes bigint not null default 0,
  position bigint not null default 0,
  line integer not null default 1,
  read_rows integer not null default 0,
  created integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,
  error_count integer not null default 0,
  fault jsonb,
  attempts smallint not null default 0,
  retry_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (store_id, id)
);
create index imports_open on imports (shard, created_at) where state in ('waiting', 'running');
create index imports_unfinished on imports (store_id, created_at) where state in ('receiving', 'waiting', 'running');

create table import_chunks (
  store_id uuid not null,
  import_id uuid not null,
  seq integer not null,
  body bytea not null,
  primary key (store_id, import_id, seq),
  foreign key (store_id, import_id) references imports (store_id, id) on delete cascade
);
alter table import_chunks alter column body set storage external;

create table import_names (
  store_id uuid not null,
  import_id uuid not null,
  name text not null,
  line integer not null,
  primary key (store_id, import_id, name),
  foreign key (store_id, import_id) references imports (store_id, id) on delete cascade
);

create table import_errors (
  store_id uuid not null,
  import_id uuid not null,
  seq integer not null,
  line integer not null,
  field text,
  code text not null,
  message text not null,
  fix text not null,
  primary key (store_id, import_id, seq),
  foreign key (store_id, import_id) references imports (store_id, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['imports', 'import_chunks', 'import_names', 'import_errors'] loop
    execute format('grant select, insert, update, delete on %I to dukkan_app, dukkan_system', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy store_wall on %I for all to dukkan_app using (store_id = any ((select dukkan_stores())::uuid[]))
      with check (store_id = any ((select dukkan_stores())::uuid[]))', t);
    execute format('create policy system_access on %I for all to dukkan_system using (true) with check (true)', t);
  end loop;
end $$;
`)
  }
}
