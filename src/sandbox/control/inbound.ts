import { arriveInChat } from '#sandbox/graph/chat-marks.ts'
import type { Fields } from '#sandbox/graph/checks.ts'
import { newWamid } from '#sandbox/graph/ids.ts'
import { chatOf, visibleWaId } from '#sandbox/graph/lookup.ts'
import type { Chat, Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { contactOf, emitValue } from '#sandbox/webhooks/meta-events.ts'
import type { WorldNumber } from '#sandbox/world.ts'

export type Content = { type: string } & Fields

export type Inbound = { shopper: Shopper; number: WorldNumber; content: Content; more: Fields }

/** Identifiers of the sender as the business may see them. */
export function senderIds(shopper: Shopper): Fields {
  const waId = visibleWaId(shopper)
  return { ...(waId === null ? {} : { from: waId }), from_user_id: shopper.bsuid }
}

/** A message from a shopper: kept in the chat, window reopened, webhook on its way. Answers the wamid. */
export function receive(state: SandboxState, { shopper, number, content, more }: Inbound): string {
  const chat = chatOf(state, number.phoneNumberId, shopper)
  const wamid = newWamid(state, shopper.waId ?? shopper.bsuid, 'in')
  const message: Fields = {
    ...senderIds(shopper),
    id: wamid,
    timestamp: String(state.clock.seconds()),
    ...content,
    ...more,
  }
  chat.lastInboundMs = state.clock.ms()
  if (message.referral !== undefined) chat.referralMs = state.clock.ms()
  note(state, chat, { wamid, content, body: message })
  void emitValue(state, {
    number,
    api: 'webhooks.messages',
    lane: `${number.phoneNumberId} ${shopper.id}`,
    wamid,
    value: { contacts: [contactOf(shopper)], messages: [message] },
  })
  return wamid
}

type Noted = { wamid: string; content: Content; body: Fields }

function note(state: SandboxState, chat: Chat, { wamid, content, body }: Noted): void {
  chat.lastN += 1
  const at = state.clock.now().toISOString()
  const message = { n: chat.lastN, at, direction: 'in' as const, wamid, type: content.type, body, statuses: [] }
  state.meta.messages.set(wamid, { chat, message })
  arriveInChat(state, chat, message)
}

/** System notices carry no contacts and open no window. */
export function receiveSystem(state: SandboxState, { shopper, number, content, more }: Inbound): string {
  const wamid = newWamid(state, shopper.waId ?? shopper.bsuid, 'in')
  const message = { ...more, id: wamid, timestamp: String(state.clock.seconds()), ...content }
  const lane = `${number.phoneNumberId} ${shopper.id}`
  note(state, chatOf(state, number.phoneNumberId, shopper), { wamid, content, body: message })
  void emitValue(state, { number, api: 'webhooks.messages', lane, wamid, value: { messages: [message] } })
  return wamid
}
