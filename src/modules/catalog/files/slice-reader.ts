import type { StoreContext } from '#platform/context.ts'
import type { Currency } from '#shared/money.ts'
import type { OpenImport } from './import.types.ts'
import { type Drafts, readDrafts } from './read-drafts.ts'
import { readWindow, type Window } from './read-window.ts'

/** Some hundred products: enough that a row costs little, few enough that nobody waits for the transaction. */
const SLICE_BYTES = 96 * 1024
const MOST_SLICE_BYTES = 4 * 1024 * 1024
const MOST_KEPT = 8
const LF = 10

/** The next products of a file, and the line that follows them. */
export type Slice = Drafts & {
  line: number
  /** Reads the products after these; worth its time while PostgreSQL writes these. */
  readAhead: () => Promise<void>
}

type Read = { key: string; drafts: Drafts; line: number }

/**
 * Reads a file slice by slice. What was read ahead is used when the import stands where it was expected to; whoever took
 * a slice in between makes it worthless, and nothing else.
 */
export class SliceReader {
  readonly #ahead = new Map<string, Read>()

  async read(ctx: StoreContext, open: OpenImport, currency: Currency): Promise<Slice> {
    const ahead = this.#ahead.get(open.id)
    this.#ahead.delete(open.id)
    const ready = ahead?.key === keyOf(open, currency) ? ahead : await readFrom(ctx, open, currency)
    const { drafts, line } = ready
    const next = { ...open, position: drafts.end, line }
    const following = drafts.fault === null && drafts.end < open.bytes ? await windowOf(ctx, next, SLICE_BYTES) : null
    const readAhead = async () => {
      if (following !== null) this.#keep(next, readIn(following, next, currency))
    }
    return { ...drafts, line, readAhead }
  }

  #keep(open: OpenImport, read: Read): void {
    if (read.drafts.end === open.position) return
    if (this.#ahead.size >= MOST_KEPT) this.#ahead.clear()
    this.#ahead.set(open.id, read)
  }
}

function keyOf({ position }: OpenImport, currency: Currency): string {
  return `${position} ${currency}`
}

/** A window that holds at least one whole product; one that would not fit in memory makes the file unreadable. */
async function readFrom(ctx: StoreContext, open: OpenImport, currency: Currency): Promise<Read> {
  for (let size = SLICE_BYTES; ; size *= 2) {
    const read = readIn(await windowOf(ctx, open, size), open, currency)
    if (read.drafts.end > open.position || read.drafts.fault !== null) return read
    if (size >= MOST_SLICE_BYTES) return { ...read, drafts: { ...read.drafts, fault: tooLong(open.line) } }
  }
}

function windowOf({ tx, storeId }: StoreContext, open: OpenImport, size: number): Promise<Window> {
  return readWindow(tx, storeId, { open, size })
}

function readIn(window: Window, open: OpenImport, currency: Currency): Read {
  const drafts = readDrafts({ window, open, currency })
  const line = open.line + linesIn(window.bytes.subarray(0, drafts.end - open.position))
  return { key: keyOf(open, currency), drafts, line }
}

function linesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1
  return count
}

function tooLong(line: number): NonNullable<Drafts['fault']> {
  return {
    line,
    code: 'product-too-large',
    message: 'A product begins here that takes over 4 MiB of the file.',
    fix: 'Look for a quotation mark that is never closed, or shorten the product.',
  }
}
