import type { StoreContext } from '#platform/context.ts'
import type { Statement, Tx } from '#platform/db.ts'

/** Something only the store's owner can put right; `fix` is the sentence that says how. */
export type StoreProblem = {
  id: string
  /** Kebab-case. */
  code: string
  /** What it is about (a variant's id, a template's name), when there can be several at once. */
  subject?: string
  details?: Record<string, unknown>
  fix: string
}

/** Opens the problem, or counts it once more when it is open already. */
export async function raiseProblem(
  tx: Tx,
  storeId: string,
  { now, ...problem }: StoreProblem & { now: Date },
): Promise<void> {
  const { id, code, subject = '', details = {}, fix } = problem
  await tx.run(RAISE, [id, storeId, code, subject, JSON.stringify(details), fix, now])
}

/** Closes the open problem of this code and subject; without a subject, all of this code. */
export async function resolveProblem(
  tx: Tx,
  storeId: string,
  { code, subject = null, now }: { code: string; subject?: string | null; now: Date },
): Promise<void> {
  await tx.run(RESOLVE, [storeId, code, subject, now])
}

/** Closes these problems where they are open, of many stores at once. */
export async function resolveProblems(
  tx: Tx,
  problems: readonly { storeId: string; code: string; subject: string }[],
  now: Date,
): Promise<void> {
  await tx.run(RESOLVE_MANY, [
    problems.map(({ storeId }) => storeId),
    problems.map(({ code }) => code),
    problems.map(({ subject }) => subject),
    now,
  ])
}

/** Closes the open problems of this code that were last seen before a time by which they are known to be overcome. */
export async function resolveProblemsBefore(
  tx: Tx,
  storeId: string,
  { code, before, now }: { code: string; before: Date; now: Date },
): Promise<void> {
  await tx.run(RESOLVE_BEFORE, [storeId, code, before, now])
}

export type ProblemRow = {
  id: string
  code: string
  subject: string
  details: Record<string, unknown>
  fix: string
  openedAt: Date
  lastSeenAt: Date
  seenCount: number
  resolvedAt: Date | null
}

export type ProblemFilter = { state: 'open' | 'resolved' | 'all'; beforeId: string | null; limit: number }

/** Newest first. */
export function readProblems(ctx: StoreContext, { state, beforeId, limit }: ProblemFilter): Promise<ProblemRow[]> {
  return ctx.tx.query<ProblemRow>(READ, [ctx.storeId, state, beforeId, limit])
}

const RAISE: Statement = {
  name: 'problems_raise',
  text: `insert into store_problems (id, store_id, code, subject, details, fix, opened_at, last_seen_at)
    values ($1, $2, $3, $4, $5, $6, $7, $7)
    on conflict (store_id, code, subject) where resolved_at is null do update
      set details = excluded.details, fix = excluded.fix, last_seen_at = excluded.last_seen_at,
        seen_count = store_problems.seen_count + 1`,
}
const RESOLVE: Statement = {
  name: 'problems_resolve',
  text: `update store_problems set resolved_at = $4
    where store_id = $1 and code = $2 and ($3::text is null or subject = $3) and resolved_at is null`,
}
const RESOLVE_MANY: Statement = {
  name: 'problems_resolve_many',
  text: `update store_problems p set resolved_at = $4
    from unnest($1::uuid[], $2::text[], $3::text[]) as w (store_id, code, subject)
    where p.store_id = w.store_id and p.code = w.code and p.subject = w.subject and p.resolved_at is null`,
}
const RESOLVE_BEFORE: Statement = {
  name: 'problems_resolve_before',
  text: `update store_problems set resolved_at = $4
    where store_id = $1 and code = $2 and last_seen_at < $3 and resolved_at is null`,
}
const READ: Statement = {
  name: 'problems_read',
  text: `select id, code, subject, details, fix, opened_at as "openedAt", last_seen_at as "lastSeenAt",
      seen_count as "seenCount", resolved_at as "resolvedAt"
    from store_problems
    where store_id = $1 and ($2 = 'all' or (resolved_at is null) = ($2 = 'open')) and ($3::uuid is null or id < $3)
    order by id desc limit $4`,
}
