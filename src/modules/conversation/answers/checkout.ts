import type { GivenAddress, WantedMethod } from '#modules/conversation/chat.types.ts'
import type { Pin } from '#modules/conversation/intent.types.ts'
import { checkoutTexts } from '#modules/conversation/texts/checkout-texts.ts'
import type { Reply, Situation } from '#modules/conversation/turn.types.ts'
import { courierPhoneOf } from '#modules/shoppers/index.ts'
import { askAddress, askPhone } from './address.ts'
import { pinHolds, showCart, stale } from './cart.ts'
import { askMethod, confirmCash, type Deal, noPayment } from './payment.ts'
import { place } from './place.ts'
import { mustBeSaid, noWorseThan } from './problems.ts'
import { pending } from './turns.ts'

export type CheckoutWish = {
  /** How the shopper said they want to pay; else as last time. */
  method?: WantedMethod
  /** Said yes to this very sum: nothing is asked again. */
  agreed?: boolean
  /** Tapped below the whole order: it is not shown again. */
  seen?: boolean
}

/**
 * One step closer to the order, whichever is missing: what has changed, the address, a phone for the courier, the way
 * to pay. A shopper who has bought by card before gets the link at once.
 */
export function checkout(situation: Situation, wish: CheckoutWish = {}): Reply {
  const quote = situation.quote(situation.cart.lines)
  if (quote.lines.length === 0 || quote.problems.some(mustBeSaid)) return showCart(keeping(situation, wish))
  const address = addressFor(situation)
  if (address === null) return askAddress(keeping(situation, wish), quote)
  const phone = situation.pending.shopper?.deliveryPhone ?? courierPhoneOf(situation.shopper)
  if (phone === null) return askPhone(pending(keeping(situation, wish), { memory: { address } }))
  return payFor(situation, { quote, address, phone, ...wish })
}

/** What was said about paying is kept while something else is asked. */
function keeping(situation: Situation, { method }: CheckoutWish): Situation {
  return method === undefined ? situation : pending(situation, { memory: { wantedMethod: method } })
}

function payFor(situation: Situation, { method, ...deal }: Deal & { method?: WantedMethod }): Reply {
  const { store, chat, shopper } = situation
  const wanted = method ?? chat.memory.wantedMethod
  if (wanted !== undefined && takes(store, wanted)) return payBy(situation, { method: wanted, ...deal })
  const [only, other] = methodsOf(store)
  if (only === undefined) return noPayment(situation)
  if (wanted !== undefined) return askMethod(situation, deal, refusalOf(situation, wanted))
  if (other === undefined) return payBy(situation, { method: only, ...deal })
  const last = shopper.lastPaymentMethod
  return last === null ? askMethod(situation, deal) : payBy(situation, { method: last, ...deal })
}

function payBy(situation: Situation, { method, ...deal }: Deal & { method: WantedMethod }): Reply {
  if (method === 'card' || deal.agreed) return place(situation, { method, ...deal })
  return confirmCash(situation, deal)
}

function methodsOf(store: Situation['store']): WantedMethod[] {
  return (['card', 'cash_on_delivery'] as const).filter((method) => takes(store, method))
}

function takes(store: Situation['store'], method: WantedMethod): boolean {
  return method === 'card' ? store.cardPayments : store.cashOnDelivery
}

function refusalOf({ language }: Situation, method: WantedMethod): string {
  return method === 'card' ? checkoutTexts.noCard(language, {}) : checkoutTexts.noCash(language, {})
}

/** The address just given, the one that waits for a phone, or the one used last. */
function addressFor({ pending: { usedAddress }, chat, addresses }: Situation): GivenAddress | null {
  const [last] = chat.memory.unverified === true ? [] : addresses
  return usedAddress ?? chat.memory.address ?? last ?? null
}

/** The checkout button: of this cart and this sum, or it says where things stand now. */
export function checkoutPinned(situation: Situation, pin: Pin | null): Reply {
  if (pin === null) return checkout(situation)
  if (!pinHolds(pin, situation)) return stale(situation, pin)
  return unchangedSince(situation, pin) ? checkout(situation) : showCart(situation)
}

/** A way to pay chosen by button or word; for cash the sum is confirmed once more, by a button of its own. */
export function choosePayment(situation: Situation, { method, pin }: { method: WantedMethod; pin: Pin | null }): Reply {
  if (pin === null) return checkout(situation, { method })
  if (!pinHolds(pin, situation)) return stale(situation, pin)
  if (!unchangedSince(situation, pin)) return showCart(pending(situation, { memory: { wantedMethod: method } }))
  return checkout(situation, { method, seen: true })
}

/** "Yes" to the sum in cash. */
export function confirm(situation: Situation, pin: Pin): Reply {
  if (!pinHolds(pin, situation)) return stale(situation, pin)
  const wish = { method: 'cash_on_delivery' as const }
  if (!unchangedSince(situation, pin)) return showCart(keeping(situation, wish))
  return checkout(situation, { ...wish, agreed: true })
}

function unchangedSince(situation: Situation, { digest }: Pin): boolean {
  const { cart, quote } = situation
  const current = quote(cart.lines)
  return current.digest === digest || noWorseThan(cart.shownQuote, current)
}
