import type { Tx } from './db.ts'
import { shardOf } from './shards.ts'

/** A past fact, written in the transaction that made it true. The payload holds ids and facts, no personal data. */
export type EventDraft = {
  storeId: string
  /** `module.past-fact`, e.g. `order.placed`. */
  type: string
  subjectId: string
  payload?: Record<string, unknown>
}

export type StoredEvent = {
  id: number
  storeId: string
  type: string
  subjectId: string
  payload: Record<string, unknown>
  createdAt: Date
}

/** Writes facts for listeners to act on after the commit; equal subjects are told in order. */
export async function emit(tx: Tx, drafts: readonly EventDraft[]): Promise<void> {
  if (drafts.length === 0) return
  const shards = drafts.map((draft) => shardOf(draft.subjectId))
  await tx.query(INSERT_EVENTS, [
    drafts.map((draft) => draft.storeId),
    drafts.map((draft) => draft.type),
    drafts.map((draft) => draft.subjectId),
    drafts.map((draft) => JSON.stringify(draft.payload ?? {})),
    shards,
  ])
  for (const shard of shards) tx.ring('events', shard)
}

const INSERT_EVENTS = {
  name: 'events_insert',
  text: `insert into events (store_id, type, subject_id, payload, shard)
    select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::jsonb[], $5::smallint[])`,
}
