import type { WantedMethod } from '#modules/conversation/chat.types.ts'
import { orderTexts } from '#modules/conversation/texts/order-texts.ts'
import { amountText, fence } from '#modules/conversation/texts/phrases.ts'
import type { Choice, Reply, Situation, Turn, Verdict } from '#modules/conversation/turn.types.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import { packUuid } from '#shared/ids.ts'
import { askNewAddress } from './address.ts'
import { askEmpty, showCart } from './cart.ts'
import { editCart } from './cart-edit.ts'
import { checkout } from './checkout.ts'
import { home, homeChoices } from './home.ts'
import { onceReopened, takeIn } from './native-cart.ts'
import { isPayable, payableOrder, showOrder, showOrders, stateOf } from './order-status.ts'
import { payLink } from './pay-link.ts'
import { confirmed } from './place.ts'
import { answered, choice, pending, titled } from './turns.ts'

function orderOf({ orders }: Situation, orderId: string | null): OrderFacts | undefined {
  return orders.find(({ id }) => id === orderId)
}

const oneDayMs = 24 * 3_600_000

/** The order that waits to be paid, or the one whose link has just ended: its notice asks whether it is still wanted. */
function unpaidOrder(situation: Situation): OrderFacts | undefined {
  const { orders, now } = situation
  const [latest] = orders
  const lapsed = latest?.status === 'expired' && now.getTime() - latest.createdAt.getTime() < oneDayMs
  return payableOrder(situation) ?? (lapsed ? latest : undefined)
}

/** "Pay": the cart in hand, else the unpaid order's link; where that leads nowhere any more, the way to a new one. */
export function payAgain(situation: Situation, orderId: string | null): Reply {
  if (orderId === null && situation.cart.lines.length > 0) return checkout(situation)
  const order = orderId === null ? unpaidOrder(situation) : orderOf(situation, orderId)
  if (order === undefined) return orderId === null ? showCart(situation) : showOrders(situation)
  const stands = isPayable(order, situation.now) && !pricesMoved(situation, order)
  return stands ? payLink(situation, order) : renew(situation, order, 'card')
}

/** The page behind the link takes no money at prices that are not the shop's any more. */
function pricesMoved({ variants }: Situation, { lines }: OrderFacts): boolean {
  const prices = new Map(variants.map(({ variantId, price }) => [variantId, price]))
  return lines.some(({ variantId, unitPrice }) => (prices.get(variantId) ?? unitPrice) !== unitPrice)
}

/** "Cash": the cart in hand, else the unpaid order becomes one to be paid at the door. */
export function payCash(situation: Situation, orderId: string | null): Reply {
  const method = 'cash_on_delivery'
  if (orderId === null && situation.cart.lines.length > 0) return checkout(situation, { method })
  const order = orderId === null ? unpaidOrder(situation) : orderOf(situation, orderId)
  if (order === undefined) return orderId === null ? showCart(situation) : showOrders(situation)
  if (!isPayable(order, situation.now)) return renew(situation, order, method)
  if (!situation.store.cashOnDelivery) return payLink(situation, order)
  const next = (verdict: Verdict): Reply => {
    if (verdict.of !== 'order') return movedOn(situation, order, verdict)
    return confirmed(pending(situation, { shopper: { lastPaymentMethod: method } }), verdict.order)
  }
  return { act: { do: 'switch_to_cash', orderId: order.id }, next }
}

/** The same goods once more at today's prices, to the same address; an order that lives on says where it stands. */
function renew(situation: Situation, order: OrderFacts, method: WantedMethod): Reply {
  if (order.status === 'awaiting_payment') return reopened(situation, order, (open) => checkout(open, { method }))
  if (order.status !== 'expired' && order.status !== 'canceled') return showOrder(situation, order)
  const { text, latitude = null, longitude = null } = order.address
  const { chat } = situation
  const wanting = { ...situation, chat: { ...chat, memory: { ...chat.memory, wantedMethod: method } } }
  const known = chat.memory.unverified === true ? {} : { usedAddress: { text, latitude, longitude } }
  return takeIn(pending(wanting, known), goodsOf(order))
}

function goodsOf(order: OrderFacts) {
  const lines = order.lines.map(({ variantId, quantity }) => ({ variantId, quantity, seenPrice: null }))
  return { lines, note: order.note }
}

/** "Order again": the goods of that order, or of the latest one, at today's prices. */
export function orderAgain(situation: Situation, orderId: string | null): Reply {
  const order = orderId === null ? situation.orders[0] : orderOf(situation, orderId)
  return order === undefined ? showOrders(situation) : takeIn(situation, goodsOf(order))
}

