import { computed, signal } from '@preact/signals'
import { numbers, selected } from '#phone/state/store.ts'
import type { ShopNumber } from '#phone/state/types.ts'
import { courierWords } from './courier-words.ts'

const picked = signal<string | null>(null)

/** The shop the desks work for: the one picked, else that of the chat on the screen, else the first. */
export const deskNumber = computed<ShopNumber | null>(() => {
  const wanted = picked.value ?? selected.value?.phoneNumberId
  return numbers.value.find(({ phoneNumberId }) => phoneNumberId === wanted) ?? numbers.value[0] ?? null
})

export function NumberPicker() {
  const words = courierWords()
  if (numbers.value.length < 2) return null
  return (
    <label class="desk-field">
      <span>{words.shop}</span>
      <select
        value={deskNumber.value?.phoneNumberId ?? ''}
        onChange={({ currentTarget }) => {
          picked.value = currentTarget.value
        }}
      >
        {numbers.value.map(({ phoneNumberId, verifiedName }) => (
          <option key={phoneNumberId} value={phoneNumberId}>
            {verifiedName}
          </option>
        ))}
      </select>
    </label>
  )
}
