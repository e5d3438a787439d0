import { chatOf, numbers, selected } from '#phone/state/store.ts'
import type { ChatMessage, Quoted } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { previewOf } from './preview.ts'

/** The message that this one answers; a tap goes there. */
export function Quote({ message }: { message: ChatMessage }) {
  const { quoted } = message
  if (quoted === null || message.deleted) return null
  return (
    <button type="button" class="quote" onClick={() => goTo(quoted.wamid)}>
      <QuoteText direction={quoted.direction} text={quotedText(quoted)} />
    </button>
  )
}

export function QuoteText({ direction, text }: { direction: 'in' | 'out'; text: string }) {
  return (
    <>
      <span class="quote-who" dir="auto">
        {direction === 'in' ? words().you : shopName()}
      </span>
      <span class="quote-text" dir="auto">
        {text}
      </span>
    </>
  )
}

function shopName(): string {
  return numbers.value.find(({ phoneNumberId }) => phoneNumberId === selected.value?.phoneNumberId)?.verifiedName ?? ''
}

function quotedText({ wamid, text }: Quoted): string {
  const original = selected.value === null ? undefined : chatOf(selected.value).messages.find((m) => m.wamid === wamid)
  if (original !== undefined) return previewOf(original, language.value)
  return text === '' ? words().quotedLost : text
}

function goTo(wamid: string): void {
  const row = document.querySelector<HTMLElement>(`[data-wamid="${CSS.escape(wamid)}"]`)
  if (row === null) return
  row.scrollIntoView({ block: 'center', behavior: 'smooth' })
  row.classList.remove('row-found')
  requestAnimationFrame(() => row.classList.add('row-found'))
}
