import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'

/** `before` and `after` hold what changed, never a secret. */
export type AuditEntry = {
  /** `subject.verb`, e.g. `product.archive`. */
  action: string
  subjectKind: string
  subjectId: string
  before?: unknown
  after?: unknown
}

/** Writes down who changed what, in the transaction of the change. */
export async function audit(ctx: StoreContext, entry: AuditEntry): Promise<void> {
  await ctx.tx.run(INSERT, [
    ctx.newId(),
    ctx.storeId,
    ctx.now(),
    ctx.actor.kind,
    ctx.actor.id,
    entry.action,
    entry.subjectKind,
    entry.subjectId,
    asJson(entry.before),
    asJson(entry.after),
    ctx.requestId ?? null,
  ])
}

function asJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

export type AuditRow = {
  id: string
  at: Date
  actorKind: string
  actorId: string | null
  action: string
  subjectKind: string
  subjectId: string
  before: unknown
  after: unknown
  requestId: string | null
}

/** Newest first, older than `beforeId` when given. */
export function readAudit(ctx: StoreContext, beforeId: string | null, limit: number): Promise<AuditRow[]> {
  return ctx.tx.query<AuditRow>(READ, [ctx.storeId, beforeId, limit])
}

const INSERT: Statement = {
  name: 'audit_insert',
  text: `insert into audit_log
      (id, store_id, at, actor_kind, actor_id, action, subject_kind, subject_id, before, after, request_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
}
const READ: Statement = {
  name: 'audit_read',
  text: `select id, at, actor_kind as "actorKind", actor_id as "actorId", action, subject_kind as "subjectKind",
      subject_id as "subjectId", before, after, request_id as "requestId"
    from audit_log where store_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
}
