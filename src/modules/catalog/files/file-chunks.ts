import { Invalid, Refusal } from '#shared/errors.ts'
import { CHUNK_BYTES } from './read-window.ts'

export const MOST_IMPORT_BYTES = 128 * 1024 * 1024
/** As many products as a chat shop has, many times over. */
export const MOST_LINES = 500_000
const CHUNKS_A_TIME = 8
const LF = 10

/**
 * The bytes in pieces of exactly `CHUNK_BYTES` but for the last, a few at a time. Throws Refusal('import-too-large') and
 * Invalid('import-not-utf8') as soon as that is known.
 */
export async function* chunked(body: AsyncIterable<Buffer>): AsyncGenerator<[Buffer, ...Buffer[]]> {
  const checks = new FileChecks()
  let open: Buffer[] = []
  let size = 0
  for await (const bytes of body) {
    checks.see(bytes)
    open.push(bytes)
    size += bytes.length
    if (size < CHUNK_BYTES * CHUNKS_A_TIME) continue
    const [chunks, rest] = cut(Buffer.concat(open))
    open = [rest]
    size = rest.length
    yield chunks
  }
  checks.end()
  const [chunks, rest] = cut(Buffer.concat(open))
  const all = rest.length > 0 ? [...chunks, rest] : chunks
  if (isFilled(all)) yield all
}

function cut(bytes: Buffer): [[Buffer, ...Buffer[]], Buffer] {
  const whole = Math.floor(bytes.length / CHUNK_BYTES)
  const chunks = Array.from({ length: whole }, (_, n) => bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES))
  return [chunks as [Buffer, ...Buffer[]], bytes.subarray(whole * CHUNK_BYTES)]
}

function isFilled(chunks: Buffer[]): chunks is [Buffer, ...Buffer[]] {
  return chunks.length > 0
}

/** What makes a file one that is not even kept. */
class FileChecks {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #bytes = 0
  #lines = 0

  see(bytes: Buffer): void {
    this.#bytes += bytes.length
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) this.#lines += 1
    if (this.#bytes > MOST_IMPORT_BYTES) throw tooLarge(`${MOST_IMPORT_BYTES / 1024 / 1024} MiB`)
    if (this.#lines > MOST_LINES) throw tooLarge(`${MOST_LINES.toLocaleString('en')} lines`)
    this.#decode(() => this.#decoder.decode(bytes, { stream: true }))
  }

  end(): void {
    this.#decode(() => this.#decoder.decode())
  }

  #decode(step: () => string): void {
    try {
      if (step().includes('\0')) throw new Invalid('import-not-utf8', 'The file has NUL characters.', {}, SAVE_AS_UTF8)
    } catch (error) {
      if (error instanceof Invalid) throw error
      const refusal = new Invalid('import-not-utf8', 'The file is not UTF-8.', {}, SAVE_AS_UTF8)
      refusal.cause = error
      throw refusal
    }
  }
}

const SAVE_AS_UTF8 = 'Save it as "CSV UTF-8" in your spreadsheet.'

function tooLarge(most: string): Refusal {
  return new Refusal({
    kind: 'too-large',
    code: 'import-too-large',
    message: `A file has at most ${most}.`,
    fix: 'Import it in parts: a product is known by its handle or SKU, so parts add up.',
  })
}
