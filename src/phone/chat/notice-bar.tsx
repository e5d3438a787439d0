import { dismissNotice, notice } from '#phone/state/notices.ts'
import { closeSheets } from '#phone/state/sheets.ts'
import { numbers, openChat, shoppers } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { words } from '#phone/text/words.ts'
import { Avatar } from './avatar.tsx'
import { Icon } from './icons.tsx'
import { previewOf } from './preview.ts'

/** A message for another chat comes down from the top, as on a real phone; a tap goes there. */
export function NoticeBar() {
  return (
    <div class="notice-place" role="status" aria-live="polite">
      <NoticeCard />
    </div>
  )
}

function NoticeCard() {
  const told = notice.value
  if (told === null) return null
  const { message, ...choice } = told
  const shop = numbers.value.find(({ phoneNumberId }) => phoneNumberId === choice.phoneNumberId)?.verifiedName ?? ''
  const person = shoppers.value.find(({ id }) => id === choice.shopperId)?.name ?? ''
  const open = () => {
    dismissNotice()
    closeSheets()
    openChat(choice)
  }
  return (
    <div class="notice" key={message.wamid}>
      <button type="button" class="notice-open" onClick={open}>
        <Avatar name={shop} size="small" />
        <span class="notice-title">
          <bdi>{shop}</bdi> <span aria-hidden="true">▸</span> <bdi>{person}</bdi>
        </span>
        <span class="notice-text" dir="auto">
          {previewOf(message, language.value)}
        </span>
      </button>
      <button type="button" class="icon-button" aria-label={words().close} onClick={dismissNotice}>
        <Icon name="close" size={18} />
      </button>
    </div>
  )
}
