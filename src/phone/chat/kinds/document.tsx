import { openLink } from '#phone/chat/act.ts'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { wordsOf } from '#phone/chat/preview.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import { words } from '#phone/text/words.ts'
import { FileCard } from './file-card.tsx'

function DocumentBody({ message, choice }: KindProps) {
  const caption = wordsOf(message)
  return (
    <>
      {message.media === null ? null : <FileCard media={message.media} />}
      {caption === '' ? null : (
        <RichText text={caption} onLink={(url) => openLink(choice, { url, title: words().open })} />
      )}
    </>
  )
}

export const documentKind: Kind = { Body: DocumentBody, bleeds: true }
