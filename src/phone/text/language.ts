import { computed, signal } from '@preact/signals'
import type { Language } from '#phone/state/types.ts'

/** The language of the page; the shoppers speak their own. */
export const language = signal<Language>('en')
export const direction = computed(() => (language.value === 'ar' ? 'rtl' : 'ltr'))

/** Arabic with the digits and the calendar of its shops. */
export const locales: Record<Language, string> = { en: 'en-GB', ar: 'ar-SA-u-nu-latn-ca-gregory' }
export const locale = computed(() => locales[language.value])

/** Words of one part of the page in both languages; calling the answer gives those of the page's language. */
export function defineWords<W>(both: { en: W; ar: W }): () => W {
  return () => both[language.value]
}
