import type { Statement, Tx } from '#platform/db.ts'
import { shardOf } from '#platform/shards.ts'
import type { Draft } from './content.ts'
import { laneOf, SENDER } from './lanes.ts'

/**
 * Puts messages on their way out, in this order for each shopper; what the same cause has queued before is left alone.
 * Notices held back for want of a template get another chance, since a shopper who is answered has written.
 */
export async function queueMessages(tx: Tx, drafts: readonly Draft[], newId: () => string): Promise<void> {
  if (drafts.length === 0) return
  const shards = drafts.map((draft) => shardOf(draft.shopperId))
  await tx.query(INSERT_MESSAGES, [
    drafts.map(() => newId()),
    drafts.map((draft) => draft.storeId),
    drafts.map((draft) => draft.shopperId),
    shards,
    drafts.map((draft) => draft.causeKind),
    drafts.map((draft) => draft.causeId),
    drafts.map((draft) => draft.slot ?? 0),
    drafts.map((draft) => draft.purpose),
    drafts.map((draft) => draft.certainty ?? 'must_arrive'),
    drafts.map((draft) => draft.language),
    drafts.map((draft) => JSON.stringify(draft.content)),
  ])
  for (const shard of shards) tx.ring(SENDER, laneOf(shard))
}

const INSERT_MESSAGES: Statement = {
  name: 'messages_queue',
  text: `with drafts as (
      select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::smallint[],
        $8::text[], $9::text[], $10::text[], $11::jsonb[]) with ordinality
        as d(id, store_id, shopper_id, shard, cause_kind, cause_id, slot, purpose, certainty, language, content, place)
    ), buckets as (
      insert into number_buckets (store_id, tokens, refilled_at)
      select distinct d.store_id, 1, clock_timestamp() from drafts d
      where not exists (select 1 from number_buckets b where b.store_id = d.store_id)
      on conflict do nothing
    ), released as (
      update messages m set due_at = clock_timestamp(), error_code = null
      where m.shopper_id = any ($3) and m.store_id = any ($2) and m.open and m.state = 'queued' and m.error_code = 'template-missing'
    )
    insert into messages (id, store_id, shopper_id, shard, cause_kind, cause_id, slot, purpose, certainty, language, content)
    select id, store_id, shopper_id, shard, cause_kind, cause_id, slot, purpose, certainty, language, content
    from drafts order by place
    on conflict (store_id, cause_kind, cause_id, slot) do nothing`,
}
