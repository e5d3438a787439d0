import type { Stage } from '#test/faults/stage/database.ts'

/**
 * What the run adds to the database to see and to disturb: a log of every doubt a message fell into, and a switch that
 * makes writes fail as a busy server makes them fail.
 */
export async function installInstruments({ ask }: Stage): Promise<void> {
  for (const sql of INSTRUMENTS) await ask(sql)
}

/** For so long about a third of all writes to the busiest tables fail with a serialization error or a deadlock. */
export async function abortWrites({ ask }: Stage, ms: number): Promise<void> {
  await ask('update faults.weather set abort_until = clock_timestamp() + make_interval(secs => $1)', [ms / 1000])
}

export type Doubt = { messageId: string; attempt: number; at: Date }

/** Every time a message's fate was unknown, oldest first. */
export function readDoubts({ ask }: Stage): Promise<Doubt[]> {
  return ask<Doubt>('select message_id as "messageId", attempt, at from faults.doubts order by at')
}

export type Advance = { job: string; subject: string; fence: number; times: number }

/** What was done by the clock and marked done more than once under one lease. */
export function readRepeatedAdvances({ ask }: Stage): Promise<Advance[]> {
  return ask<Advance>(
    'select job, subject, fence, count(*)::int as times from faults.advances group by job, subject, fence having count(*) > 1',
  )
}

const BUSY = ['inbox', 'messages', 'events', 'orders', 'stock', 'conversations', 'payment_attempts', 'schedule']

const INSTRUMENTS = [
  'create schema faults',
  'create table faults.doubts (message_id uuid, attempt int, at timestamptz not null default clock_timestamp())',
  `create table faults.weather (abort_until timestamptz not null default '-infinity')`,
  'insert into faults.weather default values',
  'grant usage on schema faults to public',
  `create function faults.note_doubt() returns trigger language plpgsql security definer as $$ begin
    insert into faults.doubts (message_id, attempt) values (new.id, new.attempts);
    return null;
  end $$`,
  `create trigger faults_doubts after update of state on messages for each row
    when (new.state = 'in_doubt' and old.state <> 'in_doubt') execute function faults.note_doubt()`,
  'create table faults.advances (job text, subject text, fence bigint)',
  `create function faults.note_advance() returns trigger language plpgsql security definer as $$ begin
    insert into faults.advances values (new.job, new.subject, new.fence);
    return null;
  end $$`,
  `create trigger faults_advances after update of last_period on schedule for each row
    when (new.last_period is distinct from old.last_period) execute function faults.note_advance()`,
  `create function faults.abort() returns trigger language plpgsql security definer as $$ begin
    if session_user <> 'postgres' and random() < 0.3 and exists (select 1 from faults.weather where abort_until > clock_timestamp()) then
      raise exception 'the fault suite aborts this write'
        using errcode = (array['40001', '40P01'])[1 + floor(random() * 2)::int];
    end if;
    return null;
  end $$`,
  ...BUSY.map(
    (table) =>
      `create trigger faults_abort before insert or update on ${table} for each statement execute function faults.abort()`,
  ),
]
