import type { ChatChoice } from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'
import { openLink } from './act.ts'
import { RichText } from './rich-text.tsx'

/** The words of a message or the caption of its picture, with links that open; nothing where there are none. */
export function MessageText({ text, choice }: { text: string; choice: ChatChoice }) {
  if (text === '') return null
  return <RichText text={text} onLink={(url) => openLink(choice, { url, title: words().open })} />
}
