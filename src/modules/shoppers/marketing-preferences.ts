import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { NoticeHandler } from '#platform/notices.ts'

/** What a shopper told WhatsApp about offers of this shop. */
type Preference = { bsuid: string | null; waId: string | null; wants: boolean; at: Date }

/** Shoppers who stop or resume offers in WhatsApp's own menus, besides those who write "stop" to the shop. */
export const marketingPreferences: NoticeHandler = {
  fields: ['user_preferences'],
  async handle(ctx, { value }) {
    for (const preference of preferencesIn(value, ctx.now())) await note(ctx, preference)
  },
}

/** A choice to resume that comes late does not undo a later stop; somebody we never met is nobody. */
async function note(ctx: StoreContext, { bsuid, waId, wants, at }: Preference): Promise<void> {
  await ctx.tx.run(NOTE, [ctx.storeId, bsuid, waId, wants, at])
}

function preferencesIn(value: unknown, now: Date): Preference[] {
  return listOf(fieldsOf(value).user_preferences).flatMap((each): Preference[] => {
    const { wa_id: waId, user_id: userId, category, value: choice, timestamp } = fieldsOf(each)
    const wants = wishOf(choice)
    if (category !== 'marketing_messages' || wants === null) return []
    const seconds = Number(timestamp)
    const at = Number.isSafeInteger(seconds) && seconds > 0 ? new Date(Math.min(seconds * 1000, now.getTime())) : now
    return [{ bsuid: textOf(userId), waId: textOf(waId)?.replace(/^\+/, '') ?? null, wants, at }]
  })
}

/** https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/reference/user_preferences */
function wishOf(choice: unknown): boolean | null {
  if (choice === 'stop') return false
  return choice === 'resume' || choice === 'signup' ? true : null
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

const NOTE: Statement = {
  name: 'shoppers_note_preference',
  text: `update shoppers s set marketing_opted_out_at = case when $4::boolean then null else $5::timestamptz end,
      updated_at = clock_timestamp()
    where s.store_id = $1 and s.id = (
        select coalesce(k.merged_into, k.id) from shopper_aliases a
        join shoppers k on k.id = a.shopper_id and k.store_id = a.store_id
        where a.store_id = $1 and (a.kind = 'bsuid' and a.value = $2 or a.kind = 'wa_id' and a.value = $3)
        order by a.kind limit 1)
      and coalesce(s.marketing_opted_out_at, '-infinity') <= $5::timestamptz`,
}
