import { z } from 'zod'
import { chatOf } from '#sandbox/graph/lookup.ts'
import type { Chat, Shopper } from '#sandbox/graph/meta-model.ts'
import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { viewMessage } from './message-view.ts'

export function requireShopper(state: SandboxState, id: string | undefined): Shopper {
  const shopper = state.meta.shoppers.get(id ?? '')
  if (shopper === undefined) throw new ControlError(404, `No shopper ${id}`)
  return shopper
}

/** The number named, or the only one there is. */
export function requireWorldNumber(state: SandboxState, phoneNumberId: string | undefined): WorldNumber {
  const { numbers } = state.world.config
  const number = phoneNumberId === undefined ? numbers[0] : state.world.byPhone.get(phoneNumberId)
  if (number === undefined || (phoneNumberId === undefined && numbers.length > 1)) {
    throw new ControlError(404, `No number ${phoneNumberId ?? '(name one)'}`, {
      numbers: [...state.world.byPhone.keys()],
    })
  }
  return number
}

const ChatQuery = z.strictObject({
  phoneNumberId: z.string().optional(),
  after: z.coerce.number().int().min(0).default(0),
  waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
})

/** `GET …/chat`: what is on the shopper's screen; waits for something new from the shop when asked to. */
export async function readChat(state: SandboxState, call: ControlCall): Promise<unknown> {
  const shopper = requireShopper(state, call.params.id)
  const { phoneNumberId, after, waitMs } = readControl(ChatQuery, call.query)
  const number = requireWorldNumber(state, phoneNumberId)
  const chat = chatOf(state, number.phoneNumberId, shopper)
  const deadline = performance.now() + waitMs
  while (!hasNews(chat, after) && performance.now() < deadline && !state.timers.stopped()) {
    await nextChange(state, chat, deadline - performance.now())
  }
  const messages = chat.messages.filter(({ n }) => n > after).map((message) => viewMessage(state, chat, message))
  return { messages }
}

function hasNews(chat: Chat, after: number): boolean {
  return chat.messages.some(({ n, direction }) => n > after && direction === 'out')
}

async function nextChange(state: SandboxState, chat: Chat, waitMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  chat.waiters.add(resolve)
  await Promise.race([promise, state.timers.pause(waitMs)])
  chat.waiters.delete(resolve)
}
