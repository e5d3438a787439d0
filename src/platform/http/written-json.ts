import type { Page } from './paging.ts'

/** An answer whose JSON is written already: it leaves as it is. */
export class WrittenJson {
  readonly text: string
  /** Of the one thing it tells of; null for a list. */
  readonly version: number | null

  constructor(text: string, version: number | null) {
    this.text = text
    this.version = version
  }
}

/** A page of rows that are written already. */
export function writtenPage({ data, nextCursor }: Page<string>): WrittenJson {
  return new WrittenJson(`{"data":[${data.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`, null)
}
