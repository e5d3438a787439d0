import type { SandboxState } from '#sandbox/state.ts'
import { numberState } from './lookup.ts'
import type { Chat, Template } from './meta-model.ts'

const dayMs = 86_400_000
const freeServiceMessages = 1_000

/** Free-form messages are allowed within 24 h of the shopper's last message. */
export function serviceWindowOpen(state: SandboxState, chat: Chat): boolean {
  return state.clock.ms() - chat.lastInboundMs < dayMs
}

/** Answering an ad click within 24 h makes everything free for 72 h from the answer. */
export function openFreeEntry(state: SandboxState, chat: Chat): void {
  const now = state.clock.ms()
  if (now - chat.referralMs >= dayMs || chat.freeEntryUntilMs > chat.referralMs) return
  chat.freeEntryUntilMs = now + 3 * dayMs
}

export type Pricing = { billable: boolean; pricing_model: 'PMP'; type: string; category: string }

type Sent = { chat: Chat | undefined; template: Template | undefined; phoneNumberId: string }

/** What Meta would say this message costs, by the rules of October 2026. */
export function priceMessage(state: SandboxState, { chat, template, phoneNumberId }: Sent): Pricing {
  const category = template === undefined ? 'service' : template.category.toLowerCase()
  const type = priceType(state, { chat, category, phoneNumberId })
  return { billable: type === 'regular', pricing_model: 'PMP', type, category }
}

type Priced = { chat: Chat | undefined; category: string; phoneNumberId: string }

function priceType(state: SandboxState, { chat, category, phoneNumberId }: Priced): string {
  if (chat !== undefined && chat.freeEntryUntilMs > state.clock.ms()) return 'free_entry_point'
  if (category !== 'service') return 'regular'
  return countServiceMessage(state, phoneNumberId) <= freeServiceMessages ? 'free_customer_service' : 'regular'
}

/** Service messages of this number in this calendar month, this one included. */
function countServiceMessage(state: SandboxState, phoneNumberId: string): number {
  const number = numberState(state, phoneNumberId)
  const month = state.clock.now().toISOString().slice(0, 7)
  if (number.month !== month) Object.assign(number, { month, serviceMessages: 0 })
  number.serviceMessages += 1
  return number.serviceMessages
}

/** When free-form messages end; null while the shopper has never written. */
export function windowEndsAt({ lastInboundMs }: Chat): string | null {
  return Number.isFinite(lastInboundMs) ? new Date(lastInboundMs + dayMs).toISOString() : null
}
