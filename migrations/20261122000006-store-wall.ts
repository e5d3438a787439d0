import { Migration } from '@mikro-orm/migrations'

/**
 * The second wall between stores: row-level security, forced, for a role that cannot bypass it.
 * `dukkan_app` sees only the stores named in `dukkan.stores` of its transaction; `dukkan_system`
 * serves the queues, which must look across stores before they know whose row is next. The queues' tables are swept more
 * often than PostgreSQL would by itself: dead entries in their partial indexes slow every claim.
 */
export class Migration20261122000006 extends Migration {
  static readonly migrationName = '20261122000006-store-wall'

  override up(): void {
    this.addSql(`
do $$
declare t record; wall text;
begin
  for t in
    select c.relname as name, exists (
      select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'store_id' and not a.attisdropped) as owned
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'mikro_orm_migrations'
  loop
    execute format('grant select, insert, update, delete on %I to dukkan_system', t.name);
    if t.owned or t.name = 'stores' then
      wall := case when t.name = 'stores' then 'id' else 'store_id' end || ' = any ((select dukkan_stores())::uuid[])';
      execute format('alter table %I enable row level security', t.name);
      execute format('alter table %I force row level security', t.name);
      execute format('create policy store_wall on %I for all to dukkan_app using (%s) with check (%s)', t.name, wall, wall);
      execute format('create policy system_access on %I for all to dukkan_system using (true) with check (true)', t.name);
      execute format('grant select, insert, update, delete on %I to dukkan_app', t.name);
    elsif t.name = 'order_moves' then
      execute format('grant select on %I to dukkan_app', t.name);
    end if;
  end loop;
end $$;

alter table inbox set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table messages set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table events set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table mailboxes set (autovacuum_vacuum_scale_factor = 0.05);

revoke update, delete on stock_movements, order_history, payment_ledger, audit_log from dukkan_app, dukkan_system;
revoke insert, update, delete on order_moves from dukkan_system;
grant usage on schema public to dukkan_app, dukkan_system;
`)
  }
}
