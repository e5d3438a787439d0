const localized = (name: string) => [name, `${name}_en`, `${name}_ar`]
const optionColumns = [1, 2, 3].flatMap((n) => [...localized(`option${n}_name`), ...localized(`option${n}_value`)])

/** The columns of our own CSV; a text without a language in its name is in the language of its script. */
export const ownColumns: readonly string[] = [
  'handle',
  ...localized('title'),
  ...localized('description'),
  'brand',
  'status',
  'hidden',
  ...optionColumns,
  'sku',
  'retailer_id',
  'price',
  'compare_at',
  'currency',
  'on_hand',
  'images',
]

/** The columns of Shopify's product export that we read; the others say nothing to a chat shop. */
const shopifyColumns: ReadonlyMap<string, string> = new Map([
  ['handle', 'handle'],
  ['url handle', 'handle'],
  ['title', 'title'],
  ['body (html)', 'body_html'],
  ['description', 'body_html'],
  ['vendor', 'brand'],
  ['published', 'published'],
  ['published on online store', 'published'],
  ['status', 'status'],
  ['option1 name', 'option1_name'],
  ['option1 value', 'option1_value'],
  ['option2 name', 'option2_name'],
  ['option2 value', 'option2_value'],
  ['option3 name', 'option3_name'],
  ['option3 value', 'option3_value'],
  ['variant sku', 'sku'],
  ['sku', 'sku'],
  ['variant price', 'price'],
  ['price', 'price'],
  ['variant compare at price', 'compare_at'],
  ['compare-at price', 'compare_at'],
  ['variant inventory qty', 'on_hand'],
  ['inventory quantity', 'on_hand'],
])

export type Header =
  | { shape: 'products-csv' | 'shopify-csv'; columns: (string | null)[] }
  | { shape: null; message: string; fix: string }

/** Whose columns these are. An unknown column among our own is refused: it may be one of ours misspelled. */
export function judgeHeader(header: readonly string[]): Header {
  const names = header.map((name) => name.trim().toLowerCase())
  if (isShopify(names)) return { shape: 'shopify-csv', columns: names.map((name) => shopifyColumns.get(name) ?? null) }
  const repeated = names.find((name, place) => names.indexOf(name) !== place)
  if (repeated !== undefined) {
    return unread(`The column "${repeated}" is there twice.`, 'Keep one of them.')
  }
  const unknown = names.filter((name) => !ownColumns.includes(name))
  if (unknown.length > 0) {
    const known = `Columns are: ${ownColumns.filter((name) => !/^option[23]|_ar$/.test(name)).join(', ')}, …`
    return unread(`The file has columns that are not known: ${unknown.slice(0, 5).join(', ')}.`, known)
  }
  if (!names.includes('sku') && !names.includes('handle')) {
    return unread('No column says which product a row is about.', 'Give a column "sku" or "handle".')
  }
  return { shape: 'products-csv', columns: names }
}

function isShopify(names: readonly string[]): boolean {
  return (
    (names.includes('handle') && names.includes('variant price')) ||
    (names.includes('url handle') && names.includes('price'))
  )
}

function unread(message: string, fix: string): Header {
  return { shape: null, message, fix }
}
