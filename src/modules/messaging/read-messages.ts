import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Language } from '#shared/language.ts'
import type { Content } from './content.ts'
import type { MessageState } from './statuses/progress.ts'

export type ListedMessage = {
  id: string
  shopperId: string
  purpose: string
  language: Language
  content: Content
  state: MessageState
  sentAs: 'free_form' | 'template' | null
  attempts: number
  errorCode: string | null
  errorDetails: string | null
  traceId: string | null
  pricingCategory: string | null
  pricingType: string | null
  queuedAt: Date
  sentAt: Date | null
  deliveredAt: Date | null
  readAt: Date | null
  failedAt: Date | null
}

export type MessageFilter = {
  shopperId: string | null
  state: MessageState | null
  beforeId: string | null
  limit: number
}

/** What the shop has said, newest first. */
export function readMessages(ctx: StoreContext, filter: MessageFilter): Promise<ListedMessage[]> {
  const { shopperId, state, beforeId, limit } = filter
  return ctx.tx.query<ListedMessage>(READ, [ctx.storeId, shopperId, state, beforeId, limit])
}

const READ: Statement = {
  name: 'messages_read',
  text: `select id, shopper_id as "shopperId", purpose, language, content, state, sent_as as "sentAs", attempts,
      error_code as "errorCode", error_details as "errorDetails", trace_id as "traceId",
      pricing_category as "pricingCategory", pricing_type as "pricingType", queued_at as "queuedAt",
      sent_at as "sentAt", delivered_at as "deliveredAt", read_at as "readAt", failed_at as "failedAt"
    from messages
    where store_id = $1 and ($2::uuid is null or shopper_id = $2) and ($3::text is null or state = $3)
      and ($4::uuid is null or id < $4)
    order by id desc limit $5`,
}
