import type { CatalogItem } from '#phone/state/types.ts'
import { type Money, parseMajor } from '#shared/money.ts'

/** What the item costs when it is not on sale; null when it is not on sale. */
export function regularPrice({ price, minor, currency }: CatalogItem): Money | null {
  const figure = /[\d.,٠-٩٫٬]*\d[\d.,٠-٩٫٬]*/u.exec(price)?.[0] ?? ''
  const regular = parseMajor(figure, currency)
  return regular !== null && regular.amount > minor ? regular : null
}
