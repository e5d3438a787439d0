import { laneOf, SENDER } from '#modules/messaging/lanes.ts'
import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'

/** A template as Meta holds it by now. */
export type TemplateState = {
  name: string
  language: string
  notice: string
  status: string
  category: string
  metaId: string | null
  components: unknown
  rejectedReason: string | null
}

/**
 * Keeps what Meta says of a template and lets go what waited for it. A review that ended while we waited for the answer
 * of our call stands against the `PENDING` in that answer.
 */
export async function mirrorTemplate(ctx: StoreContext, state: TemplateState): Promise<void> {
  await ctx.tx.run(UPSERT, [
    ctx.newId(),
    ctx.storeId,
    state.name,
    state.language,
    state.notice,
    state.category,
    state.status,
    state.metaId,
    JSON.stringify(state.components),
    state.rejectedReason,
  ])
  await reportStatus(ctx, state)
}

/** Said before Meta is asked to review a template, for its verdict may overtake the answer. */
export async function expectReview(ctx: StoreContext, state: TemplateState): Promise<void> {
  await mirrorTemplate(ctx, { ...state, status: EXPECTED })
}

const EXPECTED = 'EXPECTED'

export type StatusNews = Pick<TemplateState, 'name' | 'language' | 'status' | 'rejectedReason'>

/** Takes over a new status; false for a template that is not ours. */
export async function changeStatus(ctx: StoreContext, news: StatusNews): Promise<boolean> {
  const [known] = await ctx.tx.query<{ notice: string }>(CHANGE_STATUS, [
    ctx.storeId,
    news.name,
    news.language,
    news.status,
    news.rejectedReason,
  ])
  if (known === undefined) return false
  await reportStatus(ctx, { ...news, notice: known.notice })
  return true
}

export async function changeCategory(
  ctx: StoreContext,
  news: { name: string; language: string; category: string },
): Promise<void> {
  await ctx.tx.run(CHANGE_CATEGORY, [ctx.storeId, news.name, news.language, news.category])
  if (news.category === 'UTILITY') return
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'template-recategorized',
    subject: `${news.name} ${news.language}`,
    details: { category: news.category },
    fix: 'Meta now bills this template in another category; ask for a review in WhatsApp Manager.',
    now: ctx.now(),
  })
}

const BAD = new Set(['REJECTED', 'DISABLED', 'PAUSED'])

async function reportStatus(ctx: StoreContext, news: StatusNews & { notice: string }): Promise<void> {
  const subject = `${news.name} ${news.language}`
  if (news.status === 'APPROVED') {
    await resolveProblem(ctx.tx, ctx.storeId, { code: 'template-unusable', subject, now: ctx.now() })
    await resolveProblem(ctx.tx, ctx.storeId, { code: 'template-missing', subject: news.notice, now: ctx.now() })
    return releaseHeld(ctx, news.notice)
  }
  if (!BAD.has(news.status)) return
  await raiseProblem(ctx.tx, ctx.storeId, {
    id: ctx.newId(),
    code: 'template-unusable',
    subject,
    details: { status: news.status, reason: news.rejectedReason },
    fix: 'Read Meta’s reason in WhatsApp Manager and ask for a review there.',
    now: ctx.now(),
  })
}

/** What was held back for this template goes now. */
async function releaseHeld(ctx: StoreContext, notice: string): Promise<void> {
  const released = await ctx.tx.query<{ shard: number }>(RELEASE, [ctx.storeId, notice])
  for (const { shard } of released) ctx.tx.ring(SENDER, laneOf(shard))
}

const UPSERT: Statement = {
  name: 'templates_upsert',
  text: `insert into message_templates
      (id, store_id, name, language, purpose, category, status, meta_id, components, rejected_reason)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (store_id, name, language) do update set category = excluded.category,
      status = case when excluded.status = 'PENDING' and message_templates.status not in ('EXPECTED', 'PENDING', 'MISSING')
        then message_templates.status else excluded.status end,
      meta_id = coalesce(excluded.meta_id, message_templates.meta_id), components = excluded.components,
      rejected_reason = excluded.rejected_reason, updated_at = clock_timestamp()`,
}

const CHANGE_STATUS: Statement = {
  name: 'templates_status',
  text: `update message_templates set status = $4, rejected_reason = $5, updated_at = clock_timestamp()
    where store_id = $1 and name = $2 and language = $3 returning purpose as notice`,
}

const CHANGE_CATEGORY: Statement = {
  name: 'templates_category',
  text: `update message_templates set category = $4, updated_at = clock_timestamp()
    where store_id = $1 and name = $2 and language = $3`,
}

const RELEASE: Statement = {
  name: 'messages_release_held',
  text: `update messages set due_at = clock_timestamp(), error_code = null
    where id in (
      select id from messages
      where store_id = $1 and open and state = 'queued' and error_code = 'template-missing' and content ->> 'notice' = $2
      order by id for update)
    returning shard`,
}
