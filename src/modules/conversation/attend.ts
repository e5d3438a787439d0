import { queueMessages, windowIsOpen } from '#modules/messaging/index.ts'
import { findShopper } from '#modules/shoppers/index.ts'
import { audit, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { NotFound, Refused } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { Language } from '#shared/language.ts'
import { WAITS_FOR_PERSON } from './handover.ts'
import { handoverHours } from './understand.rules.ts'

type Chat = { shopperId: string; language: Language; lastInboundAt: Date | null }

/**
 * Says something to a shopper in the owner's own words; gives the shopper's id. Who waits for a person has been answered
 * by it, and goes on with the person: the shop's silence counts anew from here. Throws NotFound('shopper') and
 * Refused('outside-service-window').
 */
export async function answerShopper(
  ctx: StoreContext,
  input: { shopperId: string; text: string },
): Promise<{ shopperId: string }> {
  const { shopperId, language, lastInboundAt } = await lockChat(ctx, input.shopperId)
  if (!windowIsOpen(lastInboundAt, ctx.now())) throw outsideWindow(lastInboundAt)
  const content = { kind: 'text', text: input.text } as const
  const cause = { causeKind: 'owner', causeId: ctx.newId(), purpose: 'person' }
  await queueMessages(ctx.tx, [{ storeId: ctx.storeId, shopperId, ...cause, language, content }], ctx.newId)
  await ctx.tx.run(STAY, [ctx.storeId, shopperId, ctx.now(), handoverHours])
  await close(ctx, { shopperId, action: 'shopper.answer' })
  return { shopperId }
}

/** Gives a shopper back to the shop, which answers again from their next message on. Throws NotFound('shopper'). */
export async function releaseShopper(ctx: StoreContext, input: { shopperId: string }): Promise<{ shopperId: string }> {
  const { shopperId } = await lockChat(ctx, input.shopperId)
  const released = await ctx.tx.run(RELEASE, [ctx.storeId, shopperId])
  if (released > 0) await close(ctx, { shopperId, action: 'shopper.release' })
  return { shopperId }
}

async function lockChat(ctx: StoreContext, id: string): Promise<Chat> {
  const shopper = await findShopper(ctx, id)
  const [chat] = shopper === undefined ? [] : await ctx.tx.query<Chat>(LOCK, [ctx.storeId, shopper.id])
  if (chat === undefined) throw new NotFound('shopper', id)
  return chat
}

async function close(ctx: StoreContext, { shopperId, action }: { shopperId: string; action: string }): Promise<void> {
  const subject = publicId('shopper', shopperId)
  await resolveProblem(ctx.tx, ctx.storeId, { code: WAITS_FOR_PERSON, subject, now: ctx.now() })
  await audit(ctx, { action, subjectKind: 'shopper', subjectId: subject })
}

/** https://developers.facebook.com/docs/whatsapp/pricing#customer-service-windows */
function outsideWindow(lastInboundAt: Date | null): Refused {
  return new Refused(
    'outside-service-window',
    'The shopper has not written for 24 hours, so WhatsApp takes no words of your own.',
    { lastMessageAt: lastInboundAt?.toISOString() ?? null },
    'Wait until the shopper writes, or call them. News of an order goes out by itself, as a template.',
  )
}

const LOCK: Statement = {
  name: 'attend_lock',
  text: `select shopper_id as "shopperId", language, last_inbound_at as "lastInboundAt"
    from conversations where store_id = $1 and shopper_id = $2 for update`,
}
const STAY: Statement = {
  name: 'attend_stay',
  text: `update conversations set handed_over_at = $3, version = version + 1, updated_at = clock_timestamp()
    where store_id = $1 and shopper_id = $2 and handed_over_at > $3::timestamptz - make_interval(hours => $4)`,
}
const RELEASE: Statement = {
  name: 'attend_release',
  text: `update conversations set handed_over_at = null, version = version + 1, updated_at = clock_timestamp()
    where store_id = $1 and shopper_id = $2 and handed_over_at is not null`,
}
