import { publicId } from '#shared/ids.ts'
import type { LocalizedText } from '#shared/language.ts'
import { type Currency, money, toMajor } from '#shared/money.ts'
import type { KnownProduct, KnownVariant } from './import.types.ts'
import { fencedCell } from './spreadsheet-cells.rules.ts'

const optionNumbers = [1, 2, 3] as const

/** The columns of the file, which an import reads. */
export const exportColumns: readonly string[] = [
  'handle',
  ...spoken('title'),
  ...spoken('description'),
  'brand',
  'status',
  'hidden',
  ...optionNumbers.flatMap((n) => [...spoken(`option${n}_name`), ...spoken(`option${n}_value`)]),
  'sku',
  'retailer_id',
  'price',
  'compare_at',
  'currency',
  'on_hand',
  'images',
]

function spoken(name: string): string[] {
  return [`${name}_en`, `${name}_ar`]
}

/** The rows of a product, one for each variant that is not archived; no cell of them is one that a spreadsheet runs. */
export function rowsOfProduct(product: KnownProduct, currency: Currency): string[][] {
  return liveOf(product).map((variant) => cellsOf(product, variant, currency).map(fencedCell))
}

function cellsOf(product: KnownProduct, variant: KnownVariant, currency: Currency): string[] {
  const { handle, title, description, brand, status, hidden, images } = product
  return [
    handle,
    ...texts(title),
    ...texts(description),
    brand ?? '',
    status,
    String(hidden),
    ...optionNumbers.flatMap((n) => optionCells(product, variant, n - 1)),
    variant.sku,
    variant.retailerId,
    toMajor(money(variant.price, currency)),
    variant.compareAt === null ? '' : toMajor(money(variant.compareAt, currency)),
    currency,
    variant.onHand === null ? '' : String(variant.onHand),
    images.map((id) => publicId('image', id)).join(' '),
  ]
}

function optionCells({ options }: KnownProduct, { optionValues }: KnownVariant, place: number): string[] {
  const option = options[place]
  const value = option?.values[optionValues[place] ?? -1]
  return [...texts(option?.name ?? {}), ...texts(value ?? {})]
}

function texts({ en = '', ar = '' }: LocalizedText): [string, string] {
  return [en, ar]
}

/** The product as one line of JSON, as `POST /v1/products` would take it; null when nothing of it is for sale any more. */
export function jsonOfProduct(product: KnownProduct, currency: Currency): string | null {
  const variants = liveOf(product)
  if (variants.length === 0) return null
  const { handle, title, description, brand, status, hidden, options, images } = product
  return JSON.stringify({
    ...{ handle, title, description, brand, status, hidden, options },
    images: images.map((id) => publicId('image', id)),
    variants: variants.map(({ sku, retailerId, optionValues, price, compareAt, onHand }) => ({
      ...{ sku, retailerId, optionValues },
      price: { amount: price, currency },
      compareAt: compareAt === null ? null : { amount: compareAt, currency },
      ...(onHand !== null && { onHand }),
    })),
  })
}

function liveOf({ variants }: KnownProduct): KnownVariant[] {
  return variants.filter(({ archived }) => !archived)
}
