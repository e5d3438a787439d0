import { type Currency, parseMajor } from '#shared/money.ts'
import type { Place, Row, RowFault, TextPatch } from './import.types.ts'
import { optionsOfRows } from './option-columns.rules.ts'
import { fingerprint } from './shopify-rows.rules.ts'
import { textOfCells } from './text-cells.rules.ts'

export type RowsReading =
  | { input: Record<string, unknown>; placeOf: (path: readonly PropertyKey[]) => Place }
  | { faults: RowFault[] }

/** The rows of one product as the body that a line of JSON would have. */
export function inputOfRows(rows: readonly [Row, ...Row[]], currency: Currency): RowsReading {
  const [first] = rows
  const options = optionsOfRows(rows)
  if ('faults' in options) return options
  const faults: RowFault[] = []
  const variants = rows.map((row, place) => ({
    sku: skuOf(row, first.cells.handle),
    ...named('retailerId', filled(row.cells.retailer_id)),
    ...named('optionValues', options.places?.[place]),
    ...pricesOf(row, { currency, faults }),
    ...named('onHand', countOf(row, faults)),
  }))
  if (faults.length > 0) return { faults }
  const input = {
    ...productFactsOf(first, faults),
    ...named('options', options.options),
    variants,
  }
  return faults.length > 0 ? { faults } : { input, placeOf: (path) => placeIn(rows, path) }
}

function productFactsOf({ line, cells }: Row, faults: RowFault[]) {
  return {
    ...named('handle', filled(cells.handle)),
    ...named('title', kept(textOfCells(cells, 'title'))),
    ...named('description', textOfCells(cells, 'description')),
    ...named('brand', cells.brand === undefined ? undefined : (filled(cells.brand) ?? null)),
    ...named('status', filled(cells.status)?.toLowerCase()),
    ...named('hidden', flagOf({ line, cells }, faults)),
    ...named(
      'images',
      cells.images?.split(/[\s;,]+/).filter((id) => id !== ''),
    ),
  }
}

/** Every product has a title, so cells without one say nothing. */
function kept(title: TextPatch | undefined): TextPatch | undefined {
  return title !== undefined && (title.en || title.ar) ? title : undefined
}

const yes = new Set(['true', 'yes', '1'])
const no = new Set(['false', 'no', '0'])

function flagOf({ line, cells }: Row, faults: RowFault[]): boolean | undefined {
  const word = filled(cells.hidden)?.toLowerCase()
  if (word === undefined || yes.has(word) || no.has(word)) return word === undefined ? undefined : yes.has(word)
  faults.push({
    line,
    field: 'hidden',
    code: 'cell-invalid',
    message: `"${word}" is no yes or no.`,
    fix: 'Write true or false.',
  })
  return undefined
}

type Reading = { currency: Currency; faults: RowFault[] }

function pricesOf(row: Row, reading: Reading) {
  const currency = filled(row.cells.currency) ?? reading.currency
  const price = amountOf(row, 'price', reading)
  const compareAt = row.cells.compare_at === undefined ? undefined : (amountOf(row, 'compare_at', reading) ?? null)
  return {
    ...named('price', price && { amount: price.amount, currency }),
    ...named('compareAt', compareAt && { amount: compareAt.amount, currency }),
    ...(compareAt === null && { compareAt: null }),
  }
}

function amountOf({ line, cells }: Row, field: 'price' | 'compare_at', { currency, faults }: Reading) {
  const cell = filled(cells[field])
  if (cell === undefined) return undefined
  const amount = parseMajor(cell, currency)
  if (amount !== null) return amount
  const message = `"${cell.slice(0, 40)}" is no amount of ${currency}.`
  faults.push({
    line,
    field,
    code: 'price-unreadable',
    message,
    fix: 'Write it like 1250 or 12.50, without the currency.',
  })
  return undefined
}

function countOf({ line, cells }: Row, faults: RowFault[]): number | undefined {
  const cell = filled(cells.on_hand)
  if (cell === undefined) return undefined
  if (/^\d{1,7}$/.test(cell)) return Number(cell)
  const message = `"${cell.slice(0, 40)}" is no count.`
  faults.push({
    line,
    field: 'on_hand',
    code: 'cell-invalid',
    message,
    fix: 'Write a whole number of pieces, 0 or more.',
  })
  return undefined
}

/** The SKU of the row, or one made of the handle and the options, which is the same at every import. */
function skuOf({ cells }: Row, handle: string | undefined): string {
  const sku = filled(cells.sku)
  if (sku !== undefined || handle === undefined || handle === '') return sku ?? ''
  const values = [1, 2, 3].flatMap((n) => ['', '_en', '_ar'].map((end) => cells[`option${n}_value${end}`] ?? ''))
  const options = values.filter((value) => value.trim() !== '').join(' ')
  if (options === '') return handle
  const slug = options
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const plain = /^[\x20-\x7e]*$/.test(options) && slug !== '' && slug.length <= 30
  return `${handle}-${plain ? slug : fingerprint(options)}`
}

function filled(cell: string | undefined): string | undefined {
  const text = cell?.trim()
  return text === '' ? undefined : text
}

function named<K extends string, V>(name: K, value: V | undefined): { [k in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [k in K]?: V }
}

const columnOf: Readonly<Record<string, string>> = {
  retailerId: 'retailer_id',
  compareAt: 'compare_at',
  onHand: 'on_hand',
  optionValues: 'option1_value',
}

/** Where in the rows a place of the body stands. */
function placeIn(rows: readonly [Row, ...Row[]], path: readonly PropertyKey[]): Place {
  const [head, index, ...rest] = path.map(String)
  const [first] = rows
  if (head === 'variants') {
    const field = rest[0] ?? null
    return { line: rows[Number(index)]?.line ?? first.line, field: field && (columnOf[field] ?? field) }
  }
  if (head === 'options' && index !== undefined) {
    return { line: first.line, field: `option${Number(index) + 1}_${rest[0] === 'values' ? 'value' : 'name'}` }
  }
  return {
    line: first.line,
    field:
      head === undefined
        ? null
        : [head, index].filter((part) => part === 'en' || part === 'ar' || part === head).join('_'),
  }
}
