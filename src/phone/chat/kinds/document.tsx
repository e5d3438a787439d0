import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { MessageText } from '#phone/chat/message-text.tsx'
import { wordsOf } from '#phone/chat/preview.ts'
import { FileCard } from './file-card.tsx'

function DocumentBody({ message, choice }: KindProps) {
  return (
    <>
      {message.media === null ? null : <FileCard media={message.media} />}
      <MessageText text={wordsOf(message)} choice={choice} />
    </>
  )
}

export const documentKind: Kind = { Body: DocumentBody, bleeds: true }
