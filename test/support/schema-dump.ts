import type { Client } from 'pg'

/** The schema as text, in an order of its own, so that two databases with equal schemas dump equally. */
export async function dumpSchema(client: Client): Promise<string> {
  const parts: string[] = []
  for (const [title, sql] of Object.entries(QUERIES)) {
    const { rows } = await client.query<{ line: string }>(sql)
    parts.push(`-- ${title}\n${rows.map((row) => row.line).join('\n')}`)
  }
  return `${parts.join('\n\n')}\n`
}

const OURS = `n.nspname = 'public' and c.relname <> 'mikro_orm_migrations'`

const QUERIES = {
  columns: `select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), case when a.attidentity <> '' then ' identity' else '' end)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where ${OURS} and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
  constraints: `select format('%s: %s %s', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where ${OURS} and k.contype <> 'n' order by c.relname, k.conname`,
  indexes: `select indexdef as line from pg_indexes where schemaname = 'public' and tablename <> 'mikro_orm_migrations' order by indexname`,
  triggers: `select pg_get_triggerdef(t.oid) as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_namespace n on n.oid = c.relnamespace where ${OURS} and not t.tgisinternal order by c.relname, t.tgname`,
  functions: `select pg_get_functiondef(p.oid) as line from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.proname like 'dukkan%' order by p.proname`,
  'row-level security': `select format('%s enabled=%s forced=%s', c.relname, c.relrowsecurity, c.relforcerowsecurity) as line
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS} and c.relkind = 'r' order by c.relname`,
  // The owner is whoever ran the migrations.
  policies: `select format('%s: %s to %s using (%s) check (%s)', tablename, policyname,
      array_replace(roles, current_user, 'owner'), qual, with_check) as line
    from pg_policies where schemaname = 'public' order by tablename, policyname`,
  grants: `select format('%s: %s may %s', table_name, grantee, string_agg(privilege_type, ', ' order by privilege_type)) as line
    from information_schema.role_table_grants where table_schema = 'public' and grantee like 'dukkan_%'
    group by table_name, grantee order by table_name, grantee`,
}
