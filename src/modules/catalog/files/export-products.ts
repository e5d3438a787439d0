import { stringify } from 'csv-stringify/sync'
import { loadStore } from '#modules/stores/index.ts'
import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import { readWhole } from './known-products.ts'
import { exportColumns, jsonOfProduct, rowsOfProduct } from './product-lines.rules.ts'

export type ExportFormat = 'csv' | 'jsonl'
export type ExportStatus = 'draft' | 'active' | 'archived'

export type Export = {
  format: ExportFormat
  /** Only products of this status; all of them unless told. */
  status: ExportStatus | null
  /** Runs a piece of work in a transaction of the store. */
  inTurn: <T>(work: (ctx: StoreContext) => Promise<T>) => Promise<T>
}

const PAGE = 200
const BOM = '\ufeff'

/**
 * The catalog as a file that an import reads, a page at a time as the reader takes it. Pages are read one after another,
 * so a product that is edited meanwhile is as it was or as it is, never half of each. The first is read before anything is
 * answered: a database that is away is a refusal in words, not a file that breaks off.
 */
export async function exportProducts(asked: Export): Promise<AsyncGenerator<string>> {
  return pagesOf(asked, await nextPage(asked, null))
}

async function* pagesOf(asked: Export, first: Page): AsyncGenerator<string> {
  // Without the mark Excel takes UTF-8 for whatever its country wrote thirty years ago.
  if (asked.format === 'csv') yield BOM + asCsv([[...exportColumns]])
  let page = first
  if (page.text !== '') yield page.text
  while (page.last !== null) {
    page = await nextPage(asked, page.last)
    if (page.text !== '') yield page.text
  }
}

function nextPage({ format, status, inTurn }: Export, after: string | null): Promise<Page> {
  return inTurn((ctx) => readPage(ctx, { format, status, after }))
}

type Page = { text: string; last: string | null }
type Asked = { format: ExportFormat; status: ExportStatus | null; after: string | null }

async function readPage(ctx: StoreContext, { format, status, after }: Asked): Promise<Page> {
  const { currency } = await loadStore(ctx)
  const rows = await ctx.tx.query<{ id: string }>(PAGE_IDS, [ctx.storeId, after, status, PAGE])
  const ids = rows.map(({ id }) => id)
  const products = await readWhole(ctx, ids)
  const text =
    format === 'csv'
      ? asCsv(products.flatMap((product) => rowsOfProduct(product, currency)))
      : products
          .flatMap((product) => jsonOfProduct(product, currency) ?? [])
          .reduce((all, line) => `${all}${line}\n`, '')
  return { text, last: ids.length < PAGE ? null : (ids.at(-1) ?? null) }
}

function asCsv(rows: string[][]): string {
  // By itself it quotes a cell only for the line end it writes, and a lone \n ends a row for most readers too.
  return stringify(rows, { record_delimiter: 'windows', quoted_match: /[\r\n]/ })
}

const PAGE_IDS: Statement = {
  name: 'exports_page',
  text: `select id from products
    where store_id = $1 and ($2::uuid is null or id > $2) and ($3::text is null or status = $3) order by id limit $4`,
}
