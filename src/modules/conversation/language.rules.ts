import type { Store } from '#modules/stores/index.ts'
import type { Language } from '#shared/language.ts'
import { scriptOf } from '#shared/text.ts'
import type { Chat } from './chat.types.ts'
import type { Said } from './inbound.types.ts'

type Speaking = Pick<Store, 'languages' | 'defaultLanguage'>

/** The language a new conversation begins in: that of the first words, when the store speaks it. */
export function firstLanguage(said: Said, store: Speaking): Language {
  const heard = languageOf(said)
  return heard !== null && store.languages.includes(heard) ? heard : store.defaultLanguage
}

export type LanguageVerdict = { language: Language; heardOther: boolean }

/**
 * The language to answer in. A choice the shopper made stands; else a second message in a row in the other script
 * changes it, so that one foreign word does not. Addresses and numbers say nothing.
 */
export function judgeLanguage(said: Said, { chat, store }: { chat: Chat; store: Speaking }): LanguageVerdict {
  const current = store.languages.includes(chat.language) ? chat.language : store.defaultLanguage
  const heard = chat.step === 'address' || chat.step === 'phone' ? null : languageOf(said)
  if (heard === null) return { language: current, heardOther: chat.memory.heardOther === true }
  if (heard === current || chat.languageChosen || !store.languages.includes(heard)) {
    return { language: current, heardOther: false }
  }
  return chat.memory.heardOther === true
    ? { language: heard, heardOther: false }
    : { language: current, heardOther: true }
}

function languageOf(said: Said): Language | null {
  if (said.kind !== 'text') return null
  const script = scriptOf(said.text)
  if (script === 'other') return null
  return script === 'arabic' ? 'ar' : 'en'
}
