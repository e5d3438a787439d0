import type { Content } from '#modules/messaging/content.ts'
import { SENDER_LANES, shardsOf } from '#modules/messaging/lanes.ts'
import type { Database, Statement } from '#platform/db.ts'
import { LEASE_SECONDS, Leases } from '#platform/leases.ts'
import { SHARD_COUNT } from '#platform/shards.ts'
import type { WorkTools } from '#platform/work.ts'
import type { Language } from '#shared/language.ts'

/** A message that is ours to send: it is `sending` and committed so before anything leaves. */
export type Claimed = {
  id: string
  storeId: string
  shopperId: string
  shard: number
  causeKind: string
  causeId: string
  /** Counts from 1; what is written later names it, so a worker that slept too long changes nothing. */
  attempt: number
  content: Content
  language: Language
  /** Meta has said that the window is closed, whatever we think. */
  templateOnly: boolean
  phoneNumberId: string
  /** Null when its products cannot be shown. */
  catalogId: string | null
  languages: Language[]
  defaultLanguage: Language
  waId: string | null
  bsuid: string | null
  lastInboundAt: Date | null
}

export type Claim = {
  messages: Claimed[]
  /** More could go but for the number's limit, which fills up within the second. */
  starved: boolean
}

/**
 * Takes the oldest due message of each shopper of the lane who has nothing under way, as far as the limits of number
 * and pair allow; both are kept in PostgreSQL, so all workers share them.
 */
export async function claimMessages(database: Database, lane: number, room: number): Promise<Claim> {
  const rows = await database.system<Claimed & { id: string | null; starved: boolean }>(CLAIM, [
    shardsOf(lane, SHARD_COUNT),
    room,
  ])
  return { messages: rows.filter((row) => row.id !== null), starved: rows.some((row) => row.starved) }
}

/** Keeps what is still being sent from being taken for the work of the dead. */
export function messageLeases({ database, log }: Pick<WorkTools, 'database' | 'log'>): Leases<Claimed> {
  return new Leases({
    renew: (held) =>
      database.system(RENEW, [held.map(({ id }) => id), held.map(({ attempt }) => attempt), LEASE_SECONDS]),
    onError: (error) => log.warn({ error: String(error) }, 'the leases of messages could not be renewed'),
  })
}

/** Lanes in which something could be sent now. */
export async function waitingLanes(database: Database): Promise<number[]> {
  const rows = await database.system<{ lane: number }>(WAITING, [SENDER_LANES])
  return rows.map((row) => row.lane)
}

/**
 * Meta lets 1 message per 6 seconds through to the same person and up to 45 be borrowed from the future.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/overview#pair-rate-limits
 */
const PAIR_SECONDS = 6
const PAIR_BURST = 45

/**
 * The number's limit counts what comes in as well, so sending keeps to three quarters of it, in bursts of the fourth:
 * no second ever sees more than the whole.
 */
const refilled = (bucket: string, store: string) => `least(${store}.messages_per_second / 4.0,
        ${bucket}.tokens + greatest(0, extract(epoch from c.at - ${bucket}.refilled_at)) * ${store}.messages_per_second * 0.75)`