/** "Edit": the cart in hand, else the unpaid order opened up again. */
export function edit(situation: Situation): Reply {
  if (situation.cart.lines.length > 0) return editCart(situation, 0)
  const unpaid = payableOrder(situation)
  if (unpaid !== undefined) return reopened(situation, unpaid, (open) => editCart(open, 0))
  const latest = situation.orders.find((order) => stateOf(order) === 'preparing')
  return latest === undefined ? showCart(situation) : askPerson(situation, orderTexts.cannotChange, latest)
}

/** "Address": for the cart in hand, the unpaid order, or the next time. */
export function changeAddress(situation: Situation): Reply {
  const unpaid = payableOrder(situation)
  if (situation.cart.lines.length > 0 || unpaid === undefined) return askNewAddress(situation)
  return reopened(situation, unpaid, askNewAddress)
}

function reopened(situation: Situation, order: OrderFacts, goOn: (open: Situation) => Reply): Reply {
  const next = (verdict: Verdict): Reply =>
    verdict.of === 'cart' ? goOn(onceReopened(situation, order, verdict.cart)) : movedOn(situation, order, verdict)
  return { act: { do: 'reopen', orderId: order.id }, next }
}

function isCancelable(order: OrderFacts): boolean {
  if (order.status === 'awaiting_payment') return true
  const unpaid = order.paymentMethod === 'cash_on_delivery' && order.paymentStatus === 'due_on_delivery'
  return order.status === 'placed' && unpaid && order.fulfillmentStatus === 'unfulfilled'
}

/** "Cancel" asks first: there is no way back. */
export function cancel(situation: Situation): Reply {
  const { cart, orders } = situation
  const order = orders.find((each) => isCancelable(each))
  if (cart.lines.length > 0)
    return order?.status === 'awaiting_payment' ? askCancel(situation, order) : askEmpty(situation)
  if (order !== undefined) return askCancel(situation, order)
  const latest = orders.find((each) => stateOf(each) === 'preparing')
  if (latest !== undefined) return askPerson(situation, orderTexts.cannotCancel, latest)
  return home(situation, { text: orderTexts.nothingToCancel(situation.language, {}), purpose: 'menu' })
}

function askCancel(situation: Situation, order: OrderFacts): Turn {
  const { language } = situation
  const text = orderTexts.askCancel(language, {
    number: fence(order.number, language),
    amount: amountText(order.total, order.currency, language),
  })
  const args = [packUuid(order.id)]
  const choices: Choice[] = [
    choice(situation, 'cancel-order', { title: 'cancelOrder', args }),
    { verb: 'order', args, title: titled(situation, 'keepOrder') },
  ]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'order_status' })
}

export function cancelOrderOf(situation: Situation, orderId: string | null): Reply {
  const order = orderOf(situation, orderId)
  if (order === undefined) return showOrders(situation)
  if (order.status === 'canceled' || order.status === 'expired') return showOrder(situation, order)
  if (!isCancelable(order)) return askPerson(situation, orderTexts.cannotCancel, order)
  const next = (verdict: Verdict): Reply =>
    verdict.of === 'order' ? canceled(situation, verdict.order) : movedOn(situation, order, verdict)
  return { act: { do: 'cancel', orderId: order.id }, next }
}

function canceled(situation: Situation, order: OrderFacts): Turn {
  const text = orderTexts.canceledNow(situation.language, { number: fence(order.number, situation.language) })
  const again = choice(situation, 'order-again', { title: 'again', args: [packUuid(order.id)] })
  const choices = [again, choice(situation, 'browse', { title: 'browse', args: ['0'] })]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'order_status' })
}

function askPerson(situation: Situation, words: typeof orderTexts.cannotCancel, order: OrderFacts): Turn {
  const text = words(situation.language, { number: fence(order.number, situation.language) })
  const choices = [choice(situation, 'agent', { title: 'agent' }), choice(situation, 'orders', { title: 'orders' })]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'order_status' })
}

/** The order changed between our look and our grasp, by a payment for instance. */
function movedOn(situation: Situation, order: OrderFacts, verdict: Verdict): Turn {
  const paying = verdict.of === 'refused' && verdict.code === 'payment-in-progress'
  const words = paying ? orderTexts.beingPaid : orderTexts.movedOn
  const text = words(situation.language, { number: fence(order.number, situation.language) })
  return answered(situation, {
    say: { kind: 'buttons', text, choices: homeChoices(situation) },
    purpose: 'order_status',
  })
}
