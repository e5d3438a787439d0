import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { requireNumber } from './access.ts'
import { arriveInChat, readUpTo, showTyping } from './chat-marks.ts'
import { checkMessage } from './check-message.ts'
import { type Fields, fields } from './checks.ts'
import type { GraphCall } from './graph-call.ts'
import { GraphError } from './graph-error.ts'
import { newNumericId, newWamid } from './ids.ts'
import { spendPair, spendThroughput } from './limits.ts'
import { numberState } from './lookup.ts'
import { requireSentMedia } from './media-store.ts'
import type { Chat, ChatMessage, Template } from './meta-model.ts'
import { type Addressed, addresseeOf } from './recipients.ts'
import { noticeDropped, productsOf, requireProducts } from './sellable.ts'
import { climbLadder, emitStatus, failLater, type Outgoing } from './statuses.ts'
import { fitTemplate } from './template-match.ts'
import { openFreeEntry, priceMessage, serviceWindowOpen } from './windows.ts'

type Sending = { number: WorldNumber; addressed: Addressed; type: string; body: Fields }

/** `POST /{phone}/messages`: a message of any type, or the read mark of an inbound one. */
export async function postMessage(state: SandboxState, call: GraphCall): Promise<unknown> {
  const number = requireNumber(state, call)
  const checked = checkMessage(call.body)
  if (checked.kind === 'read') return markRead(state, number, checked)
  requireConnected(number)
  spendThroughput(state, number)
  const sending = { ...checked, number, addressed: addresseeOf(state, number, checked.body) }
  if (sending.addressed.chat !== undefined) spendPair(state, number, sending.addressed.chat)
  return accept(state, call, sending)
}

function requireConnected(number: WorldNumber): void {
  if ((number.status ?? 'CONNECTED') === 'CONNECTED') return
  throw new GraphError(133010, 'The phone number is not registered on the Cloud API')
}

type ReadMark = { messageId: string; typing: boolean }

function markRead(state: SandboxState, number: WorldNumber, { messageId, typing }: ReadMark): unknown {
  const known = state.meta.messages.get(messageId)
  if (known?.chat.phoneNumberId !== number.phoneNumberId || known.message.direction !== 'in') {
    throw new GraphError(100, `Invalid message id ${messageId}`)
  }
  readUpTo(state, known.chat, known.message)
  if (typing) showTyping(state, known.chat, true)
  return { success: true }
}

/** Refusals that Meta often sends as a failed status after it has accepted the message. */
const lateCodes = new Set([131026, 131047, 131049, 131050, 131053, 130472, 132015])

async function accept(state: SandboxState, call: GraphCall, sending: Sending): Promise<unknown> {
  const judged = judge(state, call, sending)
  const outgoing = register(state, sending, judged)
  call.took()
  if (judged.failure === undefined) await arrive(state, outgoing, call.fault?.fault === 'early_status')
  else failLater(state, outgoing, judged.failure)
  return answer(sending, outgoing)
}

/** With an early status the shop hears `sent` before it gets the HTTP answer. */
async function arrive(state: SandboxState, outgoing: Outgoing, early: boolean): Promise<void> {
  if (early) await emitStatus(state, outgoing, { status: 'sent' })
  climbLadder(state, outgoing, early ? 'delivered' : 'sent')
}

type Judged = { template: Template | undefined; failure: { code: number; details: string } | undefined }

function judge(state: SandboxState, call: GraphCall, sending: Sending): Judged {
  const { fault } = call
  try {
    const template = permit(state, sending)
    if (isBlocked(sending)) return { template, failure: { code: 131026, details: 'Message Undeliverable.' } }
    if (fault?.fault !== 'fail_later') return { template, failure: undefined }
    return {
      template,
      failure: { code: Number(fault.code ?? 131026), details: fault.details ?? 'Message undeliverable' },
    }
  } catch (error) {
    const late = fault?.fault === 'refuse_late' && error instanceof GraphError && lateCodes.has(error.code)
    if (!late) throw error
    return { template: undefined, failure: { code: error.code, details: error.details } }
  }
}

/** Meta does not tell a business that it was blocked: the message is accepted, and later it could not be delivered. */
function isBlocked({ number, addressed }: Sending): boolean {
  return addressed.chat?.shopper.blocked.has(number.phoneNumberId) === true
}

/** Everything that decides whether this message may go to this person now. */
function permit(state: SandboxState, { number, addressed, type, body }: Sending): Template | undefined {
  const { chat } = addressed
  const template = type === 'template' ? fitTemplate(state, number, fields(body.template)) : undefined
  if (chat === undefined) throw new GraphError(131026, 'The recipient phone number is not a WhatsApp phone number')
  if (template?.category === 'MARKETING' && chat.marketingStopped) {
    throw new GraphError(131050, 'The user has stopped marketing messages from this business')
  }
  if (template === undefined && !serviceWindowOpen(state, chat)) {
    throw new GraphError(131047, 'More than 24 hours have passed since the customer last replied to this number')
  }
  if (type === 'interactive') permitProducts(state, number, fields(body.interactive))
  if (type === 'reaction') requireTarget(state, fields(body.reaction).message_id)
  requireSentMedia(state, number, { type, content: fields(body[type]) })
  return template
}

function permitProducts(state: SandboxState, number: WorldNumber, interactive: Fields): void {
  const wanted = productsOf(interactive)
  if (wanted !== undefined) noticeDropped(state, number, requireProducts(state, number, wanted))
}

const thirtyDaysMs = 2_592_000_000

function requireTarget(state: SandboxState, messageId: unknown): void {
  const target = state.meta.messages.get(String(messageId))
  const fresh = target !== undefined && state.clock.ms() - Date.parse(target.message.at) < thirtyDaysMs
  if (!fresh || target.message.type === 'reaction') {
    throw new GraphError(131009, 'The message to react to is unknown, too old or a reaction')
  }
}

function register(state: SandboxState, { number, addressed, type, body }: Sending, judged: Judged): Outgoing {
  const { chat, recipient } = addressed
  const { template, failure } = judged
  const wamid = newWamid(state, recipient.waId ?? recipient.userId ?? '', 'out')
  const at = state.clock.now().toISOString()
  const message: ChatMessage = {
    n: 0,
    at,
    direction: 'out',
    wamid,
    type,
    body,
    statuses: [],
    ...(template && { template }),
  }
  if (chat !== undefined && failure === undefined) reachPhone(state, chat, message)
  const { phoneNumberId } = number
  const record = { id: newNumericId(state), wamid, chat, message, recipient, phoneNumberId }
  numberState(state, phoneNumberId).history.set(wamid, record)
  const pricing = priceMessage(state, { chat, template, phoneNumberId })
  const opaque = typeof body.biz_opaque_callback_data === 'string' ? body.biz_opaque_callback_data : undefined
  return { number, chat, message, recipient, pricing, opaque }
}

function reachPhone(state: SandboxState, chat: Chat, message: ChatMessage): void {
  chat.lastN += 1
  message.n = chat.lastN
  openFreeEntry(state, chat)
  state.meta.messages.set(message.wamid, { chat, message })
  arriveInChat(state, chat, message)
  showTyping(state, chat, false)
}

function answer({ addressed, type }: Sending, { message }: Outgoing): unknown {
  const { input, recipient } = addressed
  const contact = {
    input,
    ...(recipient.waId === null ? {} : { wa_id: recipient.waId }),
    ...(recipient.userId === null ? {} : { user_id: recipient.userId }),
  }
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: message.wamid, ...(type === 'template' ? { message_status: 'accepted' } : {}) }],
  }
}
