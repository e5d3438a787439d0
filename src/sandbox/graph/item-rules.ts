import { type Fields, lengthOf, list } from './checks.ts'

/** Fields `items_batch` knows; any other earns a warning, not an error. */
const known = new Set([
  'id',
  'title',
  'description',
  'rich_text_description',
  'availability',
  'condition',
  'price',
  'sale_price',
  'sale_price_effective_date',
  'link',
  'image',
  'image_link',
  'additional_image_link',
  'brand',
  'gtin',
  'mpn',
  'item_group_id',
  'color',
  'size',
  'material',
  'pattern',
  'gender',
  'age_group',
  'additional_variant_attribute',
  'quantity_to_sell_on_facebook',
  'inventory',
  'google_product_category',
  'fb_product_category',
  'product_type',
  'custom_label_0',
  'custom_label_1',
  'custom_label_2',
  'custom_label_3',
  'custom_label_4',
  'custom_number_0',
  'custom_number_1',
  'custom_number_2',
  'custom_number_3',
  'custom_number_4',
  'internal_label',
  'disabled_capabilities',
  'visibility',
  'status',
  'origin_country',
  'importer_name',
  'importer_address',
  'shipping',
  'video',
  'expiration_date',
  'applink',
  'vendor_id',
  'manufacturer_info',
  'wa_compliance_category',
])

const lengths: Record<string, number> = {
  id: 100,
  title: 100,
  description: 5_000,
  rich_text_description: 9_999,
  color: 100,
  material: 200,
  pattern: 100,
  gtin: 70,
  product_type: 750,
  google_product_category: 250,
  custom_label_0: 100,
  custom_label_1: 100,
  custom_label_2: 100,
  custom_label_3: 100,
  custom_label_4: 100,
}

const choices: Record<string, string[]> = {
  availability: ['in stock', 'out of stock', 'available for order', 'discontinued'],
  condition: ['new', 'refurbished', 'used'],
  visibility: ['published', 'staging', 'hidden'],
  status: ['active', 'archived'],
}

const priced = /^(\d+(?:\.\d+)?) ([A-Z]{3})$/

export type ItemPrice = { amount: number; currency: string }

/** "9.99 USD" as Meta reads it, in major units; undefined when it is not a price. */
export function readPrice(value: unknown): ItemPrice | undefined {
  const match = typeof value === 'string' ? priced.exec(value) : null
  if (match === null) return undefined
  return { amount: Number(match[1]), currency: String(match[2]) }
}

/** What is wrong with the fields given, whatever else the item holds already. */
export function faultsOf(item: Fields): string[] {
  const found: string[] = []
  for (const [field, max] of Object.entries(lengths)) {
    const value = item[field]
    if (typeof value === 'string' && lengthOf(value) > max) found.push(`${field}: at most ${max} characters`)
  }
  for (const [field, allowed] of Object.entries(choices)) {
    const value = item[field]
    if (value !== undefined && !allowed.includes(String(value))) found.push(`${field}: one of ${allowed.join(', ')}`)
  }
  return [...found, ...priceFaults(item), ...linkFaults(item)]
}

function priceFaults({ price, sale_price }: Fields): string[] {
  const found: string[] = []
  if (price !== undefined && readPrice(price) === undefined) found.push('price: like "9.99 USD"')
  const sale = readPrice(sale_price)
  if (sale_price !== undefined && sale_price !== '' && sale === undefined) found.push('sale_price: like "9.99 USD"')
  const full = readPrice(price)
  if (sale !== undefined && full !== undefined && sale.amount >= full.amount) found.push('sale_price: below price')
  return found
}

function linkFaults(item: Fields): string[] {
  const links = [item.link, item.image_link, ...list(item.image).map(({ url }) => url)]
  return links
    .filter((link) => link !== undefined && !/^https?:\/\/\S+$/.test(String(link)))
    .map((link) => `link: ${String(link)} is not an absolute URL`)
}

const needed = ['id', 'title', 'description', 'availability', 'condition', 'price', 'link']

/** What a new item still lacks. */
export function lacksOf(item: Fields): string[] {
  const lacking = needed.filter((field) => item[field] === undefined || item[field] === '')
  if (list(item.image).length === 0 && item.image_link === undefined) lacking.push('image')
  if (item.brand === undefined && item.gtin === undefined && item.mpn === undefined) lacking.push('brand')
  return lacking.map((field) => `${field}: is required`)
}

function unknownFields(item: Fields): string[] {
  return Object.keys(item).filter((field) => !known.has(field))
}

const hyped = /<[a-z][^>]*>/i

export function warningsOf(item: Fields): string[] {
  const warnings = unknownFields(item).map((field) => `${field}: unknown field, ignored`)
  if (hyped.test(String(item.description ?? ''))) warnings.push('description: HTML is shown as text')
  return warnings
}
