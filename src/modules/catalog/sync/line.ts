import type { Database, Statement } from '#platform/db.ts'
import { DEAD_SECONDS } from './batches.ts'

/** Only one worker at a time speaks for a catalog, for as long as its calls can take. */
const LEASE_SECONDS = 90
/**
 * 4 calls at once and one more every 20 s: at most 8 in any 75 s, so at most 8 arrive in any minute even when some take
 * the 15 s a call may take. https://developers.facebook.com/docs/marketing-api/catalog-batch/guides/rate-limiting
 */
const CALL_EVERY_SECONDS = 20
const CALLS_AT_ONCE = 4

export type Line = { catalogId: string; fence: number }

/** Catalogs for which something can be done now: changes to send, or batches to ask about. */
export async function dueCatalogs(database: Database, settleSeconds: number): Promise<string[]> {
  const rows = await database.system<{ catalogId: string }>(DUE, [settleSeconds])
  return rows.map(({ catalogId }) => catalogId)
}

/** Null when another worker speaks for the catalog, or Meta wants it left alone. */
export async function takeLine(database: Database, catalogId: string): Promise<Line | null> {
  const [row] = await database.system<{ fence: number }>(TAKE, [catalogId, LEASE_SECONDS])
  return row === undefined ? null : { catalogId, fence: row.fence }
}

export async function leaveLine(database: Database, { catalogId, fence }: Line, restMs: number): Promise<void> {
  await database.system(LEAVE, [catalogId, fence, restMs / 1_000])
}

/** Uses up one of the catalog's calls; false when there is none left for now. */
export async function spendCall(database: Database, catalogId: string): Promise<boolean> {
  const rows = await database.system(SPEND, [catalogId, CALL_EVERY_SECONDS, CALL_EVERY_SECONDS * (CALLS_AT_ONCE - 1)])
  return rows.length > 0
}

/** The stores of a catalog, by how long their oldest change waits. */
export async function storesOf(database: Database, catalogId: string): Promise<string[]> {
  const rows = await database.system<{ id: string }>(STORES, [catalogId])
  return rows.map(({ id }) => id)
}

const DUE: Statement = {
  name: 'catalog_sync_due',
  text: `with work as (
      select store_id, true as calls from catalog_items
      where dirty_since <= clock_timestamp() - make_interval(secs => $1) and batch_id is null
        and coalesce(retry_at, '-infinity') <= clock_timestamp()
      union
      select store_id, false from catalog_batches
      where state = 'sent' and next_check_at <= clock_timestamp()
        or state = 'building' and created_at <= clock_timestamp() - interval '${DEAD_SECONDS} seconds'
    )
    select distinct s.catalog_id as "catalogId"
    from work join stores s on s.id = work.store_id
    left join schedule line on line.job = 'catalog.line' and line.subject = s.catalog_id
    left join schedule calls on calls.job = 'catalog.calls' and calls.subject = s.catalog_id
    where s.status = 'active' and s.catalog_id is not null
      and coalesce(line.next_run_at, '-infinity') <= clock_timestamp()
      and coalesce(line.locked_until, '-infinity') <= clock_timestamp()
      and (not work.calls or coalesce(calls.next_run_at, '-infinity') <= clock_timestamp())`,
}

const TAKE: Statement = {
  name: 'catalog_sync_take',
  text: `insert into schedule as line (job, subject, next_run_at, locked_until, fence)
    values ('catalog.line', $1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2), 1)
    on conflict (job, subject) do update set locked_until = excluded.locked_until, fence = line.fence + 1
      where line.next_run_at <= clock_timestamp()
        and coalesce(line.locked_until, '-infinity') <= clock_timestamp()
    returning fence`,
}

const LEAVE: Statement = {
  name: 'catalog_sync_leave',
  text: `update schedule set locked_until = null, next_run_at = clock_timestamp() + make_interval(secs => $3)
    where job = 'catalog.line' and subject = $1 and fence = $2`,
}

// The next call's time runs ahead of the clock by what was spent, and falls behind it by what may be spent at once.
const SPEND: Statement = {
  name: 'catalog_sync_spend',
  text: `insert into schedule as calls (job, subject, next_run_at)
    values ('catalog.calls', $1, clock_timestamp() + make_interval(secs => $2::float8 - $3::float8))
    on conflict (job, subject) do update set next_run_at =
        greatest(calls.next_run_at, clock_timestamp() - make_interval(secs => $3::float8))
        + make_interval(secs => $2::float8)
      where calls.next_run_at <= clock_timestamp()
    returning subject`,
}

const STORES: Statement = {
  name: 'catalog_sync_stores',
  text: `select s.id from stores s
    left join lateral (
      select min(dirty_since) as since from catalog_items where store_id = s.id and dirty_since is not null
    ) waiting on true
    where s.catalog_id = $1 and s.status = 'active' order by waiting.since nulls last, s.id`,
}
