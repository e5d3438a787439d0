import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { MessageText } from '#phone/chat/message-text.tsx'
import { wordsOf } from '#phone/chat/preview.ts'
import { words } from '#phone/text/words.ts'
import { Picture, Video } from './parts.tsx'

function ImageBody({ message, choice }: KindProps) {
  return (
    <>
      {message.media === null ? null : <Picture url={message.media.url} caption={wordsOf(message)} />}
      <MessageText text={wordsOf(message)} choice={choice} />
    </>
  )
}

function VideoBody({ message, choice }: KindProps) {
  return (
    <>
      {message.media === null ? null : <Video url={message.media.url} />}
      <MessageText text={wordsOf(message)} choice={choice} />
    </>
  )
}

function StickerBody({ message }: KindProps) {
  return message.media === null ? null : <img class="sticker" src={message.media.url} alt={words().sticker} />
}

export const imageKind: Kind = { Body: ImageBody, bleeds: true }
export const videoKind: Kind = { Body: VideoBody, bleeds: true }
export const stickerKind: Kind = { Body: StickerBody, bare: true }
