import { renderDocument } from '#platform/pages/document.ts'
import { html } from '#platform/pages/html.ts'
import type { Language } from '#shared/language.ts'
import { icon } from './icons.ts'
import { otherLanguageOf } from './language-switch.ts'

const words = {
  preview: {
    en: { title: 'Secure payment', text: 'Open this link in your browser to pay for your order.' },
    ar: { title: 'دفع آمن', text: 'افتح هذا الرابط في المتصفح لدفع قيمة طلبك.' },
  },
  unknown: {
    en: { title: 'We do not know this link', text: 'Part of it may be missing. Open it from the chat once more.' },
    ar: { title: 'لا نعرف هذا الرابط', text: 'ربما نقص جزء منه. افتحه من المحادثة مرة أخرى.' },
  },
} as const

/** A page that tells nothing about any order: for link previews, and for links that lead nowhere. */
export function barePage(kind: keyof typeof words, { language, path }: { language: Language; path: string }): string {
  const { title, text } = words[kind][language]
  const look = kind === 'preview' ? { tone: 'good', icon: 'check' as const } : { tone: 'stop', icon: 'stop' as const }
  return renderDocument({
    title,
    language,
    otherLanguage: otherLanguageOf(language, path),
    brand: 'Dukkan',
    body: html`<section class="card state ${look.tone}">${icon(look.icon)}<h1>${title}</h1><p>${text}</p></section>`,
    footer: '',
  })
}
