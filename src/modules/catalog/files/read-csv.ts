import { CsvError, type InfoRecord } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { PlacedRow } from './row-groups.rules.ts'

/** Longer than any row that makes sense; a quote that is never closed would make the rest of the file one row. */
export const MOST_ROW_BYTES = 512 * 1024

export type CsvFault = { line: number; code: string; message: string; fix: string }

export type CsvReading = { rows: PlacedRow[]; fault: CsvFault | null }

export type CsvWindow = {
  bytes: Buffer
  last: boolean
  delimiter: string
  columns: readonly (string | null)[]
  /** Where in the file the first byte and its line are. */
  position: number
  line: number
}

/** The rows that end inside these bytes, each with our names of its columns; `readCell` has the last word on a cell. */
export function readCsv(window: CsvWindow, readCell: (cell: string) => string): CsvReading {
  const { records, error } = recordsIn(window)
  const lines = new LineCount(window)
  const rows = records.map(({ cells, end }, place) => ({
    line: lines.at(records[place - 1]?.end ?? 0),
    end: window.position + end,
    cells: cellsOf(cells, window.columns, readCell),
  }))
  return { rows, fault: error === null ? null : faultOf(error, lines.at(records.at(-1)?.end ?? 0)) }
}

type RawRecord = { cells: string[]; end: number }

function recordsIn({ bytes, last, delimiter }: CsvWindow): { records: RawRecord[]; error: CsvError | null } {
  const records: RawRecord[] = []
  try {
    parse(bytes, {
      delimiter,
      recordDelimiter: ['\r\n', '\n', '\r'],
      relaxColumnCount: true,
      skipEmptyLines: true,
      maxRecordSize: MOST_ROW_BYTES,
      onRecord: (cells: string[], { bytes: end }: InfoRecord) => {
        records.push({ cells, end })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The window may end inside a quoted cell; only the end of the file says that its quote is never closed.
    return { records, error: error.code === 'CSV_QUOTE_NOT_CLOSED' && !last ? null : error }
  }
  // Without the end of its line nobody knows whether the last row is whole.
  if (!last && records.at(-1)?.end === bytes.length) records.pop()
  return { records, error: null }
}

function cellsOf(
  cells: readonly string[],
  columns: CsvWindow['columns'],
  readCell: (cell: string) => string,
): Record<string, string> {
  const named: Record<string, string> = {}
  for (const [place, column] of columns.entries()) {
    if (column !== null) named[column] = readCell(cells[place] ?? '')
  }
  return named
}

const LF = 10
const CR = 13

/** Counts lines as an editor does, asked for places further and further on. */
class LineCount {
  readonly #bytes: Buffer
  #offset = 0
  #line: number

  constructor({ bytes, line }: Pick<CsvWindow, 'bytes' | 'line'>) {
    this.#bytes = bytes
    this.#line = line
  }

  /** The line of the first row that begins at or after this offset. */
  at(offset: number): number {
    while (this.#offset < this.#bytes.length && (this.#offset < offset || this.#isLineEnd())) {
      if (this.#bytes[this.#offset] === LF) this.#line += 1
      this.#offset += 1
    }
    return this.#line
  }

  #isLineEnd(): boolean {
    const byte = this.#bytes[this.#offset]
    return byte === LF || byte === CR
  }
}

function faultOf({ code }: CsvError, line: number): CsvFault {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    const message = 'A quotation mark is opened here, or in the rows before, and never closed.'
    return { line, code: 'csv-malformed', message, fix: 'Double every quotation mark inside a quoted cell.' }
  }
  const message = 'There is a quotation mark where none may be.'
  return { line, code: 'csv-malformed', message, fix: 'Quote the whole cell and double the quotation marks inside.' }
}
