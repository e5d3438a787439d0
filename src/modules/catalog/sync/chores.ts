import { stockDriftChore } from '#modules/catalog/stock-drift.ts'
import type { Chore } from '#platform/work.ts'
import { catalogStandingChore } from './check-standing.ts'
import { catalogReadbackChore } from './compare-catalog.ts'
import { catalogReviewChore } from './learn-reviews.ts'
import type { CatalogSyncDeps } from './sync-tools.ts'

/** Everything the catalog does by the clock; changes go to Meta through `catalogSyncDrain`. */
export function catalogChores(deps: CatalogSyncDeps): Chore[] {
  return [catalogReviewChore(deps), catalogReadbackChore(deps), catalogStandingChore(deps), stockDriftChore()]
}
