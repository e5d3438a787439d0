import type { NoticeName } from '#modules/messaging/notices/facts.ts'
import type { Statement, Tx } from '#platform/db.ts'
import type { Progress } from './progress.ts'
import type { StatusFact } from './status.rules.ts'

export type Target = Progress & {
  id: string
  storeId: string
  shard: number
  notice: NoticeName | null
  mustArrive: boolean
}

/** The messages that these facts may speak of, locked in the order in which everyone locks messages. */
export async function lockTargets(tx: Tx, facts: readonly StatusFact[]): Promise<Target[]> {
  if (facts.length === 0) return []
  const ids = facts.flatMap(({ messageId }) => (messageId === null ? [] : [messageId]))
  const rows = await tx.query<Omit<Target, 'waitSeconds'>>(LOCK_TARGETS, [ids, facts.map(({ wamid }) => wamid)])
  return rows.map((row) => ({ ...row, waitSeconds: 0 }))
}

export async function writeTargets(tx: Tx, targets: readonly Target[]): Promise<void> {
  if (targets.length === 0) return
  await tx.run(WRITE_TARGETS, [
    targets.map(({ id }) => id),
    targets.map(({ state }) => state),
    targets.map(({ wamid }) => wamid),
    targets.map(({ errorCode }) => errorCode),
    targets.map(({ errorDetails }) => errorDetails),
    targets.map(({ sentAt }) => sentAt),
    targets.map(({ deliveredAt }) => deliveredAt),
    targets.map(({ readAt }) => readAt),
    targets.map(({ failedAt }) => failedAt),
    targets.map(({ pricingCategory }) => pricingCategory),
    targets.map(({ pricingType }) => pricingType),
    targets.map(({ waitSeconds }) => waitSeconds),
  ])
}

const LOCK_TARGETS: Statement = {
  name: 'statuses_targets',
  text: `select id, store_id as "storeId", shard, state, attempts, wamid, sent_as as "sentAs",
      error_code as "errorCode", error_details as "errorDetails", sent_at as "sentAt", delivered_at as "deliveredAt",
      read_at as "readAt", failed_at as "failedAt", pricing_category as "pricingCategory",
      pricing_type as "pricingType", content ->> 'notice' as notice, certainty = 'must_arrive' as "mustArrive"
    from messages where id = any ($1::uuid[]) or wamid = any ($2::text[])
    order by id for update`,
}

const WRITE_TARGETS: Statement = {
  name: 'statuses_write',
  text: `update messages m set state = r.state, wamid = r.wamid, error_code = r.error_code,
      error_details = r.error_details, sent_at = r.sent_at, delivered_at = r.delivered_at, read_at = r.read_at,
      failed_at = r.failed_at, pricing_category = r.pricing_category, pricing_type = r.pricing_type,
      due_at = case when r.state = 'queued' then clock_timestamp() + make_interval(secs => r.wait) else m.due_at end,
      locked_until = case when r.state = 'sending' then m.locked_until end,
      doubt_until = case when r.state = 'in_doubt' then m.doubt_until end
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[],
      $8::timestamptz[], $9::timestamptz[], $10::text[], $11::text[], $12::float8[]) as r (id, state, wamid, error_code,
      error_details, sent_at, delivered_at, read_at, failed_at, pricing_category, pricing_type, wait)
    where m.id = r.id`,
}
