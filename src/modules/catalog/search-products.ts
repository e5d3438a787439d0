import type { Statement, Tx } from '#platform/db.ts'
import type { ProductCard } from './catalog.types.ts'
import { type ProductKey, readProductCards } from './read-cards.ts'
import { searchWords } from './search.rules.ts'

/** The text is folded (`foldText`), as the products' search text is. */
export type ProductSearch = { storeId: string; text: string }

/**
 * What each search finds, at most `limit` products each, in the order of the searches: every word must occur; words
 * that begin like the search rank first. A search without a word finds nothing.
 */
export async function searchProducts(
  tx: Tx,
  searches: readonly ProductSearch[],
  limit: number,
): Promise<ProductCard[][]> {
  const words = searches.flatMap(({ text }, search) => searchWords(text).map((word) => ({ search, word })))
  if (words.length === 0) return searches.map(() => [])
  const found = await tx.query<ProductKey & { search: number }>(SEARCH, [
    words.map(({ search }) => search),
    words.map(({ search }) => searches[search]?.storeId),
    words.map(({ word }) => word),
    limit,
  ])
  const cards = await readProductCards(tx, found)
  return searches.map((_, search) =>
    found.filter((hit) => hit.search === search).flatMap(({ productId }) => cards.get(productId) ?? []),
  )
}

/** A store's catalog is some hundred products, so its texts are read through; no index would be faster. */
const SEARCH: Statement = {
  name: 'products_search',
  text: `with word as (select * from unnest($1::int[], $2::uuid[], $3::text[]) as w (search, store_id, word)),
    wanted as (select search, store_id, count(*) as words from word group by search, store_id),
    hit as (
      select wanted.search, p.store_id, p.id, p.handle,
        count(*) filter (where strpos(' ' || p.search_text, ' ' || word.word) > 0) as starts
      from wanted join word on word.search = wanted.search
      join products p on p.store_id = wanted.store_id and p.status = 'active' and not p.hidden
        and strpos(p.search_text, word.word) > 0
      where exists (
        select from variants v join stock s on s.variant_id = v.id
        where v.product_id = p.id and v.archived_at is null
          and s.on_hand - s.held - s.committed - s.safety > 0)
      group by wanted.search, p.store_id, p.id, p.handle, wanted.words
      having count(*) = wanted.words
    ), ranked as (
      select *, row_number() over (partition by search order by starts desc, handle) as place from hit
    )
    select search, store_id as "storeId", id as "productId" from ranked where place <= $4 order by search, place`,
}
