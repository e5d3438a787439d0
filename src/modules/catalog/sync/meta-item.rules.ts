import { type Language, type LocalizedText, pick } from '#shared/language.ts'
import { metaPrice, money } from '#shared/money.ts'
import { cleanInbound, codePoints, cutGraphemes } from '#shared/text.ts'

export type ItemOption = { name: LocalizedText; values: readonly LocalizedText[] }

/** A variant as its rows say it is now; amounts are minor units of the store's currency. */
export type ItemFacts = {
  productId: string
  retailerId: string
  title: LocalizedText
  description: LocalizedText
  optionTitle: LocalizedText
  brand: string | null
  options: readonly ItemOption[]
  /** One place in the values of each option. */
  optionValues: readonly number[]
  price: number
  compareAt: number | null
  /** Active, neither hidden nor archived. */
  forSale: boolean
  available: number
  imageIds: readonly string[]
}

/** What every item of a store shares. */
export type ShopWindow = {
  name: LocalizedText
  currency: string
  language: Language
  displayPhoneNumber: string
  /** The address Meta fetches a picture from. */
  imageUrl: (imageId: string) => string
}

/** One item as a catalog batch takes it. https://developers.facebook.com/docs/marketing-api/catalog/reference */
export type MetaItem = { id: string } & Record<string, unknown>

export type ItemVerdict =
  | { listed: true; item: MetaItem }
  /** Not for sale, and Meta never heard of it. */
  | { listed: false; why: 'not_for_sale' }
  /** Meta takes no new item without a picture. */
  | { listed: false; why: 'no_image' }

const TITLE_LENGTH = 100
const OPTION_LENGTH = 40
const DESCRIPTION_LENGTH = 5_000
const MOST_IMAGES = 20
const between = ' – '

/**
 * What Meta should hold of this variant. An item it knows already is never taken back, only out of stock: old messages
 * and orders must go on to resolve.
 */
export function judgeItem(facts: ItemFacts, window: ShopWindow, known: boolean): ItemVerdict {
  if (!facts.forSale && !known) return { listed: false, why: 'not_for_sale' }
  if (facts.imageIds.length === 0 && !known) return { listed: false, why: 'no_image' }
  return { listed: true, item: metaItemOf(facts, window) }
}

function metaItemOf(facts: ItemFacts, window: ShopWindow): MetaItem {
  const title = titleOf(facts, window.language)
  const images = facts.imageIds.slice(0, MOST_IMAGES)
  return {
    id: facts.retailerId,
    title,
    description: descriptionOf(facts, window.language) || title,
    availability: facts.forSale && facts.available > 0 ? 'in stock' : 'out of stock',
    condition: 'new',
    ...pricesOf(facts, window.currency),
    link: linkTo(title, window.displayPhoneNumber),
    // An update says only what changes: without a picture left, Meta keeps the one it has.
    ...(images.length > 0 && { image: images.map((id) => ({ url: window.imageUrl(id), tag: [] })) }),
    brand: facts.brand ?? pick(window.name, window.language, window.language),
    item_group_id: facts.productId,
    ...traitsOf(facts, window.language),
  }
}

/** Meta shows every variant on a row of its own, so what sets it apart must survive the cut. */
function titleOf({ title, optionTitle }: ItemFacts, language: Language): string {
  const name = oneLine(pick(title, language, language))
  const option = cutGraphemes(oneLine(pick(optionTitle, language, language)), OPTION_LENGTH)
  if (option === '') return cutGraphemes(name, TITLE_LENGTH)
  return cutGraphemes(name, TITLE_LENGTH - codePoints(option) - codePoints(between)) + between + option
}

function descriptionOf({ description }: ItemFacts, language: Language): string {
  const plain = cleanInbound(pick(description, language, language))
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/ {2,}/g, ' ')
  return cutGraphemes(plain.trim(), DESCRIPTION_LENGTH)
}

/** An empty sale price ends a sale; leaving the field out would let it go on. */
function pricesOf({ price, compareAt }: ItemFacts, currency: string) {
  const now = metaPrice(money(price, currency))
  if (compareAt === null) return { price: now, sale_price: '' }
  return { price: metaPrice(money(compareAt, currency)), sale_price: now }
}

/** Meta wants a page for every item; ours is the chat, with the item's name typed in already. */
function linkTo(title: string, displayPhoneNumber: string): string {
  return `https://wa.me/${displayPhoneNumber.replace(/\D/g, '')}?text=${encodeURIComponent(title)}`
}

const traits = [
  { field: 'color', names: /^(?:colou?r|(?:ال)?لون)$/i, length: 100 },
  { field: 'size', names: /^(?:size|(?:ال)?(?:مقاس|حجم))$/i, length: 100 },
  { field: 'material', names: /^(?:material|fabric|(?:ال)?(?:خامة|قماش))$/i, length: 200 },
  { field: 'pattern', names: /^(?:pattern|(?:ال)?نقشة?)$/i, length: 100 },
] as const

function traitsOf({ options, optionValues }: ItemFacts, language: Language): Record<string, string> {
  const known: Record<string, string> = {}
  const others: string[] = []
  for (const [place, option] of options.entries()) {
    const value = oneLine(pick(option.values[optionValues[place] ?? -1] ?? {}, language, language))
    const name = oneLine(pick(option.name, language, language))
    const trait = traits.find(({ names }) => names.test(name))
    if (value === '') continue
    if (trait === undefined) others.push(`${unpunctuated(name)}:${unpunctuated(value)}`)
    else known[trait.field] = cutGraphemes(value, trait.length)
  }
  return { ...known, ...(others.length > 0 && { additional_variant_attribute: others.join(',') }) }
}

/** Commas and colons are what holds a list of attributes together. */
function unpunctuated(text: string): string {
  return text.replace(/[,:،]/g, ' ').replace(/ +/g, ' ').trim()
}

function oneLine(text: string): string {
  return cleanInbound(text).replace(/\s+/g, ' ').trim()
}
