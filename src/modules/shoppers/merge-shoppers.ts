import type { Statement, Tx } from '#platform/db.ts'
import { shardOf } from '#platform/shards.ts'

export type Merge = { storeId: string; keep: string; absorb: string }

/**
 * One person had been taken for two: everything of `absorb` becomes that of `keep`, which is the older one. Of two open
 * carts the one used last stays open. The absorbed row stays behind and points to the other.
 */
export async function mergeShoppers(tx: Tx, { storeId, keep, absorb }: Merge): Promise<void> {
  // Conversations first and by id: the order in which everyone locks.
  await tx.query(LOCK_CONVERSATIONS, [storeId, [keep, absorb]])
  await tx.query(JOIN_CONVERSATIONS, [storeId, keep, absorb])
  await tx.query(DROP_CONVERSATION, [storeId, absorb])
  await tx.query(CLOSE_OLDER_CART, [storeId, [keep, absorb]])
  for (const move of MOVES) await tx.query(move, [storeId, keep, absorb])
  await tx.query(MOVE_MESSAGES, [storeId, keep, absorb, shardOf(keep)])
  await tx.query(JOIN_DEBTS, [storeId, keep, absorb])
  await tx.query(JOIN_SHOPPERS, [storeId, keep, absorb])
}

const LOCK_CONVERSATIONS: Statement = {
  name: 'merge_lock_conversations',
  text: `select id from conversations where store_id = $1 and shopper_id = any ($2::uuid[]) order by id for update`,
}

const JOIN_CONVERSATIONS: Statement = {
  name: 'merge_conversations',
  text: `update conversations k set
      last_inbound_at = greatest(k.last_inbound_at, a.last_inbound_at),
      handed_over_at = coalesce(k.handed_over_at, a.handed_over_at),
      language = case when a.language_chosen and not k.language_chosen then a.language else k.language end,
      language_chosen = k.language_chosen or a.language_chosen,
      step = case when a.last_inbound_at > coalesce(k.last_inbound_at, '-infinity') then a.step else k.step end,
      memory = case when a.last_inbound_at > coalesce(k.last_inbound_at, '-infinity') then a.memory else k.memory end,
      version = k.version + 1, updated_at = clock_timestamp()
    from conversations a
    where k.store_id = $1 and k.shopper_id = $2 and a.store_id = $1 and a.shopper_id = $3`,
}

const DROP_CONVERSATION: Statement = {
  name: 'merge_drop_conversation',
  text: `delete from conversations where store_id = $1 and shopper_id = $2`,
}

const CLOSE_OLDER_CART: Statement = {
  name: 'merge_close_older_cart',
  text: `update carts set status = 'abandoned', updated_at = clock_timestamp()
    where store_id = $1 and id in (
      select id from carts where store_id = $1 and shopper_id = any ($2::uuid[]) and status = 'open'
      order by jsonb_array_length(lines) > 0 desc, updated_at desc offset 1)`,
}

const MOVES: readonly Statement[] = ['shopper_aliases', 'addresses', 'carts', 'orders'].map((table) => ({
  name: `merge_move_${table}`,
  text: `update ${table} set shopper_id = $2 where store_id = $1 and shopper_id = $3`,
}))

// What is still to be sent goes to the lane of the shopper it now belongs to.
const MOVE_MESSAGES: Statement = {
  name: 'merge_move_messages',
  text: `update messages set shopper_id = $2, shard = $4 where store_id = $1 and shopper_id = $3`,
}

const JOIN_DEBTS: Statement = {
  name: 'merge_pair_buckets',
  text: `delete from pair_buckets where store_id = $1 and shopper_id = $3 and $2::uuid is not null`,
}

const JOIN_SHOPPERS: Statement = {
  name: 'merge_shoppers',
  text: `with gone as (
      update shoppers set merged_into = $2, updated_at = clock_timestamp() where store_id = $1 and id = $3
      returning name, delivery_phone, marketing_opted_out_at, last_payment_method
    )
    update shoppers k set
      name = coalesce(gone.name, k.name),
      delivery_phone = coalesce(k.delivery_phone, gone.delivery_phone),
      marketing_opted_out_at = coalesce(k.marketing_opted_out_at, gone.marketing_opted_out_at),
      last_payment_method = coalesce(k.last_payment_method, gone.last_payment_method),
      updated_at = clock_timestamp()
    from gone where k.store_id = $1 and k.id = $2`,
}
