import type { Config } from '#app/config.ts'
import type { StripeAccounts } from '#modules/payments/index.ts'
import type { Store, StoreSecrets } from '#modules/stores/index.ts'
import type { Database } from '#platform/db.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import type { GraphOutcome } from '#platform/graph/outcome.ts'
import { describe } from '#platform/graph/result.ts'
import { type Finding, type Verdicts, verdicts } from './finding.ts'

/** One store under examination. */
export type StoreCase = {
  store: Store
  /** All open stores, for what must not be shared. */
  stores: readonly Store[]
  config: Config
  database: Database
  graph: GraphClient
  secrets: StoreSecrets
  stripe: StripeAccounts
  now: () => Date
  /** The access token, once it is known to be good. */
  token: string
}

export function verdictsFor({ store }: Pick<StoreCase, 'store'>, what: string): Verdicts {
  return verdicts(`${store.slug}: ${what}`)
}

/** Graph's code for an object that does not exist or that the token may not see. */
const UNKNOWN_OBJECT = 100
const NOT_ALLOWED = new Set([3, 10, 33, 131005])

export function isUnknown(outcome: Exclude<GraphOutcome, { kind: 'ok' }>): boolean {
  if (outcome.kind !== 'refused' || outcome.error.code === null) return false
  const { code } = outcome.error
  return code === UNKNOWN_OBJECT || NOT_ALLOWED.has(code) || (code >= 200 && code <= 299)
}

/** Meta gave no answer to go by. */
export function unanswered({ warn }: Verdicts, outcome: Exclude<GraphOutcome, { kind: 'ok' }>): Finding {
  return warn(`Meta did not say: ${describe(outcome)}`, 'Run the doctor again in a minute.')
}
