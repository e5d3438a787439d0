import type { Cart, CartLine, Quote } from '#modules/cart/index.ts'
import type { ProductCard, SellableVariant, ShownCollection } from '#modules/catalog/index.ts'
import type { NoticeContent } from '#modules/messaging/index.ts'
import type { OrderFacts, Placed, PlaceOrder } from '#modules/orders/index.ts'
import type { Address, Shopper, ShopperChange } from '#modules/shoppers/index.ts'
import type { Store } from '#modules/stores/index.ts'
import type { Language } from '#shared/language.ts'
import type { Action, Chat, GivenAddress, Memory, Step } from './chat.types.ts'

/** A tap on offer; it is signed for its shopper when the message is written. */
export type Choice = Action & { title: string; description?: string }

export type ChoiceSection = { title: string; choices: readonly Choice[] }

/** What is said, before buttons are signed. */
export type Say =
  | { kind: 'text'; text: string }
  | { kind: 'buttons'; text: string; footer?: string; choices: readonly Choice[] }
  | { kind: 'list'; text: string; footer?: string; button: string; sections: readonly ChoiceSection[] }
  | { kind: 'link'; text: string; footer?: string; title: string; url: string }
  | { kind: 'products'; header: string; text: string; footer?: string; retailerIds: readonly string[]; instead: Say }
  | { kind: 'product'; text: string; retailerId: string; instead: Say }
  | { kind: 'location_request'; text: string }
  | NoticeContent

/** A cart as it will stand; `id` is a fresh one when none is open. */
export type CartDraft = Pick<Cart, 'id' | 'lines' | 'note' | 'shownQuote'>

/** All that the answer may look at. Nothing in it changes while an event is answered. */
export type Situation = {
  now: Date
  store: Store
  shopper: Shopper
  chat: Chat
  /** The language to answer in. */
  language: Language
  /** The open cart; an empty one of version 0 when there is none. */
  cart: Cart
  variants: readonly SellableVariant[]
  collections: readonly ShownCollection[]
  /** What the wanted collection or the search has to sell. */
  cards: readonly ProductCard[]
  /** Latest first. */
  orders: readonly OrderFacts[]
  /** The one used last first. */
  addresses: readonly Address[]
  /** What these lines cost now, by the variants of the situation unless others are given. */
  quote: (lines: readonly CartLine[], variants?: readonly SellableVariant[]) => Quote
  /** Without a slash at its end. */
  publicUrl: string
  /** Changes decided on the way to the answer. */
  pending: Changes
}

export type Outcome = 'answered' | 'handed_over' | `ignored:${string}`

export type Changes = {
  /** `idle` unless told. */
  step?: Step
  /** Keys set to undefined are forgotten. */
  memory?: { [Key in keyof Memory]: Memory[Key] | undefined }
  language?: { language: Language; chosen: boolean }
  handedOver?: boolean
  cart?: CartDraft
  usedAddress?: GivenAddress
  shopper?: Omit<ShopperChange, 'storeId' | 'shopperId'>
}

/** What changes and what is said; one message is the rule. */
export type Turn = Changes & {
  outcome: Outcome
  say: Say | null
  /** For reports: what the message is for. */
  purpose: string
  /** Whose message it is, when not the event's: a confirmation belongs to its order, so that it is said once. */
  orderId?: string
}

/** Something to be done in the database before the answer is known. */
export type Act =
  | { do: 'place'; cart: CartDraft | null; request: PlaceOrder }
  | { do: 'cancel' | 'switch_to_cash' | 'reopen'; orderId: string }

/** What came of it; `refused` when the order has moved on meanwhile. */
export type Verdict =
  | { of: 'place'; placed: Placed }
  | { of: 'order'; order: OrderFacts }
  | { of: 'cart'; cart: Cart }
  | { of: 'refused'; code: string }

/** An answer, or a deed and how to go on from its verdict. */
export type Reply = Turn | { act: Act; next: (verdict: Verdict) => Reply }
