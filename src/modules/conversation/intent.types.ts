import type { Language } from '#shared/language.ts'
import type { GivenAddress, WantedMethod } from './chat.types.ts'
import type { ClaimedItem } from './inbound.types.ts'

/** The cart a button was made from, as it was then; the digest is empty where no amount was shown. */
export type Pin = { cartId: string; version: number; digest: string }

/** What the shopper means. Where an id may be null, the answer finds what is meant in the state of things. */
export type Intent =
  | { is: 'greet' | 'menu' | 'cart' | 'change' | 'change_address' | 'orders' | 'voice' | 'media' | 'unclear' }
  | { is: 'agent' | 'bot' | 'stop' | 'start' | 'forged' | 'edit' | 'cancel' }
  | { is: 'browse'; page: number }
  | { is: 'collection'; collectionId: string; page: number }
  /** `text` is what is looked for, folded; `said` is what the shopper wrote, to say it back. */
  | { is: 'search'; text: string; said: string; quantity: number | null; order: boolean; page: number }
  | { is: 'product'; retailerId: string }
  | { is: 'add'; variantId: string; quantity: number }
  | { is: 'line'; variantId: string }
  | { is: 'quantity'; variantId: string; quantity: number }
  | { is: 'edit_cart'; page: number }
  | { is: 'native_cart'; items: ClaimedItem[]; note: string | null }
  | { is: 'merge'; how: 'add' | 'replace' | 'apart'; pin: Pin }
  | { is: 'empty_cart'; pin: Pin }
  | { is: 'checkout'; pin: Pin | null }
  | { is: 'address'; address: GivenAddress; phone: string | null }
  | { is: 'phone'; phone: string | null }
  | { is: 'use_address'; addressId: string }
  | { is: 'method'; method: WantedMethod; pin: Pin | null }
  | { is: 'confirm'; pin: Pin }
  | { is: 'pay_again' | 'pay_cash' | 'order_again' | 'cancel_order'; orderId: string | null }
  | { is: 'order'; orderId: string }
  | { is: 'order_number'; number: number }
  | { is: 'language'; language: Language }
  /** Gets no answer; the reason is kept with the event. */
  | { is: 'nothing'; why: string }

/** What must be read before the intent can be answered. */
export type Needs = {
  collections?: true
  collectionId?: string
  search?: string
  variantIds?: readonly string[]
  retailerIds?: readonly string[]
  /** The variants of the open cart's lines. */
  cartVariants?: true
  /** The variants of the latest orders' lines, which may go into a cart again. */
  orderVariants?: true
  orders?: true
  /** An order that may not be among the latest. */
  orderId?: string
  addresses?: true
}
