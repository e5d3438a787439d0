import { type Finding, faultsOr } from './finding.ts'
import { type StoreCase, verdictsFor } from './store-case.ts'

/** What the shop itself has found wrong while it worked. */
export async function checkShop(shop: Omit<StoreCase, 'token'>): Promise<Finding[]> {
  const { pass, warn, fail } = verdictsFor(shop, 'shop')
  const { database, store } = shop
  const problems = await database.system<{ code: string; subject: string; fix: string }>(PROBLEMS, [store.id])
  return faultsOr(
    [
      store.sendingParkedAt !== null &&
        fail(
          `sending stands still since ${store.sendingParkedAt.toISOString()}`,
          'GET /v1/store/problems says why. Mend it, then POST /v1/store/resume-sending; a new access token resumes by itself.',
        ),
      ...problems.map(({ code, subject, fix }) => warn(subject === '' ? code : `${code} (${subject})`, fix)),
    ],
    pass('no open problems'),
  )
}

const PROBLEMS = `select code, subject, fix from store_problems
  where store_id = $1 and resolved_at is null order by opened_at desc limit 20`
