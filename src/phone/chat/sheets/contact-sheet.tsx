import { act } from '#phone/chat/act.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { closeSheet } from '#phone/state/sheets.ts'
import { selected } from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'

/** Sends somebody's name and number. */
export function ContactSheet() {
  const w = words()
  return (
    <SheetFrame title={w.contact}>
      <form
        class="free-form"
        onSubmit={(event) => {
          event.preventDefault()
          const { name, phone } = Object.fromEntries(new FormData(event.currentTarget))
          const choice = selected.value
          closeSheet()
          if (choice !== null) void act(choice, { contacts: [{ name: String(name), phone: String(phone) }] })
        }}
      >
        <label class="field">
          {w.contactName}
          <input name="name" dir="auto" required maxLength={80} data-autofocus="" />
        </label>
        <label class="field">
          {w.contactPhone}
          <input name="phone" type="tel" dir="ltr" required pattern="\+?[0-9 ]{6,18}" placeholder="+966 50 123 4567" />
        </label>
        <button type="submit" class="main-button">
          {w.sendContact}
        </button>
      </form>
    </SheetFrame>
  )
}
