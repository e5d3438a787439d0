import { type ChatChoice, languageOfPerson } from '#phone/state/store.ts'
import type { Language } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { act } from './act.ts'

const lines: Record<Language, string[]> = {
  en: ['Hello', 'Where is my order?'],
  ar: ['السلام عليكم', 'وين طلبي؟'],
}

/** First words to tap in a chat that has not begun, in the shopper's own language; the app calls them ice breakers. */
export function Starters({ choice }: { choice: ChatChoice }) {
  const own = languageOfPerson(choice.shopperId) ?? language.value
  return (
    <fieldset class="starters">
      <legend>{words().startWith}</legend>
      {lines[own].map((text) => (
        <button key={text} type="button" lang={own} onClick={() => void act(choice, { text })}>
          <bdi>{text}</bdi>
        </button>
      ))}
    </fieldset>
  )
}
