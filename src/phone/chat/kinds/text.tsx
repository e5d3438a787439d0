import { Icon } from '#phone/chat/icons.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { MessageText } from '#phone/chat/message-text.tsx'
import { wordsOf } from '#phone/chat/preview.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import { words } from '#phone/text/words.ts'

function TextBody({ message, choice }: KindProps) {
  return <MessageText text={wordsOf(message)} choice={choice} />
}

function UnsupportedBody({ message }: KindProps) {
  const note = message.direction === 'in' ? words().unsupportedSent : words().unsupported
  return (
    <>
      <p class="faint-text">{note}</p>
      {message.direction === 'out' && message.text !== '' ? <RichText text={message.text} /> : null}
    </>
  )
}

function DeletedBody({ message }: KindProps) {
  return (
    <p class="faint-text">
      <Icon name="block" size={16} />
      {message.direction === 'in' ? words().deletedByYou : words().deletedByShop}
    </p>
  )
}

export const textKind: Kind = { Body: TextBody }
export const unsupportedKind: Kind = { Body: UnsupportedBody }
export const deletedKind: Kind = { Body: DeletedBody }
