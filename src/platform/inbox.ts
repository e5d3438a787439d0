import { hash } from 'node:crypto'
import { crashPoint } from './crash-point.ts'
import type { Database, Statement } from './db.ts'
import { SHARD_COUNT, shardOf } from './shards.ts'

export type InboxSource = 'whatsapp' | 'stripe'
export type InboxKind = 'message' | 'status' | 'notice' | 'stripe'

/** One thing that arrived, cleaned of what PostgreSQL's text cannot hold. */
export type Arrival = {
  storeId: string | null
  kind: InboxKind
  /** Equal keys of one source are the same arrival, however often they are delivered. */
  dedupeKey: string
  /** Arrivals of one mailbox are handled one after another. Messages have one; other kinds need none. */
  mailboxKey?: string
  /** Arrivals of other kinds fall into one shard when they share it: what changes the same row should not meet itself. */
  shardKey?: string
  /** What arrived, as JSON; it is kept as it is written here. */
  json: string
  happenedAt: Date | null
  /** Said at once for what can never be handled, e.g. `parked:unknown-number`. */
  outcome?: string
}

export type Envelope = { source: InboxSource; body: Uint8Array; arrivals: readonly Arrival[] }

/** Which drain looks after which kind. */
const DRAIN_OF: Record<InboxKind, string> = {
  message: 'mailbox',
  status: 'statuses',
  notice: 'notices',
  stripe: 'stripe',
}

/** What is worked off in bulk by one runner needs few shards: each is a bell of its own. */
const SHARDS_OF: Record<InboxKind, number> = { message: SHARD_COUNT, status: 2, notice: 1, stripe: SHARD_COUNT }

type Waiting = { envelope: Envelope; done: () => void; failed: (error: unknown) => void }

const MAX_ARRIVALS_PER_INSERT = 2_000

/**
 * Stores what arrives before it is acknowledged. Envelopes that come in while an insert runs share the
 * next one: no timer, no wait when idle, and one batch in flight keeps the order of arrival.
 */
export class Inbox {
  readonly #database: Database
  readonly #ring: (bells: { drain: string; shard: number }[]) => void
  #waiting: Waiting[] = []
  #running = false

  constructor(database: Database, ring: (bells: { drain: string; shard: number }[]) => void) {
    this.#database = database
    this.#ring = ring
  }

  /** Resolves once the envelope and its arrivals are durable; rejects when they are not, and nothing was kept. */
  store(envelope: Envelope): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ envelope, done, failed })
      if (!this.#running) void this.#drain()
    })
  }

  async #drain(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#storeBatch(this.#takeBatch())
    this.#running = false
  }

  #takeBatch(): Waiting[] {
    let arrivals = 0
    const end = this.#waiting.findIndex((entry, index) => {
      arrivals += entry.envelope.arrivals.length
      return index > 0 && arrivals > MAX_ARRIVALS_PER_INSERT
    })
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end)
  }

  async #storeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const bells = await insertEnvelopes(
        this.#database,
        batch.map((entry) => entry.envelope),
      )
      crashPoint('inbox.after_commit')
      for (const entry of batch) entry.done()
      if (bells.length > 0) this.#ring(bells)
      crashPoint('inbox.after_bell')
    } catch (error) {
      if (batch.length === 1) return batch[0]?.failed(error)
      // One envelope that PostgreSQL refuses must not take its neighbours with it.
      for (const entry of batch) await this.#storeBatch([entry])
    }
  }
}

function shardFor({ kind, mailboxKey, shardKey, dedupeKey }: Arrival): number {
  const shards = SHARDS_OF[kind]
  return shards === 1 ? 0 : shardOf(mailboxKey ?? shardKey ?? dedupeKey) % shards
}

async function insertEnvelopes(database: Database, envelopes: readonly Envelope[]) {
  crashPoint('inbox.before_commit')
  const arrivals = envelopes.flatMap(({ source, arrivals }, index) =>
    arrivals.map((arrival) => ({ arrival, source, place: index + 1 })),
  )
  const rows = await database.system<{ kind: InboxKind; shard: number }>(INSERT, [
    envelopes.map(({ source }) => source),
    envelopes.map(({ body }) => hash('sha256', body, 'buffer')),
    envelopes.map(({ body }) => body),
    arrivals.map(({ place }) => place),
    arrivals.map(({ arrival }) => arrival.storeId),
    arrivals.map(({ source }) => source),
    arrivals.map(({ arrival }) => arrival.kind),
    arrivals.map(({ arrival }) => arrival.dedupeKey),
    arrivals.map(({ arrival }) => arrival.mailboxKey ?? null),
    arrivals.map(({ arrival }) => shardFor(arrival)),
    arrivals.map(({ arrival }) => arrival.json),
    arrivals.map(({ arrival }) => arrival.happenedAt),
    arrivals.map(({ arrival }) => arrival.outcome ?? null),
  ])
  return rows.map((row) => ({ drain: DRAIN_OF[row.kind], shard: row.shard }))
}

// An arrival finds its envelope by place. Joined by digest, every arrival was held against every envelope of the batch.
const INSERT: Statement = {
  name: 'inbox_insert',
  text: `with sent as (
      select * from unnest($1::text[], $2::bytea[], $3::bytea[]) with ordinality as t (source, digest, body, place)
    ), stored as (
      insert into envelopes (source, digest, body)
      select distinct on (source, digest) source, digest, body from sent
      on conflict (source, digest) do nothing returning id, digest
    ), known as materialized (
      select array_agg(coalesce(stored.id, 0) order by sent.place) as ids from sent left join stored using (digest)
    ), arrived as (
      select * from unnest($4::int[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::smallint[],
        $11::jsonb[], $12::timestamptz[], $13::text[]) with ordinality
        as t (envelope, store_id, source, kind, dedupe_key, mailbox_key, shard, body, happened_at, outcome, place)
    ), boxed as (
      insert into mailboxes (key, store_id, shard)
      select distinct on (mailbox_key) mailbox_key, store_id, shard
      from unnest($9::text[], $5::uuid[], $10::smallint[]) as t (mailbox_key, store_id, shard)
      where mailbox_key is not null and store_id is not null
        and not exists (select from mailboxes m where m.key = t.mailbox_key)
      on conflict (key) do nothing
    ), taken as (
      insert into inbox (store_id, source, kind, dedupe_key, mailbox_key, shard, envelope_id, body, happened_at, outcome, outcome_at)
      select store_id, source, kind, dedupe_key, mailbox_key, shard, nullif((select ids from known)[envelope], 0), body,
        happened_at, outcome, case when outcome is not null then clock_timestamp() end
      from arrived order by place
      on conflict (source, dedupe_key) do nothing returning kind, shard, outcome
    )
    select distinct kind, shard from taken where outcome is null`,
}
