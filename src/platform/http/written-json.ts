import type { Page } from './paging.ts'

/** A row and what tells this version of it from every other, see `rowMark`. */
export type Marked = { id: string; mark: string }

/** An answer whose JSON is written already: it leaves as it is. */
export class WrittenJson {
  readonly bytes: Buffer
  /** Of the one thing it tells of; null for a list. */
  readonly version: number | null

  constructor(bytes: Buffer, version: number | null) {
    this.bytes = bytes
    this.version = version
  }
}

const COMMA = Buffer.from(',')

/** A page of rows that are written already. */
export function writtenPage({ data, nextCursor }: Page<Buffer>): WrittenJson {
  const rows = data.flatMap((row, place) => (place === 0 ? [row] : [COMMA, row]))
  const end = `],"nextCursor":${JSON.stringify(nextCursor)}}`
  return new WrittenJson(Buffer.concat([Buffer.from('{"data":['), ...rows, Buffer.from(end)]), null)
}
