import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { GraphError } from './graph-error.ts'
import { numberState, perSecond } from './lookup.ts'
import type { Chat } from './meta-model.ts'

const pairPaceMs = 6_000

/** Number throughput: a bucket of one second's messages, refilled by the sandbox clock. */
export function spendThroughput(state: SandboxState, number: WorldNumber): void {
  const rate = perSecond(state, number.phoneNumberId)
  const bucket = numberState(state, number.phoneNumberId)
  const now = state.clock.ms()
  bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.refilledMs) * rate) / 1000)
  bucket.refilledMs = now
  if (bucket.tokens < 1) {
    throw new GraphError(130429, 'Message failed to send because the throughput limit of the phone number was reached')
  }
  bucket.tokens -= 1
}

/** Pair limit: one message per 6 s to the same person, with up to 45 borrowed from the future. */
export function spendPair(state: SandboxState, number: WorldNumber, chat: Chat): void {
  const burst = number.limits?.pairBurst ?? 45
  const now = state.clock.ms()
  const debt = Math.max(chat.pairDebtUntilMs, now)
  if (debt - now > (burst - 1) * pairPaceMs) {
    throw new GraphError(131056, 'Too many messages sent from this phone number to the same recipient in a short time')
  }
  chat.pairDebtUntilMs = debt + pairPaceMs
}
