import type { LocalizedText } from '#shared/language.ts'
import { type Currency, chargeGrid } from '#shared/money.ts'
import { foldText } from '#shared/text.ts'

export type ProductOption = { name: LocalizedText; values: LocalizedText[] }

export type VariantFacts = {
  sku: string
  retailerId: string
  /** One value index per option of the product, in the product's order. */
  optionValues: readonly number[]
  price: number
  compareAt: number | null
}

export type CatalogFault = { code: string; message: string; fix: string; details?: Record<string, unknown> }

/** The first thing that stops these variants from being sold side by side; null when nothing does. */
export function judgeVariants(
  variants: readonly VariantFacts[],
  { options, currency }: { options: readonly ProductOption[]; currency: Currency },
): CatalogFault | null {
  for (const variant of variants) {
    const fault = judgeOptionValues(variant, options) ?? judgePrices(variant, currency)
    if (fault !== null) return fault
  }
  return (
    judgeRepeats(variants, 'sku', ({ sku }) => sku) ??
    judgeRepeats(variants, 'retailerId', ({ retailerId }) => retailerId) ??
    judgeRepeats(variants, 'optionValues', ({ optionValues }) => optionValues.join('/'))
  )
}

function judgeOptionValues(
  { sku, optionValues }: VariantFacts,
  options: readonly ProductOption[],
): CatalogFault | null {
  const known = optionValues.every((value, option) => options[option]?.values[value] !== undefined)
  if (known && optionValues.length === options.length) return null
  return {
    code: 'option-values-invalid',
    message: `The variant ${sku} does not name one known value of each option.`,
    fix: `Give optionValues as ${options.length} place(s) in the values of the options, counted from 0.`,
    details: { sku },
  }
}

function judgePrices({ sku, price, compareAt }: VariantFacts, currency: Currency): CatalogFault | null {
  const offGrid = [price, compareAt ?? 0].find((amount) => amount % chargeGrid(currency) !== 0)
  if (offGrid !== undefined) return offTheGrid(offGrid, currency)
  if (compareAt === null || compareAt > price) return null
  return {
    code: 'compare-at-too-low',
    message: `The price ${sku} had before the sale is not above its price now.`,
    fix: 'Raise compareAt above price, or leave it out.',
    details: { sku },
  }
}

function offTheGrid(amount: number, currency: Currency): CatalogFault {
  const grid = chargeGrid(currency)
  const below = Math.floor(amount / grid) * grid
  const near = below > 0 ? `${below} or ${below + grid}` : String(below + grid)
  return {
    code: 'price-not-chargeable',
    message: `Cards are charged in steps of ${grid} minor units of ${currency}; ${amount} lies between two.`,
    fix: `Use ${near}.`,
    details: { amount, currency },
  }
}

function judgeRepeats(
  variants: readonly VariantFacts[],
  field: string,
  keyOf: (variant: VariantFacts) => string,
): CatalogFault | null {
  const seen = new Set<string>()
  for (const variant of variants) {
    const key = keyOf(variant)
    if (seen.has(key)) {
      const message = `Two variants of the product have the same ${field}.`
      return { code: 'variant-repeated', message, fix: `Give each variant a ${field} of its own.`, details: { field } }
    }
    seen.add(key)
  }
  return null
}

/** "1 kg / Dark": what sets a variant apart, in each language all of its options have. */
export function optionTitleOf(options: readonly ProductOption[], optionValues: readonly number[]): LocalizedText {
  const values = options.map((option, place) => option.values[optionValues[place] ?? -1] ?? {})
  const joined = (language: 'en' | 'ar') => {
    const words = values.map((value) => value[language] ?? value.en ?? value.ar ?? '')
    return values.some((value) => value[language] !== undefined) ? { [language]: words.join(' / ') } : {}
  }
  return { ...joined('en'), ...joined('ar') }
}

export type SearchableProduct = {
  title: LocalizedText
  brand: string | null
  options: readonly ProductOption[]
  skus: readonly string[]
}

/** The folded words a product is found by, each once. */
export function searchTextOf({ title, brand, options, skus }: SearchableProduct): string {
  const texts = [title, ...options.flatMap(({ values }) => values)].flatMap(({ en, ar }) => [en ?? '', ar ?? ''])
  const words = foldText([...texts, brand ?? '', ...skus].join(' ')).split(' ')
  return [...new Set(words)].join(' ')
}

/** A handle out of a title: "Ajwa Dates, 1 kg" is `ajwa-dates-1-kg`; null for a title without a Latin letter or digit. */
export function handleOf(title: LocalizedText): string | null {
  const handle = foldText(title.en ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return handle === '' ? null : handle
}
