import type { CatalogItem } from '#phone/state/types.ts'
import { foldText } from '#shared/folding.ts'

/** What the native catalog shows as one product: the items of one group, as Meta puts variants together. */
export type CatalogProduct = {
  id: string
  title: string
  items: readonly CatalogItem[]
  /** What sets each item apart, by retailer id; empty for a product of one item. */
  labels: ReadonlyMap<string, string>
  /** The lowest price of the items in minor units, and whether others cost more. */
  fromMinor: number
  varies: boolean
}

/** Items put together by their group, the cheapest variant first; an item without a group stands alone. */
export function groupItems(items: readonly CatalogItem[]): CatalogProduct[] {
  const groups = Map.groupBy(items, (item) => item.groupId || item.retailerId)
  return [...groups].map(([id, members]) => productOf(id, members))
}

function productOf(id: string, members: readonly CatalogItem[]): CatalogProduct {
  const items = members.toSorted((a, b) => a.minor - b.minor)
  const prices = items.map(({ minor }) => minor)
  const title = sharedTitle(items.map((item) => item.title))
  return {
    id,
    title,
    items,
    labels: new Map(items.map((item) => [item.retailerId, labelOf(item, title)])),
    fromMinor: Math.min(...prices),
    varies: new Set(prices).size > 1,
  }
}

const edge = /^[\s–—\-·,:(/|]+|[\s–—\-·,:(/|]+$/gu

/** Shops write the option at the end of the title ("Ajwa dates – 500 g"), so the product's title is what comes before. */
function sharedTitle(titles: readonly string[]): string {
  const [first = ''] = titles
  if (titles.length < 2) return first
  const heads = titles.map((title) => title.slice(0, Math.max(0, title.lastIndexOf(' – '))))
  const [head = ''] = heads
  if (head !== '' && heads.every((each) => each === head)) return head
  return sharedWords(titles.map((title) => title.split(' '))) || first
}

function sharedWords([first = [], ...others]: readonly string[][]): string {
  const differs = first.findIndex((word, place) => others.some((words) => words[place] !== word))
  return (differs === -1 ? first : first.slice(0, differs)).join(' ').replace(edge, '')
}

function labelOf(item: CatalogItem, title: string): string {
  const rest = item.title.startsWith(title) ? item.title.slice(title.length).replace(edge, '') : ''
  return rest || [item.color, item.size].filter(Boolean).join(' · ')
}

/** The product an item belongs to. */
export function productWith(products: readonly CatalogProduct[], retailerId: string): CatalogProduct | undefined {
  return products.find(({ items }) => items.some((item) => item.retailerId === retailerId))
}

export type CatalogFilter = { text: string; collection: string | null }

/** Products that hold every word of the search, Arabic spellings alike, inside the collection chosen. */
export function filterProducts(products: readonly CatalogProduct[], filter: CatalogFilter): CatalogProduct[] {
  const words = foldText(filter.text).split(' ').filter(Boolean)
  return products.filter((product) => isIn(product, filter.collection) && holdsAll(product, words))
}

function isIn({ items }: CatalogProduct, collection: string | null): boolean {
  return collection === null || items.some((item) => item.collections.includes(collection))
}

function holdsAll({ items }: CatalogProduct, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = foldText(items.map(({ title, description, brand = '' }) => `${title} ${description} ${brand}`).join(' '))
  return words.every((word) => text.includes(word))
}

export function isInStock({ availability }: CatalogItem): boolean {
  return availability === 'in stock'
}
