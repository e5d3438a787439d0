import type { Stage } from './stage.ts'

export async function forgetStatements(stage: Stage, database: string): Promise<void> {
  await stage.asAdmin(database, 'select pg_stat_statements_reset()')
}

/** What took PostgreSQL's time since it was told to forget, with how often it was planned. */
export async function costliestStatements(stage: Stage, database: string): Promise<string> {
  const rows = await stage.asAdmin(
    database,
    `select calls::int, round((total_exec_time + total_plan_time)::numeric) as ms, plans::int,
      round(mean_exec_time::numeric, 3) as mean, rows::int, left(regexp_replace(query, '\\s+', ' ', 'g'), 110) as query
    from pg_stat_statements order by total_exec_time + total_plan_time desc limit 25`,
  )
  return rows
    .map(
      (row) =>
        `  ${String(row.ms).padStart(7)} ms ${String(row.calls).padStart(7)} × ${row.mean} ms, planned ${row.plans} ×, ${row.rows} rows  ${row.query}`,
    )
    .join('\n')
}
