import type { Row } from './import.types.ts'

export type Group = {
  rows: Row[]
  /** Where the file goes on after it. */
  end: number
}

/** A row, and how many bytes of the file end with it. */
export type PlacedRow = Row & { end: number }

/**
 * Rows that stand together and name one handle are one product; without a column of handles each row is one. The last
 * group may go on in what has not been read yet, so only the end of the file closes it.
 */
export function groupRows(rows: readonly PlacedRow[], atEnd: boolean): Group[] {
  const groups: Group[] = []
  let open: string | null = null
  for (const { end, ...row } of rows) {
    const key = keyOf(row)
    const last = groups.at(-1)
    if (last !== undefined && key !== null && key === open) {
      last.rows.push(row)
      last.end = end
    } else {
      groups.push({ rows: [row], end })
    }
    open = key
  }
  return atEnd ? groups : groups.slice(0, -1)
}

function keyOf({ cells }: Row): string | null {
  const handle = cells.handle?.trim() ?? ''
  return handle === '' ? null : handle
}
