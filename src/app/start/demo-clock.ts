import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Environment } from '#platform/context.ts'
import { makeIds } from '#shared/ids.ts'

/** The demo's own time, ahead of the real one by as much as somebody has moved it; it never goes back. */
export type DemoClock = {
  now: () => Date
  offsetMs: () => number
  advance: (byMs: number) => Promise<void>
}

export type DemoTime = {
  /** Who must not be at work while time jumps, as what they hold by the clock would run out at once. */
  during: (jump: () => Promise<void>) => Promise<void>
}

/**
 * Teaches the demo's PostgreSQL to tell the demo's time: `now()` and `clock_timestamp()` of a schema of its own come
 * before PostgreSQL's in every session opened from here on, and in the defaults of the columns. What was moved stays
 * moved when the demo starts again, since its rows would otherwise lie in the future.
 */
export async function openDemoClock(databaseUrl: string, { during }: DemoTime): Promise<DemoClock> {
  let offsetMs = await withClient(databaseUrl, prepare)
  return {
    now: () => new Date(Date.now() + offsetMs),
    offsetMs: () => offsetMs,
    advance: (byMs) =>
      during(async () => {
        offsetMs = await withClient(databaseUrl, (client) => shift(client, byMs))
      }),
  }
}

/** Time, ids and randomness of a shop that lives by this clock. */
export function environmentBy({ now }: DemoClock): Environment {
  const bytes = (size: number) => new Uint8Array(randomBytes(size))
  return { now, newId: makeIds(() => now().getTime(), bytes), randomBytes: bytes }
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function prepare(client: pg.Client): Promise<number> {
  await client.query(`begin; ${OWN_TIME}; ${FIRST_IN_LINE}; ${OWN_DEFAULTS}; commit`)
  return shift(client, 0)
}

async function shift(client: pg.Client, byMs: number): Promise<number> {
  const { rows } = await client.query<{ offsetMs: number }>(SHIFT, [byMs])
  const [row] = rows
  if (row === undefined) throw new Error('The demo has lost its clock.')
  return row.offsetMs
}

const SHIFT = `update demo_clock.setting set ahead = ahead + make_interval(secs => $1::float8 / 1000)
  returning round(extract(epoch from ahead) * 1000)::float8 as "offsetMs"`

const OWN_TIME = `
  create schema if not exists demo_clock;
  create table if not exists demo_clock.setting (
    only_one boolean primary key default true check (only_one),
    ahead interval not null default interval '0'
  );
  insert into demo_clock.setting default values on conflict do nothing;
  create or replace function demo_clock.now() returns timestamptz language sql stable parallel safe
    as 'select pg_catalog.now() + (select ahead from demo_clock.setting)';
  create or replace function demo_clock.clock_timestamp() returns timestamptz language sql volatile parallel safe
    as 'select pg_catalog.clock_timestamp() + (select ahead from demo_clock.setting)';
  grant usage on schema demo_clock to public;
  grant select on demo_clock.setting to public`

/** New tables go to the first schema of the path, so ours comes after the shop's. */
const FIRST_IN_LINE = `do $$ begin
  execute format('alter database %I set search_path = public, demo_clock, pg_catalog', current_database());
end $$`

/** A default keeps the function it was made with, whatever the path says later. */
const OWN_DEFAULTS = `
  set local search_path = pg_catalog;
  do $$ declare own text; begin
    for own in
      select format('alter table %I.%I alter column %I set default demo_clock.%s', n.nspname, c.relname, a.attname, d.text)
      from (select adrelid, adnum, pg_get_expr(adbin, adrelid) as text from pg_attrdef) d
      join pg_class c on c.oid = d.adrelid
      join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
      where d.text in ('now()', 'clock_timestamp()')
    loop execute own; end loop;
  end $$`
