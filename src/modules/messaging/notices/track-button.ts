import type { Language } from '#shared/language.ts'
import type { NoticeButton } from './definition.ts'

const titles: Record<Language, string> = { en: 'Track order', ar: 'تتبّع الطلب' }

/** Opens the order's page, where it can be followed without writing to anybody. */
export function trackButton(token: string, language: Language): NoticeButton {
  return { kind: 'page', title: titles[language], path: '/o/', part: token }
}
