import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from '#phone/chat/icons.tsx'
import type { KindProps } from '#phone/chat/kind.types.ts'
import { MessageText } from '#phone/chat/message-text.tsx'
import { fields, text } from '#phone/state/fields.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import type { ChatMessage, Fields } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'
import { FileCard } from './file-card.tsx'

/** Header, text and footer of an interactive message. */
export function InteractiveBody({ message, choice }: KindProps) {
  const content = fields(message.body.interactive)
  return (
    <>
      <Header header={fields(content.header)} message={message} />
      <MessageText text={text(fields(content.body).text)} choice={choice} />
      <Footer text={text(fields(content.footer).text)} />
    </>
  )
}

export function Footer({ text: words }: { text: string }) {
  return words === '' ? null : (
    <p class="foot-note" dir="auto">
      {words}
    </p>
  )
}

/** A header in words, or the picture or file that it is. */
export function Header({ header, message }: { header: Fields; message: ChatMessage }) {
  const type = text(header.type)
  if (type === 'text') return <HeaderText text={text(header.text)} />
  return <HeaderMedia type={type} message={message} />
}

export function HeaderText({ text: words }: { text: string }) {
  return words === '' ? null : (
    <p class="head-line" dir="auto">
      {words}
    </p>
  )
}

export function HeaderMedia({ type, message }: { type: string; message: ChatMessage }) {
  const { media } = message
  if (media === null) return null
  if (type === 'image') return <Picture url={media.url} caption="" />
  if (type === 'video') return <Video url={media.url} />
  return type === 'document' ? <FileCard media={media} /> : null
}

export function Video({ url }: { url: string }) {
  // biome-ignore lint/a11y/useMediaCaption: what shops send carries no captions.
  return <video class="picture" controls preload="metadata" src={url} />
}

/** A picture that opens large. */
export function Picture({ url, caption }: { url: string; caption: string }) {
  return (
    <button type="button" class="picture-button" onClick={() => pushSheet({ kind: 'image', url, caption })}>
      <img class="picture" src={url} alt={caption === '' ? words().image : caption} loading="lazy" />
    </button>
  )
}

export type FootButtonProps = {
  icon?: IconName
  onTap: () => void
  children: ComponentChildren
  id?: string | undefined
}

/** One of the buttons that hang below a message. */
export function FootButton({ icon, onTap, children, id }: FootButtonProps) {
  return (
    <button type="button" class="foot-button" onClick={onTap} data-tap={id}>
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span dir="auto">{children}</span>
    </button>
  )
}
