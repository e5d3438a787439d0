import { parse } from 'csv-parse/sync'
import { Invalid } from '#shared/errors.ts'
import type { ImportFormat, Layout } from './import.types.ts'
import { judgeHeader } from './own-columns.rules.ts'

const BOM = Buffer.from('\ufeff')
const LF = 10

/**
 * How a file that begins like this is to be read. Throws Invalid('import-empty' | 'import-columns-unknown') for one that
 * nobody could import.
 */
export function readLayout(head: Buffer, format: ImportFormat): Layout {
  const skipped = head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0
  if (head.length === skipped) throw new Invalid('import-empty', 'The file is empty.')
  if (format === 'jsonl') return { shape: 'products-jsonl', start: skipped, startLine: 1 }
  const end = endOfLine(head, skipped)
  const line = head.subarray(skipped, end).toString()
  const delimiter = delimiterOf(line)
  const header = judgeHeader(cellsOf(line, delimiter))
  if (header.shape === null) throw new Invalid('import-columns-unknown', header.message, {}, header.fix)
  return { ...header, delimiter, start: end, startLine: 2 }
}

function endOfLine(head: Buffer, from: number): number {
  const found = head.indexOf(LF, from)
  return found < 0 ? head.length : found + 1
}

/** Spreadsheets of many countries write semicolons. */
function delimiterOf(line: string): string {
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
  return counted.reduce((most, each) => (each.count > most.count ? each : most)).delimiter
}

function cellsOf(line: string, delimiter: string): string[] {
  try {
    return parse(line, { delimiter, relaxColumnCount: true })[0] ?? []
  } catch (error) {
    const refusal = new Invalid(
      'import-columns-unknown',
      'The first line is no line of column names.',
      {},
      'Begin the file with the names of the columns, one line of them.',
    )
    refusal.cause = error
    throw refusal
  }
}
