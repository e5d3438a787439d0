import { Avatar } from '#phone/chat/avatar.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { fields, list, text } from '#phone/state/fields.ts'

function ContactsBody({ message }: KindProps) {
  return (
    <>
      {list(message.body.contacts).map((contact, index) => {
        const name = text(fields(contact.name).formatted_name)
        return (
          <div class="contact-card" key={`${index} ${name}`}>
            <Avatar name={name} />
            <span class="contact-about">
              <strong dir="auto">{name}</strong>
              {list(contact.phones).map(({ phone }) => (
                <span key={text(phone)} dir="ltr">
                  {text(phone)}
                </span>
              ))}
            </span>
          </div>
        )
      })}
    </>
  )
}

export const contactsKind: Kind = { Body: ContactsBody }
