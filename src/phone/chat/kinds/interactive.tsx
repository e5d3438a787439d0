import { act, openLink } from '#phone/chat/act.ts'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { fields, text } from '#phone/state/fields.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import { words } from '#phone/text/words.ts'
import { FootButton, InteractiveBody } from './parts.tsx'

function ReplyButtons({ message, choice }: KindProps) {
  const { wamid, taps } = message
  return (
    <div class="foot-buttons">
      {taps.map(({ id, title }) => (
        <FootButton key={id} icon="reply" id={id} onTap={() => void act(choice, { tap: { id, messageId: wamid } })}>
          {title}
        </FootButton>
      ))}
    </div>
  )
}

function ListButton({ message }: KindProps) {
  const action = fields(fields(message.body.interactive).action)
  return (
    <div class="foot-buttons">
      <FootButton icon="list" onTap={() => pushSheet({ kind: 'list', message })}>
        {text(action.button)}
      </FootButton>
    </div>
  )
}

function LinkButton({ message, choice }: KindProps) {
  const { display_text, url } = fields(fields(fields(message.body.interactive).action).parameters)
  const title = text(display_text)
  return (
    <div class="foot-buttons">
      <FootButton icon="link" onTap={() => openLink(choice, { url: text(url), title })}>
        {title}
      </FootButton>
    </div>
  )
}

function LocationButton() {
  return (
    <div class="foot-buttons">
      <FootButton icon="pin" onTap={() => pushSheet({ kind: 'location' })}>
        {words().sendLocation}
      </FootButton>
    </div>
  )
}

export const buttonsKind: Kind = { Body: InteractiveBody, Foot: ReplyButtons }
export const listKind: Kind = { Body: InteractiveBody, Foot: ListButton }
export const linkKind: Kind = { Body: InteractiveBody, Foot: LinkButton }
export const locationRequestKind: Kind = { Body: InteractiveBody, Foot: LocationButton }
