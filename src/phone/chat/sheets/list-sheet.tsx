import { useState } from 'preact/hooks'
import { act } from '#phone/chat/act.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { fields, list, text } from '#phone/state/fields.ts'
import { closeSheet } from '#phone/state/sheets.ts'
import { selected } from '#phone/state/store.ts'
import type { ChatMessage, Fields } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'

/** The rows of a list message: one is chosen, then sent. */
export function ListSheet({ message }: { message: ChatMessage }) {
  const { button, sections } = fields(fields(message.body.interactive).action)
  const [chosen, setChosen] = useState<string | null>(null)
  const choice = selected.value
  const send = (id: string | null) => {
    if (id === null || choice === null) return
    closeSheet()
    void act(choice, { tap: { id, messageId: message.wamid } })
  }
  return (
    <SheetFrame
      title={text(button)}
      foot={
        <button type="button" class="main-button" disabled={chosen === null} onClick={() => send(chosen)}>
          {words().send}
        </button>
      }
    >
      <form
        class="rows"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
          event.preventDefault()
          send(event.target.value)
        }}
      >
        {list(sections).map((section, index) => (
          <Section key={`${index}`} section={section} first={index === 0} onPick={setChosen} />
        ))}
      </form>
    </SheetFrame>
  )
}

type SectionProps = { section: Fields; first: boolean; onPick: (id: string) => void }

function Section({ section, first, onPick }: SectionProps) {
  const title = text(section.title)
  return (
    <fieldset>
      {title === '' ? null : (
        <legend>
          <bdi>{title}</bdi>
        </legend>
      )}
      {list(section.rows).map((row, index) => (
        <label key={text(row.id)} class="row-choice">
          <span class="row-words">
            <span class="row-title">
              <bdi>{text(row.title)}</bdi>
            </span>
            {text(row.description) === '' ? null : (
              <span class="row-description">
                <bdi>{text(row.description)}</bdi>
              </span>
            )}
          </span>
          <input
            type="radio"
            name="row"
            value={text(row.id)}
            data-autofocus={first && index === 0 ? '' : undefined}
            onChange={() => onPick(text(row.id))}
          />
        </label>
      ))}
    </fieldset>
  )
}
