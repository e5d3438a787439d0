import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '#shared/language.ts'
import { formatMoney, money } from '#shared/money.ts'
import { isolate } from '#shared/text.ts'
import type { ParcelFacts } from './facts.ts'

/** ICU messages, whose plural rules know Arabic's six forms; digits stay Latin in both languages. */
const locales: Record<Language, string> = { en: 'en', ar: 'ar-u-nu-latn' }

type IcuValues = Record<string, string | number>

/** A phrase written as an ICU message in each language, parsed once. */
export function icu(texts: Readonly<Record<Language, string>>): (language: Language, values: IcuValues) => string {
  const formats = {
    en: new IntlMessageFormat(texts.en, locales.en, undefined, { ignoreTag: true }),
    ar: new IntlMessageFormat(texts.ar, locales.ar, undefined, { ignoreTag: true }),
  }
  return (language, values) => String(formats[language].format(values))
}

/** Fences a Latin run off inside Arabic; English needs no fence. */
export function fenced(text: string | number, language: Language): string {
  return language === 'ar' ? isolate(String(text)) : String(text)
}

export function amountText(amount: number, currency: string, language: Language): string {
  return fenced(formatMoney(money(amount, currency), language), language)
}

/** Pieces rather than different items, which Arabic tells apart. */
export const pieceCount = icu({
  en: '{count, plural, one {# item} other {# items}}',
  ar: '{count, plural, zero {لا شيء} one {قطعة واحدة} two {قطعتان} few {# قطع} many {# قطعة} other {# قطعة}}',
})

const parcelName = icu({
  en: '{part, select, yes {part of your order {number}} other {your order {number}}}',
  ar: '{part, select, yes {جزء من طلبك رقم {number}} other {طلبك رقم {number}}}',
})

/** The parcel the way a sentence goes on: "your order 4127", "part of your order 4127". */
export function parcel({ orderNumber, part }: ParcelFacts, language: Language): string {
  return parcelName(language, { part: part === 1 ? 'yes' : 'no', number: fenced(orderNumber, language) })
}
