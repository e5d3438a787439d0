import type { ProductOption } from '#modules/catalog/product.rules.ts'
import { type Language, type LocalizedText, languages } from '#shared/language.ts'

export type MergedOptions = {
  options: ProductOption[]
  /** Where in the merged options the file's place of a value of an option went. */
  placeOf: (option: number, value: number) => number
}

/**
 * The options of a product and what a file says of them: values that are new come after the ones it has, and the ones it
 * has stay where they are. Null when the file speaks of other options.
 */
export function mergeOptions(known: readonly ProductOption[], told: readonly ProductOption[]): MergedOptions | null {
  if (known.length !== told.length) return null
  const options = known.map(({ name, values }) => ({ name, values: [...values] }))
  const places: number[][] = []
  for (const [place, { name, values }] of told.entries()) {
    const option = options[place]
    if (option === undefined || !isSameText(option.name, name)) return null
    option.name = { ...option.name, ...name }
    places.push(values.map((value) => putValue(option.values, value)))
  }
  return { options, placeOf: (option, value) => places[option]?.[value] ?? -1 }
}

function putValue(values: LocalizedText[], value: LocalizedText): number {
  // What is the same to the letter comes first: another value may share its words in one language.
  const same = values.findIndex(({ en, ar }) => en === value.en && ar === value.ar)
  const place = same < 0 ? values.findIndex((each) => isSameText(each, value)) : same
  if (place < 0) return values.push(value) - 1
  values[place] = { ...values[place], ...value }
  return place
}

/** Two texts that agree in every language both have, and have one in common. */
export function isSameText(a: LocalizedText, b: LocalizedText): boolean {
  const shared = languages.filter((language: Language) => a[language] !== undefined && b[language] !== undefined)
  return shared.length > 0 && shared.every((language) => a[language] === b[language])
}