// A notice may be in doubt for ten minutes: it holds up what else is told of, and never the answers of the chat.
// Which rows of a queue wait is the last thing that statistics know. Ids gathered into arrays first keep every step
// linear whatever the planner believes; joined by key, a claim of 64 among 200 took ten times as long.
const CLAIM: Statement = {
  name: 'messages_claim',
  text: `with c as materialized (select clock_timestamp() as at),
    busy as materialized (
      select shopper_id, state = 'in_doubt' and cause_kind <> 'inbox' as notice_in_doubt
      from messages where open and state in ('sending', 'in_doubt')
    ), heads as materialized (
      select distinct on (m.shopper_id) m.id, m.store_id, m.shopper_id, m.seq
      from messages m cross join c
      where m.shard = any ($1::smallint[]) and m.open and m.state = 'queued' and m.due_at <= c.at
        and m.shopper_id <> all (array(select shopper_id from busy where not notice_in_doubt))
        and (m.cause_kind = 'inbox' or m.shopper_id <> all (array(select shopper_id from busy where notice_in_doubt)))
      order by m.shopper_id, m.seq
    ), free as materialized (
      select h.*, ${refilled('b', 's')} as tokens, row_number() over (partition by h.store_id order by h.seq) as place
      from heads h cross join c
      join stores s on s.id = h.store_id and s.sending_parked_at is null
      join number_buckets b on b.store_id = h.store_id and coalesce(b.blocked_until, '-infinity') <= c.at
      left join pair_buckets p on p.shopper_id = h.shopper_id
      where coalesce(p.blocked_until, '-infinity') <= c.at
        and coalesce(p.debt - extract(epoch from c.at - p.counted_at) / ${PAIR_SECONDS}.0, 0) <= ${PAIR_BURST - 1}
    ), taken as materialized (
      select m.id, m.store_id, m.seq from messages m
      where m.open and m.state = 'queued'
        and m.id = any (array(select id from free where place <= floor(tokens) order by seq limit $2))
      for update of m skip locked
    ), bucket as materialized (
      select b.store_id, ${refilled('b', 's')} as tokens
      from number_buckets b join stores s on s.id = b.store_id cross join c
      where b.store_id = any (array(select store_id from taken))
      order by b.store_id for update of b
    ), granted as materialized (
      select t.* from (select *, row_number() over (partition by store_id order by seq) as place from taken) t
      join bucket k on k.store_id = t.store_id and t.place <= floor(k.tokens)
    ), spent as (
      update number_buckets b set tokens = k.tokens - g.spent, refilled_at = greatest(b.refilled_at, c.at)
      from bucket k join (select store_id, count(*) as spent from granted group by store_id) g using (store_id), c
      where b.store_id = k.store_id
    ), paired as (
      insert into pair_buckets (shopper_id, store_id, debt, counted_at)
      select f.shopper_id, f.store_id, 1, c.at from free f cross join c
      where f.id = any (array(select id from granted))
      order by f.shopper_id
      on conflict (shopper_id) do update set
        debt = 1 + greatest(0, pair_buckets.debt
          - greatest(0, extract(epoch from excluded.counted_at - pair_buckets.counted_at)) / ${PAIR_SECONDS}.0),
        counted_at = greatest(pair_buckets.counted_at, excluded.counted_at)
    ), marked as (
      update messages m set state = 'sending', attempts = m.attempts + 1, sending_at = c.at,
        locked_until = c.at + interval '${LEASE_SECONDS} seconds', doubt_until = null
      from c where m.id = any (array(select id from granted))
      returning m.id, m.store_id, m.shopper_id, m.shard, m.seq, m.attempts, m.content, m.language,
        m.cause_kind, m.cause_id, m.error_code is not distinct from '131047' as template_only
    )
    select x.starved, m.id, m.store_id as "storeId", m.shopper_id as "shopperId", m.shard, m.attempts as attempt,
      m.cause_kind as "causeKind", m.cause_id as "causeId",      m.content, m.language, m.template_only as "templateOnly",
      s.phone_number_id as "phoneNumberId",
      case when s.catalog_usable then s.catalog_id end as "catalogId", s.languages,
      s.default_language as "defaultLanguage", v.last_inbound_at as "lastInboundAt", a.wa_id as "waId", a.bsuid
    from (select exists (select 1 from free where place > floor(tokens)) as starved) x
    left join marked m on true
    left join stores s on s.id = m.store_id
    left join conversations v on v.shopper_id = m.shopper_id
    left join lateral (
      select (array_agg(value order by created_at desc, value) filter (where kind = 'wa_id'))[1] as wa_id,
        (array_agg(value order by created_at desc, value) filter (where kind = 'bsuid'))[1] as bsuid
      from shopper_aliases where shopper_id = m.shopper_id and store_id = m.store_id) a on true
    order by m.seq`,
}

const RENEW: Statement = {
  name: 'messages_renew',
  text: `with held as materialized (
      select m.id from messages m
      join unnest($1::uuid[], $2::smallint[]) as held (id, attempt) on held.id = m.id and held.attempt = m.attempts
      where m.state = 'sending' order by m.id for update of m skip locked
    )
    update messages m set locked_until = clock_timestamp() + make_interval(secs => $3) from held where m.id = held.id`,
}

const WAITING: Statement = {
  name: 'messages_waiting',
  text: `select distinct m.shard % $1::int as lane
    from messages m
    join stores s on s.id = m.store_id and s.sending_parked_at is null
    left join number_buckets b on b.store_id = m.store_id
    left join pair_buckets p on p.shopper_id = m.shopper_id
    where m.open and m.state = 'queued' and m.due_at <= clock_timestamp()
      and coalesce(b.blocked_until, '-infinity') <= clock_timestamp()
      and coalesce(p.blocked_until, '-infinity') <= clock_timestamp()`,
}
