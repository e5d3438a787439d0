import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import type { Fields } from './checks.ts'
import { GraphError, unknownObject } from './graph-error.ts'
import { chatOf, visibleWaId } from './lookup.ts'
import type { Chat, Recipient } from './meta-model.ts'

export type Addressed = { input: string; recipient: Recipient; chat: Chat | undefined }

/** Who a message is for. `to` wins over `recipient`; a number nobody has is known by its digits only. */
export function addresseeOf(state: SandboxState, number: WorldNumber, body: Fields): Addressed {
  if (body.recipient_type === 'group') throw unknownObject(String(body.to))
  if (body.to === undefined) return byUserId(state, number, String(body.recipient))
  return byPhone(state, number, String(body.to))
}

function byUserId(state: SandboxState, number: WorldNumber, bsuid: string): Addressed {
  const shopper = state.meta.shopperByBsuid.get(bsuid)
  if (shopper === undefined) throw unknownObject(bsuid)
  const recipient = { waId: visibleWaId(shopper), userId: bsuid }
  return { input: bsuid, recipient, chat: chatOf(state, number.phoneNumberId, shopper) }
}

function byPhone(state: SandboxState, number: WorldNumber, to: string): Addressed {
  const digits = to.replace(/\D/g, '')
  if (digits === number.displayPhoneNumber.replace(/\D/g, '')) {
    throw new GraphError(131021, 'Sender and recipient phone number is the same')
  }
  const shopper = state.meta.shopperByWaId.get(digits)
  const recipient = { waId: digits, userId: shopper?.bsuid ?? null }
  return {
    input: to,
    recipient,
    chat: shopper === undefined ? undefined : chatOf(state, number.phoneNumberId, shopper),
  }
}
