import { type Marked, WrittenJson } from './written-json.ts'

/** A few MB; one page of a hundred and what was asked for lately. */
const MOST_KEPT = 2_000

type Text = { mark: string; bytes: Buffer }

/**
 * The JSON of rows by their marks. Most of what is read is as it was when it was read last, and having PostgreSQL write
 * a row, reading it, making its view and writing that is most of what a list costs; so PostgreSQL is asked for the marks
 * first, and only for those rows whose mark is not known.
 */
export class WrittenRows<Row extends Marked> {
  readonly #write: (row: Row) => string
  readonly #known = new Map<string, Text>()

  /** `write` gives the row's JSON, which must follow from what its mark covers. */
  constructor(write: (row: Row) => string) {
    this.#write = write
  }

  one(row: Row & { version: number }): WrittenJson {
    return new WrittenJson(this.#bytesOf(row), row.version)
  }

  /**
   * Of a row that this transaction has changed. It is not remembered: if PostgreSQL falls before the commit, another
   * transaction may get the same number, and with it the same mark.
   */
  changed(row: Row & { version: number }): WrittenJson {
    return new WrittenJson(Buffer.from(this.#write(row)), row.version)
  }

  /** The JSON of these, in order; `read` gives the rows of some ids. Rows that are gone by then are left out. */
  async all(marked: readonly Marked[], read: (ids: string[]) => Promise<Row[]>): Promise<Buffer[]> {
    const found = new Map(marked.map((each) => [each.id, this.#remembered(each)]))
    const unknown = marked.filter(({ id }) => found.get(id) === undefined).map(({ id }) => id)
    if (unknown.length > 0) for (const row of await read(unknown)) found.set(row.id, this.#bytesOf(row))
    return marked.flatMap(({ id }) => found.get(id) ?? [])
  }

  #remembered({ id, mark }: Marked): Buffer | undefined {
    const known = this.#known.get(id)
    return known?.mark === mark ? known.bytes : undefined
  }

  #bytesOf(row: Row): Buffer {
    const known = this.#remembered(row)
    if (known !== undefined) return known
    const bytes = Buffer.from(this.#write(row))
    if (this.#known.size >= MOST_KEPT) this.#forgetOldest()
    this.#known.set(row.id, { mark: row.mark, bytes })
    return bytes
  }

  #forgetOldest(): void {
    for (const id of this.#known.keys()) return void this.#known.delete(id)
  }
}
