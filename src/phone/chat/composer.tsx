import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { pushSheet } from '#phone/state/sheets.ts'
import type { ChatChoice } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { act } from './act.ts'
import { composing, suggested } from './compose-state.ts'
import { EmojiPanel } from './emoji-panel.tsx'
import { Icon } from './icons.tsx'
import { previewOf, wordsOf } from './preview.ts'
import { QuoteText } from './quote.tsx'

/** Where the shopper types; one's own message being edited or another being answered stands above. */
export function Composer({ choice }: { choice: ChatChoice }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState('')
  const [emoji, setEmoji] = useState(false)
  const about = composing.value
  useEffect(() => {
    if (about === null) return
    if (about.mode === 'edit') setDraft(wordsOf(about.message))
    field.current?.focus()
  }, [about])
  useEffect(() => {
    if (suggested.value === '') return
    setDraft(suggested.value)
    suggested.value = ''
  }, [suggested.value])
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches && document.activeElement === document.body) field.current?.focus()
  }, [])
  const send = async () => {
    const text = draft.trim()
    if (text === '') return
    setDraft('')
    composing.value = null
    if (!(await sendText(choice, text, about))) setDraft(text)
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <About />
      {emoji ? <EmojiPanel onPick={(sign) => setDraft(draft + sign)} onClose={() => setEmoji(false)} /> : null}
      <div class="composer-row">
        <EmojiButton open={emoji} onTap={() => setEmoji(!emoji)} />
        <Field field={field} draft={draft} onDraft={setDraft} onSend={() => void send()} />
        <SendButtons choice={choice} empty={draft.trim() === ''} />
      </div>
    </form>
  )
}

type Composing = typeof composing.value

function sendText(choice: ChatChoice, text: string, about: Composing): Promise<boolean> {
  if (about === null) return act(choice, { text })
  const { wamid } = about.message
  if (about.mode === 'edit') return act(choice, { edit: { messageId: wamid, text } })
  return act(choice, { text }, { messageId: wamid })
}

function About() {
  const about = composing.value
  if (about === null) return null
  const { mode, message } = about
  return (
    <div class="about">
      <div class="quote">
        {mode === 'edit' ? <span class="quote-who">{words().editing}</span> : null}
        {mode === 'edit' ? (
          <span class="quote-text" dir="auto">
            {previewOf(message, language.value)}
          </span>
        ) : (
          <QuoteText direction={message.direction} text={previewOf(message, language.value)} />
        )}
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={words().cancel}
        onClick={() => {
          composing.value = null
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}

function EmojiButton({ open, onTap }: { open: boolean; onTap: () => void }) {
  return (
    <button type="button" class="icon-button" aria-label={words().emoji} aria-expanded={open} onClick={onTap}>
      <Icon name="emoji" size={24} />
    </button>
  )
}

type FieldProps = {
  field: { current: HTMLTextAreaElement | null }
  draft: string
  onDraft: (draft: string) => void
  onSend: () => void
}

/** Enter sends, with Shift it begins a new line; the field grows with its text. */
function Field({ field, draft, onDraft, onSend }: FieldProps) {
  useLayoutEffect(() => fitHeight(field.current), [draft])
  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      class="composer-field"
      enterkeyhint="send"
      aria-label={words().message}
      placeholder={words().message}
      value={draft}
      onInput={(event) => onDraft(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
        event.preventDefault()
        onSend()
      }}
    />
  )
}

/** Browsers without `field-sizing` are told how high the text is. */
function fitHeight(field: HTMLTextAreaElement | null): void {
  if (field === null || CSS.supports('field-sizing', 'content')) return
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + 2}px`
}

function SendButtons({ choice, empty }: { choice: ChatChoice; empty: boolean }) {
  const w = words()
  if (!empty) {
    return (
      <button type="submit" class="send-button" aria-label={w.send}>
        <Icon name="send" />
      </button>
    )
  }
  return (
    <>
      <button type="button" class="icon-button" aria-label={w.attach} onClick={() => pushSheet({ kind: 'attach' })}>
        <Icon name="attach" size={24} />
      </button>
      <button
        type="button"
        class="send-button"
        aria-label={w.voiceNote}
        onClick={() => void act(choice, { voice: true })}
      >
        <Icon name="mic" />
      </button>
    </>
  )
}
