import type { Statement, Tx } from '#platform/db.ts'
import type { ProductCard } from './catalog.types.ts'
import { type ProductKey, readProductCards } from './read-cards.ts'
import { searchWords } from './search.rules.ts'

/** The text is folded (`foldText`), as the products' search text is. */
export type ProductSearch = { storeId: string; text: string }

/**
 * What each search finds, at most `limit` products each, in the order of the searches: every word must occur; words
 * that begin like the search rank first. A search without a word finds nothing. In a store of more than a thousand
 * products words that most things share are answered from the first thousand, and rarer ones by how words begin.
 */
export async function searchProducts(
  tx: Tx,
  searches: readonly ProductSearch[],
  limit: number,
): Promise<ProductCard[][]> {
  // What many ask for at the same moment is looked for once.
  const asked = searches.map(({ storeId, text }) => `${storeId} ${text}`)
  const words = searches.flatMap(({ text }, search) =>
    asked.indexOf(asked[search] ?? '') === search ? searchWords(text).map((word) => ({ search, word })) : [],
  )
  if (words.length === 0) return searches.map(() => [])
  const found = await tx.query<ProductKey & { search: number }>(SEARCH, [
    words.map(({ search }) => search),
    words.map(({ search }) => searches[search]?.storeId),
    words.map(({ word }) => word),
    limit,
  ])
  const cards = await readProductCards(tx, found)
  const hits = Map.groupBy(found, ({ search }) => asked[search])
  return asked.map((key) => (hits.get(key) ?? []).flatMap(({ productId }) => cards.get(productId) ?? []))
}

/** So many are read through: enough for most stores, and as good as all of them for a word that many products share. */
const MOST_READ = 1_000
/** Of the products that the index finds, so many are looked at. */
const MOST_FOUND = 500

const lacksWord = (text: string, words: string) =>
  `exists (select from unnest(${words}) as word where strpos(${text}, word) = 0)`

const SEARCH: Statement = {
  name: 'products_search',
  text: `with wanted as (
      select search, store_id, array_agg(word) as words
      from unnest($1::int[], $2::uuid[], $3::text[]) as w (search, store_id, word) group by search, store_id
    ), shelf as materialized (
      select p.* from (select distinct store_id from wanted) w
      cross join lateral (
        select store_id, id, handle, search_text from products
        where store_id = w.store_id and status = 'active' and not hidden order by handle limit ${MOST_READ}
      ) p
    ), size as materialized (
      select store_id, count(*) as size from shelf group by store_id
    ), near as (
      select w.search, w.words, s.* from wanted w join shelf s on s.store_id = w.store_id
      where not ${lacksWord('s.search_text', 'w.words')}
    ), far as (
      select w.search, w.words, p.store_id, p.id, p.handle, p.search_text
      from wanted w join size s on s.store_id = w.store_id and s.size = ${MOST_READ}
      cross join lateral dukkan_find_products(w.store_id, w.words, ${MOST_FOUND}) f (id)
      join products p on p.id = f.id
      where (select count(*) from near n where n.search = w.search) < 4 * $4 and not ${lacksWord('p.search_text', 'w.words')}
    ), hit as (
      select search, store_id, id, handle,
        (select count(*) from unnest(words) as word where strpos(' ' || search_text, ' ' || word) > 0) as starts
      from (select * from near union select search, words, store_id, id, handle, search_text from far) found
    )
    select w.search, best.store_id as "storeId", best.id as "productId"
    from wanted w
    cross join lateral (
      select * from (select * from hit h where h.search = w.search order by h.starts desc, h.handle) ranked
      where exists (
        select from variants v join stock s on s.variant_id = v.id
        where v.product_id = ranked.id and v.archived_at is null
          and s.on_hand - s.held - s.committed - s.safety > 0)
      limit $4
    ) best
    order by w.search, best.starts desc, best.handle`,
}
