import type { Statement, Tx } from '#platform/db.ts'
import type { Chat } from './chat.types.ts'

/** The conversations of these shoppers, by shopper, held until the transaction ends. Locked by id, as everybody does. */
export async function lockChats(
  tx: Tx,
  storeIds: readonly string[],
  shopperIds: readonly string[],
): Promise<Map<string, Chat>> {
  const chats = await tx.query<Chat>(LOCK_CHATS, [storeIds, shopperIds])
  return new Map(chats.map((chat) => [chat.shopperId, chat]))
}

export async function writeChats(tx: Tx, chats: readonly Chat[]): Promise<void> {
  if (chats.length === 0) return
  await tx.query(WRITE_CHATS, [
    chats.map((chat) => chat.storeId),
    chats.map((chat) => chat.conversationId),
    chats.map((chat) => chat.language),
    chats.map((chat) => chat.languageChosen),
    chats.map((chat) => chat.step),
    chats.map((chat) => JSON.stringify(chat.memory)),
    chats.map((chat) => chat.lastInboundAt?.toISOString() ?? null),
    chats.map((chat) => chat.handedOverAt?.toISOString() ?? null),
  ])
}

const LOCK_CHATS: Statement = {
  name: 'conversations_lock',
  text: `select id as "conversationId", store_id as "storeId", shopper_id as "shopperId", language,
      language_chosen as "languageChosen", step, memory, last_inbound_at as "lastInboundAt",
      handed_over_at as "handedOverAt"
    from conversations where store_id = any ($1::uuid[]) and shopper_id = any ($2::uuid[])
    order by id for update`,
}

// A message that Meta delivers late must not open a window that has closed since.
const WRITE_CHATS: Statement = {
  name: 'conversations_write',
  text: `update conversations c set language = w.language, language_chosen = w.language_chosen, step = w.step,
      memory = w.memory, last_inbound_at = greatest(c.last_inbound_at, w.last_inbound_at),
      handed_over_at = w.handed_over_at, version = c.version + 1, updated_at = clock_timestamp()
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[], $5::text[], $6::jsonb[], $7::timestamptz[],
      $8::timestamptz[]) as w (store_id, id, language, language_chosen, step, memory, last_inbound_at, handed_over_at)
    where c.store_id = w.store_id and c.id = w.id`,
}
