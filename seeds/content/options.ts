import type { Localized, SeedOption } from './types.ts'

const arabicPlural = new Intl.PluralRules('ar')

function named(en: string, ar: string): Localized {
  return { en, ar }
}

/** Arabic counts 3-10 with a plural, 11-99 with an accusative singular and whole hundreds with a plain singular. */
function counted(count: number, forms: { few: string; many: string; other: string }): string {
  const category = arabicPlural.select(count)
  return `${count} ${category === 'few' || category === 'many' ? forms[category] : forms.other}`
}

function weight(grams: number): Localized {
  if (grams >= 1000) return named(`${grams / 1000} kg`, `${grams / 1000} كيلو`)
  return named(`${grams} g`, counted(grams, { few: 'جرامات', many: 'جرامًا', other: 'جرام' }))
}

function piece(count: number): Localized {
  return named(`${count} pieces`, counted(count, { few: 'قطع', many: 'قطعة', other: 'قطعة' }))
}

/** The weights a product is sold in, smallest first. */
export function weights(...grams: number[]): SeedOption {
  return { name: named('Weight', 'الوزن'), values: grams.map(weight) }
}

/** The counts a boxed product is sold in, smallest first. */
export function pieces(...counts: number[]): SeedOption {
  return { name: named('Count', 'العدد'), values: counts.map(piece) }
}

/** Any other choice: its name, then its values, each as [English, Arabic]. */
export function choice([en, ar]: [string, string], ...values: [string, string][]): SeedOption {
  return { name: named(en, ar), values: values.map(([english, arabic]) => named(english, arabic)) }
}

/** Perfume oils are sold by the tola (11.7 g) and its fractions. */
export const tolas: SeedOption = choice(
  ['Size', 'الحجم'],
  ['¼ tola', 'ربع تولة'],
  ['½ tola', 'نصف تولة'],
  ['1 tola', 'تولة'],
)
