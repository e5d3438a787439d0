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
  if (targets.length > 0) await tx.run(WRITE_TARGETS, [JSON.stringify(targets)])
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
  text: `update messages m set state = r.state, wamid = r.wamid, error_code = r."errorCode",
      error_details = r."errorDetails", sent_at = r."sentAt", delivered_at = r."deliveredAt", read_at = r."readAt",
      failed_at = r."failedAt", pricing_category = r."pricingCategory", pricing_type = r."pricingType",
      due_at = case when r.state = 'queued' then clock_timestamp() + make_interval(secs => r."waitSeconds") else m.due_at end,
      locked_until = case when r.state = 'sending' then m.locked_until end,
      doubt_until = case when r.state = 'in_doubt' then m.doubt_until end
    from jsonb_to_recordset($1::jsonb) as r(id uuid, state text, wamid text, "errorCode" text, "errorDetails" text,
      "sentAt" timestamptz, "deliveredAt" timestamptz, "readAt" timestamptz, "failedAt" timestamptz,
      "pricingCategory" text, "pricingType" text, "waitSeconds" double precision)
    where m.id = r.id`,
}
