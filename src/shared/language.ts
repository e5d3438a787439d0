export const languages = ['en', 'ar'] as const

export type Language = (typeof languages)[number]

/** A text in the languages its owner wrote it in. */
export type LocalizedText = { readonly en?: string | undefined; readonly ar?: string | undefined }

export function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text)
}

/** The text in the reader's language, else in the fallback, else in whichever language has one, else ''. */
export function pick(text: LocalizedText, language: Language, fallback: Language): string {
  return text[language] || text[fallback] || languages.map((each) => text[each]).find(Boolean) || ''
}
