import type { Language } from '#shared/language.ts'
import type { NoticeFacts, NoticeName } from './facts.ts'

/** What a button of a notice asks for; the conversation hears it as a signed action. */
export type NoticeAction = { verb: 'pay-again' | 'pay-cash' | 'order-again'; args: readonly string[] }

export type NoticeButton =
  /** Opens a page of ours: the path below the public address, its last part being the secret one. */
  { kind: 'page'; title: string; path: string; part: string } | { kind: 'reply'; title: string; action: NoticeAction }

/** The words of one notice in one language. `{name}` stands for a phrase. */
export type Wording<Phrase extends string> = {
  /** Neither begins nor ends with a phrase, has a footer's worth of fixed words around each, and no markup. */
  body: string
  /** One example of each phrase, for Meta's reviewers. */
  examples: Readonly<Record<Phrase, string>>
}

/**
 * One message of the shop, defined once: the same phrases fill the free-form message inside the 24-hour window and the
 * approved template outside it, so both always say the same.
 */
export type NoticeDefinition<Name extends NoticeName, Phrase extends string = string> = {
  name: Name
  /** Without one, the notice is only ever sent inside the window. */
  template: boolean
  wording: Readonly<Record<Language, Wording<Phrase>>>
  phrases: (facts: NoticeFacts[Name], language: Language) => Record<Phrase, string>
  buttons: (facts: NoticeFacts[Name], language: Language) => NoticeButton[]
}

/** Checks a definition's phrases against its wording at compile time. */
export function defineNotice<Name extends NoticeName, Phrase extends string>(
  definition: NoticeDefinition<Name, Phrase>,
): NoticeDefinition<Name, Phrase> {
  return definition
}
