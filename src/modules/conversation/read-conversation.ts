import { findShopper } from '#modules/shoppers/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { NotFound } from '#shared/errors.ts'
import type { Language } from '#shared/language.ts'
import { readInbound } from './inbound.rules.ts'
import type { Said } from './inbound.types.ts'

export type WaitingWords = { at: Date; kind: Said['kind']; text: string | null }

export type ConversationDetails = {
  shopperId: string
  language: Language
  lastInboundAt: Date | null
  handedOverAt: Date | null
  /** What the shopper wrote to a person, the latest twenty, oldest first; kept for thirty days. */
  waiting: WaitingWords[]
}

/** How a shopper's chat stands. Throws NotFound('shopper'). */
export async function readConversation(ctx: StoreContext, shopperId: string): Promise<ConversationDetails> {
  const shopper = await findShopper(ctx, shopperId)
  const [chat] =
    shopper === undefined
      ? []
      : await ctx.tx.query<Omit<ConversationDetails, 'waiting'>>(READ, [ctx.storeId, shopper.id])
  if (chat === undefined) throw new NotFound('shopper', shopperId)
  const words = await ctx.tx.query<{ body: unknown; at: Date }>(WORDS, [ctx.storeId, chat.shopperId])
  return { ...chat, waiting: words.toReversed().map(({ body, at }) => ({ at, ...wordsOf(readInbound(body).said) })) }
}

function wordsOf(said: Said): Omit<WaitingWords, 'at'> {
  switch (said.kind) {
    case 'text':
      return { kind: said.kind, text: said.text }
    case 'media':
      return { kind: said.kind, text: said.caption }
    case 'cart':
      return { kind: said.kind, text: said.note }
    case 'pin':
      return { kind: said.kind, text: [said.label, `${said.latitude}, ${said.longitude}`].filter(Boolean).join('\n') }
    case 'contact':
      return { kind: said.kind, text: said.phones.join(', ') }
    default:
      return { kind: said.kind, text: null }
  }
}

const READ: Statement = {
  name: 'conversation_read',
  text: `select shopper_id as "shopperId", language, last_inbound_at as "lastInboundAt",
      handed_over_at as "handedOverAt"
    from conversations where store_id = $1 and shopper_id = $2`,
}
const WORDS: Statement = {
  name: 'conversation_waiting_words',
  text: `select i.body, coalesce(i.happened_at, i.received_at) as at
    from shopper_aliases a
    join stores s on s.id = a.store_id
    join inbox i on i.mailbox_key = s.phone_number_id || '|' || a.value and i.outcome = 'handed_over' and i.kind = 'message'
      and i.store_id = a.store_id
    where a.store_id = $1 and a.shopper_id = $2 and a.kind in ('bsuid', 'wa_id')
    order by i.id desc limit 20`,
}
