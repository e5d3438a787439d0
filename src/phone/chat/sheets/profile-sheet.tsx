import { Avatar } from '#phone/chat/avatar.tsx'
import { Icon } from '#phone/chat/icons.tsx'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { swapSheet } from '#phone/state/sheets.ts'
import { chatOf, nowMs, numbers, selected, shoppers } from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'
import { ActionRow } from './action-row.tsx'

/** The shop as the app shows it, and how the shop sees this person. */
export function ProfileSheet() {
  const number = numbers.value.find(({ phoneNumberId }) => phoneNumberId === selected.value?.phoneNumberId)
  if (number === undefined) return null
  const { phoneNumberId, verifiedName, displayPhoneNumber, about, catalogVisible } = number
  return (
    <SheetFrame title={words().profile}>
      <div class="profile">
        <Avatar name={verifiedName} size="large" />
        <h3 dir="auto">{verifiedName}</h3>
        <p dir="ltr">{displayPhoneNumber}</p>
        {about === undefined || about === '' ? null : <p dir="auto">{about}</p>}
        <WindowLine />
        <SeenAs />
      </div>
      {catalogVisible ? (
        <div class="action-rows">
          <ActionRow icon="bag" onTap={() => swapSheet({ kind: 'catalog', phoneNumberId })}>
            {words().catalog}
          </ActionRow>
        </div>
      ) : null}
    </SheetFrame>
  )
}

function WindowLine() {
  const endsAt = selected.value === null ? null : chatOf(selected.value).windowEndsAt
  const leftMs = endsAt === null ? 0 : Date.parse(endsAt) - nowMs.value
  const minutes = Math.floor(leftMs / 60_000)
  return (
    <p class="profile-line">
      <Icon name="clock" size={18} />
      {leftMs > 0 ? words().windowOpen(words().hours(Math.floor(minutes / 60), minutes % 60)) : words().windowClosed}
    </p>
  )
}

/** What the shop knows this person by. */
function SeenAs() {
  const person = shoppers.value.find(({ id }) => id === selected.value?.shopperId)
  if (person === undefined) return null
  return (
    <p class="profile-line">
      <Icon name="person" size={18} />
      <span>
        {words().seenAs} <bdi dir="ltr">{person.waId === null ? person.bsuid : `+${person.waId}`}</bdi>
      </span>
    </p>
  )
}
