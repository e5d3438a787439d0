import type { Language } from '#shared/language.ts'

/** 24 hours from the shopper's last message, less a margin: Meta's clock decides, and the call takes time. */
const WINDOW_MS = 24 * 3_600_000 - 5 * 60_000

/** Whether free-form messages may still go. https://developers.facebook.com/docs/whatsapp/pricing#customer-service-windows */
export function windowIsOpen(lastInboundAt: Date | null, now: Date): boolean {
  return lastInboundAt !== null && now < windowClosesAt(lastInboundAt)
}

/** From then on only templates may go. */
export function windowClosesAt(lastInboundAt: Date): Date {
  return new Date(lastInboundAt.getTime() + WINDOW_MS)
}

export type SendingQuestion = {
  open: boolean
  /** Meta has refused the free form already. */
  templateOnly: boolean
  /** Whether this content has a template at all. */
  templated: boolean
  /** Languages whose template is approved. */
  approved: ReadonlySet<Language>
  /** Best first. */
  wanted: readonly Language[]
}

export type SendingVerdict =
  | { send: 'free_form' }
  | { send: 'template'; language: Language }
  /** Nothing may go now, but the message keeps its meaning until something may. */
  | { send: 'later' }
  /** What was an answer then would be noise a day later. */
  | { send: 'never' }

/** How a message may leave at this moment. */
export function judgeSending(question: SendingQuestion): SendingVerdict {
  if (question.open && !question.templateOnly) return { send: 'free_form' }
  if (!question.templated) return { send: 'never' }
  const language = question.wanted.find((each) => question.approved.has(each))
  return language === undefined ? { send: 'later' } : { send: 'template', language }
}

/** The reader's language, then the store's own, then whatever else it speaks. */
export function languagesFor(reader: Language, store: { defaultLanguage: Language; languages: readonly Language[] }) {
  return [...new Set([reader, store.defaultLanguage, ...store.languages])]
}
