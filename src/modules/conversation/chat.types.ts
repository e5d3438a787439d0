import type { CartLine } from '#modules/cart/index.ts'
import type { Language } from '#shared/language.ts'

/** What the next free text is taken for. Buttons carry their own meaning and do not ask. */
export type Step = 'idle' | 'address' | 'phone' | 'quantity'

export const verbs = [
  'menu',
  'browse',
  'collection',
  'search',
  'add',
  'line',
  'remove',
  'cart',
  'edit-cart',
  'empty-cart',
  'checkout',
  'change',
  'change-address',
  'use-address',
  'pay',
  'cash',
  'confirm',
  'merge-add',
  'merge-replace',
  'merge-apart',
  'orders',
  'order',
  'pay-again',
  'pay-cash',
  'order-again',
  'cancel-order',
  'agent',
  'bot',
  'language',
] as const

/** What a button or row asks for. The ids of sent messages hold them, so a verb is never renamed or reused. */
export type Verb = (typeof verbs)[number]

export type Action = { verb: Verb; args: readonly string[] }

/** A choice that was offered last, so that "2" or its title typed out means the same as a tap. */
export type Offered = Action & { title: string }

export type GivenAddress = { text: string; latitude: number | null; longitude: number | null }

export type WantedMethod = 'card' | 'cash_on_delivery'

/** What a conversation keeps in mind between messages; all of it may be forgotten without harm to an order. */
export type Memory = {
  offered?: readonly Offered[]
  /** The cart version the offered choices were made from. */
  offeredAt?: number
  /** One message in the other language has come; a second one in a row changes the language. */
  heardOther?: true
  /** Messages in a row that were not understood. */
  misses?: number
  /** When we last said that we did not understand, in ISO 8601. */
  excusedAt?: string
  /** WhatsApp's cart, waiting for "add or replace?". */
  arrived?: { lines: readonly CartLine[]; note: string | null }
  /** Whose quantity is asked for. */
  variantId?: string
  /** A place that waits for the courier's phone. */
  address?: GivenAddress
  wantedMethod?: WantedMethod
  /** Someone else may hold the phone now: saved addresses are not shown until one is given anew. */
  unverified?: true
}

export type Chat = {
  conversationId: string
  storeId: string
  shopperId: string
  language: Language
  languageChosen: boolean
  step: Step
  memory: Memory
  lastInboundAt: Date | null
  handedOverAt: Date | null
}
