import { openLink } from '#phone/chat/act.ts'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { wordsOf } from '#phone/chat/preview.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import { words } from '#phone/text/words.ts'
import { Picture, Video } from './parts.tsx'

function Caption({ message, choice }: KindProps) {
  const caption = wordsOf(message)
  if (caption === '') return null
  return <RichText text={caption} onLink={(url) => openLink(choice, { url, title: words().open })} />
}

function ImageBody({ message, choice }: KindProps) {
  return (
    <>
      {message.media === null ? null : <Picture url={message.media.url} caption={wordsOf(message)} />}
      <Caption message={message} choice={choice} />
    </>
  )
}

function VideoBody({ message, choice }: KindProps) {
  return (
    <>
      {message.media === null ? null : <Video url={message.media.url} />}
      <Caption message={message} choice={choice} />
    </>
  )
}

function StickerBody({ message }: KindProps) {
  return message.media === null ? null : <img class="sticker" src={message.media.url} alt={words().sticker} />
}

export const imageKind: Kind = { Body: ImageBody, bleeds: true }
export const videoKind: Kind = { Body: VideoBody, bleeds: true }
export const stickerKind: Kind = { Body: StickerBody, bare: true }
