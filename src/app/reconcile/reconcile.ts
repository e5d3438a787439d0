import type { Database } from '#platform/db.ts'
import type { Broken, Check } from './check.ts'
import { driftChecks } from './drift-checks.ts'
import { moneyChecks } from './money-checks.ts'
import { orderChecks } from './order-checks.ts'
import { parcelChecks } from './parcel-checks.ts'
import { stockChecks } from './stock-checks.ts'
import { wallChecks } from './wall-checks.ts'
import { workChecks } from './work-checks.ts'

/** How one rule stands. */
export type Verdict = Pick<Check, 'invariant' | 'says' | 'level' | 'fix'> & { count: number; examples: Broken[] }

const checks: readonly Check[] = [
  ...workChecks,
  ...stockChecks,
  ...orderChecks,
  ...moneyChecks,
  ...parcelChecks,
  ...wallChecks,
  ...driftChecks,
]

/**
 * Holds the books against the rules that no crash may break, in one read-only snapshot. What is younger than the grace
 * may still be on its way and is not held against anybody.
 */
export function reconcile(database: Database, graceSeconds: number): Promise<Verdict[]> {
  return database.asSystem(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only')
    await tx.query(PLAN_FOR_ALL)
    const verdicts: Verdict[] = []
    for (const check of checks) {
      const { invariant, says, level, fix } = check
      verdicts.push({ invariant, says, level, fix, ...(await check.find(tx, graceSeconds)) })
    }
    return verdicts
  })
}

/** 1 when a rule is broken; what only wants a look is no failure. */
export function exitCodeOf(verdicts: readonly Verdict[]): 0 | 1 {
  return verdicts.some(({ level, count }) => level === 'broken' && count > 0) ? 1 : 0
}

/** Queues are read by key and their connections plan for that; here whole tables are held against each other. */
const PLAN_FOR_ALL = `select set_config(name, 'on', true) from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as name
  union all select set_config('plan_cache_mode', 'auto', true)`
