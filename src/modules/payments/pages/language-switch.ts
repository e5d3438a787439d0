import type { Language } from '#shared/language.ts'
import { texts } from './texts.ts'

/** Where the same page is found in the other language. */
export function otherLanguageOf(language: Language, path: string) {
  const other: Language = language === 'ar' ? 'en' : 'ar'
  const mark = path.includes('?') ? '&' : '?'
  return { href: `${path}${mark}lang=${other}`, name: texts[other].language, language: other }
}
