import type { Tx } from '#platform/db.ts'

/** One row that breaks a rule; `subject` is the id an operator would look for. */
export type Broken = { storeId: string | null; subject: string; details: Record<string, unknown> }

/** What was found against one rule: how many rows, and the first of them. */
export type Found = { count: number; examples: Broken[] }

/** A rule that must hold in every installation at every moment, whatever crashed before. */
export type Check = {
  invariant: string
  says: string
  fix: string
  /** `broken` must never happen; `look` wants a person's eye and is no fault of the books. */
  level: 'broken' | 'look'
  find(tx: Tx, graceSeconds: number): Promise<Found>
}

const MOST_EXAMPLES = 10

type SqlCheck = Omit<Check, 'find' | 'level'> & {
  level?: Check['level']
  /** Gives store_id, subject and details for each row that breaks the rule; $1 is the grace in seconds. */
  sql: string
}

/** A rule that one query can judge. */
export function sqlCheck({ sql, level = 'broken', ...check }: SqlCheck): Check {
  const text = `select found.*, count(*) over ()::int as count from (${sql}) as found (store_id, subject, details)
    order by subject limit ${MOST_EXAMPLES}`
  return {
    ...check,
    level,
    async find(tx, graceSeconds) {
      const rows = await tx.query<Row>(text, sql.includes('$1') ? [graceSeconds] : [])
      return { count: rows[0]?.count ?? 0, examples: rows.map(brokenOf) }
    },
  }
}

/** The same for what a query cannot judge. */
export function foundIn(broken: readonly Broken[]): Found {
  return { count: broken.length, examples: broken.slice(0, MOST_EXAMPLES) }
}

type Row = { store_id: string | null; subject: string; details: Record<string, unknown>; count: number }

function brokenOf({ store_id, subject, details }: Row): Broken {
  return { storeId: store_id, subject, details }
}
