import { type CatalogItem, listItems } from '#platform/graph/catalog.ts'
import type { GraphResult } from '#platform/graph/result.ts'
import type { CatalogStore, SyncTools } from './sync-tools.ts'
import { type Trouble, troubleOf } from './trouble.ts'

export type ReadBack = { kind: 'read'; items: ReadonlyMap<string, CatalogItem> } | { kind: 'trouble'; trouble: Trouble }

const MOST_PAGES = 400

/** Everything Meta holds in the catalog, or only these items, by retailer id. */
export async function readBack(
  tools: Pick<SyncTools, 'graph'>,
  shop: CatalogStore,
  retailerIds?: readonly string[],
): Promise<ReadBack> {
  const items = new Map<string, CatalogItem>()
  let after: string | null = null
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { after, ...(retailerIds && { retailerIds }) }
    const result: GraphResult<{ items: CatalogItem[]; after: string | null }> = await listItems(
      tools.graph,
      shop,
      query,
    )
    if (result.kind !== 'ok') return { kind: 'trouble', trouble: troubleOf(result) }
    for (const item of result.value.items) items.set(item.retailer_id, item)
    after = result.value.after
    if (after === null) return { kind: 'read', items }
  }
  const trouble = {
    reason: 'the catalog has no end',
    certain: true,
    retryMs: 0,
    throttled: false,
    problem: null,
    code: null,
  }
  return { kind: 'trouble', trouble }
}

/** Why the item cannot be shown, in Meta's words: the review's reasons and the item's own errors. */
export function reasonsIn({ review_rejection_reasons, errors }: CatalogItem): string[] {
  return [...review_rejection_reasons, ...errors].map(wordsOf).filter((words) => words !== '')
}

function wordsOf(reason: unknown): string {
  if (typeof reason === 'string') return reason
  if (typeof reason !== 'object' || reason === null) return ''
  const { title, description, type } = reason as Record<string, unknown>
  return [title ?? type, description].filter((part) => typeof part === 'string' && part !== '').join(': ')
}
