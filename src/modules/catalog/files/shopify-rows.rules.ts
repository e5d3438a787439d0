import { cutGraphemes } from '#shared/text.ts'
import type { Row } from './import.types.ts'
import { plainTextOf } from './plain-text.rules.ts'

const MOST_DESCRIPTION = 5000
const NO_OPTION = 'Default Title'

/** Rows of one product as Shopify writes them, as our own rows; rows that only carry a picture fall away. */
export function rowsFromShopify(rows: readonly Row[]): Row[] {
  const variants = rows.filter((row, place) => place === 0 || isVariant(row))
  return variants.map(({ line, cells }) => {
    const { body_html: html = '', published, status = '', ...rest } = cells
    return {
      line,
      cells: {
        ...withoutDefaultOption(rest),
        description: cutGraphemes(plainTextOf(html), MOST_DESCRIPTION),
        status: statusOf(status, published),
        ...(rest.handle !== undefined && { handle: ownHandleOf(rest.handle) }),
        ...(rest.compare_at !== undefined && { compare_at: honestCompareAt(rest) }),
        ...(rest.on_hand !== undefined && { on_hand: rest.on_hand.trim().replace(/^-\d+$/, '0') }),
      },
    }
  })
}

function isVariant({ cells }: Row): boolean {
  return cells.price !== '' || cells.option1_value !== ''
}

function withoutDefaultOption(cells: Row['cells']): Record<string, string> {
  if (cells.option1_value !== NO_OPTION) return cells
  return { ...cells, option1_name: '', option1_value: '' }
}

function statusOf(status: string, published: string | undefined): string {
  if (status.trim() !== '' || published === undefined) return status
  return published.trim().toLowerCase() === 'true' ? 'active' : 'draft'
}

/** Shopify takes a price before the sale that is not above the price now for no sale. */
function honestCompareAt({ price = '', compare_at: compareAt = '' }: Row['cells']): string {
  return Number(compareAt) > Number(price) ? compareAt : ''
}

const MOST_HANDLE = 63

/** Shopify's handles may be longer than ours and of any letters; the same one always becomes the same one of ours. */
export function ownHandleOf(handle: string): string {
  const plain = handle.trim()
  const tidy = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (tidy === plain && tidy.length <= MOST_HANDLE) return tidy
  const mark = fingerprint(plain)
  return tidy === '' ? `product-${mark}` : `${tidy.slice(0, MOST_HANDLE - 1 - mark.length).replace(/-+$/, '')}-${mark}`
}

/** 32 bits of FNV-1a in base 36: enough to tell apart the few handles of a store that look alike when shortened. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(36)
}
