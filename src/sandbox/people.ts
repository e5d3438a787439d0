import { z } from 'zod'
import { newBsuid, newWamid } from './graph/ids.ts'
import { chatOf, keepInChat } from './graph/lookup.ts'
import type { Chat, ChatMessage, Shopper, StatusLine } from './graph/meta-model.ts'
import type { SandboxState } from './state.ts'

const Said = z.strictObject({
  from: z.enum(['shopper', 'shop']),
  text: z.string().min(1),
  /** How long before the sandbox opened. */
  minutesAgo: z.number().positive(),
})

export const PersonSchema = z.strictObject({
  name: z.string().min(1),
  /** Null for somebody who can be reached by user id only. */
  phone: z
    .string()
    .regex(/^\+?[1-9]\d{5,14}$/)
    .nullable(),
  country: z.string().regex(/^[A-Z]{2}$/),
  language: z.enum(['ar', 'en']).nullable().default(null),
  hidePhone: z.boolean().default(false),
  username: z.string().optional(),
  readReceipts: z.boolean().default(true),
  /** The same in every life of the sandbox, so that shops know the person again. */
  bsuid: z
    .string()
    .regex(/^[A-Z]{2}\.\d{1,128}$/)
    .optional(),
  /** What was said with every number before; no shop hears of it. */
  history: z.array(Said).default([]),
})

/** Somebody with WhatsApp who is there when the sandbox opens. */
export type SandboxPerson = z.input<typeof PersonSchema>
export type Person = z.output<typeof PersonSchema>

/** A new person; the caller has seen to it that nobody else has the number. */
export function addShopper(state: SandboxState, person: Omit<Person, 'history'>): Shopper {
  const { name, country, language, username, readReceipts } = person
  const waId = person.phone?.replace(/\D/g, '') ?? null
  const shopper: Shopper = {
    id: `shopper_${state.meta.shoppers.size + 1}`,
    name,
    username,
    country,
    waId,
    hidePhone: person.hidePhone || waId === null,
    bsuid: person.bsuid ?? newBsuid(state, country),
    readReceipts,
    language,
    blocked: new Set(),
  }
  state.meta.shoppers.set(shopper.id, shopper)
  state.meta.shopperByBsuid.set(shopper.bsuid, shopper)
  if (waId !== null) state.meta.shopperByWaId.set(waId, shopper)
  return shopper
}

/** Puts the people of the options into every number's chats. */
export function addPeople(state: SandboxState): void {
  for (const person of state.people) {
    const shopper = addShopper(state, person)
    for (const { phoneNumberId } of state.world.config.numbers) {
      const chat = chatOf(state, phoneNumberId, shopper)
      for (const said of person.history) remember(state, chat, said)
    }
  }
}

const readAfterMs = 90_000

function remember(state: SandboxState, chat: Chat, { from, text, minutesAgo }: Person['history'][number]): void {
  const atMs = state.clock.ms() - minutesAgo * 60_000
  const direction = from === 'shop' ? 'out' : 'in'
  const { waId, bsuid } = chat.shopper
  chat.lastN += 1
  const message: ChatMessage = {
    n: chat.lastN,
    at: new Date(atMs).toISOString(),
    direction,
    wamid: newWamid(state, waId ?? bsuid, direction),
    type: 'text',
    body: { type: 'text', text: { body: text } },
    statuses: statusesOf(direction, atMs),
  }
  if (direction === 'in') chat.lastInboundMs = atMs
  state.meta.messages.set(message.wamid, { chat, message })
  keepInChat(chat, message)
}

function statusesOf(direction: 'in' | 'out', atMs: number): StatusLine[] {
  const names = direction === 'in' ? ['read'] : ['sent', 'delivered', 'read']
  return names.map((status) => ({ status, at: new Date(atMs + (status === 'read' ? readAfterMs : 0)).toISOString() }))
}
