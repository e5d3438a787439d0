import { attempt } from '#phone/chat/act.ts'
import { takeShopper } from '#phone/chat/people.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { control } from '#phone/state/session.ts'
import { closeSheet } from '#phone/state/sheets.ts'
import { openChat, pickPerson, selected } from '#phone/state/store.ts'
import { language, locale } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'

const countries = ['SA', 'KW', 'AE', 'EG', 'JO', 'GB', 'US', 'IN', 'BR']

/** Another person with a phone of their own. */
export function NewShopperSheet() {
  const w = words()
  const names = new Intl.DisplayNames([locale.value], { type: 'region' })
  return (
    <SheetFrame title={w.newShopper}>
      <form
        class="free-form"
        onSubmit={(event) => {
          event.preventDefault()
          const filled = new FormData(event.currentTarget)
          closeSheet()
          void attempt(() => create(filled))
        }}
      >
        <label class="field">
          {w.shopperName}
          <input name="name" dir="auto" required maxLength={80} data-autofocus="" />
        </label>
        <label class="field field-half">
          {w.shopperLanguage}
          <select name="language" defaultValue={language.value}>
            <option value="ar">العربية</option>
            <option value="en">English</option>
          </select>
        </label>
        <label class="field field-half">
          {w.country}
          <select name="country">
            {countries.map((country) => (
              <option key={country} value={country}>
                {names.of(country)}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" name="phone" defaultChecked />
          {w.withPhone}
        </label>
        <button type="submit" class="main-button">
          {w.create}
        </button>
      </form>
    </SheetFrame>
  )
}

/** Makes the person and hands over their phone, in the shop that is open. */
async function create(filled: FormData): Promise<void> {
  const shopper = await control.createShopper({
    name: String(filled.get('name')),
    country: String(filled.get('country')),
    language: filled.get('language') === 'ar' ? 'ar' : 'en',
    ...(filled.get('phone') === null ? { phone: null } : {}),
  })
  takeShopper(shopper)
  if (selected.value === null) pickPerson(shopper.id)
  else openChat({ ...selected.value, shopperId: shopper.id })
}
