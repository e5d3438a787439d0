import type { Currency } from '#shared/money.ts'
import type { Draft, Layout, OpenImport, Row, RowFault } from './import.types.ts'
import { inputOfRows } from './product-rows.rules.ts'
import { type CsvFault, readCsv } from './read-csv.ts'
import { readJsonLines } from './read-json-lines.ts'
import { readPatch } from './read-patch.ts'
import type { Window } from './read-window.ts'
import { groupRows } from './row-groups.rules.ts'
import { rowsFromShopify } from './shopify-rows.rules.ts'
import { unfencedCell } from './spreadsheet-cells.rules.ts'

/** The whole products inside a window of the file. */
export type Drafts = {
  drafts: Draft[]
  /** One list for each product that cannot be read. */
  refused: RowFault[][]
  rows: number
  /** Where the file goes on after them. */
  end: number
  /** What makes the rest of the file unreadable; null when nothing does. */
  fault: CsvFault | null
}

type Reading = { window: Window; open: OpenImport; currency: Currency }

export function readDrafts({ window, open, currency }: Reading): Drafts {
  const { layout } = open
  const drafts =
    layout.shape === 'products-jsonl'
      ? jsonDrafts({ window, open, currency })
      : csvDrafts({ window, open, currency }, layout)
  return window.last && drafts.fault === null ? { ...drafts, end: open.bytes } : drafts
}

function csvDrafts({ window, open, currency }: Reading, layout: Exclude<Layout, { shape: 'products-jsonl' }>): Drafts {
  const { delimiter, columns, shape } = layout
  const { rows, fault } = readCsv({ ...window, ...open, bytes: window.bytes, delimiter, columns }, unfencedCell)
  const groups = groupRows(rows, window.last || fault !== null)
  const readings = groups.map(({ rows }) => {
    const own = shape === 'shopify-csv' ? rowsFromShopify(rows) : rows
    return draftOfRows(own, currency)
  })
  const last = groups.at(-1)
  return {
    ...sorted(readings),
    rows: groups.reduce((count, group) => count + group.rows.length, 0),
    end: last?.end ?? open.position,
    fault,
  }
}

type DraftOrFaults = Draft | RowFault[]

function draftOfRows([first, ...others]: readonly Row[], currency: Currency): DraftOrFaults {
  if (first === undefined) return []
  const read = inputOfRows([first, ...others], currency)
  if ('faults' in read) return read.faults
  const patch = readPatch(read.input, { currency, placeOf: read.placeOf })
  return 'faults' in patch ? patch.faults : { line: first.line, patch: patch.patch, placeOf: read.placeOf }
}

function jsonDrafts({ window, open, currency }: Reading): Drafts {
  const lines = readJsonLines({ ...open, ...window })
  const readings = lines.map(({ line, value }): DraftOrFaults => {
    const placeOf = (path: readonly PropertyKey[]) => ({ line, field: path.length === 0 ? null : path.join('.') })
    if (value === undefined) return [{ line, field: null, ...notJson }]
    const read = readPatch(value, { currency, placeOf })
    return 'faults' in read ? read.faults : { line, patch: read.patch, placeOf }
  })
  return { ...sorted(readings), rows: lines.length, end: lines.at(-1)?.end ?? open.position, fault: null }
}

const notJson = {
  code: 'json-malformed',
  message: 'The line is no strict JSON.',
  fix: 'Write one product on each line, as a JSON library writes it.',
}

function sorted(readings: readonly DraftOrFaults[]): Pick<Drafts, 'drafts' | 'refused'> {
  const drafts: Draft[] = []
  const refused: RowFault[][] = []
  for (const reading of readings) {
    if (Array.isArray(reading)) refused.push(reading)
    else drafts.push(reading)
  }
  return { drafts, refused }
}
