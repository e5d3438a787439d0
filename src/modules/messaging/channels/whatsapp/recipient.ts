import { isBsuid } from '#shared/phone.ts'
import { Unbuildable } from './parts.ts'

/** A phone with its `+`, or a business-scoped user id for shoppers who hide their phone. */
export type Recipient = { to: string } | { recipient: string }

/** `to` wins at Meta's side when both are there, so only one is ever written. */
export function addressee(recipient: Recipient): Recipient {
  if ('to' in recipient) {
    if (!/^\+[1-9][0-9]{5,14}$/.test(recipient.to)) throw new Unbuildable('bad-recipient')
    return { to: recipient.to }
  }
  if (!isBsuid(recipient.recipient)) throw new Unbuildable('bad-recipient')
  return { recipient: recipient.recipient }
}
