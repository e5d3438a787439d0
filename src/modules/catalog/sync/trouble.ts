import { raiseProblem, resolveProblem } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { GraphOutcome } from '#platform/graph/outcome.ts'
import { describe } from '#platform/graph/result.ts'
import { type Retry, retryOf } from '#platform/graph/retry.rules.ts'

export type CatalogProblem = { code: 'catalog-sync-parked' | 'catalog-sync-refused'; fix: string }

/** What one call that brought nothing means for the sync. */
export type Trouble = {
  reason: string
  /** Whether Meta surely did nothing. */
  certain: boolean
  retryMs: number
  /** The whole catalog has to rest, not only this store's call. */
  throttled: boolean
  problem: CatalogProblem | null
  code: number | null
}

const SOON_MS = 10_000
const LATER_MS = 60_000
const PARKED_MS = 5 * 60_000
const REFUSED_MS = 15 * 60_000

const parkFix: Record<Extract<Retry, { kind: 'park' }>['reason'], string> = {
  token: 'Make a new system user token at Meta and set it with PUT /v1/store/secrets/whatsapp_access_token.',
  permission:
    'Give the system user the catalog with “Manage catalog” in Business settings, and its token the catalog_management permission.',
  restricted: 'See the account’s status in Business Support Home and clear it with Meta.',
  billing: 'Add a payment method to the WhatsApp account at Meta.',
  number: 'Register the phone number on the Cloud API again.',
}

const refusedFix =
  'Compare catalogId in the store’s settings with the id Commerce Manager shows, and give the system user that catalog.'

export const noToken: Trouble = {
  reason: 'the store has no access token',
  certain: true,
  retryMs: PARKED_MS,
  throttled: false,
  problem: { code: 'catalog-sync-parked', fix: parkFix.token },
  code: null,
}

export function troubleOf(outcome: Exclude<GraphOutcome, { kind: 'ok' }>): Trouble {
  const quiet = { reason: describe(outcome), throttled: false, problem: null, code: null }
  if (outcome.kind === 'not_sent') return { ...quiet, certain: true, retryMs: SOON_MS }
  if (outcome.kind === 'unknown') return { ...quiet, certain: false, retryMs: LATER_MS }
  const known = { ...quiet, code: outcome.error.code }
  if (outcome.kind === 'unsure') return { ...known, certain: false, retryMs: LATER_MS }
  return refused(known, retryOf(outcome.error))
}

function refused(known: Pick<Trouble, 'reason' | 'throttled' | 'problem' | 'code'>, retry: Retry): Trouble {
  switch (retry.kind) {
    case 'later':
      return { ...known, certain: true, retryMs: retry.afterMs ?? LATER_MS, throttled: true }
    case 'unsure':
      return { ...known, certain: false, retryMs: LATER_MS }
    case 'park': {
      const problem = { code: 'catalog-sync-parked', fix: parkFix[retry.reason] } as const
      return { ...known, certain: true, retryMs: PARKED_MS, problem }
    }
    default:
      return {
        ...known,
        certain: true,
        retryMs: REFUSED_MS,
        problem: { code: 'catalog-sync-refused', fix: refusedFix },
      }
  }
}

/** Tells the owner when it is theirs to mend. */
export async function tellTrouble({ tx, storeId, newId, now }: StoreContext, trouble: Trouble): Promise<void> {
  if (trouble.problem === null) return
  const details = { code: trouble.code, reason: trouble.reason }
  await raiseProblem(tx, storeId, { ...trouble.problem, id: newId(), details, now: now() })
}

/** Meta takes our changes again. */
export async function tellWell({ tx, storeId, now }: StoreContext): Promise<void> {
  for (const code of ['catalog-sync-parked', 'catalog-sync-refused']) {
    await resolveProblem(tx, storeId, { code, now: now() })
  }
}
