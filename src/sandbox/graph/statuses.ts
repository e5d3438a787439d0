import type { SandboxState } from '#sandbox/state.ts'
import { emitValue } from '#sandbox/webhooks/meta-events.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import type { Fields } from './checks.ts'
import { webhookError } from './graph-error.ts'
import type { Chat, ChatMessage, Recipient } from './meta-model.ts'
import type { Pricing } from './windows.ts'

/** An accepted message on its way to the shopper's phone. */
export type Outgoing = {
  number: WorldNumber
  chat: Chat | undefined
  message: ChatMessage
  recipient: Recipient
  pricing: Pricing
  opaque: string | undefined
}

/** Sends `sent`, `delivered` and `read` after their delays; a reaction is only ever `sent`. */
export function climbLadder(state: SandboxState, outgoing: Outgoing, from: 'sent' | 'delivered' = 'sent'): void {
  const [sentMs, deliveredMs, readMs] = state.timing.statusDelaysMs
  const step = (delayMs: number, status: string) =>
    state.timers.after(delayMs, () => void emitStatus(state, outgoing, { status }))
  if (from === 'sent') step(sentMs, 'sent')
  if (outgoing.message.type === 'reaction') return
  step(deliveredMs, 'delivered')
  if (outgoing.chat?.shopper.readReceipts !== false) step(readMs, 'read')
}

export function failLater(state: SandboxState, outgoing: Outgoing, failure: { code: number; details: string }): void {
  const errors = [webhookError(failure.code, failure.details)]
  state.timers.after(
    state.timing.statusDelaysMs[0],
    () => void emitStatus(state, outgoing, { status: 'failed', errors }),
  )
}

type Step = { status: string; errors?: unknown[] }

/** Notes the status in the chat and sends its webhook; resolves after the first attempt. */
export async function emitStatus(state: SandboxState, outgoing: Outgoing, { status, errors }: Step): Promise<void> {
  const { number, message, recipient } = outgoing
  const at = state.clock.now().toISOString()
  message.statuses.push({ status, at, ...(errors === undefined ? {} : { errors }) })
  if (outgoing.chat !== undefined && message.n > 0) {
    state.news.publish({ kind: 'update', chat: outgoing.chat, message })
  }
  await emitValue(state, {
    number,
    api: 'webhooks.statuses',
    lane: message.wamid,
    wamid: message.wamid,
    value: {
      contacts: [contactIds(recipient)],
      statuses: [statusValue(state, outgoing, { status, ...(errors && { errors }) })],
    },
  })
}

function contactIds({ waId, userId }: Recipient): Fields {
  return { ...(waId === null ? {} : { wa_id: waId }), ...(userId === null ? {} : { user_id: userId }) }
}

function statusValue(state: SandboxState, outgoing: Outgoing, { status, errors }: Step): Fields {
  const { message, recipient, opaque, pricing } = outgoing
  return {
    id: message.wamid,
    status,
    timestamp: String(state.clock.seconds()),
    ...(recipient.waId === null ? {} : { recipient_id: recipient.waId }),
    ...(recipient.userId === null ? {} : { recipient_user_id: recipient.userId }),
    ...(opaque === undefined ? {} : { biz_opaque_callback_data: opaque }),
    ...(pricing.type === 'free_entry_point' ? { conversation: freeConversation(outgoing) } : {}),
    ...(status === 'sent' || status === 'delivered' ? { pricing } : {}),
    ...(errors === undefined ? {} : { errors }),
  }
}

/** Since v24 only free-entry conversations are named in statuses. */
function freeConversation({ chat, message }: Outgoing): Fields {
  const until = Math.floor((chat?.freeEntryUntilMs ?? 0) / 1000)
  return {
    id: Buffer.from(message.wamid).toString('hex').slice(-32),
    origin: { type: 'referral_conversion' },
    expiration_timestamp: String(until),
  }
}
