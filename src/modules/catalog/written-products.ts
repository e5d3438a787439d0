import { WrittenJson } from '#platform/http.ts'
import { viewProduct } from './products.views.ts'
import { detailsOf, type ProductRow } from './read-products.ts'

/** About 8 MB; one page of a hundred and what was asked for lately. */
const MOST_KEPT = 2_000

/**
 * The JSON of products. Most of what is read is as it was when it was read last, and reading a row, making its view and
 * writing that is half of what a list costs the server; so rows that are known to the letter are not read again.
 */
export class WrittenProducts {
  readonly #publicUrl: string
  readonly #known = new Map<string, string>()

  constructor(publicUrl: string) {
    this.#publicUrl = publicUrl
  }

  one(row: ProductRow): WrittenJson {
    return new WrittenJson(this.text(row), row.version)
  }

  text(row: ProductRow): string {
    const letters = Object.values(row).join('\u001f')
    const known = this.#known.get(letters)
    if (known !== undefined) return known
    const text = JSON.stringify(viewProduct(detailsOf(row), this.#publicUrl))
    if (this.#known.size >= MOST_KEPT) this.#known.clear()
    this.#known.set(letters, text)
    return text
  }
}
