import { act, openLink } from '#phone/chat/act.ts'
import type { IconName } from '#phone/chat/icons.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { MessageText } from '#phone/chat/message-text.tsx'
import { RichText } from '#phone/chat/rich-text.tsx'
import { pushSheet } from '#phone/state/sheets.ts'
import type { ChatChoice } from '#phone/state/store.ts'
import type { ChatMessage, TemplateButton } from '#phone/state/types.ts'
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
      <MessageText text={template.body} choice={choice} />
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
        <FootButton
          key={button.title}
          icon={icons[button.type] ?? 'reply'}
          id={button.id}
          onTap={() => tap({ button, message, choice })}
        >
          {button.title}
        </FootButton>
      ))}
    </div>
  )
}

const icons: Record<string, IconName> = {
  URL: 'link',
  PHONE_NUMBER: 'phone',
  CATALOG: 'bag',
  MPM: 'bag',
  SPM: 'bag',
  COPY_CODE: 'copy',
}

type Tapped = { button: TemplateButton; message: ChatMessage; choice: ChatChoice }

/** Buttons that open something; every other one sends what its template put behind it. */
const opening: Record<string, (tapped: Tapped) => void> = {
  URL: ({ button: { url = '', title }, choice }) => openLink(choice, { url, title }),
  PHONE_NUMBER: ({ button: { phone = '' } }) => void globalThis.open(`tel:${phone}`, '_self'),
  CATALOG: ({ choice: { phoneNumberId } }) => pushSheet({ kind: 'catalog', phoneNumberId }),
  MPM: ({ message, choice: { phoneNumberId } }) => pushSheet({ kind: 'sections', phoneNumberId, message }),
  SPM: ({ message, choice: { phoneNumberId } }) => {
    const [product] = message.products ?? []
    if (product !== undefined) pushSheet({ kind: 'product', phoneNumberId, retailerId: product.retailerId })
  },
}

function tap(tapped: Tapped): void {
  const { button, message, choice } = tapped
  const open = opening[button.type]
  if (open !== undefined) open(tapped)
  else if (button.id !== undefined) void act(choice, { tap: { id: button.id, messageId: message.wamid } })
}

export const templateKind: Kind = { Body: TemplateBody, Foot: TemplateButtons }
