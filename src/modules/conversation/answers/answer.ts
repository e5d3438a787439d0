import type { Intent } from '#modules/conversation/intent.types.ts'
import type { Reply, Situation } from '#modules/conversation/turn.types.ts'
import { takeAddress, takePhone } from './address.ts'
import { browse, search, showCollection, showProduct } from './browse.ts'
import { emptyCart, showCart } from './cart.ts'
import { add, editCart, editLine, setQuantity } from './cart-edit.ts'
import { checkout, checkoutPinned, choosePayment, confirm } from './checkout.ts'
import { changeLanguage, greet, menu } from './home.ts'
import { askedToMerge, merge, orderedByName, receiveCart } from './native-cart.ts'
import { cancel, cancelOrderOf, changeAddress, edit, orderAgain, payAgain, payCash } from './order-deeds.ts'
import { showOrderNumbered, showOrderOf, showOrders } from './order-status.ts'
import { askChange } from './payment.ts'
import {
  callPerson,
  comeBack,
  mediaSeen,
  oldButton,
  paused,
  startOffers,
  stopOffers,
  unclear,
  voiceNote,
} from './talk.ts'
import { ignored, pending } from './turns.ts'

/** What changes and what is said, from the state of things alone: no clock, no database, no chance. */
export function answer(intent: Intent, given: Situation): Reply {
  if (intent.is === 'nothing') return ignored(given, intent.why)
  const situation = calledBack(intent, given)
  if (situation.store.status === 'paused' && !spokenWhilePaused.has(intent.is)) return paused(situation)
  const asked = waitsForMerge.has(intent.is) ? askedToMerge(situation) : null
  if (asked !== null) return asked
  // The table holds for each intent the answer that takes it.
  const answerer = answerers[intent.is] as Answerer<Intent['is']>
  return answerer(situation, intent)
}

const leavesPersonIn: ReadonlySet<Intent['is']> = new Set(['agent', 'stop', 'start', 'bot'])

/** Whoever shops on while waiting for a person has the shop back: what it asks next, it must also hear. */
function calledBack(intent: Intent, situation: Situation): Situation {
  const waiting = situation.chat.handedOverAt !== null && !leavesPersonIn.has(intent.is)
  return waiting ? pending(situation, { handedOver: false }) : situation
}

const spokenWhilePaused: ReadonlySet<Intent['is']> = new Set([
  'agent',
  'stop',
  'start',
  'orders',
  'order',
  'order_number',
])

const waitsForMerge: ReadonlySet<Intent['is']> = new Set(['checkout', 'cart', 'method', 'pay_again', 'pay_cash'])

type Answerer<Is extends Intent['is']> = (situation: Situation, intent: Extract<Intent, { is: Is }>) => Reply

const answerers: { readonly [Is in Exclude<Intent['is'], 'nothing'>]: Answerer<Is> } = {
  greet,
  menu,
  browse: (situation, { page }) => browse(situation, page),
  collection: showCollection,
  search: (situation, wish) => orderedByName(situation, wish) ?? search(situation, wish),
  product: (situation, { retailerId }) => showProduct(situation, retailerId),
  cart: (situation) => showCart(situation),
  add,
  line: (situation, { variantId }) => editLine(situation, variantId),
  quantity: setQuantity,
  edit_cart: (situation, { page }) => editCart(situation, page),
  empty_cart: (situation, { pin }) => emptyCart(situation, pin),
  native_cart: receiveCart,
  merge,
  checkout: (situation, { pin }) => checkoutPinned(situation, pin),
  address: (situation, given) => takeAddress(situation, given, checkout),
  phone: (situation, { phone }) => takePhone(situation, phone, checkout),
  use_address: (situation, { addressId }) => useAddress(situation, addressId),
  change: askChange,
  change_address: changeAddress,
  method: choosePayment,
  confirm: (situation, { pin }) => confirm(situation, pin),
  pay_again: (situation, { orderId }) => payAgain(situation, orderId),
  pay_cash: (situation, { orderId }) => payCash(situation, orderId),
  order_again: (situation, { orderId }) => orderAgain(situation, orderId),
  edit,
  cancel,
  cancel_order: (situation, { orderId }) => cancelOrderOf(situation, orderId),
  orders: showOrders,
  order: (situation, { orderId }) => showOrderOf(situation, orderId),
  order_number: (situation, { number }) => showOrderNumbered(situation, number),
  agent: callPerson,
  bot: comeBack,
  stop: stopOffers,
  start: startOffers,
  language: (situation, { language }) => changeLanguage(situation, language),
  voice: voiceNote,
  media: mediaSeen,
  unclear,
  forged: oldButton,
}

function useAddress(situation: Situation, addressId: string): Reply {
  const address = situation.addresses.find(({ id }) => id === addressId)
  return address === undefined ? changeAddress(situation) : takeAddress(situation, { address, phone: null }, checkout)
}
