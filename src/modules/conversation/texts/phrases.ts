import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '#shared/language.ts'
import { formatMoney, money } from '#shared/money.ts'
import { isolate } from '#shared/text.ts'

/** A text in both languages, side by side. */
export type Wording = Readonly<Record<Language, string>>

type NoFacts = Readonly<Record<never, never>>

// ICU knows Arabic's six plural forms; digits stay Latin in both languages.
const locales: Wording = { en: 'en', ar: 'ar-u-nu-latn' }

/** A sentence with facts in it, written as an ICU message in each language and parsed once. */
export function icu<Facts extends object = NoFacts>(wording: Wording): (language: Language, facts: Facts) => string {
  const formats = {
    en: new IntlMessageFormat(wording.en, locales.en, undefined, { ignoreTag: true }),
    ar: new IntlMessageFormat(wording.ar, locales.ar, undefined, { ignoreTag: true }),
  }
  return (language, facts) => String(formats[language].format({ ...facts }))
}

const foreign: Readonly<Record<Language, RegExp>> = { ar: /[\p{Script=Latin}0-9]/u, en: /\p{Script=Arabic}/u }

/** Fences a name, number or amount that runs against the direction of the sentence around it. */
export function fence(text: string | number, language: Language): string {
  const written = String(text)
  return foreign[language].test(written) ? isolate(written) : written
}

export function amountText(amount: number, currency: string, language: Language): string {
  return fence(formatMoney(money(amount, currency), language), language)
}

/** For button titles, where a fence would only take room. */
export function bareAmount(amount: number, currency: string, language: Language): string {
  return formatMoney(money(amount, currency), language)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The time of day on the store's wall: "18:40", "6:40 م". */
export function timeText(at: Date, timeZone: string, language: Language): string {
  const key = `${timeZone} ${language}`
  const clock =
    clocks.get(key) ??
    new Intl.DateTimeFormat(language === 'ar' ? locales.ar : 'en-GB', {
      timeZone,
      hour: language === 'ar' ? 'numeric' : '2-digit',
      minute: '2-digit',
      hour12: language === 'ar',
    })
  clocks.set(key, clock)
  return fence(clock.format(at), language)
}

/** Different items; what is bought of them is counted in pieces, which Arabic tells apart. */
export const itemCount = icu<{ count: number }>({
  en: '{count, plural, one {# item} other {# items}}',
  ar: '{count, plural, zero {لا أصناف} one {صنف واحد} two {صنفان} few {# أصناف} many {# صنفاً} other {# صنف}}',
})

export const pieceCount = icu<{ count: number }>({
  en: '{count, plural, one {# item} other {# items}}',
  ar: '{count, plural, zero {لا شيء} one {قطعة واحدة} two {قطعتان} few {# قطع} many {# قطعة} other {# قطعة}}',
})
