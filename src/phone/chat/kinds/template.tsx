import { act, openLink } from '#phone/chat/act.ts'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import type { ChatChoice } from '#phone/state/store.ts'
import type { ChatMessage, TemplateButton } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'
import { FootButton, Footer, HeaderMedia, HeaderText } from './parts.tsx'

function TemplateBody({ message, choice }: KindProps) {
  const { template } = message
  if (template === null) return <RichText text={message.text} />
  return (
    <>
      {template.header === '' ? (
        <HeaderMedia type={template.headerType} message={message} />
      ) : (
        <HeaderText text={template.header} />
      )}
      <RichText text={template.body} onLink={(url) => openLink(choice, { url, title: words().open })} />
      <Footer text={template.footer} />
    </>
  )
}

function TemplateButtons({ message, choice }: KindProps) {
  const buttons = message.template?.buttons ?? []
  if (buttons.length === 0) return null
  return (
    <div class="foot-buttons">
      {buttons.map((button) => (
        <FootButton key={button.title} icon={iconOf(button)} onTap={() => tap(button, message, choice)}>
          {button.title}
        </FootButton>
      ))}
    </div>
  )
}

function iconOf({ url, phone }: TemplateButton) {
  if (url !== undefined) return 'link'
  return phone === undefined ? 'reply' : 'phone'
}

function tap({ url, id, title }: TemplateButton, { wamid }: ChatMessage, choice: ChatChoice): void {
  if (url !== undefined) openLink(choice, { url, title })
  else if (id !== undefined) void act(choice, { tap: { id, messageId: wamid } })
}

export const templateKind: Kind = { Body: TemplateBody, Foot: TemplateButtons }
