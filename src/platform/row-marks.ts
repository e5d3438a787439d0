/**
 * SQL for a number that is another one whenever one of these rows is another one. PostgreSQL writes each version of a
 * row to a place of its own (ctid) and notes the transaction that wrote it (xmin); a row that is missing counts too.
 * `name` keeps rows of different tables apart; rows are aliases of tables, and each number depends on those before it.
 * https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export function rowMark(name: string, ...rows: readonly string[]): string {
  return rows.reduce(
    (mark, row) => `hashtidextended(coalesce(${row}.ctid, '(0,0)'), coalesce(${row}.xmin::text::bigint, 0) # ${mark})`,
    `hashtextextended('${name}', 0)`,
  )
}

/** `rowMark` of however many rows a query finds; 0 for none. */
export function rowsMark(name: string, rows: readonly string[], from: string): string {
  return `coalesce((select bit_xor(${rowMark(name, ...rows)}) from ${from}), 0)`
}

/**
 * SQL for a mark out of such numbers. Where a replica has taken over, a transaction that was lost on the way may have
 * given its number to another one, so the start of the server is part of it.
 */
export function markOf(...numbers: readonly string[]): string {
  return `(${numbers.join('\n      # ')})::text || (select pg_postmaster_start_time()::text) as mark`
}

/**
 * SQL for a table `w` of the ids in a text, separated by commas. How many there are is the same guess for every call, so
 * the plan is made once; of an array PostgreSQL knows, and plans anew each time.
 */
export function idsOf(text: string): string {
  return `(select id::uuid from string_to_table(${text}, ',') as id limit 100) w`
}
