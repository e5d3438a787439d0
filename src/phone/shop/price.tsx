import type { CatalogItem } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import type { Money } from '#shared/money.ts'
import type { CatalogProduct } from './group.ts'
import { itemPrice, priceText } from './prices.ts'
import { regularPrice } from './regular-price.ts'
import { shopWords } from './words.ts'

export function Price({ amount }: { amount: Money }) {
  return <span class="price">{priceText(amount, language.value)}</span>
}

/** What an item costs, beside what it costs without the sale. */
export function ItemPrice({ item }: { item: CatalogItem }) {
  const before = regularPrice(item)
  return (
    <span class="price-line">
      <Price amount={itemPrice(item)} />
      {before === null ? null : (
        <>
          <s class="price-before">{priceText(before, language.value)}</s>
          <span class="mark mark-sale">{shopWords().sale}</span>
        </>
      )}
    </span>
  )
}

/** The price of a product: its only one, or its lowest. */
export function ProductPrice({ product }: { product: CatalogProduct }) {
  const [first] = product.items
  if (first === undefined) return null
  if (!product.varies) return <ItemPrice item={first} />
  const lowest = priceText({ amount: product.fromMinor, currency: first.currency }, language.value)
  return <span class="price">{shopWords().from(lowest)}</span>
}
